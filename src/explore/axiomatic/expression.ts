import { exclusiveOr, type Operation, out, subtract, type Word, zeroExtend } from '../word.ts';

/** A value that may depend on what loads return. */
export type Expression =
  | { kind: 'constant'; lo: number; hi: number }
  /** What the load of that number in its thread returns, zero extended. */
  | { kind: 'load'; load: number }
  | { kind: 'compute'; operation: Operation; wide: boolean; left: Expression; right: Expression };

export const constant = (lo: number, hi = 0): Expression => ({ kind: 'constant', lo, hi });
export const zero = constant(0);

/** An operation on expressions, computed at once where both are known. `x ^ x` and `x - x` are 0 whatever x is. */
export function compute(operation: Operation, wide: boolean, left: Expression, right: Expression): Expression {
  if (left.kind === 'constant' && right.kind === 'constant') {
    operation(wide, left.lo, left.hi, right.lo, right.hi);
    return constant(out.lo, out.hi);
  }
  if (left === right && (operation === exclusiveOr || operation === subtract)) return zero;
  return { kind: 'compute', operation, wide, left, right };
}

/** Whether two expressions certainly have the same value. */
export function sameExpression(a: Expression, b: Expression): boolean {
  if (a === b) return true;
  if (a.kind === 'constant') return b.kind === 'constant' && a.lo === b.lo && a.hi === b.hi;
  return a.kind === 'load' && b.kind === 'load' && a.load === b.load;
}

/** What loads return: the word of a load by its number, or undefined where it is not known yet. */
export type LoadValues = (load: number) => Word | undefined;

const result: Word = { lo: 0, hi: 0 };

/** The value of an expression in {@link value}'s shared result; false where it depends on a load that is not known. */
function evaluateInto(expression: Expression, loads: LoadValues): boolean {
  if (expression.kind === 'constant') return give(expression.lo, expression.hi);
  if (expression.kind === 'load') {
    const word = loads(expression.load);
    return word !== undefined && give(word.lo, word.hi);
  }
  if (!evaluateInto(expression.left, loads)) return false;
  const { lo, hi } = result;
  if (!evaluateInto(expression.right, loads)) return false;
  expression.operation(expression.wide, lo, hi, result.lo, result.hi);
  return give(out.lo, out.hi);
}

function give(lo: number, hi: number): true {
  result.lo = lo;
  result.hi = hi;
  return true;
}

/** The value of an expression; undefined where it depends on a load that is not known. The object is reused. */
export function value(expression: Expression, loads: LoadValues): Readonly<Word> | undefined {
  return evaluateInto(expression, loads) ? result : undefined;
}

/** The low `size` bytes of an expression, as memory holds them. */
export function truncate(expression: Expression, size: number): Expression {
  if (size === 8) return expression;
  return compute(zeroExtend, true, expression, constant(8 * size));
}
