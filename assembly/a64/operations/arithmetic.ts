/** Data processing with two and three sources but for CRC32 (DDI 0487, C4.1.95.1, C4.1.95.21). */

import { low, readM, readN, writeD } from '../operation';
import { arithmeticRight } from './operand';

/** The third source of a multiplication: the immediate is its slot. */
function readA<T>(cpu: usize, op: usize): T {
  return load<T>(cpu + <u32>low(op));
}

export function madd<T>(cpu: usize, op: usize): void {
  writeD(cpu, op, <u64>(<T>(readA<T>(cpu, op) + readN<T>(cpu, op) * readM<T>(cpu, op))));
}

export function msub<T>(cpu: usize, op: usize): void {
  writeD(cpu, op, <u64>(<T>(readA<T>(cpu, op) - readN<T>(cpu, op) * readM<T>(cpu, op))));
}

/** SMADDL and UMADDL: T is i32 or u32. */
export function maddLong<T>(cpu: usize, op: usize): void {
  writeD(cpu, op, readA<u64>(cpu, op) + <u64>readN<T>(cpu, op) * <u64>readM<T>(cpu, op));
}

export function msubLong<T>(cpu: usize, op: usize): void {
  writeD(cpu, op, readA<u64>(cpu, op) - <u64>readN<T>(cpu, op) * <u64>readM<T>(cpu, op));
}

export function umulh(cpu: usize, op: usize): void {
  writeD(cpu, op, upperProduct(readN<u64>(cpu, op), readM<u64>(cpu, op)));
}

/** The signed product differs from the unsigned one by each operand for the other's sign. */
export function smulh(cpu: usize, op: usize): void {
  const a = readN<u64>(cpu, op);
  const b = readM<u64>(cpu, op);
  const correction = (<u64>(<i64>a >> 63) & b) + (<u64>(<i64>b >> 63) & a);
  writeD(cpu, op, upperProduct(a, b) - correction);
}

/** Bits 127:64 of a product, from products of halves. */
function upperProduct(a: u64, b: u64): u64 {
  const lowLow = (a & 0xffffffff) * (b & 0xffffffff);
  const middle = (a >> 32) * (b & 0xffffffff) + (lowLow >> 32);
  const other = (a & 0xffffffff) * (b >> 32) + (middle & 0xffffffff);
  return (a >> 32) * (b >> 32) + (middle >> 32) + (other >> 32);
}

/** Division by zero gives zero. */
export function udiv<T>(cpu: usize, op: usize): void {
  const divisor = readM<T>(cpu, op);
  writeD(cpu, op, divisor === 0 ? 0 : <u64>(<T>(readN<T>(cpu, op) / divisor)));
}

/** T is i32 or i64. The most negative number by -1 gives itself, which a WebAssembly division would trap on. */
export function sdiv<T>(cpu: usize, op: usize): void {
  const divisor = readM<T>(cpu, op);
  const dividend = readN<T>(cpu, op);
  let quotient: T = 0;
  if (divisor === -1) quotient = <T>0 - dividend;
  else if (divisor !== 0) quotient = dividend / divisor;
  writeD(cpu, op, sizeof<T>() === 4 ? <u64>(<u32>quotient) : <u64>quotient);
}

/** The amount is modulo the width, as WebAssembly's is. */
export function lslv<T>(cpu: usize, op: usize): void {
  writeD(cpu, op, <u64>(<T>(readN<T>(cpu, op) << readM<T>(cpu, op))));
}

export function lsrv<T>(cpu: usize, op: usize): void {
  writeD(cpu, op, <u64>(<T>(readN<T>(cpu, op) >> readM<T>(cpu, op))));
}

export function asrv<T>(cpu: usize, op: usize): void {
  const amount = <u32>readM<T>(cpu, op) & (sizeof<T>() * 8 - 1);
  writeD(cpu, op, <u64>arithmeticRight<T>(readN<T>(cpu, op), amount));
}

export function rorv<T>(cpu: usize, op: usize): void {
  writeD(cpu, op, <u64>rotr<T>(readN<T>(cpu, op), readM<T>(cpu, op)));
}
