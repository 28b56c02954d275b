/**
 * 64-bit words as two signed 32-bit halves, so that the explorers compute without bigint. An operation leaves its result
 * in {@link out}; where `wide` is false it computes with 32 bits and clears the upper half, as the W form of an
 * instruction does.
 */
export interface Word {
  lo: number;
  hi: number;
}

/** What the last operation computed. */
export const out: Word = { lo: 0, hi: 0 };

/** An operation on two words; unary ones ignore the second. */
export type Operation = (wide: boolean, aLo: number, aHi: number, bLo: number, bHi: number) => void;

function give(wide: boolean, lo: number, hi: number): void {
  out.lo = lo | 0;
  out.hi = wide ? hi | 0 : 0;
}

/** Whether the sum of two unsigned 32-bit numbers and a carry does not fit. */
const carries = (a: number, b: number, carry: number): number => ((a >>> 0) + (b >>> 0) + carry > 0xffffffff ? 1 : 0);

export const move: Operation = (wide, aLo, aHi) => give(wide, aLo, aHi);

export const add: Operation = (wide, aLo, aHi, bLo, bHi) => give(wide, aLo + bLo, aHi + bHi + carries(aLo, bLo, 0));

export const subtract: Operation = (wide, aLo, aHi, bLo, bHi) =>
  give(wide, aLo - bLo, aHi - bHi - (aLo >>> 0 < bLo >>> 0 ? 1 : 0));

export const and: Operation = (wide, aLo, aHi, bLo, bHi) => give(wide, aLo & bLo, aHi & bHi);
export const or: Operation = (wide, aLo, aHi, bLo, bHi) => give(wide, aLo | bLo, aHi | bHi);
export const exclusiveOr: Operation = (wide, aLo, aHi, bLo, bHi) => give(wide, aLo ^ bLo, aHi ^ bHi);
export const andNot: Operation = (wide, aLo, aHi, bLo, bHi) => give(wide, aLo & ~bLo, aHi & ~bHi);
export const orNot: Operation = (wide, aLo, aHi, bLo, bHi) => give(wide, aLo | ~bLo, aHi | ~bHi);
export const exclusiveOrNot: Operation = (wide, aLo, aHi, bLo, bHi) => give(wide, aLo ^ ~bLo, aHi ^ ~bHi);

export const shiftLeft: Operation = (wide, aLo, aHi, bLo) => {
  if (!wide) return give(false, aLo << (bLo & 31), 0);
  const amount = bLo & 63;
  if (amount === 0) return give(true, aLo, aHi);
  if (amount >= 32) return give(true, 0, aLo << (amount - 32));
  return give(true, aLo << amount, (aHi << amount) | (aLo >>> (32 - amount)));
};

export const shiftRight: Operation = (wide, aLo, aHi, bLo) => {
  if (!wide) return give(false, aLo >>> (bLo & 31), 0);
  const amount = bLo & 63;
  if (amount === 0) return give(true, aLo, aHi);
  if (amount >= 32) return give(true, aHi >>> (amount - 32), 0);
  return give(true, (aLo >>> amount) | (aHi << (32 - amount)), aHi >>> amount);
};

export const shiftRightSigned: Operation = (wide, aLo, aHi, bLo) => {
  if (!wide) return give(false, aLo >> (bLo & 31), 0);
  const amount = bLo & 63;
  if (amount === 0) return give(true, aLo, aHi);
  if (amount >= 32) return give(true, aHi >> (amount - 32), aHi >> 31);
  return give(true, (aLo >>> amount) | (aHi << (32 - amount)), aHi >> amount);
};

export const rotateRight: Operation = (wide, aLo, aHi, bLo) => {
  if (!wide) {
    const few = bLo & 31;
    return give(false, few === 0 ? aLo : (aLo >>> few) | (aLo << (32 - few)), 0);
  }
  const amount = bLo & 63;
  const [lo, hi] = amount >= 32 ? [aHi, aLo] : [aLo, aHi];
  const rest = amount & 31;
  if (rest === 0) return give(true, lo, hi);
  return give(true, (lo >>> rest) | (hi << (32 - rest)), (hi >>> rest) | (lo << (32 - rest)));
};

/** The upper half of the product of two unsigned 32-bit numbers. */
function upperProduct(a: number, b: number): number {
  const [aLow, aHigh, bLow, bHigh] = [a & 0xffff, a >>> 16, b & 0xffff, b >>> 16];
  const middle = aHigh * bLow + ((aLow * bLow) >>> 16);
  const other = aLow * bHigh + (middle & 0xffff);
  return aHigh * bHigh + Math.floor(middle / 0x10000) + Math.floor(other / 0x10000);
}

export const multiply: Operation = (wide, aLo, aHi, bLo, bHi) =>
  give(wide, Math.imul(aLo, bLo), wide ? (upperProduct(aLo, bLo) | 0) + Math.imul(aLo, bHi) + Math.imul(aHi, bLo) : 0);

/** The low `b` bits of a, sign extended; b is 8, 16 or 32. */
export const signExtend: Operation = (wide, aLo, _aHi, bLo) => {
  const lo = (aLo << (32 - bLo)) >> (32 - bLo);
  give(wide, lo, lo >> 31);
};

/** The low `b` bits of a; b is 8, 16 or 32. */
export const zeroExtend: Operation = (wide, aLo, _aHi, bLo) => give(wide, (aLo << (32 - bLo)) >>> (32 - bLo), 0);

/** Words as unsigned numbers: negative, zero or positive as a is below, equal to or above b. */
export function compareUnsigned(aLo: number, aHi: number, bLo: number, bHi: number): number {
  return aHi !== bHi ? (aHi >>> 0) - (bHi >>> 0) : (aLo >>> 0) - (bLo >>> 0);
}

