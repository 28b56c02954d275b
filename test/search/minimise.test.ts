import { describe, expect, it } from 'vitest';
import { minimise } from '../../src/search/minimise.ts';
import { patternOf, TX_PAGE } from '../../src/search/places.ts';
import type { SearchCall, SearchReply, SearchSequence } from '../../src/search/sequence.ts';

const patterns = (x0: bigint): bigint[] => [x0, ...Array.from({ length: 17 }, (_, n) => patternOf(n + 1))];
const call = (x0: bigint, changes: Partial<SearchCall> = {}): SearchCall => ({
  x: patterns(x0),
  content: 0,
  vm: 0,
  ...changes,
});
const reply = (x0: bigint, rx?: Uint8Array): SearchReply => ({ functionId: 0x84000063, x: patterns(x0), rx });

/** Three calls, replies in all places. */
const large: SearchSequence = {
  boot: [reply(1n)],
  moves: [
    { call: call(0x84000063n), replies: [reply(2n), reply(3n)] },
    { call: call(0x84000077n, { content: 3 }), replies: [] },
    { call: call(0x184000069n), replies: [reply(4n)] },
  ],
};

const lastId = ({ moves }: SearchSequence): bigint => (moves.at(-1)?.call.x[0] ?? 0n) & 0xffffffffn;

describe('a minimal sequence', () => {
  it('has no call, reply, register or bit that it could do without', () => {
    const holds = (sequence: SearchSequence) =>
      lastId(sequence) === 0x84000069n && ((sequence.moves.at(-1)!.call.x[9]! >> 8n) & 0xffn) !== 0n;
    const { boot, moves } = minimise(large, holds);
    expect(boot).toEqual([]);
    expect(moves).toHaveLength(1);
    expect(moves[0]!.replies).toEqual([]);
    const x = moves[0]!.call.x;
    expect(x[0]).toBe(0x84000069n);
    expect(x.filter((value) => value !== 0n)).toHaveLength(2);
    expect((x[9]! >> 8n) & 0xffn).toBe(x[9]! >> 8n);
    expect(x[9]! & (x[9]! - 1n)).toBe(0n);
  });

  it('keeps the calls and replies that it needs, in their order', () => {
    const holds = ({ boot, moves }: SearchSequence) =>
      boot.length === 1 && moves.length >= 2 && moves[0]!.replies.some(({ x }) => x[0] === 3n);
    const { boot, moves } = minimise(large, holds);
    expect(boot.map(({ x }) => x)).toEqual([[1n, ...Array.from({ length: 17 }, () => 0n)]]);
    expect(moves.map(({ replies }) => replies.map(({ x }) => x[0]))).toEqual([[3n], []]);
    expect(moves[0]!.call.x[0]).toBe(0x84000063n);
    expect(moves[1]!.call.content).toBe(0);
  });

  it('leaves an address of a page whole, or out', () => {
    const x = [0xc4000066n, TX_PAGE, ...Array.from({ length: 16 }, () => 0n)];
    const sequence = { boot: [], moves: [{ call: { x, content: 0, vm: 0 }, replies: [] }] };
    expect(minimise(sequence, ({ moves }) => (moves[0]?.call.x[1] ?? 0n) !== 0n)).toEqual(sequence);
  });

  it('shortens what a reply brings, and empties its words', () => {
    const sequence = {
      boot: [],
      moves: [{ call: call(1n), replies: [reply(5n, new Uint8Array(64).fill(0xee))] }],
    };
    const { moves } = minimise(sequence, (each) => each.moves[0]?.replies[0]?.rx?.[20] === 0xee);
    expect(moves[0]!.replies[0]!.rx).toEqual(new Uint8Array(32).fill(0xee, 20, 24));
  });

  it('is the sequence itself where nothing smaller does', () => {
    expect(minimise(large, (sequence) => sequence === large)).toBe(large);
  });
});
