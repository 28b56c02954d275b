/** A register: what the calling convention makes of it, which rules speak of it, which calls use it. */
import { conventionTable } from '../../abi/convention.ts';
import type { CallRow, Field } from '../../abi/row.ts';
import { callTable } from '../../abi/table.ts';
import type { RegisterSet } from '../../check/rule.ts';
import { createPaint, pad, wrap } from '../format.ts';
import type { ExplainOptions } from './lines.ts';
import { ruleList } from './rule.ts';
import { ruleReadings, type Subject } from './subject.ts';

type Register = Extract<Subject, { kind: 'register' }>;

function covers({ bank, first = 0, last = first }: RegisterSet, register: Register): boolean {
  if (bank !== register.bank) return false;
  return bank !== 'x' && bank !== 'v' ? true : first <= register.n && register.n <= last;
}

function conventionLines({ n }: Register, { color }: ExplainOptions): string[] {
  const rows = conventionTable
    .filter(({ first, last }) => first <= n && n <= last)
    .map(({ version, forms, input, output, clause }) => [
      version === '1.2' ? 'SMCCC 1.2 to 1.6' : `SMCCC ${version}`,
      forms.map((form) => `SMC${form}`).join(', '),
      `${input} → ${output}`,
      clause,
    ]);
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  const line = (row: string[]) => `  ${row.map((cell, column) => pad(cell, widths[column]!)).join('  ')}`.trimEnd();
  return [createPaint(color).dim('  before the call → after it'), ...rows.map(line)];
}

function callsWith(n: number, fields: (row: CallRow) => Field[]): string[] {
  const inField = ({ first, last }: Field) => first <= n && n <= last;
  return callTable.filter((row) => fields(row).some(inField)).map(({ name }) => name);
}

function useLines({ n, bank }: Register, { width }: ExplainOptions): string[] {
  if (bank !== 'x' || n === 0) return [];
  const uses: [string, string[]][] = [
    ['an argument of', callsWith(n, (row) => row.arguments)],
    ['a result of', callsWith(n, (row) => row.results)],
  ];
  const lines = uses.flatMap(([what, calls]) =>
    calls.length > 0 ? wrap(`${what} ${calls.join(', ')}`, width, 2) : [],
  );
  return lines.length > 0 ? ['', 'calls', ...lines] : [];
}

/** What there is to say of a register. */
export function registerLines(register: Register, options: ExplainOptions): string[] {
  const paint = createPaint(options.color);
  const rules = ruleReadings().filter(({ rule }) => rule.registers.some((set) => covers(set, register)));
  const half = /^[wq]/.test(register.name)
    ? [`  the ${register.name[0] === 'w' ? 'lower half' : 'whole'} of ${register.bank}${register.n}`]
    : [];
  return [
    `register  ${paint.bold(register.name)}`,
    ...half,
    ...(register.bank === 'x' ? conventionLines(register, options) : []),
    '',
    'rules about it',
    ...ruleList(rules, options),
    ...useLines(register, options),
  ];
}
