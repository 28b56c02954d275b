/** A thread of its own for wild guests: one that did not end would keep everybody else from saying so. */
import { parentPort, workerData } from 'node:worker_threads';
import type { WildRequest } from './fuzz.ts';
import { runWild } from './wild.ts';

const { least, seed, progress } = workerData as WildRequest;
const shown = new Float64Array(progress);
const result = runWild(least, seed, (instructions, round) => {
  shown[0] = instructions;
  shown[1] = round;
});
parentPort?.postMessage(result);
