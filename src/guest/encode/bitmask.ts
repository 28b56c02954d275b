/** N, immr and imms of a logical immediate. */
export interface BitmaskFields {
  N: number;
  immr: number;
  imms: number;
}

const ones = (width: number): bigint => (1n << BigInt(width)) - 1n;

function rotateRight(value: bigint, by: number, width: number): bigint {
  return ((value >> BigInt(by)) | (value << BigInt(width - by))) & ones(width);
}

function repeat(element: bigint, size: number, width: number): bigint {
  let value = element;
  for (let have = size; have < width; have *= 2) value |= value << BigInt(have);
  return value & ones(width);
}

/**
 * The 32- or 64-bit value of a logical immediate, or undefined where the fields are reserved
 * (DecodeBitMasks, DDI 0487, shared pseudocode).
 */
export function bitmaskValue(width: 32 | 64, n: number, immr: number, imms: number): bigint | undefined {
  const length = 31 - Math.clz32((n << 6) | (~imms & 0x3f));
  const size = 1 << length;
  if (length < 1 || size > width) return undefined;
  const count = imms & (size - 1);
  if (count === size - 1) return undefined;
  return repeat(rotateRight(ones(count + 1), immr & (size - 1), size), size, width);
}

/** The size in bits of the smallest element that `value` repeats. */
function elementSize(value: bigint, width: number): number {
  let size = width;
  while (size > 2 && (value & ones(size / 2)) === ((value >> BigInt(size / 2)) & ones(size / 2))) size /= 2;
  return size;
}

function bitCount(value: bigint): number {
  let count = 0;
  for (let rest = value; rest > 0n; rest &= rest - 1n) count += 1;
  return count;
}

/** The fields of a logical immediate of that width, or undefined where no logical immediate has this value. */
export function bitmaskFields(width: 32 | 64, value: bigint): BitmaskFields | undefined {
  if (value === 0n || value === ones(width)) return undefined;
  const size = elementSize(value, width);
  const element = value & ones(size);
  const count = bitCount(element);
  for (let immr = 0; immr < size; immr += 1) {
    if (rotateRight(ones(count), immr, size) !== element) continue;
    const imms = ((-2 * size) & 0x3f) | (count - 1);
    return { N: size === 64 ? 1 : 0, immr, imms };
  }
  return undefined;
}

/** The half-word that alone is not zero, as MOVZ takes it; undefined where there are several. */
export function wideFields(width: 32 | 64, value: bigint): { imm16: number; hw: number } | undefined {
  for (let hw = 0; hw < width / 16; hw += 1) {
    const shift = BigInt(16 * hw);
    if ((value & (0xffffn << shift)) === value) return { imm16: Number(value >> shift), hw };
  }
  return undefined;
}

/** Whether one MOVZ or MOVN makes the value. */
export function isMoveWide(width: 32 | 64, value: bigint): boolean {
  return wideFields(width, value) !== undefined || wideFields(width, ~value & ones(width)) !== undefined;
}
