/** Conditional select and compare (DDI 0487, C4.1.95.18 to C4.1.95.20). Conditions are masks (flags.ts). */

import { addFlags, holds, subtractFlags, writeFlags } from '../flags';
import { high, low, numberD, readM, readN, writeD } from '../operation';

export function csel<T>(cpu: usize, op: usize): void {
  const yes = readN<T>(cpu, op);
  const no = readM<T>(cpu, op);
  writeD(cpu, op, <u64>(holds(cpu, low(op)) ? yes : no));
}

export function csinc<T>(cpu: usize, op: usize): void {
  const yes = readN<T>(cpu, op);
  const no: T = readM<T>(cpu, op) + 1;
  writeD(cpu, op, <u64>(holds(cpu, low(op)) ? yes : no));
}

export function csinv<T>(cpu: usize, op: usize): void {
  const yes = readN<T>(cpu, op);
  const no: T = ~readM<T>(cpu, op);
  writeD(cpu, op, <u64>(holds(cpu, low(op)) ? yes : no));
}

export function csneg<T>(cpu: usize, op: usize): void {
  const yes = readN<T>(cpu, op);
  const no: T = <T>0 - readM<T>(cpu, op);
  writeD(cpu, op, <u64>(holds(cpu, low(op)) ? yes : no));
}

/** d is the NZCV for a condition that does not hold. */
export function ccmn<T>(cpu: usize, op: usize): void {
  if (holds(cpu, low(op))) addFlags<T>(cpu, readN<T>(cpu, op), readM<T>(cpu, op));
  else writeFlags(cpu, numberD(op));
}

export function ccmp<T>(cpu: usize, op: usize): void {
  if (holds(cpu, low(op))) subtractFlags<T>(cpu, readN<T>(cpu, op), readM<T>(cpu, op));
  else writeFlags(cpu, numberD(op));
}

/** The upper half of the immediate is the second operand. */
export function ccmnImmediate<T>(cpu: usize, op: usize): void {
  if (holds(cpu, low(op))) addFlags<T>(cpu, readN<T>(cpu, op), <T>high(op));
  else writeFlags(cpu, numberD(op));
}

export function ccmpImmediate<T>(cpu: usize, op: usize): void {
  if (holds(cpu, low(op))) subtractFlags<T>(cpu, readN<T>(cpu, op), <T>high(op));
  else writeFlags(cpu, numberD(op));
}
