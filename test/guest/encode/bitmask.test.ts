import { describe, expect, it } from 'vitest';
import { bitmaskFields, bitmaskValue, isMoveWide, wideFields } from '../../../src/guest/encode/bitmask.ts';

function allFields(width: 32 | 64): { N: number; immr: number; imms: number; value: bigint }[] {
  const found = [];
  for (let code = 0; code < 1 << 13; code += 1) {
    const [N, immr, imms] = [code >> 12, (code >> 6) & 63, code & 63];
    const value = bitmaskValue(width, N, immr, imms);
    if (value !== undefined) found.push({ N, immr, imms, value });
  }
  return found;
}

describe('logical immediates', () => {
  it.each([
    [32, 1302],
    [64, 5334],
  ] as const)('have as many values of %i bits as the architecture says', (width, count) => {
    const values = new Set(allFields(width).map(({ value }) => value));
    expect(values.size).toBe(count);
    expect([...values].every((value) => value > 0n && value < (1n << BigInt(width)) - 1n)).toBe(true);
  });

  it.each([32, 64] as const)('of %i bits come back from their fields', (width) => {
    for (const { value } of allFields(width)) {
      const fields = bitmaskFields(width, value)!;
      expect(bitmaskValue(width, fields.N, fields.immr, fields.imms)).toBe(value);
    }
  });

  it('are none of these', () => {
    for (const value of [0n, 5n, 0x1234n, 0xffffffffffffffffn, 0x8000000000000005n]) {
      expect(bitmaskFields(64, value)).toBeUndefined();
    }
    expect(bitmaskFields(32, 0xffffffffn)).toBeUndefined();
    expect(bitmaskValue(32, 1, 0, 0)).toBeUndefined();
    expect(bitmaskValue(64, 0, 0, 0b111111)).toBeUndefined();
  });
});

describe('wide immediates', () => {
  it('have one half-word that is not zero', () => {
    expect(wideFields(64, 0n)).toEqual({ imm16: 0, hw: 0 });
    expect(wideFields(64, 0xabcd00000000n)).toEqual({ imm16: 0xabcd, hw: 2 });
    expect(wideFields(64, 0x10001n)).toBeUndefined();
    expect(wideFields(32, 0xffff0000n)).toEqual({ imm16: 0xffff, hw: 1 });
  });

  it('may be inverted', () => {
    expect(isMoveWide(64, 0xffffffffffff1234n)).toBe(true);
    expect(isMoveWide(32, 0xffff1234n)).toBe(true);
    expect(isMoveWide(64, 0xffff1234n)).toBe(false);
  });
});
