/**
 * What an instruction that does not simply complete asks of the run loop. It is kept here between the operation and the
 * loop, which knows the PC.
 */

export const EVENT_NONE: u32 = 0;
/** A memory fault (machine/fault.ts). */
export const EVENT_FAULT: u32 = 1;
/** The stack pointer is not aligned to 16 and SCTLR_ELx.SA says that it must be. */
export const EVENT_STACK_ALIGNMENT: u32 = 2;
export const EVENT_UNDEFINED: u32 = 3;
/** The detail is the number of the encoding. */
export const EVENT_UNIMPLEMENTED: u32 = 4;
/** A system register or instruction that is not implemented; the detail is its key (system-key.ts). */
export const EVENT_UNIMPLEMENTED_REGISTER: u32 = 5;
/** The detail is the immediate. */
export const EVENT_SVC: u32 = 6;
export const EVENT_BRK: u32 = 7;
export const EVENT_HLT: u32 = 8;
export const EVENT_WFI: u32 = 9;
export const EVENT_WFE: u32 = 10;
/** A system register access or instruction, FP, WFI or WFE traps to the level of the detail; the syndrome is complete. */
export const EVENT_TRAP: u32 = 11;
/** SCTLR_ELx.M would be set. */
export const EVENT_MMU: u32 = 12;
export const EVENT_WATCH: u32 = 13;
/** The run ends for a reason that is already written down (call.ts). */
export const EVENT_STOPPED: u32 = 14;

let event: u32 = EVENT_NONE;
let detail: u32 = 0;
let syndrome: u64 = 0;

export function currentEvent(): u32 {
  return event;
}

export function eventDetail(): u32 {
  return detail;
}

export function eventSyndrome(): u64 {
  return syndrome;
}

export function clearEvent(): void {
  event = EVENT_NONE;
}

/** Returns false, so that an operation can end with it. */
export function raise(kind: u32, withDetail: u32): bool {
  event = kind;
  detail = withDetail;
  return false;
}

/** The instruction traps to `level` with this syndrome. */
export function raiseTrap(level: u32, withSyndrome: u64): bool {
  syndrome = withSyndrome;
  return raise(EVENT_TRAP, level);
}
