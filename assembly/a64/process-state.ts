/** PSTATE fields that MSR writes in more than one way. */

import { REG_PSTATE, SYS_SCTLR_EL1 } from '../layout';
import { PSTATE_DAIF, PSTATE_SP } from '../machine/pstate';
import { undefinedTarget } from '../machine/route';
import { currentLevel } from './context';
import { raiseTrap } from './event';
import { loadStackPointer, saveStackPointer } from './stack';

const SCTLR_UMA: u64 = 1 << 9;

/** Whether DAIF can be read and written: EL0 needs SCTLR_EL1.UMA, and traps with that syndrome without. */
export function isMaskOpen(cpu: usize, trap: u64): bool {
  if (currentLevel(cpu) !== 0 || load<u64>(cpu, SYS_SCTLR_EL1) & SCTLR_UMA) return true;
  return raiseTrap(undefinedTarget(cpu, 0), trap);
}

/** PSTATE.DAIF; `mask` is in its place, other bits of it do not matter. */
export function writeMask(cpu: usize, mask: u64): void {
  store<u64>(cpu, (load<u64>(cpu, REG_PSTATE) & ~PSTATE_DAIF) | (mask & PSTATE_DAIF), REG_PSTATE);
}

/** PSTATE.SP: the working stack pointer goes to its bank, the other one comes. */
export function writeStackSelect(cpu: usize, select: u64): void {
  const before = load<u64>(cpu, REG_PSTATE);
  const after = select & 1 ? before | PSTATE_SP : before & ~PSTATE_SP;
  saveStackPointer(cpu, before);
  store<u64>(cpu, after, REG_PSTATE);
  loadStackPointer(cpu, after);
}
