const ERASE_LINE = '\r\u001b[K';
const BAR = 24;
/** How often the bar is drawn, in ms: no oftener than an eye can follow. */
const INTERVAL = 50;

/** A bar of one line on a terminal that is written over and over, and nothing elsewhere. */
export class ProgressBar {
  readonly #stream: NodeJS.WriteStream;
  #drawn = Number.NEGATIVE_INFINITY;

  constructor(stream: NodeJS.WriteStream) {
    this.#stream = stream;
  }

  /** `done` of `total` pieces, the last of them `name`. */
  show(done: number, total: number, name: string): void {
    if (!this.#stream.isTTY || (done < total && performance.now() - this.#drawn < INTERVAL)) return;
    this.#drawn = performance.now();
    const filled = Math.round((BAR * done) / Math.max(1, total));
    const line = `[${'█'.repeat(filled)}${'·'.repeat(BAR - filled)}] ${done}/${total} ${name}`;
    this.#stream.write(ERASE_LINE + line.slice(0, Math.max(1, (this.#stream.columns || 80) - 1)));
  }

  /** Leaves no trace of it. */
  clear(): void {
    if (this.#stream.isTTY) this.#stream.write(ERASE_LINE);
  }
}
