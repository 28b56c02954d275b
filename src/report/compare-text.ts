/** The comparison of several runs, as text side by side. */
import { describeReply } from '../abi/describe.ts';
import type { Finding } from '../check/finding.ts';
import { hex } from '../engine/hex.ts';
import type { TrapRecord } from '../engine/record.ts';
import {
  type ComparedCell,
  type ComparedRegister,
  type ComparedTrap,
  compareRuns,
  type Fate,
  registerDiffers,
} from './compare.ts';
import { count, createPaint, flow, type Paint, pad, wrap } from './format.ts';
import { callOf, findingsOf, instructionOf, placeOf, type RunReport, summarize } from './report.ts';
import { ranges } from './words.ts';

export interface CompareOptions {
  color: boolean;
  /** Columns of the terminal. */
  width: number;
  /** All 31 registers, those that are the same on all models too. */
  full: boolean;
}

export const defaultCompareOptions: CompareOptions = { color: false, width: 120, full: false };

const DIGITS = 16;
const GAP = '  ';
/** Register name, caller and reply with their gaps. */
const FIXED_COLUMNS = 2 + 3 + GAP.length + DIGITS + GAP.length + DIGITS;
/** A value and the mark that it differs. */
const SMALLEST_CELL = DIGITS + 1;
/** A value, what it means, and the mark. */
const WHOLE_CELL = DIGITS + 1 + 'undefined'.length + 1;

const words: Record<Fate, string> = {
  kept: 'kept',
  withheld: 'kept!',
  reply: 'reply',
  zero: '0',
  undefined: 'undefined',
  own: '',
  none: '-',
};

function cellColor(fate: Fate, paint: Paint): (text: string) => string {
  if (fate === 'kept') return paint.green;
  if (fate === 'withheld') return paint.red;
  if (fate === 'reply') return paint.cyan;
  if (fate === 'undefined') return paint.magenta;
  return fate === 'zero' ? paint.yellow : (text) => text;
}

/** What a cell says: value and meaning where both fit, else the meaning where another column has the value. */
function cellText({ fate, value }: ComparedCell, row: ComparedRegister, width: number): string {
  if (value === undefined) return words[fate];
  if (width >= WHOLE_CELL) return `${hex(value)} ${words[fate]}`.trimEnd();
  const shownElsewhere = {
    kept: row.caller,
    withheld: row.caller,
    reply: row.reply,
    zero: 0n,
    undefined: value,
    own: undefined,
    none: undefined,
  };
  return shownElsewhere[fate] === value ? words[fate] : hex(value);
}

function paintedCell(cell: ComparedCell, row: ComparedRegister, width: number, paint: Paint): string {
  const color = cellColor(cell.fate, paint);
  const text = `${cellText(cell, row, width)}${cell.differs ? '*' : ''}`;
  return cell.differs ? paint.bold(color(text)) : color(text);
}

/** `pkvm/series-v8+run_path=handled` in the lines of a column head: broken before `+`, and where it must be. */
function headLines(model: string, width: number): string[] {
  const parts = model.split(/(?=\+)/);
  return parts.flatMap((part) => part.match(new RegExp(`.{1,${width}}`, 'g')) ?? []);
}

function headRows(models: string[], width: number): string[] {
  const heads = models.map((model) => headLines(model, width));
  const height = Math.max(...heads.map((lines) => lines.length));
  return Array.from({ length: height }, (_, n) => {
    const fixed =
      n === 0 ? [pad('caller', DIGITS), pad('EL3 reply', DIGITS)] : [' '.repeat(DIGITS), ' '.repeat(DIGITS)];
    const cells = heads.map((lines) => pad(lines[n] ?? '', width));
    return [`  ${' '.repeat(3)}`, ...fixed, ...cells].join(GAP).trimEnd();
  });
}

function registerRow(row: ComparedRegister, cells: ComparedCell[], width: number, paint: Paint): string {
  const value = (known: bigint | undefined): string => pad(known === undefined ? '' : hex(known), DIGITS);
  const columns = cells.map((cell) => pad(paintedCell(cell, row, width, paint), width));
  return [`  ${pad(row.register, 3)}`, value(row.caller), value(row.reply), ...columns].join(GAP).trimEnd();
}

/** As many models side by side as have room for a value each; the others follow below. */
function table(rows: ComparedRegister[], models: string[], options: CompareOptions): string[] {
  const paint = createPaint(options.color);
  const room = options.width - FIXED_COLUMNS;
  const perTable = Math.max(1, Math.floor(room / (SMALLEST_CELL + GAP.length)));
  const width = Math.min(
    WHOLE_CELL,
    Math.max(SMALLEST_CELL, Math.floor(room / Math.min(perTable, models.length)) - GAP.length),
  );
  const blocks = Array.from({ length: Math.ceil(models.length / perTable) }, (_, n) => n * perTable);
  return blocks.flatMap((start) => {
    const end = start + perTable;
    return [
      ...headRows(models.slice(start, end), width).map(paint.dim),
      ...rows.map((row) => registerRow(row, row.cells.slice(start, end), width, paint)),
    ];
  });
}

