/**
 * Moves between and into SIMD and FP registers, and bitwise operations (DDI 0487, C4.1.97). The slot of an element is its
 * register's plus its place in there; what is not written of a register is cleared, but for INS.
 */

import { isVectorUsable } from '../fp-trap';
import { immediate, numberD, numberM, numberN } from '../operation';
import { widen } from './load-store';
import { loadVector } from './vector-load-store';

/** Writes 64 bits, or the same 64 bits twice where `full` is not 0. */
function writeVector(register: usize, bits: u64, full: u32): void {
  store<u64>(register, bits);
  store<u64>(register, full ? bits : 0, 8);
}

/** A value of T in all places of 64 bits. */
function replicate<T>(value: T): u64 {
  if (sizeof<T>() === 1) return <u64>value * 0x0101010101010101;
  if (sizeof<T>() === 2) return <u64>value * 0x0001000100010001;
  return sizeof<T>() === 4 ? <u64>value * 0x0000000100000001 : <u64>value;
}

/** UMOV, SMOV, FMOV to a general-purpose register: n is the element. */
export function readElement<T, R>(cpu: usize, op: usize): bool {
  if (!isVectorUsable(cpu)) return false;
  store<u64>(cpu + numberD(op), widen<T, R>(load<T>(cpu + numberN(op))));
  return true;
}

/** INS and FMOV to the upper half: d is the element, n what goes there. */
export function writeElement<T>(cpu: usize, op: usize): bool {
  if (!isVectorUsable(cpu)) return false;
  store<T>(cpu + numberD(op), load<T>(cpu + numberN(op)));
  return true;
}

/** DUP (scalar), FMOV between registers and from a general-purpose one: n is what goes into the lowest element. */
export function moveScalar<T>(cpu: usize, op: usize): bool {
  if (!isVectorUsable(cpu)) return false;
  loadVector<T>(cpu + numberD(op), cpu + numberN(op));
  return true;
}

/** DUP: n is the element or register, m is Q. */
export function duplicate<T>(cpu: usize, op: usize): bool {
  if (!isVectorUsable(cpu)) return false;
  writeVector(cpu + numberD(op), replicate<T>(load<T>(cpu + numberN(op))), numberM(op));
  return true;
}

/** MOVI, MVNI and FMOV (immediate): m is Q. */
export function moveVectorImmediate(cpu: usize, op: usize): bool {
  if (!isVectorUsable(cpu)) return false;
  writeVector(cpu + numberD(op), immediate(op), numberM(op));
  return true;
}

/** ORR (immediate). */
export function orrVectorImmediate(cpu: usize, op: usize): bool {
  if (!isVectorUsable(cpu)) return false;
  const register = cpu + numberD(op);
  const upper = numberM(op) ? load<u64>(register, 8) | immediate(op) : 0;
  store<u64>(register, load<u64>(register) | immediate(op));
  store<u64>(register, upper, 8);
  return true;
}

/** BIC (immediate): the immediate is inverted. */
export function andVectorImmediate(cpu: usize, op: usize): bool {
  if (!isVectorUsable(cpu)) return false;
  const register = cpu + numberD(op);
  const upper = numberM(op) ? load<u64>(register, 8) & immediate(op) : 0;
  store<u64>(register, load<u64>(register) & immediate(op));
  store<u64>(register, upper, 8);
  return true;
}

/** Writes the register d; the immediate is Q. */
function finish(cpu: usize, op: usize, value: v128): bool {
  const register = cpu + numberD(op);
  v128.store(register, value);
  if (!immediate(op)) store<u64>(register, 0, 8);
  return true;
}

export function andVector(cpu: usize, op: usize): bool {
  if (!isVectorUsable(cpu)) return false;
  return finish(cpu, op, v128.and(v128.load(cpu + numberN(op)), v128.load(cpu + numberM(op))));
}

export function bicVector(cpu: usize, op: usize): bool {
  if (!isVectorUsable(cpu)) return false;
  return finish(cpu, op, v128.andnot(v128.load(cpu + numberN(op)), v128.load(cpu + numberM(op))));
}

export function orrVector(cpu: usize, op: usize): bool {
  if (!isVectorUsable(cpu)) return false;
  return finish(cpu, op, v128.or(v128.load(cpu + numberN(op)), v128.load(cpu + numberM(op))));
}

export function ornVector(cpu: usize, op: usize): bool {
  if (!isVectorUsable(cpu)) return false;
  return finish(cpu, op, v128.or(v128.load(cpu + numberN(op)), v128.not(v128.load(cpu + numberM(op)))));
}

export function eorVector(cpu: usize, op: usize): bool {
  if (!isVectorUsable(cpu)) return false;
  return finish(cpu, op, v128.xor(v128.load(cpu + numberN(op)), v128.load(cpu + numberM(op))));
}

/** BSL: the destination selects between n and m. */
export function bslVector(cpu: usize, op: usize): bool {
  if (!isVectorUsable(cpu)) return false;
  const select = v128.load(cpu + numberD(op));
  return finish(cpu, op, v128.bitselect(v128.load(cpu + numberN(op)), v128.load(cpu + numberM(op)), select));
}

/** BIT: m selects n where it is set. */
export function bitVector(cpu: usize, op: usize): bool {
  if (!isVectorUsable(cpu)) return false;
  const kept = v128.load(cpu + numberD(op));
  return finish(cpu, op, v128.bitselect(v128.load(cpu + numberN(op)), kept, v128.load(cpu + numberM(op))));
}

/** BIF: m selects n where it is clear. */
export function bifVector(cpu: usize, op: usize): bool {
  if (!isVectorUsable(cpu)) return false;
  const kept = v128.load(cpu + numberD(op));
  return finish(cpu, op, v128.bitselect(kept, v128.load(cpu + numberN(op)), v128.load(cpu + numberM(op))));
}

/** NOT (MVN). */
export function notVector(cpu: usize, op: usize): bool {
  if (!isVectorUsable(cpu)) return false;
  return finish(cpu, op, v128.not(v128.load(cpu + numberN(op))));
}
