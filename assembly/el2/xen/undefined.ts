/** An instruction that is UNDEFINED to the guest: Xen takes the exception to EL1 on its behalf. */

import { DISPOSITION_UNDEFINED, SYS_ESR_EL2 } from '../../layout';
import { setDisposition } from '../../machine/record';
import { SYNDROME_UNDEFINED } from '../../machine/syndrome';
import { takeToGuest } from '../undefined';
import { xenSwitch } from './access';
import { VM_AARCH64 } from './state';
import { SWITCH_UNDEFINED_IL, UNDEFINED_IL_COPIED } from './switches';

/** ESR_ELx.IL: a 32-bit instruction. */
const SYNDROME_IL: u64 = 1 << 25;

/**
 * Makes the exception return go to the guest's vector. The machine has no AArch32 state: a 32-bit domain, which would go
 * to its Undefined mode, is returned to as it is.
 */
export function injectUndefined(cpu: usize, vm: usize): void {
  if (load<u32>(vm, VM_AARCH64)) takeToGuest(cpu, SYNDROME_UNDEFINED & lengthMask(cpu));
  else setDisposition(cpu, DISPOSITION_UNDEFINED);
}

/** ESR.IL is 1 for an exception without a syndrome, but where it is that of the trap. */
function lengthMask(cpu: usize): u64 {
  if (xenSwitch(SWITCH_UNDEFINED_IL) !== UNDEFINED_IL_COPIED) return ~(<u64>0);
  return load<u64>(cpu, SYS_ESR_EL2) | ~SYNDROME_IL;
}
