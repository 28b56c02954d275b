/** Where SMC and HVC go: the decision order of their instruction pages in DDI 0487. */

import { SYS_HCR_EL2, SYS_SCR_EL3 } from '../layout';
import { HCR_RW, HCR_TGE, HCR_TSC, SCR_HCE, SCR_SMD } from './config';
import { PSTATE_EL_SHIFT, PSTATE_IL, PSTATE_IMPLEMENTED, PSTATE_MODE, PSTATE_SP, PSTATE_SS } from './pstate';

/** The instruction is UNDEFINED; `undefinedTarget` says where that exception goes. */
export const ROUTE_UNDEFINED: u32 = 0;

const SCR_NS_BIT: u64 = 1;
const SCR_EEL2: u64 = 1 << 18;

/** EL2 is enabled in the Non-secure state, and in the Secure state with SCR_EL3.EEL2. */
export function isEl2Enabled(cpu: usize): bool {
  return (load<u64>(cpu, SYS_SCR_EL3) & (SCR_NS_BIT | SCR_EEL2)) !== 0;
}

/** Target level of an SMC. HCR_EL2.TSC comes before SCR_EL3.SMD, and applies to EL1 alone. */
export function routeSmc(cpu: usize, level: u32): u32 {
  if (level === 0) return ROUTE_UNDEFINED;
  if (level === 1 && isEl2Enabled(cpu) && load<u64>(cpu, SYS_HCR_EL2) & HCR_TSC) return 2;
  return load<u64>(cpu, SYS_SCR_EL3) & SCR_SMD ? ROUTE_UNDEFINED : 3;
}

/** Every bit of PSTATE that says where an SMC goes, those that do not come back from there, and what they are in EL1h. */
const PLAIN_PSTATE: u64 = PSTATE_IL | PSTATE_MODE | PSTATE_SS | ~PSTATE_IMPLEMENTED;
const PLAIN_EL1H: u64 = (1 << PSTATE_EL_SHIFT) | PSTATE_SP;
const PLAIN_HCR: u64 = HCR_TGE | HCR_TSC | HCR_RW;

/**
 * Whether an SMC goes the way of nearly all: trapped from Non-secure EL1h to EL2, which has AArch64 below it, is no host's own
 * level, and can return to where the SMC came from, in the same PSTATE. One comparison: a trap is as fast as it is short.
 */
export function isPlainSmc(cpu: usize, pstate: u64): bool {
  const control = (load<u64>(cpu, SYS_HCR_EL2) & PLAIN_HCR) | (load<u64>(cpu, SYS_SCR_EL3) & SCR_NS_BIT);
  return (((pstate & PLAIN_PSTATE) ^ PLAIN_EL1H) | (control ^ (HCR_TSC | HCR_RW | SCR_NS_BIT))) === 0;
}

/** Target level of an HVC. With EL3 implemented HCR_EL2.HCD is RES0 and SCR_EL3.HCE decides. */
export function routeHvc(cpu: usize, level: u32): u32 {
  if (level === 0) return ROUTE_UNDEFINED;
  if (!(load<u64>(cpu, SYS_SCR_EL3) & SCR_HCE)) return ROUTE_UNDEFINED;
  if (level === 1 && !isEl2Enabled(cpu)) return ROUTE_UNDEFINED;
  return level === 3 ? 3 : 2;
}

/** Target level of an exception for an UNDEFINED instruction or the Illegal Execution state. */
export function undefinedTarget(cpu: usize, level: u32): u32 {
  if (level > 1) return level;
  const general = load<u64>(cpu, SYS_HCR_EL2) & HCR_TGE;
  return level === 0 && general && isEl2Enabled(cpu) ? 2 : 1;
}
