import type { SearchProgress } from '../search/search.ts';

const ERASE_LINE = '\r\u001b[K';
/** How often, in ms, the line is written over on a terminal, and how often a new one is written elsewhere. */
const ON_TERMINAL = 100;
const ELSEWHERE = 5000;

/** One line on stderr that says how far a search is. */
export class SearchProgressLine {
  readonly #stream: NodeJS.WriteStream;
  #shown = performance.now();

  constructor(stream: NodeJS.WriteStream) {
    this.#stream = stream;
  }

  show(progress: Parameters<SearchProgress>[0]): void {
    const terminal = this.#stream.isTTY;
    const now = performance.now();
    if (now - this.#shown < (terminal ? ON_TERMINAL : ELSEWHERE)) return;
    this.#shown = now;
    const text = 'walks' in progress ? walksText(progress) : depthText(progress);
    this.#stream.write(terminal ? `${ERASE_LINE}${text.slice(0, (this.#stream.columns || 80) - 1)}` : `${text}\n`);
  }

  /** Leaves no trace of it on a terminal. */
  clear(): void {
    if (this.#stream.isTTY) this.#stream.write(ERASE_LINE);
  }
}

type Shown = Parameters<SearchProgress>[0];

function depthText(progress: Exclude<Shown, { walks: number }>): string {
  const { depth, expanded, frontier, states, transitions } = progress;
  return `depth ${depth}: ${expanded} of ${frontier} states expanded, ${states} states, ${transitions} transitions`;
}

function walksText({ walks, of }: Extract<Shown, { walks: number }>): string {
  return `random sequences: ${walks} of ${of}`;
}
