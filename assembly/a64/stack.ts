/** Which stack pointer is in use, and whether it is aligned where it must be. */

import { REG_SP, REG_SP_EL0 } from '../layout';
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

/** Slot of the stack pointer that PSTATE selects: that of the exception level where PSTATE.SP is 1, else SP_EL0. */
function stackSlot(pstate: u64): usize {
  const ofLevel = 0 - (<u32>pstate & <u32>PSTATE_SP);
  return REG_SP_EL0 + ((8 * exceptionLevel(pstate)) & ofLevel);
}

/** Takes the working copy from the stack pointer that a PSTATE selects. */
export function loadStackPointer(cpu: usize, pstate: u64): void {
  store<u64>(cpu, load<u64>(cpu + stackSlot(pstate)), REG_SP);
}

/** Puts the working copy where a PSTATE says. */
export function saveStackPointer(cpu: usize, pstate: u64): void {
  store<u64>(cpu + stackSlot(pstate), load<u64>(cpu, REG_SP));
}
