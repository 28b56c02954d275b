/** Takes what an instruction asked for: an exception to a handler, or the end of the run where there is none. */

import {
  REG_PC,
  STOP_BRK,
  STOP_HLT,
  STOP_MMU,
  STOP_STACK_ALIGNMENT,
  STOP_SVC,
  STOP_TRAPPED,
  STOP_UNDEFINED,
  STOP_UNIMPLEMENTED,
  STOP_UNIMPLEMENTED_REGISTER,
  STOP_WATCH,
  STOP_WFE,
  STOP_WFI,
} from '../layout';
import { FAULT_NONE, faultKind } from '../machine/fault';
import { INSTRUCTION_SIZE } from '../machine/instruction';
import { SYNDROME_UNDEFINED } from '../machine/syndrome';
import { syndromeBrk, syndromeSpAlignment, syndromeSvc } from '../machine/syndrome-access';
import { deliverAbort } from './abort';
import {
  clearEvent,
  currentEvent,
  EVENT_BRK,
  EVENT_FAULT,
  EVENT_HLT,
  EVENT_MMU,
  EVENT_NONE,
  EVENT_STACK_ALIGNMENT,
  EVENT_SVC,
  EVENT_TRAP,
  EVENT_UNDEFINED,
  EVENT_UNIMPLEMENTED,
  EVENT_UNIMPLEMENTED_REGISTER,
  EVENT_WATCH,
  EVENT_WFE,
  EVENT_WFI,
  eventDetail,
  eventSyndrome,
  raise,
} from './event';
import { stopRun } from './stop';
import { synchronousTarget, takeAt, takeOrStop } from './take';

/** Takes the event or fault that execution ended with, if it did. */
export function attend(cpu: usize): void {
  if (faultKind() !== FAULT_NONE) raise(EVENT_FAULT, 0);
  if (currentEvent() !== EVENT_NONE) deliver(cpu);
}

/** The current event is over afterwards. */
export function deliver(cpu: usize): void {
  if (!deliverException(cpu)) stopRun(cpu, stopOf(currentEvent()), eventDetail());
  clearEvent();
}

/** Events that are exceptions, and those that end the run unless a handler takes them. */
function deliverException(cpu: usize): bool {
  const target = synchronousTarget(cpu);
  const detail = eventDetail();
  switch (currentEvent()) {
    case EVENT_FAULT:
      deliverAbort(cpu);
      return true;
    case EVENT_STACK_ALIGNMENT:
      takeOrStop(cpu, target, syndromeSpAlignment(), STOP_STACK_ALIGNMENT);
      return true;
    case EVENT_UNDEFINED:
      takeOrStop(cpu, target, SYNDROME_UNDEFINED, STOP_UNDEFINED);
      return true;
    case EVENT_SVC:
      takeAt(cpu, target, syndromeSvc(detail), STOP_SVC, load<u64>(cpu, REG_PC) + INSTRUCTION_SIZE, true);
      return true;
    case EVENT_TRAP:
      takeOrStop(cpu, detail, eventSyndrome(), STOP_TRAPPED);
      return true;
    case EVENT_BRK:
      // BRK #0 is how a stub ends, whatever handler there may be.
      if (detail === 0) return false;
      takeOrStop(cpu, target, syndromeBrk(detail), STOP_BRK);
      return true;
    default:
      return false;
  }
}

function stopOf(event: u32): u32 {
  switch (event) {
    case EVENT_BRK:
      return STOP_BRK;
    case EVENT_HLT:
      return STOP_HLT;
    case EVENT_WFI:
      return STOP_WFI;
    case EVENT_WFE:
      return STOP_WFE;
    case EVENT_UNIMPLEMENTED:
      return STOP_UNIMPLEMENTED;
    case EVENT_UNIMPLEMENTED_REGISTER:
      return STOP_UNIMPLEMENTED_REGISTER;
    case EVENT_MMU:
      return STOP_MMU;
    case EVENT_WATCH:
      return STOP_WATCH;
    default:
      // EVENT_STOPPED: the detail is the reason.
      return eventDetail();
  }
}
