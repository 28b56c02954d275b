import type { Operation } from '../word.ts';

/**
 * What an instruction does, as steps on slots. Both explorers execute these: one on concrete words, one on expressions.
 *
 * Slots: 0 to 30 are x0 to x30, then the names below, then the temporaries of one instruction, then a program's
 * constants from {@link CONSTANTS} on.
 */
export const ZERO = 31;
/** Swallows what is written to the zero register. */
export const DISCARD = 32;
export const STACK_POINTER = 33;
/** N 3, Z 2, C 1, V 0. */
export const FLAGS = 34;
export const TEMPORARIES = 35;
export const CONSTANTS = 48;

export type ReadOrder = 'plain' | 'acquire' | 'acquirePc';

/** Computes from two slots. */
export interface Compute {
  kind: 'compute';
  operation: Operation;
  /** 64 bits; otherwise 32, and the upper half becomes 0. */
  wide: boolean;
  target: number;
  left: number;
  right: number;
}

/** Takes one of two slots: the other one is not used, so that nothing depends on it. */
export interface Select {
  kind: 'select';
  /** Not zero: `whenSet`. */
  condition: number;
  target: number;
  whenSet: number;
  whenClear: number;
}

export interface Load {
  kind: 'load';
  target: number;
  address: number;
  /** In bytes: 1, 2, 4 or 8. */
  size: number;
  /** Sign extends to 32 or 64 bits; 0 does not. */
  signed: 0 | 32 | 64;
  order: ReadOrder;
  exclusive: boolean;
  /** Happens at once with the other access of its instruction: exclusive pairs. */
  joined: boolean;
}

export interface Store {
  kind: 'store';
  address: number;
  data: number;
  size: number;
  release: boolean;
  /** Store exclusive: register that says whether it stored, 0, or not, 1. */
  status: number | undefined;
  /** As for loads; the second of two takes place where the first one did. */
  joined: boolean;
}

/** Reads and writes one place at once. */
export interface Atomic {
  kind: 'atomic';
  /** Of the old value and the data, what is written. */
  operation: Operation;
  /** Whether the value written depends on the value read. */
  usesOld: boolean;
  target: number;
  address: number;
  data: number;
  size: number;
  /** Sign extends both operands first: signed minimum and maximum. */
  signed: boolean;
  acquire: boolean;
  release: boolean;
}

/** A place that compare-and-swap compares. */
export interface ComparedPlace {
  address: number;
  /** Holds what is expected. */
  expected: number;
  /** Gets what was there. */
  target: number;
  data: number;
}

/** Writes where memory holds what is expected, in one place or in two at once. */
export interface CompareAndSwap {
  kind: 'compareAndSwap';
  places: readonly ComparedPlace[];
  size: number;
  acquire: boolean;
  release: boolean;
}

export type BarrierKind = 'dmb' | 'dsb' | 'isb';

export interface Barrier {
  kind: 'barrier';
  barrier: BarrierKind;
  /** Accesses that it orders; all for ISB. */
  accesses: 'all' | 'loads' | 'stores';
  /** As in the instruction: `ish`, `st`, … */
  option: string;
}

export interface Branch {
  kind: 'branch';
  /** Slot that decides; undefined for an unconditional branch. */
  condition: number | undefined;
  /** Whether the branch is taken where the slot is zero. */
  ifZero: boolean;
  /** Address of the instruction. */
  target: number;
}

/** Branches to the address in a slot. */
export interface BranchRegister {
  kind: 'branchRegister';
  address: number;
}

export type MicroOperation =
  | Compute
  | Select
  | Load
  | Store
  | Atomic
  | CompareAndSwap
  | Barrier
  | Branch
  | BranchRegister;

/** Whether the step reads or writes memory. */
export function accessesMemory(step: MicroOperation): step is Load | Store | Atomic | CompareAndSwap {
  return step.kind === 'load' || step.kind === 'store' || step.kind === 'atomic' || step.kind === 'compareAndSwap';
}
