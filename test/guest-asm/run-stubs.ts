import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { allAsExpected } from '../../src/check/expect.ts';
import { runJobs, startEngineProcess, stopEngineProcess } from '../../src/engine/isolate.ts';
import type { RunReport } from '../../src/report/report.ts';
import { judge } from '../../src/run/judge.ts';
import { packageFile } from '../../src/run/package.ts';
import { defaultScenarioOptions, makeJob, prepare } from '../../src/run/prepare.ts';

/** A stub with its runs, one report a model. */
export interface StubRuns {
  /** Path from the package's folder. */
  file: string;
  reports: RunReport[];
}

/** Every stub under some folders of guest-asm, in the order of their names. */
export function findStubs(folders: string[]): string[] {
  return folders.flatMap((folder) =>
    readdirSync(packageFile(join('guest-asm', folder)))
      .filter((name) => name.endsWith('.S'))
      .sort()
      .map((name) => join('guest-asm', folder, name)),
  );
}

/** Runs stubs on all their models, in one engine process. */
export async function runStubs(files: string[]): Promise<StubRuns[]> {
  startEngineProcess();
  try {
    const runs: StubRuns[] = [];
    for (const file of files) runs.push({ file, reports: await runStub(file) });
    return runs;
  } finally {
    stopEngineProcess();
  }
}

async function runStub(file: string): Promise<RunReport[]> {
  const prepared = prepare(packageFile(file), defaultScenarioOptions);
  const { spec, models, plans, image, firmware } = prepared;
  const records = await runJobs(plans.map((plan, n) => makeJob(image, models[n]!, firmware, plan, spec.limits)));
  return plans.map((plan, n) => judge({ ...prepared, plan }, records[n]!));
}

/** Whether a run is as its stub says: every expectation met, and no finding that the stub does not declare. */
export function isAsDeclared({ undeclared, expectations }: RunReport): boolean {
  return undeclared.length === 0 && allAsExpected(expectations);
}
