/** Makes a sequence as small as it can be: no call, reply, register or bit is left that it could do without. */
import { labelOf } from './places.ts';
import { PASSED_REGISTERS, type SearchMove, type SearchReply, type SearchSequence } from './sequence.ts';

/** Whether a sequence is still what it was. */
export type StillHolds = (sequence: SearchSequence) => boolean;

/** Ways to make something smaller, the boldest first. */
type Cuts<Thing> = (thing: Thing) => Generator<Thing>;

function replaced<Item>(items: readonly Item[], index: number, item: Item): Item[] {
  return items.map((each, n) => (n === index ? item : each));
}

function without<Item>(items: readonly Item[], index: number): Item[] {
  return items.filter((_, n) => n !== index);
}

/** Without one call, or one reply. */
function* fewer(sequence: SearchSequence): Generator<SearchSequence> {
  const { boot, moves } = sequence;
  for (let n = 0; n < moves.length; n++) yield { boot, moves: without(moves, n) };
  for (let n = 0; n < boot.length; n++) yield { boot: without(boot, n), moves };
  for (const [n, move] of moves.entries()) {
    for (let r = 0; r < move.replies.length; r++) {
      yield { boot, moves: replaced(moves, n, { ...move, replies: without(move.replies, r) }) };
    }
  }
}

/** A value with less in it: nothing, its low half, a bit less. An address of a page of the guest's is left whole. */
function* smallerValues(value: bigint, keepsLow: boolean): Generator<bigint> {
  if (value === 0n) return;
  if (!keepsLow) yield 0n;
  if (value >> 32n !== 0n) yield value & 0xffffffffn;
  if (keepsLow || labelOf(value)) return;
  for (let bit = 63n; bit >= 0n; bit--) if ((value >> bit) & 1n) yield value ^ (1n << bit);
}

/** With one of x0 to x17 smaller. The low half of x0 says what call it is. */
function* smallerRegisters(x: readonly bigint[]): Generator<bigint[]> {
  for (let n = PASSED_REGISTERS - 1; n >= 0; n--) {
    for (const value of smallerValues(x[n]!, n === 0)) yield replaced(x, n, value);
  }
}

/** Without a hint that nobody needs. */
const SVE_HINT = 0x10000n;

function* smallerMove(move: SearchMove): Generator<SearchMove> {
  const { call, replies } = move;
  if (call.content !== 0) yield { call: { ...call, content: 0 }, replies };
  if (call.vm !== 0) yield { call: { ...call, vm: 0 }, replies };
  const [x0 = 0n, ...rest] = call.x;
  if (x0 & SVE_HINT) yield { call: { ...call, x: [x0 & ~SVE_HINT, ...rest] }, replies };
  for (const x of smallerRegisters(call.x)) yield { call: { ...call, x }, replies };
  for (const [n, reply] of replies.entries()) {
    for (const smaller of smallerReply(reply)) yield { call, replies: replaced(replies, n, smaller) };
  }
}

/** Bytes of a word of a descriptor, and of the smallest of its parts. */
const WORD = 4;
const PART = 16;

/** Without the end, or with a word of zero. */
function* smallerBytes(bytes: Uint8Array): Generator<Uint8Array> {
  if (bytes.length > PART) yield bytes.slice(0, bytes.length - PART);
  for (let at = 0; at < bytes.length; at += WORD) {
    if (bytes.subarray(at, at + WORD).every((byte) => byte === 0)) continue;
    yield bytes.map((byte, n) => (n >= at && n < at + WORD ? 0 : byte));
  }
}

function* smallerReply(reply: SearchReply): Generator<SearchReply> {
  if (reply.rx) {
    yield { ...reply, rx: undefined };
    for (const rx of smallerBytes(reply.rx)) yield { ...reply, rx };
  }
  for (const x of smallerRegisters(reply.x)) yield { ...reply, x };
}

function* smaller(sequence: SearchSequence): Generator<SearchSequence> {
  const { boot, moves } = sequence;
  for (const [n, reply] of boot.entries()) {
    for (const less of smallerReply(reply)) yield { boot: replaced(boot, n, less), moves };
  }
  for (const [n, move] of moves.entries()) {
    for (const less of smallerMove(move)) yield { boot, moves: replaced(moves, n, less) };
  }
}

/** Takes the first cut that holds, and begins again, until none does. */
function cutDown(sequence: SearchSequence, cuts: Cuts<SearchSequence>, holds: StillHolds): SearchSequence {
  let current = sequence;
  for (let cut = firstThatHolds(current, cuts, holds); cut; cut = firstThatHolds(current, cuts, holds)) current = cut;
  return current;
}

function firstThatHolds(
  sequence: SearchSequence,
  cuts: Cuts<SearchSequence>,
  holds: StillHolds,
): SearchSequence | undefined {
  for (const candidate of cuts(sequence)) if (holds(candidate)) return candidate;
  return undefined;
}

/** The same find with everything left out that it does not need: calls and replies first, then registers, then bits. */
export function minimise(sequence: SearchSequence, holds: StillHolds): SearchSequence {
  const short = cutDown(sequence, fewer, holds);
  return cutDown(cutDown(short, smaller, holds), fewer, holds);
}
