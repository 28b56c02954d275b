/** Exception-generating instructions, hints that wait, and exception return (DDI 0487, C4.1.94.4, C4.1.94.6). */

import { REG_PC, REG_PSTATE, RUN_EVENT, RUN_FLAGS, VCPU_COUNT } from '../../layout';
import { BANK_SPSR, bankOf, exceptionReturn } from '../../machine/exception';
import { openMonitor } from '../../machine/monitor';
import { blockOf } from '../../machine/registers';
import { callModel, callOther, resume } from '../call';
import { addressOf } from '../code';
import { currentLevel, enter, save } from '../context';
import {
  EVENT_BRK,
  EVENT_HLT,
  EVENT_SVC,
  EVENT_UNDEFINED,
  EVENT_UNIMPLEMENTED,
  EVENT_WFE,
  EVENT_WFI,
  raise,
} from '../event';
import { immediate } from '../operation';
import { restoreStep } from '../software-step';
import { isWaitAllowed } from '../wait';

export function nop(cpu: usize, op: usize): void {}

export function undefined(cpu: usize, op: usize): bool {
  return raise(EVENT_UNDEFINED, 0);
}

/** The immediate is the number of the encoding. */
export function unimplemented(cpu: usize, op: usize): bool {
  return raise(EVENT_UNIMPLEMENTED, <u32>immediate(op));
}

export function svc(cpu: usize, op: usize): bool {
  return raise(EVENT_SVC, <u32>immediate(op));
}

export function brk(cpu: usize, op: usize): bool {
  return raise(EVENT_BRK, <u32>immediate(op));
}

export function hlt(cpu: usize, op: usize): bool {
  return raise(EVENT_HLT, <u32>immediate(op));
}

/** SMC; the immediate is the instruction word and its address. A model at EL2 or EL3 is called there and then. */
export function monitorCall(cpu: usize, op: usize): usize {
  return load<u32>(cpu, RUN_FLAGS) ? callOther(cpu, op) : callModel(cpu, op);
}

/** HVC. */
export function hypervisorCall(cpu: usize, op: usize): usize {
  return monitorCall(cpu, op);
}

/** ERET: UNDEFINED at EL0, which has no bank to return from. */
export function eret(cpu: usize, op: usize): usize {
  if (currentLevel(cpu) === 0) {
    store<u64>(cpu, addressOf(op), REG_PC);
    raise(EVENT_UNDEFINED, 0);
    return 0;
  }
  save(cpu);
  const before = load<u64>(cpu, REG_PSTATE);
  const saved = load<u64>(bankOf(cpu, currentLevel(cpu)), BANK_SPSR);
  exceptionReturn(cpu, currentLevel(cpu));
  restoreStep(cpu, before, saved);
  openMonitor(cpu);
  enter(cpu);
  return resume(cpu);
}

/** No interrupt can come. */
export function wfi(cpu: usize, op: usize): bool {
  return isWaitAllowed(cpu, false) && raise(EVENT_WFI, 0);
}

/** Goes on where the event register is set, and clears it. */
export function wfe(cpu: usize, op: usize): bool {
  if (load<u32>(cpu, RUN_EVENT)) {
    store<u32>(cpu, 0, RUN_EVENT);
    return true;
  }
  return isWaitAllowed(cpu, true) && raise(EVENT_WFE, 0);
}

/** Sets the event register of every vCPU. */
export function sev(cpu: usize, op: usize): void {
  for (let vcpu: u32 = 0; vcpu < VCPU_COUNT; vcpu++) store<u32>(blockOf(vcpu), 1, RUN_EVENT);
}

export function sevl(cpu: usize, op: usize): void {
  store<u32>(cpu, 1, RUN_EVENT);
}
