import { allAsExpected } from '../check/expect.ts';
import { needsProbes } from '../check/profiles.ts';
import type { Job } from '../engine/engine.ts';
import { runJobs, startEngineProcess, stopEngineProcess } from '../engine/isolate.ts';
import type { RunRecord } from '../engine/record.ts';
import type { AssemblerMessage } from '../guest/image.ts';
import type { RunReport } from '../report/report.ts';
import { chooseTraps } from './choose-trap.ts';
import { judge } from './judge.ts';
import { limitsOf, makeJob, type Prepared, prepare, repeatedJob, type ScenarioOptions } from './prepare.ts';
import { isWorthRepeating, type Repetition, secondPlan } from './second.ts';

export { defaultScenarioOptions, type ScenarioOptions } from './prepare.ts';

/** A stub with its runs, one report a model. */
export interface Scenario {
  reports: RunReport[];
  /** What the program's `.warning` and `.print` say. */
  messages: AssemblerMessage[];
  /** Every expectation met, and no finding that the stub does not declare. */
  passed: boolean;
}

/** The second runs, undefined where one would tell nothing. */
async function repeat(prepared: Prepared, runs: RunRecord[], jobs: Job[]): Promise<(Repetition | undefined)[]> {
  const { spec, image, plans } = prepared;
  const repetitions: (Repetition | undefined)[] = [];
  for (const [index, run] of runs.entries()) {
    if (!isWorthRepeating(run)) {
      repetitions.push(undefined);
      continue;
    }
    const plan = secondPlan(spec, image, plans[index]!);
    const { influence: _, ...job } = jobs[index]!;
    const [second] = await runJobs([repeatedJob(job, plan)]);
    repetitions.push({ plan, run: second! });
  }
  return repetitions;
}

/**
 * Loads a stub, runs it on each of its models in a process of its own and judges what came back.
 * Throws InputError for what is wrong with the stub or the options, EnvironmentError where the engine is missing.
 */
export async function runScenario(file: string, options: ScenarioOptions): Promise<Scenario> {
  startEngineProcess();
  try {
    const prepared = prepare(file, options);
    const limits = limitsOf(prepared.spec, options);
    const { models, plans, image } = prepared;
    const probe = needsProbes(prepared.profile);
    const choice = options.influence && chooseTraps(image, options.influence.trap);
    const jobs = plans.map((plan, index) => ({
      ...makeJob(image, models[index]!, plan, limits, options.engine),
      probe,
      ...(choice && { influence: { ...choice, seed: plan.seed } }),
    }));
    const runs = await runJobs(jobs);
    const seconds = options.once ? [] : await repeat(prepared, runs, jobs);
    const reports = plans.map((plan, index) =>
      judge({ ...prepared, plan, firmware: models[index]!.firmware }, runs[index]!, seconds[index]),
    );
    const passed = reports.every(
      ({ undeclared, expectations }) => undeclared.length === 0 && allAsExpected(expectations),
    );
    return { reports, messages: image.messages ?? [], passed };
  } finally {
    stopEngineProcess();
  }
}
