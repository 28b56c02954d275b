import { allAsExpected } from '../check/expect.ts';
import { needsProbes } from '../check/profiles.ts';
import { runJobs, startEngineProcess, stopEngineProcess } from '../engine/isolate.ts';
import type { AssemblerMessage } from '../guest/image.ts';
import type { RunReport } from '../report/report.ts';
import { judge } from './judge.ts';
import { makeJob, prepare, type ScenarioOptions } from './prepare.ts';

export { defaultScenarioOptions, type ScenarioOptions } from './prepare.ts';

/** A stub with its runs, one report a model. */
export interface Scenario {
  reports: RunReport[];
  /** What the program's `.warning` and `.print` say. */
  messages: AssemblerMessage[];
  /** Every expectation met, and no finding that the stub does not declare. */
  passed: boolean;
}

/**
 * Loads a stub, runs it on each of its models in a process of its own and judges what came back.
 * Throws InputError for what is wrong with the stub or the options, EnvironmentError where the engine is missing.
 */
export async function runScenario(file: string, options: ScenarioOptions): Promise<Scenario> {
  startEngineProcess();
  try {
    const prepared = prepare(file, options);
    const limits = { ...prepared.spec.limits, ...options.limits };
    const { models, plans, image } = prepared;
    const probe = needsProbes(prepared.profile);
    const jobs = plans.map((plan, index) => ({
      ...makeJob(image, models[index]!, plan, limits, options.engine),
      probe,
    }));
    const runs = await runJobs(jobs);
    const reports = plans.map((plan, index) =>
      judge({ ...prepared, plan, firmware: models[index]!.firmware }, runs[index]!),
    );
    const passed = reports.every(
      ({ undeclared, expectations }) => undeclared.length === 0 && allAsExpected(expectations),
    );
    return { reports, messages: image.messages ?? [], passed };
  } finally {
    stopEngineProcess();
  }
}
