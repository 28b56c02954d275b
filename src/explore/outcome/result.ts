import { compareSigned, type Word } from '../word.ts';
import type { StatePredicate } from './condition.ts';
import type { Snapshot } from './observable.ts';
import { type Observable, observe } from './observable.ts';

/** One final state, and how often it was reached. */
export interface Outcome<Witness> {
  /** A list of words for each observable. */
  values: Word[][];
  holds: boolean;
  executions: number;
  /** The first execution that was found to end so. */
  witness: Witness;
}

/** What to look at in final states. */
export interface Question {
  observables: readonly Observable[];
  filter: StatePredicate;
  condition: StatePredicate;
  /** Registers that filter, condition or observables look at. */
  registers: readonly { thread: number; slot: number }[];
}

function key(values: readonly Word[][]): string {
  return values.map((words) => words.map(({ lo, hi }) => `${lo},${hi}`).join(' ')).join(';');
}

function compareOutcomes(a: Word[][], b: Word[][]): number {
  for (const [index, words] of a.entries()) {
    for (const [element, word] of words.entries()) {
      const other = b[index]![element]!;
      const difference = compareSigned(word.lo, word.hi, other.lo, other.hi);
      if (difference !== 0) return difference;
    }
  }
  return 0;
}

/** Gathers final states as they are found. */
export class OutcomeCollector<Witness> {
  private readonly question: Question;
  private readonly found = new Map<string, Outcome<Witness>>();

  constructor(question: Question) {
    this.question = question;
  }

  /** Adds one execution; `witness` is asked only where its final state is new. */
  add(snapshot: Snapshot, witness: () => Witness): void {
    const { observables, filter, condition } = this.question;
    if (!filter(snapshot)) return;
    const values = observables.map((observable) => observe(observable, snapshot));
    // States that print alike may still differ in what the condition asks.
    const holds = condition(snapshot);
    const name = `${key(values)} ${holds}`;
    const known = this.found.get(name);
    if (known) known.executions += 1;
    else this.found.set(name, { values, holds, executions: 1, witness: witness() });
  }

  /** All outcomes, in the order of their values. */
  outcomes(): Outcome<Witness>[] {
    return [...this.found.values()].sort((a, b) => compareOutcomes(a.values, b.values));
  }
}
