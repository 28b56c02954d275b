/** The ABI table and the questions that others ask it. */
import { FFA_NUMBER_FIRST, FFA_NUMBER_LAST } from '../../assembly/ffa/ids.ts';
import { SMCCC_64, SMCCC_OWNER_STANDARD } from '../../assembly/smccc/ids.ts';
import { ffaCalls } from './ffa.ts';
import { decodeFunctionId, type FunctionId } from './function-id.ts';
import { type CallRow, type Field, type Form, fieldExists, type Version } from './row.ts';
import { standardCalls } from './standard.ts';

export const callTable: CallRow[] = [...standardCalls, ...ffaCalls];

const byId = new Map<number, CallRow>();
const byName = new Map<string, CallRow>();
for (const row of callTable) {
  byName.set(row.name, row);
  for (const id of [row.id32, row.id64]) if (id !== undefined) byId.set(id, row);
}

/** The row of a function id (bit 16, the SVE hint, already cleared), or undefined where the table has none. */
export function findCall(word: number): CallRow | undefined {
  return byId.get(word >>> 0);
}

/** The row of this name, without a width suffix. */
export function findCallByName(name: string): CallRow | undefined {
  return byName.get(name);
}

/** The form that a function id selects. */
export function formOf(word: number): Form {
  return (word & SMCCC_64) !== 0 ? 64 : 32;
}

/**
 * An id by its name, with the suffix that tells the two forms apart: always where both forms are as old as the call, on
 * the 64-bit form alone where that came later, never where there is one form. Undefined for ids outside the table.
 */
export function idName(word: number): string | undefined {
  const row = findCall(word);
  if (!row) return undefined;
  if (row.id32 === undefined || row.id64 === undefined) return row.name;
  if (row.since64 !== undefined && formOf(word) === 32) return row.name;
  return `${row.name}_${formOf(word)}`;
}

/** Whether the id lies in FF-A's window of the Standard Secure Service, known or not. */
export function isFfaId(id: FunctionId): boolean {
  return (
    id.fast &&
    id.reserved === 0 &&
    id.owner === SMCCC_OWNER_STANDARD &&
    id.number >= FFA_NUMBER_FIRST &&
    id.number <= FFA_NUMBER_LAST
  );
}

/** The fields that a reply carries when it ends a call: those of the reply itself, or the call's results for FFA_SUCCESS. */
export function replyFields(call: CallRow | undefined, replyWord: number, version: Version): Field[] {
  const reply = findCall(replyWord);
  if (reply?.specification !== 'FF-A') return call?.specification === 'FF-A' ? [] : (call?.results ?? []);
  const own = reply.name === 'FFA_SUCCESS' ? [...reply.arguments, ...(call?.results ?? [])] : reply.arguments;
  return own.filter((candidate) => fieldExists(candidate, formOf(replyWord), version));
}

/**
 * The registers x0 … x17 that hold results, bit n for xn, given x0 of the call and of the reply. x0 always does. FF-A
 * defines results by the reply, so a direct response that ends FFA_RUN carries its payload there as well.
 */
export function resultRegisters(callX0: bigint, replyX0: bigint, version: Version): number {
  const call = findCall(decodeFunctionId(callX0).word);
  const replyWord = Number(replyX0 & 0xffffffffn);
  let mask = 1;
  for (const { first, last } of replyFields(call, replyWord, version)) {
    for (let n = first; n <= last; n++) mask |= 1 << n;
  }
  return mask;
}
