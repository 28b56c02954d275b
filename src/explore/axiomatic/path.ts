import type { Barrier, ReadOrder } from '../program/micro.ts';
import type { Expression } from './expression.ts';

/** A set of the accesses of one path: bit n is access n. */
export type AccessSet = bigint;

/**
 * One access to memory on one path of a thread. What the sets hold are reads that come before it and that it depends on.
 * `pick` sets hold besides those the reads that only decided which value was used: through conditional selection or the
 * comparison of a compare-and-swap.
 */
export interface Access {
  kind: 'read' | 'write';
  /** Number of the instruction in its thread, from 0. */
  instruction: number;
  /** Number of the access among those of one execution of the instruction. */
  part: number;
  /** Instructions executed before it: accesses of one execution have the same and are not in program order. */
  occurrence: number;
  region: number;
  offset: number;
  size: number;
  /** What is written, or returned, in its low bytes. */
  value: Expression;
  /** Number of the load in its thread; -1 for writes. */
  load: number;
  order: ReadOrder | 'release';
  /** Happens at once with the other access of its kind of the instruction. */
  joined: boolean;
  /** Atomic memory operation without a result: barriers for loads do not order it. */
  noReturn: boolean;
  /** The read that a write is one atomic access with; -1 where there is none. */
  pairedRead: number;
  /** What makes the pair. */
  pair: 'none' | 'exclusive' | 'atomic' | 'swap';
  address: AccessSet;
  data: AccessSet;
  /** Reads that decide a branch before it. */
  control: AccessSet;
  /** Dependencies and ISB order these before it whatever it is. */
  ordered: AccessSet;
  pick: AccessSet;
  /** Everything that its value and address come from, for a local read of what it wrote. */
  taint: AccessSet;
  pickTaint: AccessSet;
  /** Barriers executed before it. */
  barriers: BarrierCounts;
}

export interface BarrierCounts {
  all: number;
  loads: number;
  stores: number;
  /** DSB for stores also orders loads behind it. */
  completedStores: number;
}

/** A condition on what loads return under which a path is taken. */
export interface Constraint {
  left: Expression;
  right: Expression;
  equal: boolean;
}

/** A barrier as executed, for pictures. */
export interface ExecutedBarrier {
  instruction: number;
  occurrence: number;
  barrier: Barrier;
}

/** One way through a thread. */
export interface Path {
  thread: number;
  accesses: Access[];
  barriers: ExecutedBarrier[];
  constraints: Constraint[];
  loads: number;
  /** Final registers, by slot. */
  registers: Expression[];
  /** Why the path ends before the thread does: an address that is nowhere. */
  fault: { instruction: number; message: string } | undefined;
}
