/** Registers of a call as rules see them, changed or not. */
import type { RegisterFile, TrapRecord, Writer } from '../engine/record.ts';
import type { CallContext } from './context.ts';
import type { RegisterChange } from './finding.ts';
import type { RegisterSet } from './rule.ts';

/** Banks as reports name them; x and v have numbers behind. */
export const bankNames: Record<RegisterSet['bank'], string> = {
  x: 'x',
  v: 'v',
  spEl0: 'sp_el0',
  spEl1: 'sp_el1',
  pstate: 'pstate',
  fpsr: 'fpsr',
  fpcr: 'fpcr',
};

function read(file: RegisterFile, bank: RegisterSet['bank'], index: number): bigint {
  return bank === 'x' || bank === 'v' ? (file[bank][index] ?? 0n) : file[bank];
}

/** Whether the value came with EL3's answer: its own, a partition's, or what the Secure side kept of an earlier call. */
export function isReply(writer: Writer | undefined): boolean {
  return writer === 'el3' || writer === 'partition' || writer === 'stale';
}

/** Who wrote a register that is no x register and has changed. It is known only of calls that no hypervisor trapped. */
export function otherWriter({ disposition }: TrapRecord): Writer | undefined {
  return disposition === 'untrapped' ? 'el3' : undefined;
}

/** One register before and after. */
export function observe(trap: TrapRecord, bank: RegisterSet['bank'], index = 0): RegisterChange {
  const before = read(trap.before, bank, index);
  const after = read(trap.after, bank, index);
  const other = before === after ? undefined : otherWriter(trap);
  const writer = bank === 'x' ? trap.writers[index] : other;
  return {
    register: bank === 'x' || bank === 'v' ? `${bankNames[bank]}${index}` : bankNames[bank],
    before,
    after,
    changed: before ^ after,
    writer,
    source: bank === 'x' && isReply(writer) ? trap.sources[index] : undefined,
  };
}

/** Number of a general register, or undefined for the others. */
export function generalNumber({ register }: RegisterChange): number | undefined {
  const match = /^x(\d+)$/.exec(register);
  return match ? Number(match[1]) : undefined;
}

/** x[first] to x[last] of the call. */
export function observeX({ trap }: CallContext, first: number, last: number): RegisterChange[] {
  return Array.from({ length: last - first + 1 }, (_, n) => observe(trap, 'x', first + n));
}

/** Whether the reply's definition places a result in xn. */
export function isResult({ results }: CallContext, n: number): boolean {
  return ((results >>> n) & 1) !== 0;
}

/** x0 as the answer to the call. */
export function answer({ trap }: CallContext): RegisterChange {
  return observe(trap, 'x', 0);
}
