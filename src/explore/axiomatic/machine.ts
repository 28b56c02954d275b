import { CONSTANTS, DISCARD, TEMPORARIES } from '../program/micro.ts';
import type { ThreadProgram } from '../program/program.ts';
import { constant, type Expression, zero } from './expression.ts';
import type { Access, AccessSet, BarrierCounts, Constraint, ExecutedBarrier, Path } from './path.ts';

/** A register: its value and the reads that it comes from. */
export interface Tainted {
  value: Expression;
  taint: AccessSet;
  pick: AccessSet;
}

export const untainted = (value: Expression): Tainted => ({ value, taint: 0n, pick: 0n });

/** A thread as it came back to the start of a loop. */
export interface Arrival {
  decisions: number;
  slots: readonly Tainted[];
  accesses: number;
  exclusives: readonly number[];
}

/** A thread in the middle of one path. */
export class ThreadState {
  readonly thread: number;
  slots: Tainted[];
  /** Next instruction. */
  next = 0;
  occurrence = 0;
  accesses: Access[] = [];
  barriers: ExecutedBarrier[] = [];
  constraints: Constraint[] = [];
  loads = 0;
  control: AccessSet = 0n;
  pickControl: AccessSet = 0n;
  /** Reads that some earlier address came from. */
  addresses: AccessSet = 0n;
  pickAddresses: AccessSet = 0n;
  /** Reads that an ISB puts before everything behind it. */
  synchronized: AccessSet = 0n;
  counts: BarrierCounts = { all: 0, loads: 0, stores: 0, completedStores: 0 };
  /** Exclusive loads that a store exclusive can still pair with. */
  exclusives: number[] = [];
  /** Times that the thread could have gone another way. */
  decisions = 0;
  /** Branches taken backwards, by target: how the thread stood each time. */
  arrivals = new Map<number, readonly Arrival[]>();
  /** The first store of an exclusive pair stored, the second one is next. */
  halfStored = false;
  /** Addresses that depend on loads, and where this path takes them to be. */
  places = new Map<Expression, { region: number; offset: number }>();
  /** Branches to what loads returned, and the instruction that this path takes it to be. */
  targets = new Map<Expression, number>();
  fault: Path['fault'];
  /** No execution takes this path. */
  dead = false;

  constructor(thread: number, program: ThreadProgram) {
    this.thread = thread;
    this.slots = Array.from({ length: CONSTANTS + program.constants.length }, () => untainted(zero));
    for (const [slot, { lo, hi }] of program.initial) this.slots[slot] = untainted(constant(lo, hi));
    program.constants.forEach(({ lo, hi }, index) => {
      this.slots[CONSTANTS + index] = untainted(constant(lo, hi));
    });
  }

  /** A copy that goes another way. */
  fork(): ThreadState {
    const copy: ThreadState = Object.assign(Object.create(ThreadState.prototype), this);
    copy.slots = [...this.slots];
    copy.accesses = [...this.accesses];
    copy.barriers = [...this.barriers];
    copy.constraints = [...this.constraints];
    copy.counts = { ...this.counts };
    copy.exclusives = [...this.exclusives];
    copy.arrivals = new Map(this.arrivals);
    copy.places = new Map(this.places);
    copy.targets = new Map(this.targets);
    return copy;
  }

  read(slot: number): Tainted {
    return this.slots[slot]!;
  }

  write(slot: number, register: Tainted): void {
    if (slot !== DISCARD) this.slots[slot] = register;
  }

  arrival(): Arrival {
    const { decisions, accesses, exclusives } = this;
    return { decisions, slots: [...this.slots], accesses: accesses.length, exclusives: [...exclusives] };
  }

  path(): Path {
    const { thread, accesses, barriers, constraints, loads, fault } = this;
    const registers = this.slots.slice(0, TEMPORARIES).map(({ value }) => value);
    return { thread, accesses, barriers, constraints, loads, registers, fault };
  }
}
