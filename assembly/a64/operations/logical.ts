/**
 * Logical operations: immediate and shifted register (DDI 0487, C4.1.93.6, C4.1.95.11). BIC, ORN, EON and BICS are AND,
 * ORR, EOR and ANDS of the second operand inverted: the upper half of the immediate is all ones for them.
 */

import { logicalFlags } from '../flags';
import { high, immediate, readM, readN, writeD } from '../operation';
import { shiftedM } from './operand';

/** All ones or all zeros in the width of T. */
function inversion<T>(op: usize): T {
  return <T>(<i64>(<i32>high(op)));
}

function plain<T>(cpu: usize, op: usize): T {
  return readM<T>(cpu, op) ^ inversion<T>(op);
}

function shifted<T>(cpu: usize, op: usize): T {
  return shiftedM<T>(cpu, op) ^ inversion<T>(op);
}

export function andImmediate<T>(cpu: usize, op: usize): void {
  writeD(cpu, op, <u64>(<T>(readN<T>(cpu, op) & <T>immediate(op))));
}

export function orrImmediate<T>(cpu: usize, op: usize): void {
  writeD(cpu, op, <u64>(<T>(readN<T>(cpu, op) | <T>immediate(op))));
}

export function eorImmediate<T>(cpu: usize, op: usize): void {
  writeD(cpu, op, <u64>(<T>(readN<T>(cpu, op) ^ <T>immediate(op))));
}

export function andsImmediate<T>(cpu: usize, op: usize): void {
  writeD(cpu, op, <u64>logicalFlags<T>(cpu, readN<T>(cpu, op) & <T>immediate(op)));
}

export function and<T>(cpu: usize, op: usize): void {
  writeD(cpu, op, <u64>(<T>(readN<T>(cpu, op) & plain<T>(cpu, op))));
}

export function orr<T>(cpu: usize, op: usize): void {
  writeD(cpu, op, <u64>(<T>(readN<T>(cpu, op) | plain<T>(cpu, op))));
}

export function eor<T>(cpu: usize, op: usize): void {
  writeD(cpu, op, <u64>(<T>(readN<T>(cpu, op) ^ plain<T>(cpu, op))));
}

export function ands<T>(cpu: usize, op: usize): void {
  writeD(cpu, op, <u64>logicalFlags<T>(cpu, readN<T>(cpu, op) & plain<T>(cpu, op)));
}

export function andShifted<T>(cpu: usize, op: usize): void {
  writeD(cpu, op, <u64>(<T>(readN<T>(cpu, op) & shifted<T>(cpu, op))));
}

export function orrShifted<T>(cpu: usize, op: usize): void {
  writeD(cpu, op, <u64>(<T>(readN<T>(cpu, op) | shifted<T>(cpu, op))));
}

export function eorShifted<T>(cpu: usize, op: usize): void {
  writeD(cpu, op, <u64>(<T>(readN<T>(cpu, op) ^ shifted<T>(cpu, op))));
}

export function andsShifted<T>(cpu: usize, op: usize): void {
  writeD(cpu, op, <u64>logicalFlags<T>(cpu, readN<T>(cpu, op) & shifted<T>(cpu, op)));
}
