/** The alphabet of replies: what EL3 may answer to an SMC of EL2's, by the ABI table. */
import * as ids from '../../assembly/ffa/ids.ts';
import * as status from '../../assembly/ffa/status.ts';
import { ffaCalls } from '../abi/ffa.ts';
import type { CallRow } from '../abi/row.ts';
import { findCallByName } from '../abi/table.ts';
import { retrieved, TRANSACTION_1_1_SIZE } from './contents.ts';
import { patternOf } from './places.ts';
import { PASSED_REGISTERS, type SearchReply } from './sequence.ts';

const ALL_ONES = 0xffffffffn;
const MINUS_ONE = 0xffffffffffffffffn;
const HANDLE = 0x55n;
/** Codes where the table knows of none for a call. */
const usualCodes = ['NOT_SUPPORTED', 'INVALID_PARAMETERS', 'NO_MEMORY', 'BUSY', 'DENIED', 'RETRY', 'ABORTED'];

const codes: Record<string, number | undefined> = Object.fromEntries(Object.entries(status));

/** x0 to x17 with some of them set. */
function registers(values: Record<number, bigint>, others: (n: number) => bigint = () => 0n): bigint[] {
  return Array.from({ length: PASSED_REGISTERS }, (_, n) => values[n] ?? others(n));
}

const rightCode = (name: string): bigint => BigInt(codes[`FFA_${name}`] ?? -1) & ALL_ONES;

/** What FFA_VERSION may be answered: a refusal as the specification has it first, then as wide as others write it. */
const versionAnswers: bigint[][] = [
  registers({ 0: ALL_ONES }),
  registers({ 0: MINUS_ONE }),
  ...[0x10002n, 0x10001n, 0x10000n, 0x10003n, 0x20000n, 0x80010001n].map((x0) => registers({ 0: x0 })),
  registers({ 0: 0x10002n }, patternOf),
  registers({ 0: BigInt(ids.FFA_ERROR), 2: ALL_ONES }),
];

/** FFA_SUCCESS with results that a call may have, and with values in every register. */
function successes(row: CallRow): bigint[][] {
  const x0 = BigInt(ids.FFA_SUCCESS);
  const plain = [0n, 1n, 2n, 3n, HANDLE, ALL_ONES].map((x2) => registers({ 0: x0, 2: x2 }));
  const wide = registers({ 0: BigInt(ids.FFA_SUCCESS_64) });
  const list = row.name === 'FFA_PARTITION_INFO_GET';
  const counts = list ? [1n, 200n, 0x0aaaaaabn].map((x2) => registers({ 0: x0, 2: x2, 3: 24n })) : [];
  return [...plain, ...counts, wide, registers({ 0: x0 }, patternOf)];
}

/** FFA_ERROR with every code that the call is known to end with, with none, and with its sign in the upper half. */
function failures({ errors }: CallRow): bigint[][] {
  const x0 = BigInt(ids.FFA_ERROR);
  const names = errors.length > 0 ? errors : usualCodes;
  const known = names.map((name) => registers({ 0: x0, 2: rightCode(name) }));
  return [...known, registers({ 0: x0, 2: 0n }), registers({ 0: x0, 2: 1n }), registers({ 0: x0, 2: MINUS_ONE })];
}

/** Another reply, empty and with values in every register. */
function others(name: string): bigint[][] {
  const row = findCallByName(name);
  const forms = [row?.id32, row?.id64].filter((id) => id !== undefined).map(BigInt);
  return forms.flatMap((x0) => [registers({ 0: x0 }), registers({ 0: x0 }, patternOf)]);
}

/** What somebody says who knows no FF-A, and x0 with something in its upper half. */
const strangers: bigint[][] = [
  registers({ 0: MINUS_ONE }),
  registers({ 0: ALL_ONES }),
  registers({ 0: BigInt(ids.FFA_SUCCESS) | (1n << 32n) }),
];

function answersTo(row: CallRow): bigint[][] {
  if (row.id32 === ids.FFA_VERSION) return versionAnswers;
  const known = row.replies.flatMap((name) => {
    if (name === 'FFA_SUCCESS') return successes(row);
    return name === 'FFA_ERROR' ? failures(row) : others(name);
  });
  return [...known, ...strangers];
}

/** Descriptors in one piece and in several, and lengths that do not fit. */
const retrievals: [total: bigint, fragment: bigint][] = [
  [BigInt(TRANSACTION_1_1_SIZE), BigInt(TRANSACTION_1_1_SIZE)],
  [0x1000n, BigInt(TRANSACTION_1_1_SIZE)],
  [112n, BigInt(TRANSACTION_1_1_SIZE)],
  [0x2000n, BigInt(TRANSACTION_1_1_SIZE)],
  [0x2000n, 0x2000n],
  [16n, 16n],
];

/** Replies whose registers go together with each other, or with what is in the RX page. */
function composed(id: number): SearchReply[] {
  const make = (values: Record<number, bigint>, rx?: Uint8Array): SearchReply => ({
    functionId: id,
    x: registers(values),
    rx,
  });
  if (id === ids.FFA_MEM_RETRIEVE_REQ_64 || id === ids.FFA_MEM_RETRIEVE_REQ) {
    const x0 = BigInt(ids.FFA_MEM_RETRIEVE_RESP);
    return retrievals.map(([total, fragment]) => make({ 0: x0, 1: total, 2: fragment }, retrieved()));
  }
  if (id === ids.FFA_MEM_FRAG_RX) {
    const x0 = BigInt(ids.FFA_MEM_FRAG_TX);
    return [0n, 16n, 0x2000n].map((x3) => make({ 0: x0, 1: HANDLE, 3: x3 }));
  }
  if (!/^FFA_MEM_(SHARE|LEND|DONATE|FRAG_TX)/.test(nameOf(id))) return [];
  const x0 = BigInt(ids.FFA_MEM_FRAG_RX);
  return [96n, 112n].map((x3) => make({ 0: x0, 1: HANDLE, 3: x3 }));
}

function nameOf(id: number): string {
  return ffaCalls.find(({ id32, id64 }) => id32 === id || id64 === id)?.name ?? '';
}

/** The replies of a search, and which of them are for which function. */
export interface ReplyAlphabet {
  replies: SearchReply[];
  /** Numbers of the replies to a function id, from 1, in the order in which they are tried. */
  numbersFor(functionId: number): readonly number[];
}

/** Every reply to every function id of FF-A; ids that the table does not have get what strangers say. */
export function replyAlphabet(): ReplyAlphabet {
  const replies: SearchReply[] = [];
  const numbers = new Map<number | undefined, number[]>();
  const add = (functionId: number | undefined, made: SearchReply[]): void => {
    numbers.set(
      functionId,
      made.map((reply) => replies.push(reply)),
    );
  };
  for (const row of ffaCalls) {
    for (const id of [row.id32, row.id64]) {
      if (id === undefined) continue;
      const answers = answersTo(row).map((x): SearchReply => ({ functionId: id, x, rx: undefined }));
      add(id, [...composed(id), ...answers]);
    }
  }
  const unknown = strangers.map((x): SearchReply => ({ functionId: undefined, x, rx: undefined }));
  add(undefined, unknown);
  const none = numbers.get(undefined)!;
  return { replies, numbersFor: (functionId) => numbers.get(functionId) ?? none };
}
