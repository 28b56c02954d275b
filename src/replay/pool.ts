import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { locateBundle } from '../engine/locate.ts';
import { FileReplayer, type FileReport } from './file.ts';
import type { ReplayOptions } from './kind.ts';

/** What a worker sends back for a file; `error` is no fault of the file's. */
export type WorkerAnswer = { report: FileReport } | { error: unknown };

const MODULE = 'replay-worker.js';

/**
 * Replays files on up to `jobs` threads, one for each core where it is undefined, and calls `done` with the reports in
 * the order of the files. Throws EnvironmentError where the project has not been built; bad input is in the reports.
 */
export async function replayFiles(
  files: string[],
  options: ReplayOptions,
  jobs: number | undefined,
  done: (report: FileReport) => void,
): Promise<void> {
  const threads = Math.min(jobs ?? availableParallelism(), files.length);
  if (threads > 1) return replayOnThreads(files, options, threads, done);
  const replayer = new FileReplayer(options);
  for (const file of files) done(await replayer.replay(file));
}

async function replayOnThreads(
  files: string[],
  options: ReplayOptions,
  threads: number,
  done: (report: FileReport) => void,
): Promise<void> {
  const module = locateBundle(MODULE);
  const reports = new InOrder(done);
  let next = 0;
  const serve = async () => {
    const worker = new Worker(module, { workerData: options });
    try {
      while (next < files.length) {
        const index = next++;
        reports.put(index, await ask(worker, files[index]!));
      }
    } finally {
      await worker.terminate();
    }
  };
  await Promise.all(Array.from({ length: threads }, serve));
}

function ask(worker: Worker, file: string): Promise<FileReport> {
  return new Promise((resolve, reject) => {
    const settle = (answer: WorkerAnswer) => {
      worker.off('error', reject);
      if ('error' in answer) reject(answer.error);
      else resolve(answer.report);
    };
    worker.once('message', settle);
    worker.once('error', reject);
    worker.postMessage(file);
  });
}

/** Hands reports on in the order of their numbers, each as soon as those before it are there. */
class InOrder {
  private readonly waiting = new Map<number, FileReport>();
  private readonly done: (report: FileReport) => void;
  private next = 0;

  constructor(done: (report: FileReport) => void) {
    this.done = done;
  }

  put(index: number, report: FileReport): void {
    this.waiting.set(index, report);
    for (let ready = this.waiting.get(this.next); ready !== undefined; ready = this.waiting.get(++this.next)) {
      this.waiting.delete(this.next);
      this.done(ready);
    }
  }
}
