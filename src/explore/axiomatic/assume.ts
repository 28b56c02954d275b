import type { Place } from './accesses.ts';
import { type Expression, zero } from './expression.ts';
import type { Tainted, ThreadState } from './machine.ts';

/** What a step may ask of whoever unfolds the thread. */
export interface StepContext {
  /** A copy goes on behind the step, after `change`; the state itself stays in the step. */
  fork(state: ThreadState, change: (copy: ThreadState) => void): void;
  /** Where an address is; the state gets the conditions under which it is there. Undefined where it is nowhere. */
  place(state: ThreadState, address: Tainted, size: number): Place | undefined;
}

/** Whether a comparison is known; otherwise its two outcomes are both possible. */
function decided(left: Expression, right: Expression): boolean | undefined {
  if (left.kind !== 'constant' || right.kind !== 'constant') return left === right ? true : undefined;
  return left.lo === right.lo && left.hi === right.hi;
}

/** Assumes that two expressions are equal, or not. False where that is known to be wrong. */
export function assume(state: ThreadState, left: Expression, right: Expression, equal: boolean): boolean {
  const known = decided(left, right);
  if (known === undefined) state.constraints.push({ left, right, equal });
  return known === undefined || known === equal;
}

/** Both outcomes of a condition: `whenSet` where it is not zero, each where it is possible. */
export function branchOn(
  state: ThreadState,
  condition: Expression,
  context: StepContext,
  whenSet: (state: ThreadState) => void,
  whenClear: (state: ThreadState) => void,
): void {
  const known = decided(condition, zero);
  if (known !== undefined) {
    (known ? whenClear : whenSet)(state);
    return;
  }
  context.fork(state, (copy) => {
    assume(copy, condition, zero, false);
    whenSet(copy);
  });
  assume(state, condition, zero, true);
  whenClear(state);
}
