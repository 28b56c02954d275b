import type { LiteralValue, LitmusFile, Location, Proposition, ValueType } from '../litmus/test.ts';
import type { ValueReader } from '../program/load.ts';
import { out, shiftLeft, shiftRight, type Word } from '../word.ts';
import { type ObservableReader, observe, type Snapshot } from './observable.ts';

/** Whether a final state satisfies something. */
export type StatePredicate = (snapshot: Snapshot) => boolean;

function narrowed({ lo, hi }: Word, size: number): Word {
  if (size === 8) return { lo, hi };
  shiftLeft(true, lo, hi, 64 - 8 * size, 0);
  shiftRight(true, out.lo, out.hi, 64 - 8 * size, 0);
  return { lo: out.lo, hi: out.hi };
}

/** Whether two lists of values of a type are equal; values of fewer bytes than a word are compared by those. */
function sameValues(left: readonly Word[], right: readonly Word[], type: ValueType): boolean {
  return left.every((word, index) => {
    const other = right[index];
    if (!other) return true;
    const [a, b] = [narrowed(word, type.size), narrowed(other, type.size)];
    return a.lo === b.lo && a.hi === b.hi;
  });
}

/** Turns the propositions of a test into predicates on its final states. */
export class ConditionCompiler {
  private readonly observables: ObservableReader;
  private readonly values: ValueReader;

  constructor(observables: ObservableReader, values: ValueReader) {
    this.observables = observables;
    this.values = values;
  }

  compile(proposition: Proposition): StatePredicate {
    switch (proposition.kind) {
      case 'constant':
        return () => proposition.holds;
      case 'compare':
        return this.comparison(proposition);
      case 'not': {
        const inner = this.compile(proposition.inner);
        return (snapshot) => !inner(snapshot);
      }
      default:
        return this.connective(proposition);
    }
  }

  private connective({ kind, left, right }: Proposition & { kind: 'and' | 'or' | 'implies' }): StatePredicate {
    const [first, second] = [this.compile(left), this.compile(right)];
    if (kind === 'and') return (snapshot) => first(snapshot) && second(snapshot);
    if (kind === 'or') return (snapshot) => first(snapshot) || second(snapshot);
    return (snapshot) => !first(snapshot) || second(snapshot);
  }

  private comparison({ left, equal, right, offset }: Proposition & { kind: 'compare' }): StatePredicate {
    const observable = this.observables.read(left);
    const other = this.operand(right, offset);
    return (snapshot) => sameValues(observe(observable, snapshot), other(snapshot), observable.type) === equal;
  }

  private operand(value: LiteralValue | Location, offset: number): (snapshot: Snapshot) => Word[] {
    if (value.kind === 'register' || value.kind === 'memory') {
      const observable = this.observables.read(value);
      return (snapshot) => observe(observable, snapshot);
    }
    const literals = value.kind === 'list' ? value.values : [value];
    const words = literals.map((literal) => this.values.word(literal, offset));
    return () => words;
  }
}

/** The filter and the condition of a test, ready to be asked. */
export function compileConditions(
  test: LitmusFile,
  compiler: ConditionCompiler,
): { filter: StatePredicate; condition: StatePredicate } {
  return {
    filter: test.filter ? compiler.compile(test.filter) : () => true,
    condition: compiler.compile(test.condition),
  };
}
