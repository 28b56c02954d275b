/** The report of a batch for people: a line a violation, then the matrix. */
import type { Fault } from '../check/finding.ts';
import { hex } from '../engine/hex.ts';
import {
  type BatchFailure,
  type BatchPlace,
  type BatchReport,
  type CellResult,
  countBatch,
  type StubResult,
  type Violation,
} from './batch.ts';
import { count, createPaint, type Paint, wrap } from './format.ts';
import { matrixLines } from './matrix-text.ts';
import { painter } from './register-text.ts';
import { isRed, tourCount, tourLines } from './tour-text.ts';

export interface BatchTextOptions {
  color: boolean;
  /** Columns of the terminal. */
  width: number;
  /** The findings that the stubs declare, too. */
  declared: boolean;
}

/** Models named in one line; the others are counted. */
const NAMED_MODELS = 3;

/** `guest-asm/preserve/x.S:14`, or the program and the address. */
export function placeText({ file, line, text }: BatchPlace): string {
  return line > 0 ? `${file}:${line}` : `${file} ${text}`;
}

/** `all 12 models`, or the first of them by name. */
function modelsText(models: string[], all: number): string {
  if (models.length > 1 && models.length === all) return `all ${all} models`;
  const rest = models.length - NAMED_MODELS;
  return rest > 1
    ? `${models.slice(0, NAMED_MODELS).join(', ')} and ${rest} more`
    : models.slice(0, NAMED_MODELS + 1).join(', ');
}

const distinct = <Value>(values: Value[]): Value[] => [...new Set(values)];

/** The cells of a violation, in words. */
export function cellsText({ cells }: StubResult, indices: readonly number[]): string {
  const chosen = indices.map((index) => cells[index]!);
  const models = modelsText(
    distinct(chosen.map(({ model }) => model)),
    distinct(cells.map(({ model }) => model)).length,
  );
  const names = (list: CellResult[]) => distinct(list.map(({ firmware }) => firmware ?? 'its own'));
  const firmware = names(chosen);
  if (names(cells).length === 1) return models;
  return `${models} (firmware ${firmware.slice(0, NAMED_MODELS).join(', ')}${firmware.length > NAMED_MODELS ? ', …' : ''})`;
}

/** Whose it is to mend. */
export function faultName(fault: Fault): string {
  return fault === 'caller' ? 'the caller' : fault.toUpperCase();
}

/** `x8, 9e37… → 0000…, EL2 (zeroed), smc32-x8-x17 (smccc-1.2: DEN0028 2.6), disputed: writes-all`. */
export function violationText({ register, before, after, writer, rule, profile, clause, ...rest }: Violation): string {
  const verdict = rest.dispute ? `disputed: ${rest.dispute.id}` : `${rest.verdict} by ${faultName(rest.fault)}`;
  const known = rest.declared ? ', declared by the stub' : '';
  const change = register === '' ? '' : `${register}, ${before} → ${after}, ${writer}`;
  const what = [change, rest.problem ?? (change === '' ? `not so: ${rest.demands}` : '')].filter((part) => part !== '');
  return `${what.join(', ')}, ${rule} (${profile}: ${clause}), ${verdict}${known}`;
}

function violationLine(stub: StubResult, found: Violation, paint: Paint): string {
  const text = painter(found.verdict, paint)(violationText(found));
  return `${paint.bold(placeText(found.place))}: ${text}, on ${cellsText(stub, found.cells)}`;
}

/** An expectation that fails on several cells is told once. */
function failureLines(stub: StubResult, paint: Paint): string[] {
  const lines = new Map<string, number[]>();
  for (const [index, { failures }] of stub.cells.entries()) {
    for (const failure of failures) {
      const key = failureText(stub, failure, paint);
      lines.set(key, [...(lines.get(key) ?? []), index]);
    }
  }
  return [...lines].map(([text, cells]) => `${text}, on ${cellsText(stub, cells)}`);
}

