/** Which stack pointer is in use, and whether it is aligned where it must be. */

import { REG_PSTATE, REG_SP, REG_SP_EL0 } from '../layout';
import { exceptionLevel, PSTATE_SP } from '../machine/pstate';
import { EVENT_STACK_ALIGNMENT, raise } from './event';

/** SCTLR_ELx.SA of the current exception level, SCTLR_EL1.SA0 for EL0. */
let checksStack: bool = false;

export function setStackCheck(on: bool): void {
  checksStack = on;
}

/** False, with an event, where the stack pointer in use is not aligned to 16 and has to be (CheckSPAlignment). */
export function isStackAligned(cpu: usize): bool {
  return !checksStack || (load<u32>(cpu, REG_SP) & 15) === 0 ? true : raise(EVENT_STACK_ALIGNMENT, 0);
}

/** Slot of the stack pointer that PSTATE selects. */
function stackSlot(pstate: u64): usize {
  return pstate & PSTATE_SP ? REG_SP_EL0 + 8 * exceptionLevel(pstate) : REG_SP_EL0;
}

/** Takes the working copy from the stack pointer that PSTATE selects. */
export function loadStackPointer(cpu: usize): void {
  store<u64>(cpu, load<u64>(cpu + stackSlot(load<u64>(cpu, REG_PSTATE))), REG_SP);
}

/** Puts the working copy where PSTATE says. */
export function saveStackPointer(cpu: usize): void {
  store<u64>(cpu + stackSlot(load<u64>(cpu, REG_PSTATE)), load<u64>(cpu, REG_SP));
}
