import { Complaint } from './complaint.ts';
import { depthOf, type Expression } from './expression.ts';
import { type Budget, LIMITS } from './limits.ts';
import type { Definition, Moment, SymbolTable } from './symbols.ts';
import { absolute, compute, negate, type Value } from './value.ts';

type Binary = Extract<Expression, { kind: 'binary' }>;

/**
 * Works expressions out. While sections still grow, an expression may have to wait: the answer is then `undefined`. Once
 * sections have their addresses (`placed`), every expression has a value or is an error, and a place in a section stands
 * for its address wherever a number is needed.
 */
export class Evaluator {
  readonly #symbols: SymbolTable;
  readonly #budget: Budget;
  /** What evaluations met since their user last cleared it. */
  readonly met = {
    /** A symbol that is not defined: after other errors that is no news. */
    missing: false,
    /** A symbol that was defined after its use, or is weak and not defined at all. */
    later: false,
    /** An address that had to become a number. */
    address: false,
  };
  #placed = false;
  /** Definitions that are being evaluated, and the depth of their expressions together: what the stack has to hold. */
  #chain = 0;
  #depth = 0;
  /** Values of waiting definitions, valid until a symbol is defined. */
  #memo = new Map<Definition, Value | undefined>();

  constructor(symbols: SymbolTable, budget: Budget) {
    this.#symbols = symbols;
    this.#budget = budget;
  }

  /** From now on sections have addresses and all symbols are known. */
  place(): void {
    this.#placed = true;
    this.#memo.clear();
  }

  /** The value at `moment`, or undefined where it depends on what comes later. */
  evaluate(expression: Expression, moment: Moment): Value | undefined {
    switch (expression.kind) {
      case 'number':
        return absolute(checkWidth(expression.value, expression.at));
      case 'location':
        return moment.location;
      case 'symbol':
        return this.#symbol(expression.name, expression.at, moment);
      case 'numeric-label':
        return this.#numericLabel(expression, moment);
      case 'unary': {
        const operand = this.evaluate(expression.operand, moment);
        if (expression.operator === '+') return operand;
        const number = this.#number(operand);
        return number && negate(expression.operator, number);
      }
      case 'binary':
        return this.#binary(expression, moment);
    }
  }

  /** A value as a number: addresses of sections count once they are known. */
  #number(value: Value | undefined): Value | undefined {
    if (value?.section === undefined) return value;
    this.met.address = true;
    return this.#placed ? absolute(value.section.address + value.number) : undefined;
  }

  /** The number, signed, of an expression at the end of the assembly. */
  final(expression: Expression, moment: Moment): Value {
    return this.#number(this.evaluate(expression, moment))!;
  }

  /** Values of definitions may have changed: forget what waiting ones were found to be. */
  forget(): void {
    if (this.#memo.size > 0) this.#memo.clear();
  }

  #binary(expression: Binary, moment: Moment): Value | undefined {
    const left = this.evaluate(expression.left, moment);
    const right = this.evaluate(expression.right, moment);
    if (left === undefined || right === undefined) return undefined;
    const { operator, at } = expression;
    if (operator === '+' && right.section === undefined) return moved(left, right.number);
    if (operator === '+' && left.section === undefined) return moved(right, left.number);
    if (operator === '+') throw new Complaint('two addresses cannot be added', at);
    if (operator === '-' && right.section === undefined) return moved(left, -right.number);
    if (left.section !== right.section || !SAME_SECTION.has(operator)) return this.#compute(expression, left, right);
    return absolute(compute(operator, left.number, right.number, at), left.negated);
  }

  #compute(expression: Binary, left: Value, right: Value): Value | undefined {
    const first = this.#number(left);
    const second = this.#number(right);
    if (first === undefined || second === undefined) return undefined;
    return absolute(compute(expression.operator, first.number, second.number, expression.at), first.negated);
  }

  #numericLabel(expression: Extract<Expression, { kind: 'numeric-label' }>, moment: Moment): Value | undefined {
    const { label, forward, at } = expression;
    const value = this.#symbols.numeric(label, forward, moment.time);
    if (value !== undefined || (forward && !this.#placed)) return value;
    this.met.missing = true;
    throw new Complaint(`there is no label ${label}: ${forward ? 'after' : 'before'} this`, at);
  }

  #symbol(name: string, at: number, moment: Moment): Value | undefined {
    this.#budget.spend('lookups', 1, at);
    const definition = this.#symbols.lookUp(name, moment.time);
    if (definition === undefined) {
      if (!this.#placed) return undefined;
      this.met.later = true;
      if (this.#symbols.weak.has(name)) return absolute(0n);
      this.met.missing = true;
      throw new Complaint(`symbol ${name} is not defined`, at);
    }
    if (definition.time >= moment.time) this.met.later = true;
    if (definition.value !== undefined && definition.kind !== 'always') return definition.value;
    if (definition.kind === 'always') return this.#guarded(definition, name, at, moment);
    if (this.#memo.has(definition)) return this.#memo.get(definition);
    const value = this.#guarded(definition, name, at, definition.moment);
    this.#memo.set(definition, value);
    return value;
  }

  /** Evaluates a definition's expression, with an eye on circles and on chains that are too long. */
  #guarded(definition: Definition, name: string, at: number, moment: Moment): Value | undefined {
    if (definition.busy) throw new Complaint(`symbol ${name} is defined in terms of itself`, at);
    const depth = depthOf(definition.expression!) + 1;
    if (this.#chain >= LIMITS.symbolChain || this.#depth + depth > 2 * LIMITS.expressionDepth) {
      throw new Complaint('too many symbols are defined through one another', at);
    }
    definition.busy = true;
    this.#chain += 1;
    this.#depth += depth;
    try {
      return this.evaluate(definition.expression!, moment);
    } catch (error) {
      if (error instanceof Complaint) error.statement ??= definition.statement;
      throw error;
    } finally {
      definition.busy = false;
      this.#chain -= 1;
      this.#depth -= depth;
    }
  }
}

/** Operators that two places in one section may be compared or subtracted with before it has an address. */
const SAME_SECTION = new Set(['-', '==', '!=', '<', '<=', '>=', '>']);

function moved(value: Value, by: bigint): Value {
  return { ...value, number: BigInt.asIntN(64, value.number + by) };
}

function checkWidth(value: bigint, at: number): bigint {
  if (BigInt.asUintN(64, value) !== value) throw new Complaint('the number does not fit in 64 bits', at);
  return value;
}
