import {
  FFA_ERROR,
  FFA_FEATURES,
  FFA_ID_GET,
  FFA_MEM_DONATE,
  FFA_MEM_SHARE,
  FFA_SUCCESS,
} from '../../assembly/ffa/ids.ts';
import { SMCCC_FAST, SMCCC_OWNER_SHIFT, SMCCC_OWNER_SIP, SMCCC_OWNER_VENDOR_HYP } from '../../assembly/smccc/ids.ts';
import type { Disposition } from '../engine/record.ts';

/** A class of calls: what the guest asks, and what a hypervisor of pKVM's kind does with it. */
export interface CallClass {
  name: string;
  conduit: 'smc' | 'hvc';
  functionId: number;
  argument: number;
  disposition: Disposition;
  /** x0 of the answer. */
  answer: bigint;
}

const MINUS_ONE = 0xffffffffffffffffn;

/** A function id: fast call, 32 bits. */
function fastCall(owner: number, number: number): number {
  return (SMCCC_FAST | (owner << SMCCC_OWNER_SHIFT) | number) >>> 0;
}

/** The rows of the trap benchmarks. */
export const callClasses: CallClass[] = [
  {
    name: 'handled',
    conduit: 'smc',
    functionId: FFA_FEATURES,
    argument: FFA_MEM_SHARE,
    disposition: 'handled',
    answer: BigInt(FFA_SUCCESS),
  },
  {
    name: 'refused',
    conduit: 'smc',
    functionId: FFA_MEM_DONATE,
    argument: 0,
    disposition: 'refused',
    answer: BigInt(FFA_ERROR),
  },
  {
    name: 'forwarded',
    conduit: 'smc',
    functionId: FFA_ID_GET,
    argument: 0,
    disposition: 'forwarded',
    answer: BigInt(FFA_SUCCESS),
  },
  {
    name: 'outside-ffa',
    conduit: 'smc',
    functionId: fastCall(SMCCC_OWNER_SIP, 1),
    argument: 0,
    disposition: 'forwarded',
    answer: MINUS_ONE,
  },
  {
    name: 'unknown',
    conduit: 'hvc',
    functionId: fastCall(SMCCC_OWNER_VENDOR_HYP, 0x3fff),
    argument: 0,
    disposition: 'not-supported',
    answer: MINUS_ONE,
  },
];
