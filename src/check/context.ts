import { decodeFunctionId, type FunctionId } from '../abi/function-id.ts';
import type { Version } from '../abi/row.ts';
import { isFfaId, resultRegisters } from '../abi/table.ts';
import type { Disposition, RunRecord, TrapRecord } from '../engine/record.ts';

/** What a rule may know about a call besides the register in question. */
export interface CallContext {
  trap: TrapRecord;
  id: FunctionId;
  /** An FF-A function id, known or not. */
  ffa: boolean;
  /** Bit n: the reply's definition places a result in xn. */
  results: number;
}

/** Takes the call and its reply from a trap. `version` is the FF-A version that the definitions are read in. */
export function callContext(trap: TrapRecord, version: Version): CallContext {
  const callX0 = trap.before.x[0] ?? 0n;
  const id = decodeFunctionId(callX0);
  return { trap, id, ffa: isFfaId(id), results: resultRegisters(callX0, trap.after.x[0] ?? 0n, version) };
}

const withoutReturn: Disposition[] = ['none', 'undefined'];

/**
 * The traps of a run whose call came back to the caller. Where the instruction was undefined the caller is in its own
 * exception handler, and where EL2 died it is nowhere.
 */
export function returnedTraps(run: RunRecord): TrapRecord[] {
  const died = run.stop.kind === 'el2-fault' || run.stop.kind === 'el2-panic';
  return run.traps
    .filter((_, n) => !(died && n === run.traps.length - 1))
    .filter((trap) => !withoutReturn.includes(trap.disposition));
}

/** DEN0028 2.10: calls of the convention have immediate 0; others mean what their callee says. */
export function isConventionCall(trap: TrapRecord): boolean {
  return trap.immediate === 0;
}
