import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { loadFlat } from '../../src/guest/flat.ts';
import { InputError } from '../../src/guest/source.ts';
import { inputErrorOf } from './stub-fixture.ts';

function messageOf(size: number, address: bigint): string {
  return inputErrorOf(() => loadFlat(new Uint8Array(size), 'a.bin', address)).message;
}

describe('a flat binary', () => {
  it('is placed at its address, which is the entry and is called _start', () => {
    const image = loadFlat(Uint8Array.of(3, 0, 0, 0xd4), 'a.bin', 0x80000000n);
    expect(image).toMatchObject({ entry: 0x80000000n, symbols: new Map([['_start', 0x80000000n]]) });
    expect(image.segments).toMatchObject([
      { address: 0x80000000n, bytes: Uint8Array.of(3, 0, 0, 0xd4), executable: true },
    ]);
  });

  it('does not share its bytes with the caller', () => {
    const bytes = new Uint8Array(4);
    const image = loadFlat(bytes, 'a.bin', 0x80000000n);
    bytes.fill(1);
    expect(image.segments[0]!.bytes[0]).toBe(0);
  });

  it('fits up to the hypervisor and up to the end of RAM, and not a byte further', () => {
    loadFlat(new Uint8Array(0xf0000), 'a.bin', 0x80000000n);
    expect(messageOf(0xf0001, 0x80000000n)).toBe(
      "a.bin: 0x80000000 to 0x800f0001 overlaps the hypervisor's pages, 0x800f0000 to 0x80100000",
    );
    loadFlat(new Uint8Array(0xf00000), 'a.bin', 0x80100000n);
    expect(messageOf(0xf00001, 0x80100000n)).toContain('is not in RAM, 0x80000000 to 0x81000000');
  });

  it('is refused when it is empty, unaligned or outside of RAM', () => {
    expect(messageOf(0, 0x80000000n)).toBe('a.bin: the file is empty');
    expect(messageOf(4, 0x80000002n)).toBe('a.bin: the load address 0x80000002 must be a multiple of 4');
    expect(messageOf(4, 0n)).toContain('is not in RAM');
    expect(messageOf(4, -4n)).toContain('is not in RAM');
    expect(messageOf(4, 1n << 64n)).toContain('is not in RAM');
  });

  it('of any bytes at any address loads within RAM or is an InputError', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 64 }),
        fc.oneof(fc.bigInt(0x7fffff00n, 0x81000100n), fc.bigInt()),
        (bytes, address) => {
          try {
            const [segment] = loadFlat(bytes, 'a.bin', address).segments;
            expect(segment!.bytes).toEqual(bytes);
            expect(segment!.address + BigInt(bytes.length)).toBeLessThanOrEqual(0x81000000n);
          } catch (error) {
            if (!(error instanceof InputError)) throw error;
          }
        },
      ),
      { numRuns: 1000 },
    );
  });
});
