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

/**
 * PSTATE.SS after an exception return: that of SPSR where debug exceptions are disabled at the source and enabled at the
 * target (DebugExceptionReturnSS); `before` is the PSTATE of the source. The return itself has cleared it.
 */
export function restoreStep(cpu: usize, before: u64, saved: u64): void {
  if (!(load<u64>(cpu, SYS_MDSCR_EL1) & MDSCR_SS) || !(saved & PSTATE_SS)) return;
  const pstate = load<u64>(cpu, REG_PSTATE);
  if (areDebugExceptionsEnabled(cpu, before) || !areDebugExceptionsEnabled(cpu, pstate)) return;
  store<u64>(cpu, pstate | PSTATE_SS, REG_PSTATE);
}

/** One instruction was stepped. */
export function completeStep(cpu: usize, exclusive: bool): void {
  store<u64>(cpu, load<u64>(cpu, REG_PSTATE) & ~PSTATE_SS, REG_PSTATE);
  store<u32>(cpu, exclusive ? 2 : 1, RUN_STEPPED);
}
