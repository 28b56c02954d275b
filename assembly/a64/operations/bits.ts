/** Data processing with one source (DDI 0487, C4.1.95.2). */

import { readN, writeD } from '../operation';

export function rbit<T>(cpu: usize, op: usize): void {
  const reversed = reverseBits(readN<u64>(cpu, op));
  writeD(cpu, op, sizeof<T>() === 4 ? reversed >> 32 : reversed);
}

function reverseBits(value: u64): u64 {
  let bits = ((value >> 1) & 0x5555555555555555) | ((value & 0x5555555555555555) << 1);
  bits = ((bits >> 2) & 0x3333333333333333) | ((bits & 0x3333333333333333) << 2);
  bits = ((bits >> 4) & 0x0f0f0f0f0f0f0f0f) | ((bits & 0x0f0f0f0f0f0f0f0f) << 4);
  return bswap<u64>(bits);
}

export function rev16<T>(cpu: usize, op: usize): void {
  const value = <u64>readN<T>(cpu, op);
  writeD(cpu, op, ((value >> 8) & 0x00ff00ff00ff00ff) | ((value & 0x00ff00ff00ff00ff) << 8));
}

/** Each word of a doubleword. */
export function rev32(cpu: usize, op: usize): void {
  writeD(cpu, op, rotr<u64>(bswap<u64>(readN<u64>(cpu, op)), 32));
}

export function rev<T>(cpu: usize, op: usize): void {
  writeD(cpu, op, <u64>bswap<T>(readN<T>(cpu, op)));
}

export function clz<T>(cpu: usize, op: usize): void {
  writeD(cpu, op, <u64>leadingZeros<T>(readN<T>(cpu, op)));
}

/** Leading bits that equal the sign, without the sign itself. */
export function cls<T>(cpu: usize, op: usize): void {
  const value = readN<T>(cpu, op);
  const changes: T = value ^ (value << 1);
  writeD(cpu, op, <u64>leadingZeros<T>(changes | 1));
}

function leadingZeros<T>(value: T): T {
  return sizeof<T>() === 8 ? <T>i64.clz(<i64>value) : <T>i32.clz(<i32>value);
}
