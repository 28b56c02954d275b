/** The register rows of one trap, as lines of text. */
import { isReply } from '../check/observe.ts';
import { hex } from '../engine/hex.ts';
import { createPaint, type Paint, pad, wrap } from './format.ts';
import { type RegisterRow, type Role, writerText } from './registers.ts';
import { ranges } from './words.ts';

export interface TextOptions {
  color: boolean;
  /** Columns of the terminal. */
  width: number;
  /** All 31 general registers, the unchanged ones too. */
  full: boolean;
}

const roleNames: Record<Role, string> = {
  result: 'result',
  free: 'free',
  preserved: 'preserved',
  changed: 'changed',
  violation: '! violation',
  disputed: '! disputed',
  undefined: '! undefined',
};

/** The colour of what is wrong; what is right needs none. */
export function painter(role: Role, paint: Paint): (text: string) => string {
  if (role === 'violation') return paint.red;
  if (role === 'disputed') return paint.yellow;
  if (role === 'undefined') return paint.magenta;
  return role === 'preserved' ? paint.dim : paint.cyan;
}

/** The digits of `value`, those in which a bit of `changed` is set painted. */
export function highlight(value: bigint, changed: bigint, color: (text: string) => string): string {
  const digits = [...hex(value)];
  const marks = [...hex(changed)];
  const groups: { text: string; marked: boolean }[] = [];
  for (const [n, digit] of digits.entries()) {
    const marked = marks[n] !== '0';
    const open = groups.at(-1);
    if (open?.marked === marked) open.text += digit;
    else groups.push({ text: digit, marked });
  }
  return groups.map(({ text, marked }) => (marked ? color(text) : text)).join('');
}

const HALF = 64n;

/** A vector register as its two doublewords, of which only those that changed count. */
function halves(row: RegisterRow): RegisterRow[] {
  if (!row.register.startsWith('v')) return [row];
  return [1n, 0n]
    .map((n) => ({
      ...row,
      register: `${row.register}.d[${n}]`,
      before: BigInt.asUintN(64, row.before >> (HALF * n)),
      after: BigInt.asUintN(64, row.after >> (HALF * n)),
      changed: BigInt.asUintN(64, row.changed >> (HALF * n)),
    }))
    .filter((half) => half.changed !== 0n);
}

/** `  x8  9e3779b97f4a7c15 → 0000000000000000  9e3779b97f4a7c15  ! disputed   EL2 (zeroed)`. */
function line(row: RegisterRow, nameWidth: number, paint: Paint): string {
  const color = painter(row.role, paint);
  const mask = row.changed === 0n ? ' '.repeat(16) : paint.dim(hex(row.changed));
  const cells = [
    `  ${pad(row.register, nameWidth)}`,
    `${hex(row.before)} → ${highlight(row.after, row.changed, (text) => paint.bold(color(text)))}`,
    mask,
    pad(color(roleNames[row.role]), 11),
    writerText(row),
  ];
  return cells.join('  ').trimEnd();
}

/** Why an unchanged register is nevertheless worth a word. */
function sameValueNote({ writer }: RegisterRow): string {
  if (writer === 'el2') return 'written by EL2 with the same value';
  if (isReply(writer)) return 'copied from EL3’s reply with the same value';
  return 'unchanged';
}

function unchangedLines(rows: RegisterRow[], { width }: TextOptions): string[] {
  const groups = new Map<string, string[]>();
  for (const row of rows) {
    const note = sameValueNote(row);
    groups.set(note, [...(groups.get(note) ?? []), row.register]);
  }
  return [...groups].flatMap(([note, names]) => wrap(`${ranges(names)} ${note}`, width, 2));
}

/** The rows as a table: a line for each register that changed or has a finding, the others together in ranges. */
export function registerLines(rows: RegisterRow[], options: TextOptions): string[] {
  const paint = createPaint(options.color);
  const shown = (row: RegisterRow): boolean =>
    row.changed !== 0n || row.rule !== undefined || (options.full && row.register.startsWith('x'));
  const table = rows.filter(shown).flatMap((row) => (row.changed === 0n ? [row] : halves(row)));
  const nameWidth = Math.max(3, ...table.map(({ register }) => register.length));
  const head = `  ${' '.repeat(nameWidth)}  ${pad('caller', 16)}   ${pad('after', 16)}  ${pad('changed bits', 16)}`;
  return [
    ...(table.length > 0 ? [paint.dim(`${head}  ${pad('role', 11)}  written by`)] : []),
    ...table.map((row) => line(row, nameWidth, paint)),
    ...unchangedLines(
      rows.filter((row) => !shown(row)),
      options,
    ).map(paint.dim),
  ];
}