/** `the same on all: x0 reply, x2–x3 0, x18–x30 kept`. */
function agreement(rows: ComparedRegister[], options: CompareOptions): string[] {
  const groups = new Map<string, string[]>();
  for (const row of rows) {
    const fate = row.cells[0]?.fate ?? 'none';
    const word = fate === 'own' ? 'set by EL2' : words[fate];
    groups.set(word, [...(groups.get(word) ?? []), row.register]);
  }
  const parts = [...groups].map(([word, names]) => `${ranges(names)} ${word}`);
  return parts.length > 0 ? wrap(`the same on all: ${parts.join('; ')}`, options.width, 2) : [];
}

function findingText(findings: Finding[]): string {
  return findings
    .map(({ registers, verdict }) => `${ranges(registers.map(({ register }) => register))} ${verdict}`)
    .join(', ');
}

/** What one model did: disposition, reply, findings; the call as well where it is not the one in the heading. */
function modelLine(report: RunReport, trap: TrapRecord | undefined, common: string, nameWidth: number): string[] {
  const name = pad(report.model, nameWidth);
  if (!trap) return [name, 'did not come here'];
  const call = callOf(trap, report.version);
  return [
    name,
    pad(trap.disposition, 'not-supported'.length),
    call === common ? '' : call,
    `→ ${describeReply(trap.after.x, trap.before.x)}`,
    findingText(findingsOf(report, trap)),
  ];
}

function heading(compared: ComparedTrap, reports: RunReport[], options: CompareOptions): string[] {
  const paint = createPaint(options.color);
  const first = compared.traps.findIndex((trap) => trap !== undefined);
  const trap = compared.traps[first] as TrapRecord;
  const { image, version } = reports[first] as RunReport;
  const call = callOf(trap, version);
  const nameWidth = Math.max(...reports.map(({ model }) => model.length));
  const place = paint.bold(placeOf(image, compared.address));
  const again = compared.occurrence > 0 ? `, time ${compared.occurrence + 1}` : '';
  return [
    ...flow([`${place}:  ${instructionOf(image, trap)}${again}`, paint.bold(paint.cyan(call))], options.width),
    ...reports.flatMap((report, n) =>
      flow(modelLine(report, compared.traps[n], call, nameWidth), options.width, 2, nameWidth + 2, '  '),
    ),
  ];
}

/** One trap on all models: what each did, and the registers in which they differ (all of them where `full`). */
export function comparedTrapLines(compared: ComparedTrap, reports: RunReport[], options: CompareOptions): string[] {
  const shown = (row: ComparedRegister): boolean => options.full || registerDiffers(row);
  const rows = compared.registers.filter(shown);
  const models = reports.map(({ model }) => model);
  return [
    ...heading(compared, reports, options),
    ...(rows.length > 0 ? table(rows, models, options) : []),
    ...agreement(
      compared.registers.filter((row) => !shown(row)),
      options,
    ).map(createPaint(options.color).dim),
  ];
}

function verdictLine(report: RunReport, nameWidth: number): string {
  const { traps, smcs, findings, expectations } = summarize(report);
  const found = Object.entries(findings).filter(([, number]) => number > 0);
  const checked = expectations.passed + expectations.failed;
  return [
    `  ${pad(report.model, nameWidth)}`,
    pad(count(traps, 'trap'), 8),
    pad(count(smcs, 'SMC'), 7),
    pad(checked > 0 ? `${expectations.passed} of ${count(checked, 'expectation')}` : '', 18),
    found.length > 0
      ? `findings: ${found.map(([verdict, number]) => `${number} ${verdict}`).join(', ')}`
      : 'no finding',
  ].join(GAP);
}

/** What the words in the columns mean. `first` is the model that the others are held against. */
export function comparisonLegend(first: string): string {
  return (
    'kept: the caller’s value; kept!: likewise, although the reply has a result there; reply: EL3’s value; ' +
    `0: zeroed by EL2; undefined: EL2’s stack; *: differs from ${first}`
  );
}

/**
 * Runs of one stub on several models, side by side, with a newline at the end. By default a trap shows the registers
 * with which some model does something else than the first one; `*` marks where. Fits `width` columns: where a value and
 * its meaning do not both fit, a cell has the meaning and the columns `caller` and `EL3 reply` have the value.
 */
export function renderComparison(reports: RunReport[], options: Partial<CompareOptions> = {}): string {
  const chosen = { ...defaultCompareOptions, ...options };
  const paint = createPaint(chosen.color);
  const [first] = reports;
  if (!first) return '';
  const nameWidth = Math.max(...reports.map(({ model }) => model.length));
  const lines = [
    ...wrap(first.title ?? first.stub, chosen.width).map(paint.bold),
    ...flow([`stub ${first.stub}`, `engine ${first.run.engine}`, `seed ${hex(first.seed)}`], chosen.width, 0, 0),
    ...wrap(comparisonLegend(first.model), chosen.width).map(paint.dim),
    ...compareRuns(reports).flatMap((compared) => ['', ...comparedTrapLines(compared, reports, chosen)]),
    '',
    ...reports.map((report) => verdictLine(report, nameWidth)),
  ];
  return `${lines.join('\n')}\n`;
}
