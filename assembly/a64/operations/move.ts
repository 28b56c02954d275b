/** Moves, bitfields and extracts (DDI 0487, C4.1.93.7 to C4.1.93.9). */

import { immediate, low, numberM, readD, readM, readN, writeD } from '../operation';

/** MOVZ, MOVN, ADR and ADRP: the value is known when decoding. */
export function moveImmediate(cpu: usize, op: usize): void {
  writeD(cpu, op, immediate(op));
}

/** ORR with XZR and no shift. */
export function moveRegister<T>(cpu: usize, op: usize): void {
  writeD(cpu, op, <u64>readM<T>(cpu, op));
}

/** MOVK: m is the shift, the immediate is in its place. */
export function moveKeep<T>(cpu: usize, op: usize): void {
  const hole = ~((<T>0xffff) << (<T>numberM(op)));
  writeD(cpu, op, <u64>(<T>((readD<T>(cpu, op) & hole) | <T>immediate(op))));
}

/** UBFM that extracts: m is the shift, the immediate the mask of the field at bit 0. */
export function unsignedExtract(cpu: usize, op: usize): void {
  writeD(cpu, op, (readN<u64>(cpu, op) >> <u64>numberM(op)) & immediate(op));
}

/** UBFM that inserts in zeros: the same, shifted left. */
export function unsignedInsert(cpu: usize, op: usize): void {
  writeD(cpu, op, (readN<u64>(cpu, op) & immediate(op)) << (<u64>numberM(op)));
}

/** SBFM: left by m, right by the immediate; T is the width of the result. */
export function signedBitfield<T>(cpu: usize, op: usize): void {
  const left = readN<i64>(cpu, op) << (<i64>numberM(op));
  writeD(cpu, op, <u64>(<T>(left >> <i64>low(op))));
}

/** BFM: m is the rotation, the immediate the mask of the field in its place. */
export function bitfieldMove<T>(cpu: usize, op: usize): void {
  const mask = <T>immediate(op);
  const moved: T = rotr<T>(readN<T>(cpu, op), <T>numberM(op));
  writeD(cpu, op, <u64>(<T>((readD<T>(cpu, op) & ~mask) | (moved & mask))));
}

/** EXTR; the immediate is the lowest bit, not 0. */
export function extract<T>(cpu: usize, op: usize): void {
  const shift = <T>low(op);
  const upper: T = readN<T>(cpu, op) << (<T>(sizeof<T>() * 8) - shift);
  writeD(cpu, op, <u64>(<T>(upper | (readM<T>(cpu, op) >> shift))));
}