/** The same for signed numbers. */
export function compareSigned(aLo: number, aHi: number, bLo: number, bHi: number): number {
  return aHi !== bHi ? aHi - bHi : (aLo >>> 0) - (bLo >>> 0);
}

const flag = (condition: boolean, bit: number): number => (condition ? bit : 0);

/** NZCV of a + b + carry, N in bit 3. */
export function additionFlags(
  wide: boolean,
  aLo: number,
  aHi: number,
  bLo: number,
  bHi: number,
  carry: number,
): number {
  const lo = (aLo + bLo + carry) | 0;
  const carryLow = carries(aLo, bLo, carry);
  const hi = (aHi + bHi + carryLow) | 0;
  const [a, b, top] = wide ? [aHi, bHi, hi] : [aLo, bLo, lo];
  const carryOut = wide ? carries(aHi, bHi, carryLow) : carryLow;
  const zero = lo === 0 && (!wide || hi === 0);
  return flag(top < 0, 8) | flag(zero, 4) | flag(carryOut === 1, 2) | flag(((a ^ top) & (b ^ top)) < 0, 1);
}

export const flagsOfAdd: Operation = (wide, aLo, aHi, bLo, bHi) =>
  give(false, additionFlags(wide, aLo, aHi, bLo, bHi, 0), 0);

export const flagsOfSubtract: Operation = (wide, aLo, aHi, bLo, bHi) =>
  give(false, additionFlags(wide, aLo, aHi, ~bLo, ~bHi, 1), 0);

/** NZCV of a logical result: C and V are 0. */
export const flagsOfResult: Operation = (wide, aLo, aHi) => {
  const zero = aLo === 0 && (!wide || aHi === 0);
  give(false, flag((wide ? aHi : aLo) < 0, 8) | flag(zero, 4), 0);
};

/** Whether the condition of an instruction (bits 3:0 in b) holds for NZCV in a: 1 or 0. */
export const conditionHolds: Operation = (_wide, aLo, _aHi, bLo) => give(false, holds(bLo, aLo) ? 1 : 0, 0);

function holds(condition: number, nzcv: number): boolean {
  if (condition >= 14) return true;
  const n = (nzcv & 8) !== 0;
  const z = (nzcv & 4) !== 0;
  const c = (nzcv & 2) !== 0;
  const v = (nzcv & 1) !== 0;
  const basic = [z, c, n, v, c && !z, n === v, n === v && !z][condition >> 1]!;
  return (condition & 1) === 1 ? !basic : basic;
}

/** 1 where the words are equal, else 0. */
export const equal: Operation = (wide, aLo, aHi, bLo, bHi) =>
  give(false, aLo === bLo && (!wide || aHi === bHi) ? 1 : 0, 0);

const choose = (first: boolean, aLo: number, aHi: number, bLo: number, bHi: number): void =>
  first ? give(true, aLo, aHi) : give(true, bLo, bHi);

export const maximum: Operation = (_wide, aLo, aHi, bLo, bHi) =>
  choose(compareUnsigned(aLo, aHi, bLo, bHi) >= 0, aLo, aHi, bLo, bHi);
export const minimum: Operation = (_wide, aLo, aHi, bLo, bHi) =>
  choose(compareUnsigned(aLo, aHi, bLo, bHi) <= 0, aLo, aHi, bLo, bHi);
export const maximumSigned: Operation = (_wide, aLo, aHi, bLo, bHi) =>
  choose(compareSigned(aLo, aHi, bLo, bHi) >= 0, aLo, aHi, bLo, bHi);
export const minimumSigned: Operation = (_wide, aLo, aHi, bLo, bHi) =>
  choose(compareSigned(aLo, aHi, bLo, bHi) <= 0, aLo, aHi, bLo, bHi);
/** The second word: what an exchange writes. */
export const second: Operation = (wide, _aLo, _aHi, bLo, bHi) => give(wide, bLo, bHi);

function reversedBits(value: number): number {
  let result = 0;
  for (let bit = 0; bit < 32; bit += 1) result |= ((value >>> bit) & 1) << (31 - bit);
  return result;
}

export const reverseBits: Operation = (wide, aLo, aHi) =>
  wide ? give(true, reversedBits(aHi), reversedBits(aLo)) : give(false, reversedBits(aLo), 0);

const swapBytes = (value: number): number =>
  (value << 24) | ((value & 0xff00) << 8) | ((value >>> 8) & 0xff00) | (value >>> 24);
const swapPairs = (value: number): number => ((value & 0xff00ff) << 8) | ((value >>> 8) & 0xff00ff);

export const reverseBytes: Operation = (wide, aLo, aHi) =>
  wide ? give(true, swapBytes(aHi), swapBytes(aLo)) : give(false, swapBytes(aLo), 0);
export const reverseBytes16: Operation = (wide, aLo, aHi) => give(wide, swapPairs(aLo), swapPairs(aHi));
export const reverseBytes32: Operation = (_wide, aLo, aHi) => give(true, swapBytes(aLo), swapBytes(aHi));

export const countLeadingZeros: Operation = (wide, aLo, aHi) => {
  const low = Math.clz32(aLo);
  give(false, !wide ? low : aHi === 0 ? 32 + low : Math.clz32(aHi), 0);
};

/** A word from an integer of any sign, modulo 2^64. */
export function wordFromBigint(value: bigint): Word {
  return { lo: Number(BigInt.asIntN(32, value)), hi: Number(BigInt.asIntN(32, value >> 32n)) };
}

/** The word as an unsigned integer. */
export function wordToBigint({ lo, hi }: Word): bigint {
  return (BigInt(hi >>> 0) << 32n) | BigInt(lo >>> 0);
}
