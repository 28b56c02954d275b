/** Software step (DDI 0487, D2.12): MDSCR_EL1.SS, for EL1 as the debug target. */

import { REG_PSTATE, RUN_STEPPED } from '../layout';
import { exceptionLevel, PSTATE_D, PSTATE_SS } from '../machine/pstate';
import { SYS_MDSCR_EL1, SYS_OSLSR_EL1 } from './generated/system-registers';

const MDSCR_SS: u64 = 1;
const MDSCR_KDE: u64 = 1 << 13;
const OSLSR_OSLK: u64 = 2;

/** Whether debug exceptions are enabled at the level and mask of a PSTATE (AArch64.GenerateDebugExceptionsFrom). */
export function areDebugExceptionsEnabled(cpu: usize, pstate: u64): bool {
  if (load<u64>(cpu, SYS_OSLSR_EL1) & OSLSR_OSLK) return false;
  const level = exceptionLevel(pstate);
  if (level !== 1) return level === 0;
  return (load<u64>(cpu, SYS_MDSCR_EL1) & MDSCR_KDE) !== 0 && !(pstate & PSTATE_D);
}

/** Whether software step is active: the run loop executes one instruction at a time. */
export function isStepActive(cpu: usize): bool {
  if (!(load<u64>(cpu, SYS_MDSCR_EL1) & MDSCR_SS)) return false;
  return areDebugExceptionsEnabled(cpu, load<u64>(cpu, REG_PSTATE));
}

/** Whether a step exception comes before the next instruction. */
export function isStepPending(cpu: usize): bool {
  return isStepActive(cpu) && !(load<u64>(cpu, REG_PSTATE) & PSTATE_SS);
}

/** One instruction was stepped. */
export function completeStep(cpu: usize, exclusive: bool): void {
  store<u64>(cpu, load<u64>(cpu, REG_PSTATE) & ~PSTATE_SS, REG_PSTATE);
  store<u32>(cpu, exclusive ? 2 : 1, RUN_STEPPED);
}
