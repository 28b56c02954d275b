/** A thread of a search: does the pieces of work that it is sent, one after another. */
import { parentPort, workerData } from 'node:worker_threads';
import { Expander } from './expander.ts';
import type { SearchSetup } from './setup.ts';
import { answerTask, type Task } from './tasks.ts';

let expander: Expander | undefined;

function own(): Expander {
  expander ??= new Expander(workerData as SearchSetup);
  return expander;
}

parentPort?.on('message', (task: Task) => parentPort?.postMessage(answerTask(own, task)));
