import { decodeFunctionId, type FunctionId } from '../abi/function-id.ts';
import type { CallRow, Version } from '../abi/row.ts';
import { findCall, isFfaId, resultRegisters } from '../abi/table.ts';
import type { Disposition, RunRecord, TrapRecord } from '../engine/record.ts';
import { exchangesOf, type TrapExchanges } from './exchange.ts';

/** The reply that a call ended with. */
export interface Reply {
  x0: bigint;
  /** w0. */
  word: number;
  /** The FF-A reply of this id, or undefined for codes, values and ids that the table does not have. */
  row: CallRow | undefined;
}

/** What a rule may know about a call besides the register in question. */
export interface CallContext {
  trap: TrapRecord;
  id: FunctionId;
  /** Undefined for ids that the table does not have. */
  row: CallRow | undefined;
  /** An FF-A function id, known or not. */
  ffa: boolean;
  reply: Reply;
  /** Bit n: the reply's definition places a result in xn. */
  results: number;
  /** FF-A version that the definitions are read in. */
  version: Version;
  /** The call came back: the instruction was not undefined, and EL2 did not die. */
  returned: boolean;
  /** EL2 died of this call. */
  died: boolean;
  negotiation: TrapExchanges;
  /** Values above 32 bits that other callers had in their registers before, or got. */
  foreign: ReadonlySet<bigint>;
}

const withoutReturn: Disposition[] = ['none', 'undefined'];
const deaths: RunRecord['stop']['kind'][] = ['el2-fault', 'el2-panic'];
/** Nobody came back from the last call. */
const silences: RunRecord['stop']['kind'][] = [...deaths, 'el3-loop'];

/** DEN0028 2.10: calls of the convention have immediate 0; others mean what their callee says. */
export function isConventionCall(trap: TrapRecord): boolean {
  return trap.immediate === 0;
}

/** Whether the call went to EL3 as it was, and came back as EL3 answered. */
export function isPassedOn({ disposition }: TrapRecord): boolean {
  return disposition === 'forwarded' || disposition === 'untrapped';
}

/** Smaller values are numbers that everybody has: ids, sizes, codes. */
const LARGE = 0xffffffffn;

/** What other callers than this one had in their registers, or got, in earlier traps. */
function foreignValues(traps: TrapRecord[], index: number): ReadonlySet<bigint> {
  const caller = traps[index]?.vm ?? 0;
  const others = traps.slice(0, index).filter(({ vm }) => (vm ?? 0) !== caller);
  return new Set(others.flatMap(({ before, after }) => [...before.x, ...after.x]).filter((value) => value > LARGE));
}

function contextOf(
  trap: TrapRecord,
  version: Version,
  rest: Pick<CallContext, 'returned' | 'died' | 'negotiation' | 'foreign'>,
) {
  const callX0 = trap.before.x[0] ?? 0n;
  const x0 = trap.after.x[0] ?? 0n;
  const id = decodeFunctionId(callX0);
  const word = Number(x0 & 0xffffffffn);
  const row = findCall(word);
  return {
    trap,
    id,
    row: findCall(id.word),
    ffa: isFfaId(id),
    reply: { x0, word, row: row?.specification === 'FF-A' ? row : undefined },
    results: resultRegisters(callX0, x0, version),
    version,
    ...rest,
    returned: rest.returned && !withoutReturn.includes(trap.disposition),
  };
}

/** The contexts of all traps of a run, in order. `version` is the FF-A version that the definitions are read in. */
export function callContexts(run: Pick<RunRecord, 'boot' | 'traps' | 'stop'>, version: Version): CallContext[] {
  const { traps, stop } = run;
  const exchanges = exchangesOf(run);
  const several = new Set(traps.map(({ vm }) => vm ?? 0)).size > 1;
  const none: ReadonlySet<bigint> = new Set();
  const ends = (kinds: RunRecord['stop']['kind'][], index: number) =>
    kinds.includes(stop.kind) && index === traps.length - 1;
  return traps.map((trap, index) =>
    contextOf(trap, version, {
      returned: !ends(silences, index),
      died: ends(deaths, index),
      negotiation: exchanges[index]!,
      foreign: several ? foreignValues(traps, index) : none,
    }),
  );
}
