import { describe, expect, it } from 'vitest';
import { ffaCalls } from '../../src/abi/ffa.ts';
import { assembleText } from '../../src/guest/assemble.ts';
import { callAlphabet } from '../../src/search/calls.ts';
import { CONTENT, contentsFor } from '../../src/search/contents.ts';
import { FIRST_PAGE, HYPERVISOR_PAGE, RX_PAGE, TX_PAGE, UNMAPPED } from '../../src/search/places.ts';
import { replyAlphabet } from '../../src/search/replies.ts';

const calls = callAlphabet(0n);
const idsTried = new Set(calls.map(({ x }) => Number(x[0]! & 0xffffffffn)));
const argumentsOf = (id: number, n: number) =>
  new Set(calls.filter(({ x }) => x[0] === BigInt(id)).map(({ x }) => x[n]!));

describe('the alphabet of calls', () => {
  it('has every function id of the ABI table', () => {
    const ids = ffaCalls.flatMap(({ id32, id64 }) => [id32, id64]).filter((id) => id !== undefined);
    expect(ids.filter((id) => !idsTried.has(id))).toEqual([]);
  });

  it('begins with the version that a driver asks for', () => {
    expect(calls[0]!.x.slice(0, 2)).toEqual([0x84000063n, 0x10002n]);
  });

  it('asks for versions 1.0 to 1.3, another major one, and one with bit 31', () => {
    const versions = argumentsOf(0x84000063, 1);
    for (const version of [0x10000n, 0x10001n, 0x10002n, 0x10003n, 0x20000n, 0x80010001n]) {
      expect(versions).toContain(version);
    }
  });

  it('maps buffers where there are pages, where there are none, over each other and over the hypervisor', () => {
    const addresses = argumentsOf(0xc4000066, 1);
    for (const address of [TX_PAGE, RX_PAGE, FIRST_PAGE, TX_PAGE + 8n, 0n, UNMAPPED, HYPERVISOR_PAGE]) {
      expect(addresses).toContain(address);
    }
  });

  it('tries the upper halves of 32-bit arguments and of function ids, and the SVE hint', () => {
    expect([...argumentsOf(0x84000063, 1)].some((value) => value >> 63n === 1n)).toBe(true);
    expect(calls.some(({ x }) => x[0] === 0x1_84000063n)).toBe(true);
    expect(calls.some(({ x }) => x[0] === 0x84010063n)).toBe(true);
  });

  it('has no call twice', () => {
    const texts = calls.map(({ x, content }) => `${x.join()} ${content}`);
    expect(new Set(texts).size).toBe(texts.length);
  });
});

describe('the alphabet of replies', () => {
  const { replies, numbersFor } = replyAlphabet();
  const answersTo = (id: number) => numbersFor(id).map((number) => replies[number - 1]!);

  it('has a refusal of both widths for FFA_VERSION, the one of the specification first', () => {
    expect(
      answersTo(0x84000063)
        .map(({ x }) => x[0])
        .slice(0, 2),
    ).toEqual([0xffffffffn, 0xffffffffffffffffn]);
  });

  it('has every reply that the ABI table knows of, and each of its status codes', () => {
    const answers = answersTo(0x84000077);
    const { errors } = ffaCalls.find(({ name }) => name === 'FFA_MEM_RECLAIM')!;
    const codes = answers.filter(({ x }) => x[0] === 0x84000060n).map(({ x }) => Number(BigInt.asIntN(32, x[2]!)));
    expect(codes).toEqual(expect.arrayContaining([-2, -3, -6, -8]));
    expect(errors).toHaveLength(4);
    expect(answers.some(({ x }) => x[0] === 0x84000061n)).toBe(true);
  });

  it('names the function of each reply, and answers unknown functions as somebody who knows none', () => {
    expect(answersTo(0x84000069).every(({ functionId }) => functionId === 0x84000069)).toBe(true);
    expect(answersTo(0x840000ee).map(({ x }) => x[0])).toContain(0xffffffffffffffffn);
  });
});

/** Bytes of the data that a stub writes for some contents. */
function assembled(lines: string[]): Uint8Array {
  const pages = ['tx', 'page', 'other_page'].map(
    (label, n) => `.equ ${label}, 0x${(0x80040000 + [0, 2, 3][n]! * 0x1000).toString(16)}`,
  );
  const source = ['.include "host.inc"', '.include "descriptor.inc"', ...pages, '_start:', ...lines];
  const { segments } = assembleText(`${source.join('\n')}\n`, 'contents.S');
  return segments[0]!.bytes;
}

describe('the contents of a TX page', () => {
  it.each([0n, 2n])('are in a stub what they are in a search, for endpoint %s', (own) => {
    const contents = contentsFor(own);
    expect(contents).toHaveLength(Object.keys(CONTENT).length - 1);
    for (const { name, bytes, assembly } of contents) {
      expect(Buffer.from(assembled(assembly)).toString('hex'), name).toBe(Buffer.from(bytes).toString('hex'));
    }
  });
});
