/** A stub on both engines, side by side. */
import { runJobs, startEngineProcess, stopEngineProcess } from '../engine/isolate.ts';
import { loadUnicorn } from '../engine/unicorn/library.ts';
import type { LockstepRun } from '../lockstep/file-run.ts';
import { makeJob, prepare, type ScenarioOptions } from './prepare.ts';

/** Each instruction takes some 20 µs, a hundred times as long as alone: no less time than this. */
const LEAST_MILLISECONDS = 60_000;

/**
 * Runs a stub on each of its models on the interpreter and on libunicorn, compared after every instruction. Throws
 * InputError for what is wrong with the stub or the options, EnvironmentError where libunicorn is missing.
 */
export async function runLockstep(file: string, options: ScenarioOptions): Promise<LockstepRun[]> {
  startEngineProcess();
  try {
    const { spec, image, models, plans } = prepare(file, options);
    loadUnicorn();
    const milliseconds = Math.max(spec.limits.milliseconds, LEAST_MILLISECONDS);
    const limits = { ...spec.limits, milliseconds, ...options.limits };
    const runs = await runJobs(plans.map((plan, index) => makeJob(image, models[index]!, plan, limits, 'lockstep')));
    return plans.map(({ model, seed }, index) => ({ model: model.text, seed, image, run: runs[index]! }));
  } finally {
    stopEngineProcess();
  }
}
