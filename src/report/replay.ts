/** What a replay found, for people and for programs. */

import { hex } from '../engine/hex.ts';
import type { Difference } from '../replay/difference.ts';
import type { FileReport } from '../replay/file.ts';
import { createPaint, type Paint, pad } from './format.ts';
import { highlight } from './register-text.ts';

/** What came of all files together. */
export interface ReplayTotals {
  sequences: number;
  calls: number;
  mismatches: number;
}

export function addTotals(totals: ReplayTotals, report: FileReport): ReplayTotals {
  return {
    sequences: totals.sequences + report.sequences,
    calls: totals.calls + report.calls,
    mismatches: totals.mismatches + report.mismatches,
  };
}

function stepHeading(file: string, { line, sequence, step, call, model }: Difference, paint: Paint): string {
  const where = step === 'init' ? 'start of EL2' : `step ${step}  ${call}`;
  return `${paint.bold(`${file}:${line}`)}  sequence ${sequence}, ${where}  ${model}`;
}

function differenceLine({ field, expected, found, changed }: Difference, width: number, paint: Paint): string {
  const name = `  ${pad(field, width)}  `;
  if (changed === undefined) return `${name}expected ${expected}  found ${paint.red(found)}`;
  const marked = highlight(BigInt(`0x${found}`), changed, (text) => paint.bold(paint.red(text)));
  return `${name}expected ${expected}  found ${marked}  changed ${paint.dim(hex(changed))}`;
}

/** Differences of one step, one after another. */
function steps(differences: Difference[]): Difference[][] {
  const groups: Difference[][] = [];
  for (const difference of differences) {
    const open = groups.at(-1);
    const same = open !== undefined && open[0]!.line === difference.line && open[0]!.step === difference.step;
    if (same) open.push(difference);
    else groups.push([difference]);
  }
  return groups;
}

/** A file's mismatches step by step, and how many are left out; nothing where there are none. */
export function renderFileReport(report: FileReport, options: { color: boolean }): string {
  const paint = createPaint(options.color);
  const { file, differences, mismatches, unknown } = report;
  const lines = steps(differences).flatMap((group) => {
    const width = Math.max(...group.map(({ field }) => field.length));
    return [stepHeading(file, group[0]!, paint), ...group.map((each) => differenceLine(each, width, paint))];
  });
  const more = mismatches - differences.length;
  if (more > 0) lines.push(`${paint.bold(file)}: ${more} more ${more === 1 ? 'mismatch' : 'mismatches'}`);
  if (unknown.length > 0) lines.push(`${paint.bold(file)}: not compared, because not known: ${unknown.join(', ')}`);
  return lines.map((line) => `${line}\n`).join('');
}

/** The last line of a replay. */
export function renderTotals({ sequences, calls, mismatches }: ReplayTotals): string {
  return `${sequences} sequences, ${calls} calls, ${mismatches} mismatches\n`;
}

/** Everything as one JSON document. */
export function renderReplayJson(reports: FileReport[], totals: ReplayTotals): string {
  const files = reports.map(({ differences, error, ...report }) => ({
    ...report,
    error: error ?? null,
    differences: differences.map(({ changed, ...difference }) => ({
      ...difference,
      changed: changed === undefined ? null : `0x${hex(changed)}`,
    })),
  }));
  return `${JSON.stringify({ version: 1, ...totals, files }, null, 2)}\n`;
}
