/** The register file of a vCPU. `cpu` is always the address of its block (layout.ts). */

import { REG_X, VCPU_START, VCPU_STRIDE } from '../layout';

export function blockOf(vcpu: i32): usize {
  return VCPU_START + <u32>vcpu * VCPU_STRIDE;
}

/** Xn, 64 bits; n from 0 to 30. */
export function readX(cpu: usize, n: u32): u64 {
  return load<u64>(cpu + ((<usize>n) << 3), REG_X);
}

/** Wn: the low half of Xn. */
export function readW(cpu: usize, n: u32): u32 {
  return load<u32>(cpu + ((<usize>n) << 3), REG_X);
}

export function writeX(cpu: usize, n: u32, value: u64): void {
  store<u64>(cpu + ((<usize>n) << 3), value, REG_X);
}

/** Two doublewords side by side in one store: a trap is as fast as its stores are few. */
export function storePair(at: usize, first: u64, second: u64): void {
  v128.store(at, i64x2.replace_lane(i64x2.splat(first), 1, second));
}

/** Copies 4 slots of 8 bytes, one by one. */
function copyEach4(to: usize, from: usize): void {
  store<u64>(to, load<u64>(from));
  store<u64>(to, load<u64>(from, 8), 8);
  store<u64>(to, load<u64>(from, 16), 16);
  store<u64>(to, load<u64>(from, 24), 24);
}

/** Copies x0 to x3 (32 bytes). */
export function copyX0X3(to: usize, from: usize): void {
  v128.store(to, v128.load(from));
  v128.store(to, v128.load(from, 16), 16);
}

/** Copies x0 to x7 (64 bytes). */
export function copyX0X7(to: usize, from: usize): void {
  copyX0X3(to, from);
  copyX0X3(to + 32, from + 32);
}

/** Copies x0 to x17 (144 bytes): what an SMCCC 1.2 call passes and returns. */
export function copyX0X17(to: usize, from: usize): void {
  copyX0X7(to, from);
  copyX0X7(to + 64, from + 64);
  v128.store(to, v128.load(from, 128), 128);
}

/**
 * Copies 32 slots of 8 bytes: x0 to x30 and the slot after them. x0 to x7 are read one by one: they are a call's arguments,
 * just written one by one, and a load of two of them at once would wait until both have left the store buffer.
 */
export function copyX0X31(to: usize, from: usize): void {
  copyEach4(to, from);
  copyEach4(to + 32, from + 32);
  copyX0X3(to + 64, from + 64);
  copyX0X3(to + 96, from + 96);
  copyX0X3(to + 128, from + 128);
  copyX0X3(to + 160, from + 160);
  copyX0X3(to + 192, from + 192);
  copyX0X3(to + 224, from + 224);
}

/** Zeroes x0 to x17 (144 bytes). */
export function zeroX0X17(to: usize): void {
  const zero = i64x2.splat(0);
  v128.store(to, zero);
  v128.store(to, zero, 16);
  zeroX4X7(to);
  zeroX8X17(to);
}

/** Zeroes x4 to x7 of a register file (32 bytes). */
export function zeroX4X7(to: usize): void {
  const zero = i64x2.splat(0);
  v128.store(to, zero, 32);
  v128.store(to, zero, 48);
}

/** Zeroes x8 to x17 of a register file (80 bytes). */
export function zeroX8X17(to: usize): void {
  const zero = i64x2.splat(0);
  v128.store(to, zero, 64);
  v128.store(to, zero, 80);
  v128.store(to, zero, 96);
  v128.store(to, zero, 112);
  v128.store(to, zero, 128);
}
