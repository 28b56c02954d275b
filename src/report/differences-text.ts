/** Where models differ, for people: a line a stub, then the traps that differ, side by side. */

import { hex } from '../engine/hex.ts';
import type { BatchError } from './batch.ts';
import { type CompareOptions, comparedTrapLines, comparisonLegend, defaultCompareOptions } from './compare-text.ts';
import { type Aspect, differingRegisters, isSame, type RunDifference } from './differences.ts';
import { count, createPaint, type Paint, pad, wrap } from './format.ts';
import { commonFolder } from './matrix.ts';
import { placeOf, type RunReport } from './report.ts';
import { smcLines } from './smc-text.ts';

/** Stubs without a difference are named up to this number. */
const NAMED_STUBS = 12;

/** Stubs on the same models. */
export interface Differences {
  models: string[];
  runs: RunDifference[];
  errors: { stub: string; error: BatchError }[];
  /** Stubs that one of the models cannot be asked, and why. */
  impossible: { stub: string; reason: string }[];
}

const words: Record<Exclude<Aspect, 'registers'>, string> = {
  presence: 'calls made',
  call: 'calls',
  route: 'route',
  reply: 'replies',
  smcs: 'SMCs at EL3',
  verdicts: 'verdicts',
};

/** `route, replies, verdicts`, with boot and stop around them. */
function aspectText(run: RunDifference): string {
  const seen = new Set(run.traps.flatMap(({ aspects }) => aspects));
  const between = Object.entries(words).filter(([aspect]) => seen.has(aspect as Aspect));
  return [run.boot ? 'boot' : '', ...between.map(([, word]) => word), run.stop ? 'stop' : '']
    .filter((word) => word !== '')
    .join(', ');
}

function overviewRow(run: RunDifference): string[] {
  const differing = run.traps.filter(({ aspects }) => aspects.length > 0).length;
  return [
    run.stub,
    `${differing} of ${count(run.traps.length, 'trap')}`,
    differingRegisters(run) || '–',
    aspectText(run),
  ];
}

function columns(rows: string[][]): string[] {
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  return rows.map((row) =>
    row
      .map((cell, column) => pad(cell, widths[column]!))
      .join('  ')
      .trimEnd(),
  );
}

function sameText(same: string[], { width, full }: CompareOptions): string[] {
  if (same.length === 0) return [];
  const named = full || same.length <= NAMED_STUBS ? `: ${same.join(', ')}` : '';
  return wrap(`the same on ${count(same.length, 'stub')}${named}`, width);
}

/** The stubs on which the models differ, a line each, and how many there are on which they do not. */
function overview({ runs, models }: Differences, options: CompareOptions): string[] {
  const paint = createPaint(options.color);
  const differing = runs.filter((run) => !isSame(run));
  const folder = commonFolder(runs.map(({ stub }) => stub));
  const same = runs.filter(isSame).map(({ stub }) => stub.slice(folder.length));
  const [first, ...rest] = columns([['stub', 'differ', 'registers', 'and'], ...differing.map(overviewRow)]);
  return [
    paint.bold(`${models.join(' | ')}: ${differing.length} of ${count(runs.length, 'stub')} differ`),
    ...(differing.length > 0 ? [paint.dim(first!), ...rest] : []),
    ...sameText(same, options).map(paint.dim),
  ];
}

function bootLines(reports: readonly RunReport[], options: CompareOptions, paint: Paint): string[] {
  return reports.flatMap(({ model, run: { boot } }) => [
    paint.bold(`boot on ${model}: ${boot.result === 0 ? count(boot.smcs.length, 'SMC') : `it returns ${boot.result}`}`),
    ...boot.smcs.flatMap((smc, n) => smcLines(smc, n + 1, undefined, options)),
  ]);
}

function stopLines(reports: readonly RunReport[], paint: Paint): string[] {
  return [
    paint.bold('stop'),
    ...reports.map(({ model, image, run: { stop } }) => `  ${model}  ${placeOf(image, stop.pc)}: ${stop.detail}`),
  ];
}

function details(run: RunDifference, options: CompareOptions): string[] {
  const paint = createPaint(options.color);
  const shown = run.traps.filter(({ aspects }) => options.full || aspects.length > 0);
  const { reports, stub, title } = run;
  return [
    '',
    paint.bold(title ? `${stub}: ${title}` : stub),
    ...(run.boot ? bootLines(reports, options, paint) : []),
    ...shown.flatMap(({ compared }) => ['', ...comparedTrapLines(compared, reports, options)]),
    ...(run.stop ? ['', ...stopLines(reports, paint)] : []),
  ];
}

function remarks({ runs, errors, impossible }: Differences, options: CompareOptions): string[] {
  const report = runs[0]?.reports[0];
  const seeds = new Set(runs.map(({ reports }) => reports[0]!.seed));
  const seed = seeds.size === 1 ? `, seed ${hex([...seeds][0]!)}` : '';
  return [
    ...errors.map(({ stub, error }) => `${stub}: ${error.message}`),
    ...impossible.flatMap(({ stub, reason }) => wrap(`${stub} is not compared: ${reason}`, options.width)),
    ...(report ? wrap(comparisonLegend(report.model), options.width) : []),
    ...(report ? [`engine ${report.run.engine}${seed}`] : []),
  ];
}

/** The whole comparison, with a newline at its end: the overview first, then what differs, stub by stub. */
export function renderDifferences(differences: Differences, options: Partial<CompareOptions> = {}): string {
  const chosen = { ...defaultCompareOptions, ...options };
  const differing = differences.runs.filter((run) => !isSame(run));
  const lines = [
    ...overview(differences, chosen),
    ...differing.flatMap((run) => details(run, chosen)),
    '',
    ...remarks(differences, chosen).map(createPaint(chosen.color).dim),
  ];
  return `${lines.join('\n')}\n`;
}
