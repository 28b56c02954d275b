import { createPaint, type Paint, pad } from '../report/format.ts';
import type { Change } from './baseline.ts';
import type { BenchPromise } from './ratios.ts';
import type { BenchRatio, BenchReport, BenchResult } from './report.ts';
import type { Summary } from './statistics.ts';

/** Three significant digits, never an exponent: `0.0213`, `13.2`, `1240`. */
export function formatNumber(value: number): string {
  if (value === 0) return '0';
  const digits = Math.max(0, 2 - Math.floor(Math.log10(Math.abs(value))));
  return value.toFixed(Math.min(digits, 12));
}

export interface FormatOptions {
  /** Escapes for a terminal. */
  colour?: boolean;
  /** What changed since a baseline. */
  changes?: Change[] | undefined;
}

/** The report as a table for people: results, ratios, what was not measured, and the machine. */
export function formatText(report: BenchReport, options: FormatOptions = {}): string {
  const paint = createPaint(options.colour ?? false);
  const sections = [
    formatResults(report.results, paint),
    formatRatios(report.ratios, paint),
    formatChanges(options.changes, paint),
    formatNotMeasured(report, paint),
    formatMachine(report),
  ];
  return `${sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`;
}

type Alignment = 'left' | 'right';

/** Columns as wide as their widest cell, two spaces between them. */
function columns(rows: string[][], alignments: Alignment[]): string[] {
  const widths = alignments.map((_, column) => Math.max(...rows.map((cells) => pad(cells[column]!, 0).length)));
  return rows.map((cells) => {
    const padded = cells.map((cell, column) => {
      return alignments[column] === 'right' ? cell.padStart(widths[column]!) : cell.padEnd(widths[column]!);
    });
    return padded.join('  ').trimEnd();
  });
}

function heading(lines: string[], paint: Paint): string[] {
  return lines.map((line, index) => (index === 0 ? paint.bold(line) : line));
}

function interval({ low, high }: Summary): string {
  return `${formatNumber(low)} – ${formatNumber(high)}`;
}

function spread({ min, max }: Summary): string {
  return `${formatNumber(min)} – ${formatNumber(max)}`;
}

function formatResults(results: BenchResult[], paint: Paint): string[] {
  if (results.length === 0) return ['nothing was measured'];
  const head = ['', 'median', '', '95 % interval', 'min – max', 'rounds', 'batch'];
  const rows = results.map((result) => [
    result.id,
    formatNumber(result.median),
    result.unit,
    interval(result),
    spread(result),
    String(result.n),
    result.batch === 0 ? '' : String(result.batch),
  ]);
  const lines = columns([head, ...rows], ['left', 'right', 'left', 'right', 'right', 'right', 'right']);
  return heading(lines, paint).map((line, index) => {
    const promise = results[index - 1]?.promise;
    return promise === undefined ? line : `${line}  ${formatPromise(promise, paint)}`;
  });
}

function formatPromise(promise: BenchPromise, paint: Paint): string {
  const bounds = [
    promise.atLeast === undefined ? '' : `at least ${promise.atLeast}`,
    promise.atMost === undefined ? '' : `at most ${promise.atMost}`,
  ];
  const text = `promised: ${bounds.filter((bound) => bound !== '').join(', ')}`;
  return promise.kept ? paint.green(`${text}, kept`) : paint.red(`${text}, NOT kept`);
}

function formatRatios(ratios: BenchRatio[], paint: Paint): string[] {
  if (ratios.length === 0) return [];
  const head = ['ratio', 'median', '95 % interval', ''];
  const rows = ratios.map((ratio) => [ratio.id, formatNumber(ratio.median), interval(ratio), ratio.what]);
  const lines = columns([head, ...rows], ['left', 'right', 'right', 'left']);
  return heading(lines, paint).map((line, index) => {
    const promise = ratios[index - 1]?.promise;
    return promise === undefined ? line : `${line}  ${formatPromise(promise, paint)}`;
  });
}

function formatChanges(changes: Change[] | undefined, paint: Paint): string[] {
  if (changes === undefined) return [];
  const head = ['against the baseline', 'before', 'now', 'now / before', ''];
  const cell = (value: number | undefined) => (value === undefined ? '–' : formatNumber(value));
  const rows = changes.map(({ id, before, now, ratio, verdict }) => [
    id,
    cell(before),
    cell(now),
    cell(ratio),
    verdict,
  ]);
  return heading(columns([head, ...rows], ['left', 'right', 'right', 'right', 'left']), paint).map((line, index) => {
    const verdict = changes[index - 1]?.verdict;
    if (verdict === 'slower') return paint.red(line);
    return verdict === 'faster' ? paint.green(line) : line;
  });
}

/** What was not measured and why, a line each; empty where everything was. */
export function formatMissing(report: BenchReport, colour: boolean): string {
  return formatNotMeasured(report, createPaint(colour))
    .map((line) => `${line}\n`)
    .join('');
}

function formatNotMeasured({ notMeasured }: BenchReport, paint: Paint): string[] {
  return notMeasured.map(({ id, reason, remedy, failed }) => {
    const line = failed ? paint.red(`${id}: failed: ${reason}`) : `${id}: not measured: ${reason}`;
    return remedy === undefined ? line : `${line}   (${remedy})`;
  });
}

function formatMachine({ machine }: BenchReport): string[] {
  const { cpu, cores, memory, system, node, load, versions } = machine;
  const busy = load > cores ? `: more than ${cores} cores can do, the figures suffer from it` : '';
  return [
    `${cpu}, ${cores} cores, ${memory} MiB, ${system}, node ${node}, load ${load.toFixed(1)}${busy}`,
    ...Object.entries(versions).map(([name, version]) => `${name}: ${version}`),
  ];
}
