import type { ValueType } from './test.ts';

const pointerType: ValueType = { name: 'pointer', size: 8, signed: false };

/** Type of a register or location that none is given for: as in herd, whatever its width. */
export const defaultType: ValueType = { name: 'int', size: 4, signed: true };

/** Type of a location that none is given for where the program has accesses of eight bytes. */
export const longType: ValueType = { name: 'int64_t', size: 8, signed: true };

const sizes: Record<string, [size: number, signed: boolean]> = {
  char: [1, false],
  short: [2, true],
  int: [4, true],
  long: [8, true],
  unsigned: [4, false],
  signed: [4, true],
  size_t: [8, false],
  intptr_t: [8, true],
  uintptr_t: [8, false],
  bool: [1, false],
  u8: [1, false],
  u16: [2, false],
  u32: [4, false],
  u64: [8, false],
};
for (const bits of [8, 16, 32, 64]) {
  sizes[`int${bits}_t`] = [bits / 8, true];
  sizes[`uint${bits}_t`] = [bits / 8, false];
}

const qualifiers = new Set(['const', 'volatile', 'static', '_Atomic', 'atomic']);

/** The type that these words of C name; undefined where they name none. */
export function typeFromWords(words: readonly string[], pointer: boolean): ValueType | undefined {
  const plain = words.filter((word) => !qualifiers.has(word)).map((word) => word.replace(/^atomic_(?=int$|long$)/, ''));
  if (plain.some((word) => sizes[word] === undefined)) return undefined;
  if (pointer) return pointerType;
  if (plain.length === 0) return words.length > 0 ? defaultType : undefined;
  const base = plain.filter((word) => word !== 'unsigned' && word !== 'signed');
  const main = base.length > 1 && base.includes('int') ? base.filter((word) => word !== 'int') : base;
  const [size, signed] = sizes[main[0] ?? plain[0]!]!;
  return {
    name: words.join(' '),
    size,
    signed: plain.includes('unsigned') ? false : signed || plain.includes('signed'),
  };
}
