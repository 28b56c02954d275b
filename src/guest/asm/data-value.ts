import { Complaint } from './complaint.ts';
import type { Evaluator } from './evaluate.ts';
import type { Expression } from './expression.ts';
import type { Moment } from './symbols.ts';
import type { Value } from './value.ts';

/**
 * The number that an expression puts into `size` bytes, or undefined where it has to wait. A number fits where its low
 * bits and one sign say all of it: from -(2^n - 1) to 2^n - 1, as gas has it. Where gas warns and cuts, this is an error.
 */
export function dataValue(
  evaluator: Evaluator,
  expression: Expression,
  moment: Moment,
  size: number,
): bigint | undefined {
  if (size > 8) return wideLiteral(expression) ?? wideValue(evaluator.evaluate(expression, moment), expression.at);
  const value = evaluator.evaluate(expression, moment);
  if (value === undefined || value.section !== undefined) return undefined;
  return checkFit(value.number, size, expression.at);
}

export function checkFit(number: bigint, size: number, at: number): bigint {
  const limit = 1n << BigInt(size * 8);
  if (size < 8 && (number >= limit || number <= -limit)) {
    throw new Complaint(`${hexadecimal(number)} does not fit in ${size === 1 ? '1 byte' : `${size} bytes`}`, at);
  }
  return number;
}

function hexadecimal(number: bigint): string {
  return number < 0n ? `-0x${(-number).toString(16)}` : `0x${number.toString(16)}`;
}

/** A number of up to 128 bits, written directly or after signs; undefined for any other expression. */
export function wideLiteral(expression: Expression): bigint | undefined {
  if (expression.kind === 'number') {
    if (expression.value >> 128n !== 0n) throw new Complaint('the number does not fit in 128 bits', expression.at);
    return expression.value;
  }
  if (expression.kind !== 'unary' || expression.operator !== '-') return undefined;
  const operand = wideLiteral(expression.operand);
  return operand === undefined ? undefined : -operand;
}

/** gas extends a 64-bit value with ones only where it was written with a minus sign. */
function wideValue(value: Value | undefined, at: number): bigint {
  if (value === undefined || value.section !== undefined) {
    throw new Complaint('a value of 16 bytes must be a number that is known here', at);
  }
  return value.negated ? value.number : BigInt.asUintN(64, value.number);
}
