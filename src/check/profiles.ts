/** Rule profiles: what a convention demands of the registers that come back, as data. */
import type { Form } from '../abi/row.ts';
import { type Dispute, replyDecides, requestDecides, reservedParameters, writesAll } from './disputes.ts';

/** A set of registers. `first` and `last` count within x and v. */
export interface RegisterSet {
  bank: 'x' | 'v' | 'spEl0' | 'spEl1' | 'pstate' | 'fpsr' | 'fpcr';
  first?: number;
  last?: number;
}

export interface Rule {
  id: string;
  clause: string;
  demands: string;
  registers: RegisterSet[];
  /** Catches undefined values, whatever they are. All other rules leave undefined registers to this one. */
  undefinedValues?: boolean;
  /** Applies to calls of this form only. */
  form?: Form;
  /** Registers in which the reply's definition places a result are free. */
  unlessResult?: boolean;
  /** Bits that may go from 1 to 0. */
  mayClear?: bigint;
  /** Readings by which a change may be right; the first that allows it counts. */
  disputes: Dispute[];
}

export interface Profile {
  name: string;
  title: string;
  rules: Rule[];
}

/*
 * SPSR_ELx:  31   28      21 20         11   10 9    6    4      0
 *           ┌───────┬─··─┬──┬──┬─··────┬───────┬──────┬─┬────────┐
 *           │ N Z C V│    │SS│IL│       │ BTYPE │ DAIF │ │   M    │   DDI 0487, C5.2.18
 *           └───────┴─··─┴──┴──┴─··────┴───────┴──────┴─┴────────┘
 */
const PSTATE_SS = 1n << 21n;
const PSTATE_BTYPE = 3n << 10n;

/** SMCCC 1.2 to 1.6: what a caller in AArch64 finds in its registers after an SMC or HVC. */
export const smccc12: Profile = {
  name: 'smccc-1.2',
  title: 'SMC Calling Convention 1.2 (DEN0028), AArch64',
  rules: [
    {
      id: 'undefined-value',
      clause: 'DEN0028 2.6, 2.7',
      demands: 'a register holds a result or what the caller left there, never the contents of EL2’s stack',
      registers: [{ bank: 'x', first: 0, last: 30 }],
      undefinedValues: true,
      disputes: [],
    },
    {
      id: 'x4-x7',
      clause: 'DEN0028 2.6, 2.7',
      demands: 'x4–x7 are preserved unless they contain results, as the function definition says',
      registers: [{ bank: 'x', first: 4, last: 7 }],
      unlessResult: true,
      disputes: [reservedParameters],
    },
    {
      id: 'smc32-x8-x17',
      clause: 'DEN0028 2.6',
      demands: 'a call with an SMC32 function id preserves x8–x17',
      registers: [{ bank: 'x', first: 8, last: 17 }],
      form: 32,
      disputes: [replyDecides, writesAll],
    },
    {
      id: 'smc64-x8-x17',
      clause: 'DEN0028 2.7',
      demands: 'a call with an SMC64 function id preserves x8–x17 unless they contain results',
      registers: [{ bank: 'x', first: 8, last: 17 }],
      form: 64,
      unlessResult: true,
      disputes: [requestDecides, reservedParameters],
    },
    {
      id: 'x18-x30',
      clause: 'DEN0028 2.6, 2.7',
      demands: 'x18–x30 are preserved',
      registers: [{ bank: 'x', first: 18, last: 30 }],
      disputes: [],
    },
    {
      id: 'stack-pointers',
      clause: 'DEN0028 2.6, 2.7',
      demands: 'SP_EL0 and SP_EL1 are preserved',
      registers: [{ bank: 'spEl0' }, { bank: 'spEl1' }],
      disputes: [],
    },
    {
      id: 'pstate',
      clause: 'DDI 0487, exception return from SPSR_ELx',
      demands: 'PSTATE comes back as it was; SS and BTYPE may be clear, as after any instruction that completes',
      registers: [{ bank: 'pstate' }],
      mayClear: PSTATE_SS | PSTATE_BTYPE,
      disputes: [],
    },
    {
      id: 'simd',
      clause: 'DEN0028, SIMD and floating-point registers',
      demands: 'V0–V31 are preserved',
      registers: [{ bank: 'v', first: 0, last: 31 }],
      disputes: [],
    },
    {
      id: 'floating-point-status',
      clause: 'DEN0028, SIMD and floating-point registers',
      demands: 'FPSR and FPCR are preserved',
      registers: [{ bank: 'fpsr' }, { bank: 'fpcr' }],
      disputes: [],
    },
  ],
};

export const profiles: Profile[] = [smccc12];

/** The profile of this name, or undefined. */
export function findProfile(name: string): Profile | undefined {
  return profiles.find((profile) => profile.name === name);
}