function failureText({ stub }: StubResult, { place, text, details }: BatchFailure, paint: Paint): string {
  const where = place ? placeText(place) : stub;
  return `${paint.bold(where)}: ${paint.red(`FAIL ${text}`)}: ${details.join('; ')}`;
}

/** Runs of models that the stub does not name, which did not get to where rules can be judged. */
function brokenLines(stub: StubResult, paint: Paint): string[] {
  const lines = new Map<string, number[]>();
  for (const [index, { status, own, reason, stop }] of stub.cells.entries()) {
    if (own || status !== 'failed' || reason === undefined) continue;
    const key = `${paint.bold(placeText(stop.place))}: ${paint.red(`FAIL ${stop.kind}`)}: ${reason}`;
    lines.set(key, [...(lines.get(key) ?? []), index]);
  }
  return [...lines].map(([text, cells]) => `${text}, on ${cellsText(stub, cells)}`);
}

function stubLines(stub: StubResult, { declared, width }: BatchTextOptions, tour: boolean, paint: Paint): string[] {
  const shown = stub.violations.filter((found) => declared || !found.declared);
  return [
    ...(stub.error ? [`${paint.bold(stub.stub)}: ${paint.red(`error: ${stub.error.message}`)}`] : []),
    ...shown.map((found) => violationLine(stub, found, paint)),
    ...failureLines(stub, paint),
    ...brokenLines(stub, paint),
    ...((tour || declared) && isRed(stub) ? tourLines(stub, width, paint) : []),
  ];
}

/** `51 runs of 17 stubs: 49 pass, 1 with findings, 1 failed`. */
export function countText(report: BatchReport): string {
  const { stubs, cells, errors, undeclared, declared } = countBatch(report);
  const runs = Object.values(cells).reduce((sum, number) => sum + number, 0);
  const parts = [
    `${cells.pass} pass`,
    cells.red > 0 ? `${cells.red} red as the stubs say` : '',
    cells.findings > 0 ? `${cells.findings} with findings` : '',
    cells.failed > 0 ? `${cells.failed} failed` : '',
    cells.skipped > 0 ? `${cells.skipped} did not run` : '',
    errors > 0 ? `${count(errors, 'stub')} could not be read` : '',
  ];
  const registers = `${count(undeclared, 'register')} not as the rules demand, ${declared} more that the stubs declare`;
  return `${count(runs, 'run')} of ${count(stubs, 'stub')}: ${parts.filter((part) => part).join(', ')}; ${registers}`;
}

/** What was not checked, and how to see the same again. */
function remarks(report: BatchReport, options: BatchTextOptions): string[] {
  const cells = report.stubs.flatMap((stub) => stub.cells);
  const widened = cells.filter(({ own }) => !own).length;
  const counts = countBatch(report);
  const seeds = distinct(report.stubs.map(({ seed }) => seed));
  return [
    ...(widened > 0
      ? wrap(
          `${count(widened, 'run')} on what the stubs do not name: only the rules are judged there, no expectations.`,
          options.width,
        )
      : []),
    ...(counts.undeclared > 0
      ? ['trapline explain RULE tells what a rule demands, by which clause, and who disputes it']
      : []),
    ...(report.engine ? [`engine ${report.engine}${seeds.length === 1 ? `, seed ${hex(seeds[0]!)}` : ''}`] : []),
  ];
}

/** The whole report, with a newline at its end. */
export function renderBatchText(report: BatchReport, options: BatchTextOptions): string {
  const paint = createPaint(options.color);
  // Where there is nothing but bugs of the past, they are what is to be seen.
  const tour = report.stubs.length > 0 && report.stubs.every(isRed);
  const lines = report.stubs.flatMap((stub) => stubLines(stub, options, tour, paint));
  const all = [
    ...lines,
    ...(lines.length > 0 ? [''] : []),
    ...(tour ? [paint.bold(tourCount(report.stubs))] : matrixLines(report, options)),
    '',
    ...remarks(report, options).map(paint.dim),
    paint.bold(countText(report)),
  ];
  return `${all.join('\n')}\n`;
}
