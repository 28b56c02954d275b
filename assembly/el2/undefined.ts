/** An instruction that EL2 has made UNDEFINED to its guest: the exception is taken to EL1 on the guest's behalf. */

import {
  DISPOSITION_UNDEFINED,
  SYS_ELR_EL1,
  SYS_ELR_EL2,
  SYS_ESR_EL1,
  SYS_SPSR_EL1,
  SYS_SPSR_EL2,
  SYS_VBAR_EL1,
  TRAP_RETURN,
} from '../layout';
import { setDisposition } from '../machine/record';

/** The vector for an exception from EL1, whichever stack pointer EL1 used. */
const VECTOR_CURRENT_SPX: u64 = 0x200;
/** EL1h with D, A, I and F masked; every other field is 0, the condition flags too. */
const PSTATE_INJECTED: u64 = 0x3c5;

/** Makes the exception return go to the guest's vector, with this ESR_EL1. */
export function takeToGuest(cpu: usize, syndrome: u64): void {
  setDisposition(cpu, DISPOSITION_UNDEFINED);
  const vector = load<u64>(cpu, SYS_VBAR_EL1) + VECTOR_CURRENT_SPX;
  store<u64>(cpu, load<u64>(cpu, SYS_ELR_EL2), SYS_ELR_EL1);
  store<u64>(cpu, load<u64>(cpu, SYS_SPSR_EL2), SYS_SPSR_EL1);
  store<u64>(cpu, syndrome, SYS_ESR_EL1);
  store<u64>(cpu, PSTATE_INJECTED, SYS_SPSR_EL2);
  store<u64>(cpu, vector, SYS_ELR_EL2);
  store<u64>(cpu, vector, TRAP_RETURN);
}
