import type { Version } from '../abi/row.ts';
import type { Writer } from '../engine/record.ts';

/**
 * `violation`: the register is not what the clause demands, and nobody says that it may be. `disputed`: specifications or
 * implementations disagree about the demand. `undefined`: the value comes from uninitialised EL2 stack.
 */
export type Verdict = 'violation' | 'disputed' | 'undefined';

/** What a rule says of one trap. `not-applicable`: it does not speak about such a call. */
export type Outcome = 'pass' | Verdict | 'not-applicable';

/** Who must change for the rule to be kept. */
export type Fault = 'caller' | 'el2' | 'el3';

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
  /** Threads and commits where it was argued or decided. */
  references: string[];
}

/** The FF-A versions that stand behind a verdict: what the rule's definitions are read in, and what the two have agreed. */
export interface VersionPair {
  definitions: Version;
  /** Version word that the caller and its callee have agreed on, as the caller sees it; undefined before they have. */
  agreed: number | undefined;
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
  fault: Fault;
  versions: VersionPair;
  registers: RegisterChange[];
  /** Present for `disputed`. */
  dispute: DisputeText | undefined;
  /** Seed of the run that shows it, where that is not the run that is reported. */
  seed?: bigint;
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

/** One rule and one trap. */
export interface RuleOutcome {
  rule: string;
  trap: number;
  outcome: Outcome;
}

/** What a second run with other register patterns says about the first. */
export interface Confirmation {
  seed: bigint;
  /** Traps that both runs took with the same call at the same place, from the first on. */
  traps: number;
  /** The runs went different ways after those. */
  diverged: boolean;
}

export interface CheckResult {
  findings: Finding[];
  sameValue: SameValueWrite[];
  /** Every rule of the profile for every trap, in order. */
  outcomes: RuleOutcome[];
  /** Present where a second run was made. */
  confirmation?: Confirmation;
}
