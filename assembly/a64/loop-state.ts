/**
 * The variables of the run loop where it calls. They go to the loop for any operation and come back as one value, and what
 * is left of the budget waits in memory while a model handles a call: V8 stores a variable that must outlive a call
 * whenever it changes, call or not.
 *
 *  63         32 31           0
 *  ┌────────────┬──────────────┐
 *  │    left    │      op      │   op: the next operation, or 0 where the loop ends with `left`
 *  └────────────┴──────────────┘
 */

import { RUN_LEFT } from '../layout';
import { leave } from './step';

export function stateOf(op: usize, left: u32): u64 {
  return <u64>op | ((<u64>left) << 32);
}

export function nextOf(state: u64): usize {
  return <u32>state;
}

export function leftOf(state: u64): u32 {
  return <u32>(state >> 32);
}

/** One instruction more is done; `next` is 0 where PC is written. */
export function after(cpu: usize, next: usize, left: u32): u64 {
  if (left === 1 && next !== 0) return stateOf(0, leave(cpu, next, 0));
  return stateOf(next, left - 1);
}

export function keepLeft(cpu: usize, left: u32): void {
  store<u32>(cpu, left, RUN_LEFT);
}

export function keptLeft(cpu: usize): u32 {
  return load<u32>(cpu, RUN_LEFT);
}
