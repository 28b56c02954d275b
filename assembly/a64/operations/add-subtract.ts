/** Add and subtract: immediate, shifted register, extended register, with carry (DDI 0487, C4.1.93.4, C4.1.95). */

import { addCarryFlags, addFlags, readFlags, subtractFlags } from '../flags';
import { immediate, readM, readN, writeD } from '../operation';
import { extendedM, shiftedM } from './operand';

export function addImmediate<T>(cpu: usize, op: usize): void {
  writeD(cpu, op, <u64>(<T>(readN<T>(cpu, op) + <T>immediate(op))));
}

export function addsImmediate<T>(cpu: usize, op: usize): void {
  writeD(cpu, op, <u64>addFlags<T>(cpu, readN<T>(cpu, op), <T>immediate(op)));
}

export function subsImmediate<T>(cpu: usize, op: usize): void {
  writeD(cpu, op, <u64>subtractFlags<T>(cpu, readN<T>(cpu, op), <T>immediate(op)));
}

export function add<T>(cpu: usize, op: usize): void {
  writeD(cpu, op, <u64>(<T>(readN<T>(cpu, op) + readM<T>(cpu, op))));
}

export function adds<T>(cpu: usize, op: usize): void {
  writeD(cpu, op, <u64>addFlags<T>(cpu, readN<T>(cpu, op), readM<T>(cpu, op)));
}

export function sub<T>(cpu: usize, op: usize): void {
  writeD(cpu, op, <u64>(<T>(readN<T>(cpu, op) - readM<T>(cpu, op))));
}

export function subs<T>(cpu: usize, op: usize): void {
  writeD(cpu, op, <u64>subtractFlags<T>(cpu, readN<T>(cpu, op), readM<T>(cpu, op)));
}

export function addShifted<T>(cpu: usize, op: usize): void {
  writeD(cpu, op, <u64>(<T>(readN<T>(cpu, op) + shiftedM<T>(cpu, op))));
}

export function addsShifted<T>(cpu: usize, op: usize): void {
  writeD(cpu, op, <u64>addFlags<T>(cpu, readN<T>(cpu, op), shiftedM<T>(cpu, op)));
}

export function subShifted<T>(cpu: usize, op: usize): void {
  writeD(cpu, op, <u64>(<T>(readN<T>(cpu, op) - shiftedM<T>(cpu, op))));
}

export function subsShifted<T>(cpu: usize, op: usize): void {
  writeD(cpu, op, <u64>subtractFlags<T>(cpu, readN<T>(cpu, op), shiftedM<T>(cpu, op)));
}

export function addExtended<T>(cpu: usize, op: usize): void {
  writeD(cpu, op, <u64>(<T>(readN<T>(cpu, op) + <T>extendedM(cpu, op))));
}

export function addsExtended<T>(cpu: usize, op: usize): void {
  writeD(cpu, op, <u64>addFlags<T>(cpu, readN<T>(cpu, op), <T>extendedM(cpu, op)));
}

export function subExtended<T>(cpu: usize, op: usize): void {
  writeD(cpu, op, <u64>(<T>(readN<T>(cpu, op) - <T>extendedM(cpu, op))));
}

export function subsExtended<T>(cpu: usize, op: usize): void {
  writeD(cpu, op, <u64>subtractFlags<T>(cpu, readN<T>(cpu, op), <T>extendedM(cpu, op)));
}

/** ADC; SBC where the immediate, all ones, inverts the second operand. */
export function adc<T>(cpu: usize, op: usize): void {
  const carry = <T>((readFlags(cpu) >> 1) & 1);
  writeD(cpu, op, <u64>(<T>(readN<T>(cpu, op) + (readM<T>(cpu, op) ^ <T>immediate(op)) + carry)));
}

export function adcs<T>(cpu: usize, op: usize): void {
  const second: T = readM<T>(cpu, op) ^ <T>immediate(op);
  writeD(cpu, op, <u64>addCarryFlags<T>(cpu, readN<T>(cpu, op), second));
}
