import { systemRegisters } from '../../../assembly/a64/encodings-system-registers.ts';
import type { Fields } from './condition.ts';

/** The fields of MRS and MSR that name a system register. */
export interface SystemRegisterFields {
  op0: number;
  op1: number;
  CRn: number;
  CRm: number;
  op2: number;
}

let byName: Map<string, SystemRegisterFields> | undefined;
let byKey: Map<string, { name: string; access: 'r' | 'w' | undefined }[]> | undefined;

const keyOf = (f: SystemRegisterFields): string => `${f.op0}_${f.op1}_c${f.CRn}_c${f.CRm}_${f.op2}`;

function names(): Map<string, SystemRegisterFields> {
  byName ??= new Map(systemRegisters.map(([name, op0, op1, CRn, CRm, op2]) => [name, { op0, op1, CRn, CRm, op2 }]));
  return byName;
}

function keys(): Map<string, { name: string; access: 'r' | 'w' | undefined }[]> {
  if (byKey) return byKey;
  byKey = new Map();
  for (const [name, op0, op1, CRn, CRm, op2, access] of systemRegisters) {
    const key = keyOf({ op0, op1, CRn, CRm, op2 });
    byKey.set(key, [...(byKey.get(key) ?? []), { name, access }]);
  }
  return byKey;
}

/**
 * The encoding of a system register by its name, or by its generic name such as S3_0_C1_C0_2; in any case of letters.
 */
export function findSystemRegister(text: string): SystemRegisterFields | undefined {
  const name = text.toLowerCase();
  const known = names().get(name);
  if (known) return known;
  const match = /^s([23])_([0-7])_c(\d|1[0-5])_c(\d|1[0-5])_([0-7])$/.exec(name);
  if (!match) return undefined;
  const [op0, op1, CRn, CRm, op2] = match.slice(1).map(Number);
  return { op0: op0!, op1: op1!, CRn: CRn!, CRm: CRm!, op2: op2! };
}

/** The name of a system register as read ('r') or written ('w'); its generic name where it has none. */
export function nameSystemRegister(fields: Fields, access: 'r' | 'w'): string {
  const key = keyOf(fields as unknown as SystemRegisterFields);
  const rows = keys().get(key) ?? [];
  return (rows.find((row) => row.access === undefined || row.access === access) ?? rows[0])?.name ?? `s${key}`;
}
