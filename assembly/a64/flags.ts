/** The working copy of NZCV: N 3, Z 2, C 1, V 0. */

import { REG_NZCV } from '../layout';

export const FLAG_N: u32 = 8;
export const FLAG_Z: u32 = 4;
export const FLAG_C: u32 = 2;
export const FLAG_V: u32 = 1;

export function readFlags(cpu: usize): u32 {
  return load<u32>(cpu, REG_NZCV);
}

export function writeFlags(cpu: usize, nzcv: u32): void {
  store<u32>(cpu, nzcv, REG_NZCV);
}

/** The top bit of a value of T, as 0 or 1. */
export function topBit<T>(value: T): u32 {
  return <u32>(value >> <T>(sizeof<T>() * 8 - 1));
}

/** N and Z of a result; T is unsigned. */
function signAndZero<T>(result: T): u32 {
  return (topBit<T>(result) << 3) | ((<u32>(result === 0)) << 2);
}

/** a + b with NZCV (AddWithCarry, carry in 0). */
export function addFlags<T>(cpu: usize, a: T, b: T): T {
  const result: T = a + b;
  const carry = (<u32>(result < a)) << 1;
  writeFlags(cpu, signAndZero<T>(result) | carry | topBit<T>((a ^ result) & (b ^ result)));
  return result;
}

/** a - b with NZCV (AddWithCarry of a and NOT b, carry in 1). */
export function subtractFlags<T>(cpu: usize, a: T, b: T): T {
  const result: T = a - b;
  const carry = (<u32>(a >= b)) << 1;
  writeFlags(cpu, signAndZero<T>(result) | carry | topBit<T>((a ^ b) & (a ^ result)));
  return result;
}

/** a + b + C with NZCV. */
export function addCarryFlags<T>(cpu: usize, a: T, b: T): T {
  const result: T = a + b + <T>((readFlags(cpu) >> 1) & 1);
  const carry = topBit<T>((a & b) | ((a | b) & ~result)) << 1;
  writeFlags(cpu, signAndZero<T>(result) | carry | topBit<T>((a ^ result) & (b ^ result)));
  return result;
}

/** NZCV of a logical result: C and V are 0. */
export function logicalFlags<T>(cpu: usize, result: T): T {
  writeFlags(cpu, signAndZero<T>(result));
  return result;
}

/** For each condition a bit for each value of NZCV: whether it holds (ConditionHolds). */
export function conditionMask(condition: u32): u32 {
  const mask = basicMask(condition >> 1);
  return condition & 1 && condition !== 15 ? mask ^ 0xffff : mask;
}

function basicMask(condition: u32): u32 {
  switch (condition) {
    case 0:
      return 0xf0f0; // Z
    case 1:
      return 0xcccc; // C
    case 2:
      return 0xff00; // N
    case 3:
      return 0xaaaa; // V
    case 4:
      return 0x0c0c; // C and not Z
    case 5:
      return 0xaa55; // N equals V
    case 6:
      return 0x0a05; // N equals V, and not Z
    default:
      return 0xffff;
  }
}

/** Whether a condition of {@link conditionMask} holds now. */
export function holds(cpu: usize, mask: u32): bool {
  return ((mask >> readFlags(cpu)) & 1) !== 0;
}
