/** The register file as 31 rows of 64 bits, changed bits in the colour of who wrote them. */
import type { RunView, TrapView } from '../report/html/view.ts';
import { CELL, HEIGHT, left, numbers, WIDTH } from './bank.ts';
import { type Bit, bitsOf, digits } from './bits.ts';
import { html, svg } from './dom.ts';
import type { Step } from './steps.ts';

const REGISTERS = 31;

const writers: Record<string, { name: string; kind: string }> = {
  g: { name: 'guest', kind: 'guest' },
  c: { name: '', kind: 'same' },
  e: { name: 'EL2', kind: 'el2' },
  f: { name: 'EL3', kind: 'el3' },
  p: { name: 'partition', kind: 'partition' },
  s: { name: 'an earlier call', kind: 'stale' },
  u: { name: 'EL2’s stack', kind: 'undefined' },
};

const writerOf = (step: Step, n: number): { name: string; kind: string } => writers[step.writers[n] ?? 'c']!;

/** Who wrote a register, in words. */
function writerText(step: Step, trap: TrapView | undefined, n: number): string {
  const letter = step.writers[n] ?? 'c';
  const source = step.kind === 'return' && 'fps'.includes(letter) ? `, reply x${trap?.sources[n]}` : '';
  const zero = letter === 'e' && step.after[n] === '0' ? ' (zeroed)' : '';
  return `${writerOf(step, n).name}${source}${zero}`;
}

function changedBit({ number, set }: Bit, writer: string, register: string): SVGElement {
  const kind = set ? 'rose' : 'fell';
  return svg(
    'rect',
    {
      class: `bit ${kind}-${writer}`,
      'data-bit': number,
      x: left(number) + 0.75,
      y: 0.75,
      width: CELL - 1.5,
      height: HEIGHT - 1.5,
      rx: 1.5,
    },
    svg('title', {}, `${register}[${number}] ${set ? '0 → 1' : '1 → 0'}`),
  );
}

/** All bits that are set and did not change, as one shape. */
function setBits(bits: readonly Bit[]): SVGElement | undefined {
  const marks = bits.filter(({ set, changed }) => set && !changed);
  if (marks.length === 0) return undefined;
  return svg('path', { class: 'bits-set', d: marks.map(({ number }) => `M${left(number) + 3} 3.5h4v5h-4z`).join('') });
}

/** Lines between the bytes. */
const LINES = [56, 48, 40, 32, 24, 16, 8].map((n) => `M${left(n - 1) - (n === 32 ? 3 : 1)} 0v${HEIGHT}`).join('');

function bitsPicture(bits: readonly Bit[], writer: string, register: string): SVGElement {
  const changed = bits.filter((bit) => bit.changed);
  const label = changed.length === 0 ? 'no bit changed' : `${changed.length} of 64 bits changed`;
  return svg(
    'svg',
    { class: 'bits', viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: 'img', 'aria-label': `${register}: ${label}` },
    svg('path', { class: 'bits-lines', d: LINES }),
    setBits(bits),
    ...changed.map((bit) => changedBit(bit, writer, register)),
  );
}

const BAD_ROLES: readonly string[] = ['violation', 'disputed', 'undefined'];

/** What the rules say of a register that has come back. */
function roleCell({ kind }: Step, trap: TrapView | undefined, n: number): HTMLElement {
  const role = (kind === 'return' && trap?.roles[n]) || '';
  const bad = BAD_ROLES.includes(role);
  const word = role === 'preserved' ? '' : role;
  return html(
    'td',
    { role: 'cell', class: bad ? `role role-${role}` : 'role' },
    bad ? html('span', { 'aria-hidden': 'true' }, '! ') : undefined,
    html('span', { class: 'role-word' }, word),
  );
}

function valuesCell(before: string | undefined, after: string, changed: boolean): HTMLElement {
  if (before === undefined) return html('td', { role: 'cell', class: 'values' }, digits(after));
  if (!changed) return html('td', { role: 'cell', class: 'values unchanged' }, digits(after));
  return html(
    'td',
    { role: 'cell', class: 'values' },
    html('span', { class: 'before' }, digits(before)),
    html('span', { class: 'becomes', 'aria-label': 'becomes' }, '→'),
    html('span', { class: 'after' }, digits(after)),
  );
}

function writerCell(step: Step, trap: TrapView | undefined, n: number, changed: boolean): HTMLElement {
  const text = writerText(step, trap, n);
  const same = text !== '' && !changed && step.before[n] !== undefined;
  return html('td', { role: 'cell', class: `writer writer-${writerOf(step, n).kind}` }, same ? `${text}, same` : text);
}

const ROW = { role: 'row', class: 'grid-row' };

/** A register that the step does not carry. */
function absentRow(register: string): HTMLElement {
  return html(
    'tr',
    { ...ROW, 'data-register': register },
    html('th', { role: 'rowheader', scope: 'row', class: 'name' }, register),
    html('td', { role: 'cell', class: 'absent', colspan: 4 }, 'not passed'),
  );
}

function registerRow(step: Step, trap: TrapView | undefined, meaning: string | undefined, n: number): HTMLElement {
  const register = `x${n}`;
  const after = step.after[n];
  if (after === undefined) return absentRow(register);
  const bits = bitsOf(step.before[n], after);
  const changed = bits.some((bit) => bit.changed);
  const writer = writerOf(step, n).kind;
  return html(
    'tr',
    { ...ROW, 'data-register': register, title: meaning || undefined },
    html('th', { role: 'rowheader', scope: 'row', class: changed ? 'name changed' : 'name' }, register),
    html('td', { role: 'cell', class: 'picture' }, bitsPicture(bits, writer, register)),
    valuesCell(step.before[n], after, changed),
    writerCell(step, trap, n, changed),
    roleCell(step, trap, n),
  );
}

/** The numbers of the bits that begin a half or a quarter, above them. */
function bitNumbers(): SVGElement {
  const texts = numbers.map(({ number, x }) => svg('text', { x, y: 11, class: 'bits-number' }, String(number)));
  return svg('svg', { class: 'bits', viewBox: `0 0 ${WIDTH} 14`, 'aria-hidden': 'true' }, ...texts);
}

function title(text: string | Node, kind = ''): HTMLElement {
  return html('th', { role: 'columnheader', scope: 'col', class: `grid-title ${kind}`.trim() }, text);
}

function headRow(): HTMLElement {
  return html(
    'tr',
    ROW,
    title(html('span', { class: 'hidden' }, 'register')),
    title(bitNumbers(), 'picture'),
    title('value'),
    title('written by'),
    title('role'),
  );
}

/** The grid of one step. Rows that findings name can be found by `data-register`. */
export function gridOf(step: Step, run: RunView, meanings: Record<string, string[]>): HTMLElement {
  const trap = step.trap === undefined ? undefined : run.traps[step.trap];
  const words = trap && (step.kind === 'call' || step.kind === 'return') ? meanings[trap.meaning] : undefined;
  const count = step.kind === 'call' || step.kind === 'return' ? REGISTERS : Math.max(18, step.after.length);
  const rows = Array.from({ length: count }, (_, n) => registerRow(step, trap, words?.[n], n));
  return html(
    'table',
    { class: 'grid', role: 'table' },
    html('thead', { class: 'grid-head', role: 'rowgroup' }, headRow()),
    html('tbody', { class: 'grid-body', role: 'rowgroup' }, ...rows),
  );
}
