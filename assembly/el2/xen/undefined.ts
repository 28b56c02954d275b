/** An instruction that is UNDEFINED to the guest: Xen takes the exception to EL1 on its behalf. */

import {
  DISPOSITION_UNDEFINED,
  SYS_ELR_EL1,
  SYS_ELR_EL2,
  SYS_ESR_EL1,
  SYS_SPSR_EL1,
  SYS_SPSR_EL2,
  SYS_VBAR_EL1,
  TRAP_RETURN,
} from '../../layout';
import { setDisposition } from '../../machine/record';
import { SYNDROME_UNDEFINED } from '../../machine/syndrome';
import { VM_AARCH64 } from './state';

/** The vector that Xen takes for an exception from EL1, whichever stack pointer EL1 used. */
const VECTOR_CURRENT_SPX: u64 = 0x200;
/** EL1h with D, A, I and F masked; every other field is 0, the condition flags too. */
const PSTATE_INJECTED: u64 = 0x3c5;

/**
 * Makes the exception return go to the guest's vector. The machine has no AArch32 state: a 32-bit domain, which would go
 * to its Undefined mode, is returned to as it is.
 */
export function injectUndefined(cpu: usize, vm: usize): void {
  setDisposition(cpu, DISPOSITION_UNDEFINED);
  if (!load<u32>(vm, VM_AARCH64)) return;
  const vector = load<u64>(cpu, SYS_VBAR_EL1) + VECTOR_CURRENT_SPX;
  store<u64>(cpu, load<u64>(cpu, SYS_ELR_EL2), SYS_ELR_EL1);
  store<u64>(cpu, load<u64>(cpu, SYS_SPSR_EL2), SYS_SPSR_EL1);
  store<u64>(cpu, SYNDROME_UNDEFINED, SYS_ESR_EL1);
  store<u64>(cpu, PSTATE_INJECTED, SYS_SPSR_EL2);
  store<u64>(cpu, vector, SYS_ELR_EL2);
  store<u64>(cpu, vector, TRAP_RETURN);
}
