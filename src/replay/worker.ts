/** A worker thread that replays the files whose names it is sent, one after another. */
import { parentPort, workerData } from 'node:worker_threads';
import { FileReplayer } from './file.ts';
import type { ReplayOptions } from './kind.ts';
import type { WorkerAnswer } from './pool.ts';

const replayer = new FileReplayer(workerData as ReplayOptions);

async function answer(file: string): Promise<WorkerAnswer> {
  try {
    return { report: await replayer.replay(file) };
  } catch (error) {
    return { error };
  }
}

parentPort?.on('message', async (file: string) => parentPort?.postMessage(await answer(file)));
