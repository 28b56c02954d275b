import { InputError } from '../guest/source.ts';
import { FULL_PLAN, measure, type Plan, QUICK_PLAN } from './harness.ts';
import { createProgress, type Progress } from './progress.ts';
import { type BenchReport, buildReport } from './report.ts';
import type { BenchRow } from './row.ts';
import { benchRows } from './rows/rows.ts';

export interface BenchOptions {
  /** As many rounds as fit 40 s with everything else, instead of all of them. */
  quick?: boolean;
  /** Ids, or beginnings of ids up to a slash; empty for all rows but the slow ones. */
  only?: readonly string[];
  /** Where progress goes; standard error if left out. */
  progress?: Progress;
  /** Instead of the plan that `quick` chooses. */
  plan?: Plan;
  /** Instead of the project's own rows. */
  rows?: readonly BenchRow[];
}

/**
 * Measures the rows, interleaved, and returns their figures. Throws InputError where a name in `only` is no row's; what this
 * machine lacks is part of the report.
 */
export async function runBench(options: BenchOptions = {}): Promise<BenchReport> {
  const rows = selectRows(options.rows ?? benchRows(), options.only ?? []);
  const plan = options.plan ?? (options.quick ? QUICK_PLAN : FULL_PLAN);
  return buildReport(await measure(rows, plan, options.progress ?? createProgress(process.stderr)));
}

/**
 * The rows whose id is one of the names, or starts with one and a slash; where there are no names, all but the slow ones.
 * Throws InputError for a name that fits none.
 */
export function selectRows(rows: readonly BenchRow[], only: readonly string[]): BenchRow[] {
  const fits = (id: string, name: string) => id === name || id.startsWith(`${name.replace(/\/$/, '')}/`);
  for (const name of only) {
    if (rows.some(({ id }) => fits(id, name))) continue;
    throw new InputError(`no benchmark '${name}'; there are: ${rows.map(({ id }) => id).join(', ')}`);
  }
  return rows.filter(({ id, slow }) => (only.length === 0 ? !slow : only.some((name) => fits(id, name))));
}
