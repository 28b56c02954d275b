/** Register roles of the SMC Calling Convention (DEN0028) for callers in AArch64, by version and form. */
import type { Form } from './row.ts';

/** 1.3 to 1.6 are as 1.2, what is said here. */
export type ConventionVersion = '1.0' | '1.1' | '1.2';

/**
 * What a register is before the call: the function id, an argument, or nothing to the callee; and what it is after it:
 * a result, preserved, a result where the function's definition says so and preserved where not, or scratch, of which
 * the caller must expect anything.
 */
export interface ConventionRole {
  input: 'function id' | 'argument' | 'none';
  output: 'result' | 'preserved' | 'result or preserved' | 'scratch';
}

/** One line of the table: the registers x[first] to x[last] of calls of these forms. */
export interface ConventionRow extends ConventionRole {
  version: ConventionVersion;
  forms: Form[];
  first: number;
  last: number;
  clause: string;
}

const both: Form[] = [32, 64];
const OLD = 'DEN0028A, table 3-1';
const PRESERVED = 'DEN0028, 1.1 on: x4–x17 preserved';

/** X18 to x30 and the stack pointers are preserved in every version. */
export const conventionTable: ConventionRow[] = [
  row('1.0', both, 0, 0, 'function id', 'result', OLD),
  row('1.0', both, 1, 3, 'argument', 'result', OLD),
  row('1.0', both, 4, 7, 'argument', 'scratch', OLD),
  row('1.0', both, 8, 17, 'none', 'scratch', OLD),
  row('1.0', both, 18, 30, 'none', 'preserved', OLD),
  row('1.1', both, 0, 0, 'function id', 'result', PRESERVED),
  row('1.1', both, 1, 3, 'argument', 'result', PRESERVED),
  row('1.1', both, 4, 7, 'argument', 'preserved', PRESERVED),
  row('1.1', both, 8, 30, 'none', 'preserved', PRESERVED),
  row('1.2', [32], 0, 0, 'function id', 'result', 'DEN0028 2.6'),
  row('1.2', [32], 1, 3, 'argument', 'result', 'DEN0028 2.6'),
  row('1.2', [32], 4, 7, 'argument', 'result or preserved', 'DEN0028 2.6'),
  row('1.2', [32], 8, 30, 'none', 'preserved', 'DEN0028 2.6'),
  row('1.2', [64], 0, 0, 'function id', 'result', 'DEN0028 2.7'),
  row('1.2', [64], 1, 3, 'argument', 'result', 'DEN0028 2.7'),
  row('1.2', [64], 4, 17, 'argument', 'result or preserved', 'DEN0028 2.7'),
  row('1.2', [64], 18, 30, 'none', 'preserved', 'DEN0028 2.7'),
];

function row(
  version: ConventionVersion,
  forms: Form[],
  first: number,
  last: number,
  input: ConventionRole['input'],
  output: ConventionRole['output'],
  clause: string,
): ConventionRow {
  return { version, forms, first, last, input, output, clause };
}

/** The line that speaks of xn, n from 0 to 30. Throws RangeError for another n. */
export function conventionRow(version: ConventionVersion, form: Form, n: number): ConventionRow {
  const found = conventionTable.find(
    (line) => line.version === version && line.forms.includes(form) && line.first <= n && n <= line.last,
  );
  if (!found) throw new RangeError(`no register x${n}`);
  return found;
}
