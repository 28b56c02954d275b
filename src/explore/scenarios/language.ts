import type { ModelName } from '../axiomatic/models.ts';

/**
 * Threads of loads, stores, locks and barriers: the concurrent part of a model, without the rest. A local variable is a
 * register of its thread.
 */
export type Statement =
  /** Loads a shared variable into a local one. */
  | { do: 'read'; from: string; into: string; order?: 'acquire' | 'acquirePc' }
  /** Stores a number, or a local variable. */
  | { do: 'write'; to: string; value: number | string; order?: 'release' }
  /** Adds one atomically, without any order: `atomic_inc()`. */
  | { do: 'increment'; what: string }
  | { do: 'barrier'; option: 'ish' | 'ishst' | 'ishld' }
  | { do: 'lock'; what: string }
  | { do: 'unlock'; what: string }
  /** Gives a local variable a number. */
  | { do: 'set'; what: string; value: number }
  | { do: 'if'; what: string; is: number; then: Statement[]; otherwise?: Statement[] };

export interface ScenarioThread {
  /** What it stands for. */
  title: string;
  body: Statement[];
}

/** What taking and releasing a lock orders. */
export type LockStyle =
  /** A full barrier (DMB ISH) behind the acquisition and before the release. */
  | 'full-barriers'
  /** An acquiring atomic access and a releasing store. */
  | 'acquire-release';

export type Observation = 'Always' | 'Never' | 'Sometimes';

/** Something that may go wrong between vCPUs, and whether it can. */
export interface Scenario {
  name: string;
  title: string;
  /** Rows of the conformance map that it is. */
  claims: string[];
  locks: LockStyle;
  /** Shared variables that do not start as 0. */
  initial: Record<string, number>;
  threads: ScenarioThread[];
  /** What must not happen, in words. */
  harm: string;
  /** The same, over shared variables (`[gv]`) and local ones (`P2.used`). */
  forbidden: string;
  /** How often the harm is found under each model. */
  expect: Record<ModelName, Observation>;
  /** What the verdicts mean, in one or two sentences. */
  answer: string;
}

/** The statements, short. */
export const read = (from: string, into: string, order?: 'acquire' | 'acquirePc'): Statement =>
  order ? { do: 'read', from, into, order } : { do: 'read', from, into };
export const write = (to: string, value: number | string, order?: 'release'): Statement =>
  order ? { do: 'write', to, value, order } : { do: 'write', to, value };
export const increment = (what: string): Statement => ({ do: 'increment', what });
export const barrier = (option: 'ish' | 'ishst' | 'ishld'): Statement => ({ do: 'barrier', option });
export const lock = (what = 'lock'): Statement => ({ do: 'lock', what });
export const unlock = (what = 'lock'): Statement => ({ do: 'unlock', what });
export const set = (what: string, value: number): Statement => ({ do: 'set', what, value });
export const when = (what: string, is: number, then: Statement[], otherwise: Statement[] = []): Statement => ({
  do: 'if',
  what,
  is,
  then,
  otherwise,
});
