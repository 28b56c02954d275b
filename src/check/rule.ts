/** The shape of rules and profiles: what is demanded, of which calls, by which clause, and who disputes it. */
import type { Version } from '../abi/row.ts';
import type { CallContext } from './context.ts';
import type { DisputeText, Fault, RegisterChange } from './finding.ts';

/** A set of registers. `first` and `last` count within x and v. */
export interface RegisterSet {
  bank: 'x' | 'v' | 'spEl0' | 'spEl1' | 'pstate' | 'fpsr' | 'fpcr';
  first?: number;
  last?: number;
}

/** A reading by which a change may be right. */
export interface Dispute extends DisputeText {
  /** Whether that reading allows this change. */
  allows(change: RegisterChange, context: CallContext): boolean;
}

/** What a rule sees in one call. */
export interface Look {
  /** Registers that are not what the rule demands. */
  bad: RegisterChange[];
  /** Protected registers that are, although somebody wrote them. */
  kept?: RegisterChange[];
  /** A finding that names no register. */
  fatal?: boolean;
  /** Who must change, where it is not who wrote the registers. */
  fault?: Fault;
}

export interface Rule {
  id: string;
  clause: string;
  demands: string;
  /** Which calls it speaks of, in words. */
  applies: string;
  /** What is the matter with the registers, in a few words, where it is not that they changed. */
  problem?: string;
  /** The registers that it speaks of. */
  registers: RegisterSet[];
  /** Its findings are of this verdict whatever the reading. */
  verdict?: 'undefined';
  /** Holds outside the calling convention, too: for SMC and HVC with another immediate than 0. */
  anyImmediate?: boolean;
  /** Looks at the trap in which EL2 died, not at those that returned. */
  afterDeath?: boolean;
  /** Is about what the guest is told, not about the registers of calls; the calls of partitions are left alone. */
  guestOnly?: boolean;
  /** Needs the probes of the trap's record; without them it does not speak. */
  probes?: boolean;
  /** Readings by which a change may be right; the first that allows it counts. */
  disputes: Dispute[];
  /** Undefined where the rule does not speak about the call. */
  look(context: CallContext): Look | undefined;
}

export interface Profile {
  name: string;
  title: string;
  /** FF-A version that the definitions of calls are read in. */
  version: Version;
  rules: Rule[];
}
