/** An exception taken to EL2: which software there owns it. */

import { CAUSE_UNEXPECTED_EXCEPTION, CONFIG_START, OUTCOME_EL2_PANIC } from '../layout';
import { CONFIG_EL2_FAMILY, EL2_FAMILY_PKVM, EL2_FAMILY_RELAY, EL2_FAMILY_XEN } from '../machine/config';
import { setCause } from '../machine/record';
import { bootPkvm } from './pkvm/init';
import { answerTransferQuery, isTransferQuery } from './pkvm/proxy';
import { handlePkvmTrap } from './pkvm/trap';
import { bootRelay, handleRelayTrap } from './relay/trap';
import { bootXen } from './xen/operations';
import { handleXenTrap } from './xen/trap';

/** Runs the handler, after which the machine returns from the exception; returns one of the OUTCOME_ values. */
export function handleAtEl2(cpu: usize): i32 {
  switch (load<u32>(CONFIG_START, CONFIG_EL2_FAMILY)) {
    case EL2_FAMILY_PKVM:
      return handlePkvmTrap(cpu);
    case EL2_FAMILY_XEN:
      return handleXenTrap(cpu);
    case EL2_FAMILY_RELAY:
      return handleRelayTrap(cpu);
    default:
      setCause(cpu, CAUSE_UNEXPECTED_EXCEPTION);
      return OUTCOME_EL2_PANIC;
  }
}

/** Whether EL2 answers what stands in the registers with success and nothing else, without asking EL3 or changing its state. */
export function hasFastAnswer(cpu: usize): bool {
  return isTransferQuery(cpu) && load<u32>(CONFIG_START, CONFIG_EL2_FAMILY) === EL2_FAMILY_PKVM;
}

/** Writes that answer to the caller's registers. */
export function giveFastAnswer(cpu: usize): void {
  answerTransferQuery(cpu);
}

/** What EL2 does before the guest's first instruction; returns 0 or a negative errno. */
export function bootEl2(cpu: usize): i32 {
  switch (load<u32>(CONFIG_START, CONFIG_EL2_FAMILY)) {
    case EL2_FAMILY_PKVM:
      return bootPkvm(cpu);
    case EL2_FAMILY_XEN:
      return bootXen(cpu);
    case EL2_FAMILY_RELAY:
      return bootRelay(cpu);
    default:
      return 0;
  }
}
