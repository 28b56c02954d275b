/** The second operand of data processing: a register shifted or extended. */

import { low, readM } from '../operation';

/** Kinds of shift, as the shift field has them. */
const LSL: u32 = 0;
const LSR: u32 = 1;
const ASR: u32 = 2;

/** The immediate of a shifted operand: the amount in 7:0, the kind in 9:8. */
export function shiftedM<T>(cpu: usize, op: usize): T {
  const value = readM<T>(cpu, op);
  const amount = low(op) & 0xff;
  const kind = <u32>(low(op) >> 8) & 3;
  if (kind === LSL) return value << (<T>amount);
  if (kind === LSR) return value >> <T>amount;
  if (kind === ASR) return arithmeticRight<T>(value, amount);
  return rotr<T>(value, <T>amount);
}

/** Shifts right with copies of the sign; T is unsigned. */
export function arithmeticRight<T>(value: T, amount: u32): T {
  if (sizeof<T>() === 8) return <T>(<i64>value >> <i64>amount);
  return <T>(<i32>value >> amount);
}

/** The immediate of an extended operand: the shift in 7:0, the option field in 10:8 (ExtendReg). */
export function extendedM(cpu: usize, op: usize): u64 {
  return extend(readM<u64>(cpu, op), <u32>(low(op) >> 8)) << (<u64>(low(op) & 0xff));
}

function extend(value: u64, option: u32): u64 {
  switch (option) {
    case 0:
      return value & 0xff;
    case 1:
      return value & 0xffff;
    case 2:
      return value & 0xffffffff;
    case 4:
      return <u64>(<i64>(<i8>value));
    case 5:
      return <u64>(<i64>(<i16>value));
    case 6:
      return <u64>(<i64>(<i32>value));
    default:
      return value;
  }
}
