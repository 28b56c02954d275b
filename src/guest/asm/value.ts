import { Complaint } from './complaint.ts';
import type { BinaryOperator, UnaryOperator } from './expression.ts';
import type { Section } from './section.ts';

/** What an expression is worth: a number, or a place in a section (`number` is then the offset). */
export interface Value {
  section: Section | undefined;
  /** Signed, 64 bits. */
  number: bigint;
  /** Written with a minus sign: gas extends such a number with ones where more than 64 bits are asked for. */
  negated: boolean;
}

export function absolute(number: bigint, negated = false): Value {
  return { section: undefined, number: BigInt.asIntN(64, number), negated };
}

const TRUE = -1n;

function truth(condition: boolean): bigint {
  return condition ? TRUE : 0n;
}

type Operation = (left: bigint, right: bigint) => bigint;

/** As gas computes: 64 bits, division rounds towards zero, `>>` shifts zeros in, comparisons are signed and give -1 or 0. */
const OPERATIONS: Record<Exclude<BinaryOperator, '/' | '%' | '<<' | '>>'>, Operation> = {
  '*': (left, right) => left * right,
  '|': (left, right) => left | right,
  '!': (left, right) => left | ~right,
  '^': (left, right) => left ^ right,
  '&': (left, right) => left & right,
  '+': (left, right) => left + right,
  '-': (left, right) => left - right,
  '==': (left, right) => truth(left === right),
  '!=': (left, right) => truth(left !== right),
  '<': (left, right) => truth(left < right),
  '<=': (left, right) => truth(left <= right),
  '>=': (left, right) => truth(left >= right),
  '>': (left, right) => truth(left > right),
  '&&': (left, right) => (left !== 0n && right !== 0n ? 1n : 0n),
  '||': (left, right) => (left !== 0n || right !== 0n ? 1n : 0n),
};

/** `left operator right` on numbers; `at` is where the operator stands. */
export function compute(operator: BinaryOperator, left: bigint, right: bigint, at: number): bigint {
  if (operator === '/' || operator === '%') {
    if (right === 0n) throw new Complaint('division by zero', at);
    return operator === '/' ? left / right : left % right;
  }
  if (operator === '<<' || operator === '>>') {
    if (right < 0n || right > 63n) throw new Complaint(`the shift count ${right} is not between 0 and 63`, at);
    return operator === '<<' ? left << right : BigInt.asUintN(64, left) >> right;
  }
  return OPERATIONS[operator](left, right);
}

export function negate(operator: UnaryOperator, value: Value): Value {
  if (operator === '+') return value;
  if (operator === '-') return absolute(-value.number, true);
  if (operator === '~') return absolute(~value.number, value.negated);
  return absolute(value.number === 0n ? 1n : 0n, value.negated);
}
