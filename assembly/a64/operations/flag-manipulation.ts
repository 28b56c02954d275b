/** FEAT_FlagM and FEAT_FlagM2 (DDI 0487, C4.1.95.14, C4.1.95.15, C6.2.73, C6.2.32, C6.2.463). */

import { FLAG_C, FLAG_N, FLAG_V, FLAG_Z, readFlags, topBit, writeFlags } from '../flags';
import { low, numberM, readN } from '../operation';

/** The immediate is the rotation, m the mask of the flags to write. */
export function rmif(cpu: usize, op: usize): void {
  const rotated = <u32>rotr<u64>(readN<u64>(cpu, op), <u64>low(op));
  const mask = numberM(op);
  writeFlags(cpu, (readFlags(cpu) & ~mask) | (rotated & mask));
}

/** SETF8 and SETF16: V is whether the bit above T differs from T's sign. C stays. */
export function setf<T>(cpu: usize, op: usize): void {
  const value = readN<u32>(cpu, op);
  const bits = <T>value;
  const sign = topBit<T>(bits);
  const above = (value >> (sizeof<T>() * 8)) & 1;
  const zero: u32 = bits === 0 ? FLAG_Z : 0;
  writeFlags(cpu, (readFlags(cpu) & FLAG_C) | (sign << 3) | zero | (sign ^ above));
}

export function cfinv(cpu: usize, op: usize): void {
  writeFlags(cpu, readFlags(cpu) ^ FLAG_C);
}

/** Flags of an Arm floating-point comparison to those of the alternative format. */
export function axflag(cpu: usize, op: usize): void {
  const flags = readFlags(cpu);
  const unordered = (flags & FLAG_V) !== 0;
  const zero: u32 = (flags & FLAG_Z) !== 0 || unordered ? FLAG_Z : 0;
  const carry: u32 = (flags & FLAG_C) !== 0 && !unordered ? FLAG_C : 0;
  writeFlags(cpu, zero | carry);
}

/** The other way. */
export function xaflag(cpu: usize, op: usize): void {
  const flags = readFlags(cpu);
  const c = (flags & FLAG_C) !== 0;
  const z = (flags & FLAG_Z) !== 0;
  let result: u32 = 0;
  if (!c && !z) result |= FLAG_N;
  if (z && c) result |= FLAG_Z;
  if (c || z) result |= FLAG_C;
  if (!c && z) result |= FLAG_V;
  writeFlags(cpu, result);
}
