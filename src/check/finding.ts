import type { Writer } from '../engine/record.ts';

/**
 * `violation`: the register is not what the clause demands, and nobody says that it may be. `disputed`: specifications or
 * implementations disagree about the demand. `undefined`: the value comes from uninitialised EL2 stack.
 */
export type Verdict = 'violation' | 'disputed' | 'undefined';

/** One register that a rule complains about. */
export interface RegisterChange {
  /** `x8`, `sp_el0`, `pstate`, `v3`, `fpsr`, … */
  register: string;
  before: bigint;
  after: bigint;
  /** Bits that differ and that the rule protects. */
  changed: bigint;
  /** Undefined for registers whose writer is not recorded (all but x0 … x30). */
  writer: Writer | undefined;
  /** Register of EL3's reply that the value came from. */
  source: number | undefined;
}

/** One party to a dispute. */
export interface Side {
  who: string;
  says: string;
  clause: string;
}

export interface DisputeText {
  id: string;
  question: string;
  sides: Side[];
}

/** What one rule has to say about one trap, with one verdict. */
export interface Finding {
  profile: string;
  rule: string;
  clause: string;
  demands: string;
  /** What is the matter with the registers, in a few words, where it is not that they changed. */
  problem?: string;
  /** Index of the trap in the run. */
  trap: number;
  /** The call of a secure partition that returned in this trap, where its registers are meant and not the guest's. */
  partition?: { id: number; call: number };
  verdict: Verdict;
  registers: RegisterChange[];
  /** Present for `disputed`. */
  dispute: DisputeText | undefined;
}

/** A protected register that somebody wrote with the value it had: preserved by value, not by care. */
export interface SameValueWrite {
  rule: string;
  trap: number;
  register: string;
  value: bigint;
  writer: Writer;
  source: number | undefined;
}

export interface CheckResult {
  findings: Finding[];
  sameValue: SameValueWrite[];
}
