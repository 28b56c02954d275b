/** The caller's registers around one trap, as rows: what changed, what that means, and who wrote it. */
import type { Version } from '../abi/row.ts';
import { resultRegisters } from '../abi/table.ts';
import type { Finding, Verdict } from '../check/finding.ts';
import { isReply, otherWriter } from '../check/observe.ts';
import type { RegisterFile, TrapRecord, Writer } from '../engine/record.ts';

/**
 * `result`: the reply's definition places a result there. `free`: x0–x3 without a result, which SMCCC leaves open.
 * `preserved`: as the caller left it. `changed`: changed, and the profile has no word on it. Else a finding's verdict.
 */
export type Role = 'result' | 'free' | 'preserved' | 'changed' | Verdict;

export interface RegisterRow {
  /** `x8`, `sp_el0`, `pstate`, `v3`, … */
  register: string;
  before: bigint;
  after: bigint;
  /** Bits that differ. */
  changed: bigint;
  role: Role;
  /** Undefined where it is not recorded: for all but x0 … x30. */
  writer: Writer | undefined;
  /** Register of EL3's reply that the value came from. */
  source: number | undefined;
  /** Rule of the finding. */
  rule: string | undefined;
}

/** Registers that SMCCC gives to arguments and results: whoever calls saves them. */
const FREE_REGISTERS = 4;

interface Named {
  register: string;
  before: bigint;
  after: bigint;
  x: number | undefined;
}

function pairs(before: RegisterFile, after: RegisterFile): Named[] {
  const bank = (name: 'x' | 'v'): Named[] =>
    before[name].map((value, n) => ({
      register: `${name}${n}`,
      before: value,
      after: after[name][n] ?? 0n,
      x: name === 'x' ? n : undefined,
    }));
  const one = (register: string, was: bigint, is: bigint): Named => ({
    register,
    before: was,
    after: is,
    x: undefined,
  });
  return [
    ...bank('x'),
    one('sp_el0', before.spEl0, after.spEl0),
    one('sp_el1', before.spEl1, after.spEl1),
    one('pstate', before.pstate, after.pstate),
    ...bank('v'),
    one('fpsr', before.fpsr, after.fpsr),
    one('fpcr', before.fpcr, after.fpcr),
  ];
}

/** One row for every register that a caller has: x0 … x30, stack pointers, PSTATE, V0 … V31, FPSR, FPCR. */
export function registerRows(trap: TrapRecord, findings: Finding[], version: Version): RegisterRow[] {
  const returned = !['undefined', 'hypercall', 'none'].includes(trap.disposition);
  const results = returned ? resultRegisters(trap.before.x[0] ?? 0n, trap.after.x[0] ?? 0n, version) : 0;
  const judged = new Map(
    findings.flatMap((found) => found.registers.map(({ register }) => [register, found] as const)),
  );
  return pairs(trap.before, trap.after).map(({ register, before, after, x }) => {
    const finding = judged.get(register);
    const changed = before ^ after;
    const other = changed === 0n ? undefined : otherWriter(trap);
    const writer = x === undefined ? other : trap.writers[x];
    let role: Role = changed === 0n ? 'preserved' : 'changed';
    if (x !== undefined && x < FREE_REGISTERS && returned) role = 'free';
    if (x !== undefined && (results >>> x) & 1) role = 'result';
    if (finding) role = finding.verdict;
    const source = x !== undefined && isReply(writer) ? trap.sources[x] : undefined;
    return { register, before, after, changed, role, writer, source, rule: finding?.rule };
  });
}

/** Who wrote the register, in words. */
export function writerText({ writer, after, source }: Pick<RegisterRow, 'writer' | 'after' | 'source'>): string {
  switch (writer) {
    case 'caller':
      return 'caller';
    case 'el2':
      return after === 0n ? 'EL2 (zeroed)' : 'EL2';
    case 'el3':
      return source === undefined ? 'EL3' : `EL3 reply x${source}`;
    case 'partition':
      return `partition, in EL3 reply x${source}`;
    case 'stale':
      return `an earlier call, in EL3 reply x${source}`;
    case 'undefined':
      return 'undefined (EL2 stack)';
    default:
      return '';
  }
}
