import type { Change } from './baseline.ts';
import { formatSvg } from './plot.ts';
import type { BenchReport } from './report.ts';
import { type FormatOptions, formatText } from './text.ts';

export const BENCH_FORMATS = ['text', 'json', 'svg'] as const;
export type BenchFormat = (typeof BENCH_FORMATS)[number];

/** The report as JSON: `{ results, ratios, notMeasured, machine }`, and `changes` where there is a baseline. */
export function formatJson(report: BenchReport, changes?: Change[]): string {
  return `${JSON.stringify(changes === undefined ? report : { ...report, changes }, null, 2)}\n`;
}

/** The report in a format: a table, JSON or a picture. The picture has no place for changes. */
export function formatReport(report: BenchReport, format: BenchFormat, options: FormatOptions = {}): string {
  if (format === 'json') return formatJson(report, options.changes);
  return format === 'svg' ? formatSvg(report) : formatText(report, options);
}
