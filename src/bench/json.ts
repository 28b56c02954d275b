import type { Change } from './baseline.ts';
import type { BenchReport } from './report.ts';

/** The report as JSON: `{ results, ratios, notMeasured, machine }`, and `changes` where there is a baseline. */
export function formatJson(report: BenchReport, changes?: Change[]): string {
  return `${JSON.stringify(changes === undefined ? report : { ...report, changes }, null, 2)}\n`;
}
