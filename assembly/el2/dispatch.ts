/** An exception taken to EL2: which software there owns it. */

import { CAUSE_UNEXPECTED_EXCEPTION, CONFIG_START, OUTCOME_EL2_PANIC } from '../layout';
import { CONFIG_EL2_FAMILY, EL2_FAMILY_PKVM } from '../machine/config';
import { setCause } from '../machine/record';
import { bootPkvm } from './pkvm/init';
import { handlePkvmTrap } from './pkvm/trap';

/** Runs the handler and the exception return; returns one of the OUTCOME_ values. */
export function handleAtEl2(cpu: usize): i32 {
  if (load<u32>(CONFIG_START, CONFIG_EL2_FAMILY) === EL2_FAMILY_PKVM) return handlePkvmTrap(cpu);
  setCause(cpu, CAUSE_UNEXPECTED_EXCEPTION);
  return OUTCOME_EL2_PANIC;
}

/** What EL2 does before the guest's first instruction; returns 0 or a negative errno. */
export function bootEl2(cpu: usize): i32 {
  return load<u32>(CONFIG_START, CONFIG_EL2_FAMILY) === EL2_FAMILY_PKVM ? bootPkvm(cpu) : 0;
}
