import { join, relative } from 'node:path';
import { allAsExpected } from '../../src/check/expect.ts';
import type { EngineChoice } from '../../src/engine/engine.ts';
import { runJobs, startEngineProcess, stopEngineProcess } from '../../src/engine/isolate.ts';
import type { RunReport } from '../../src/report/report.ts';
import { findStubs } from '../../src/run/batch/stubs.ts';
import { judge } from '../../src/run/judge.ts';
import { packageFile } from '../../src/run/package.ts';
import { defaultScenarioOptions, makeJob, prepare } from '../../src/run/prepare.ts';

/** A stub with its runs, one report a model. */
export interface StubRuns {
  /** Path from the package's folder. */
  file: string;
  /** The claims that it is about. */
  rows: string[];
  reports: RunReport[];
}

/** Every stub under guest-asm, in the order of their paths. */
export function listStubs(): string[] {
  const folder = packageFile('guest-asm');
  return findStubs([folder]).map((path) => join('guest-asm', relative(folder, path)));
}

/** Runs stubs on all their models, in one engine process. */
export async function runStubs(files: string[], engine: EngineChoice = 'auto'): Promise<StubRuns[]> {
  startEngineProcess();
  try {
    const runs: StubRuns[] = [];
    for (const file of files) runs.push(await runStub(file, engine));
    return runs;
  } finally {
    stopEngineProcess();
  }
}

async function runStub(file: string, engine: EngineChoice): Promise<StubRuns> {
  const prepared = prepare(packageFile(file), defaultScenarioOptions);
  const { spec, models, plans, image } = prepared;
  const records = await runJobs(plans.map((plan, n) => makeJob(image, models[n]!, plan, spec.limits, engine)));
  const reports = plans.map((plan, n) => judge({ ...prepared, plan, firmware: models[n]!.firmware }, records[n]!));
  return { file, rows: spec.rows, reports };
}

/** Whether a run is as its stub says: every expectation met, and no finding that the stub does not declare. */
export function isAsDeclared({ undeclared, expectations }: RunReport): boolean {
  return undeclared.length === 0 && allAsExpected(expectations);
}
