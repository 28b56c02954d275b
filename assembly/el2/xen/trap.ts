/**
 * Xen's handling of an SMC or HVC from a guest. The guest's registers are saved and restored around it, so what no
 * handler writes comes back as it was.
 */

import {
  CAUSE_BUFFER_OVERFLOW,
  CAUSE_NONE,
  CAUSE_NULL_DEREFERENCE,
  CAUSE_UNEXPECTED_EXCEPTION,
  DISPOSITION_HYPERCALL,
  OUTCOME_EL2_FAULT,
  OUTCOME_EL2_PANIC,
  OUTCOME_RESUME,
  OUTCOME_VECTOR,
  SYS_ELR_EL2,
  SYS_ESR_EL2,
  TRAP_RETURN,
  TRAP_SOURCE_EL,
} from '../../layout';
import { causeOf, setCause, setDisposition } from '../../machine/record';
import { classOf, EC_HVC32, EC_HVC64, EC_SMC32, EC_SMC64, immediateOfSyndrome } from '../../machine/syndrome';
import { currentVm } from './access';
import { clearEvents } from './interrupt';
import { handleSmccc } from './smccc';
import { injectUndefined } from './undefined';

/** Immediate of Xen's own hypercalls, which are not modelled. */
const HYPERCALL_IMMEDIATE: u32 = 0xea1;

/** Handles a trap on a CPU of the machine and returns to the guest; returns one of the OUTCOME_ values. */
export function handleXenTrap(cpu: usize): i32 {
  clearEvents();
  let handled = false;
  if (load<u32>(cpu, TRAP_SOURCE_EL) >= 2) setCause(cpu, CAUSE_UNEXPECTED_EXCEPTION);
  else handled = handleSync(cpu);
  if (causeOf(cpu) !== CAUSE_NONE) return outcomeOf(causeOf(cpu));
  if (!handled) injectUndefined(cpu, currentVm(cpu));
  return handled ? OUTCOME_RESUME : OUTCOME_VECTOR;
}

/** The outcome where EL2 does not survive. */
function outcomeOf(cause: u32): i32 {
  return cause === CAUSE_NULL_DEREFERENCE || cause === CAUSE_BUFFER_OVERFLOW ? OUTCOME_EL2_FAULT : OUTCOME_EL2_PANIC;
}

/** By exception class and immediate; returns false where the instruction is UNDEFINED to the guest. */
function handleSync(cpu: usize): bool {
  const syndrome = load<u64>(cpu, SYS_ESR_EL2);
  const immediate = immediateOfSyndrome(syndrome);
  switch (classOf(syndrome)) {
    case EC_HVC32:
    case EC_HVC64:
      return handleHvc(cpu, immediate);
    case EC_SMC64:
      return immediate === 0 && handleSmc(cpu);
    case EC_SMC32:
      return handleSmc(cpu);
    default:
      return false;
  }
}

/** HVC has executed: its return address is past it already. */
function handleHvc(cpu: usize, immediate: u32): bool {
  if (immediate === 0) handleSmccc(cpu, currentVm(cpu));
  else if (immediate === HYPERCALL_IMMEDIATE) setDisposition(cpu, DISPOSITION_HYPERCALL);
  else return false;
  return true;
}

/** SMC was trapped. The immediate of one from AArch32 is not in the syndrome, and taken to be 0. */
function handleSmc(cpu: usize): bool {
  handleSmccc(cpu, currentVm(cpu));
  if (causeOf(cpu) === CAUSE_NONE) advancePc(cpu);
  return true;
}

/** Adds 4 to ELR_EL2 and leaves SPSR_EL2.SS alone. */
function advancePc(cpu: usize): void {
  const next = load<u64>(cpu, SYS_ELR_EL2) + 4;
  store<u64>(cpu, next, SYS_ELR_EL2);
  store<u64>(cpu, next, TRAP_RETURN);
}
