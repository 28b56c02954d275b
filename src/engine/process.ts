import { type ChildProcess, fork } from 'node:child_process';
import { closeSync, ftruncateSync, mkdtempSync, openSync, readSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Job } from './engine.ts';
import { locateBundle } from './locate.ts';
import { PROGRESS_SIZE, type ResultMessage } from './messages.ts';

/** How a job left the engine's process. */
export type Ending<Answer = ResultMessage> =
  | { kind: 'answer'; message: Answer }
  /** The process ended by itself. */
  | { kind: 'death'; code: number | null; signal: NodeJS.Signals | null; errors: string }
  /** It was killed because the time was over. */
  | { kind: 'timeout' };

/** How much of what the process writes to its error stream is kept, in characters. */
const ERRORS_KEPT = 4096;

/** A file of one page that has no name any more. */
function openProgress(): number {
  const folder = mkdtempSync(join(tmpdir(), 'trapline-'));
  try {
    const file = openSync(join(folder, 'progress'), 'w+');
    ftruncateSync(file, PROGRESS_SIZE);
    return file;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const alive = new Set<ChildProcess>();
process.on('exit', () => {
  for (const child of alive) child.kill('SIGKILL');
});

/** A process that does one piece of work after another. It does not keep this process alive while it has none. */
export class EngineProcess<Answer = ResultMessage> {
  readonly #child: ChildProcess;
  readonly #progress: number;
  #errors = '';
  #ended: Ending<Answer> | undefined;
  #settle: ((ending: Ending<Answer>) => void) | undefined;

  /** Throws EnvironmentError where the bundle has not been built. */
  constructor(module = locateBundle('engine-child.js')) {
    this.#progress = openProgress();
    this.#child = fork(module, [], {
      serialization: 'advanced',
      execArgv: [],
      stdio: ['ignore', 'ignore', 'pipe', 'ipc', this.#progress],
    });
    alive.add(this.#child);
    this.#listen();
    this.#hold(false);
  }

  get pid(): number | undefined {
    return this.#child.pid;
  }

  /** Whether it can take a job. */
  get usable(): boolean {
    return this.#ended === undefined;
  }

  /** Runs a job; kills the process where it takes longer than `milliseconds`. */
  run(job: Job, milliseconds: number): Promise<Ending<Answer>> {
    return this.ask({ job }, milliseconds);
  }

  /** Sends a message and waits for the answer; kills the process where it takes longer than `milliseconds`. */
  async ask(message: object, milliseconds: number): Promise<Ending<Answer>> {
    if (this.#ended !== undefined) return this.#ended;
    this.#hold(true);
    writeSync(this.#progress, new Uint8Array(16), 0, 16, 0);
    const ending = new Promise<Ending<Answer>>((resolve) => {
      this.#settle = resolve;
    });
    const timer = setTimeout(() => this.#finish({ kind: 'timeout' }), milliseconds);
    // A process that is gone fails the write; its `close` event says why.
    this.#child.send(message, () => {});
    const result = await ending;
    clearTimeout(timer);
    this.#hold(false);
    return result;
  }

  /** Address and number of the instruction that the last job executes, or undefined before its first. */
  progress(): { pc: bigint; instructions: number } | undefined {
    const values = new Float64Array(2);
    readSync(this.#progress, new Uint8Array(values.buffer), 0, 16, 0);
    return values[1] === 0 ? undefined : { pc: BigInt(values[0]!), instructions: values[1]! };
  }

  /** Ends the process. */
  close(): void {
    this.#child.kill('SIGKILL');
    closeSync(this.#progress);
  }

  #listen(): void {
    const child = this.#child;
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      this.#errors = (this.#errors + text).slice(0, ERRORS_KEPT);
    });
    child.on('message', (message: Answer) => this.#settle?.({ kind: 'answer', message }));
    // `close` comes after the last of the error stream, `exit` may come before.
    child.on('close', (code, signal) => {
      alive.delete(child);
      this.#finish({ kind: 'death', code, signal, errors: this.#errors });
    });
    child.on('error', () => {});
  }

  #finish(ending: Ending<Answer>): void {
    this.#ended ??= ending;
    this.#child.kill('SIGKILL');
    this.#settle?.(ending);
  }

  /** Whether the event loop waits for the process. */
  #hold(on: boolean): void {
    const change = on ? 'ref' : 'unref';
    this.#child[change]();
    this.#child.channel?.[change]();
    (this.#child.stderr as unknown as { ref(): void; unref(): void })[change]();
  }
}
