import { Worker } from 'node:worker_threads';
import { locateBundle } from '../engine/locate.ts';
import type { WildResult } from './wild.ts';

/** What the thread is told. `progress`: instructions begun, and the number of the round, as doubles. */
export interface WildRequest {
  least: number;
  seed: number;
  progress: SharedArrayBuffer;
}

export interface FuzzOptions {
  /** A round of a few ms that takes longer than this counts as endless, in ms. */
  patience?: number;
  onProgress?: (instructions: number) => void;
  /** The built thread. */
  module?: string;
}

const PATIENCE = 30_000;
const INTERVAL = 100;

/**
 * Runs wild guests in a thread of its own until at least so many instructions have begun. A round that does not end is a
 * failure like the others, and the last one. Throws EnvironmentError where the project has not been built.
 */
export function fuzz(least: number, seed: number, options: FuzzOptions = {}): Promise<WildResult> {
  const { patience = PATIENCE, onProgress = () => {}, module = locateBundle('fuzz-worker.js') } = options;
  const progress = new SharedArrayBuffer(16);
  const shown = new Float64Array(progress);
  const worker = new Worker(module, { workerData: { least, seed, progress } satisfies WildRequest });
  return new Promise((resolve, reject) => {
    let last = { round: -1, at: performance.now() };
    const fail = (message: string) => {
      const [instructions = 0, round = 0] = shown;
      settle(() => resolve({ seed, instructions, rounds: round, failures: [{ round, message, pc: 0n }] }));
    };
    const watch = setInterval(() => {
      const [instructions = 0, round = 0] = shown;
      onProgress(instructions);
      if (round !== last.round) last = { round, at: performance.now() };
      else if (performance.now() - last.at > patience) fail(`does not end: no sign of life for ${patience} ms`);
    }, INTERVAL);
    const settle = (done: () => void) => {
      clearInterval(watch);
      void worker.terminate();
      done();
    };
    worker.on('message', (result: WildResult) => settle(() => resolve(result)));
    worker.on('error', (error) => fail(`ends the thread: ${error}`));
    worker.on('messageerror', (error) => settle(() => reject(error)));
  });
}
