/**
 * What stands at EL2 before a hypervisor that the host brings along: vectors that take one call, an HVC, and start it. So
 * does pKVM come up, from a Linux that has run at EL1 for a while and made calls that nobody trapped.
 */

import {
  CAUSE_NONE,
  CAUSE_UNEXPECTED_EXCEPTION,
  CONFIG_START,
  DISPOSITION_STARTED,
  OUTCOME_EL2_PANIC,
  OUTCOME_RESUME,
  SYS_HCR_EL2,
  SYS_VBAR_EL2,
  TRAP_SOURCE_EL,
  VCPU_COUNT,
} from '../layout';
import { CONFIG_HCR_EL2, VBAR_EL2, VBAR_EL2_STUB } from '../machine/config';
import { causeOf, setCause, setDisposition, writeFromEl2 } from '../machine/record';
import { blockOf } from '../machine/registers';
import { bootEl2 } from './dispatch';

/** Whether this vCPU's EL2 has not been given to a hypervisor yet. */
export function isStubAtEl2(cpu: usize): bool {
  return load<u64>(cpu, SYS_VBAR_EL2) === <u64>VBAR_EL2_STUB;
}

/**
 * The HVC boots the hypervisor, unless another vCPU's has, and gives it this vCPU. x0 is 0 or a negative errno, and then
 * everything stays as it was.
 */
export function startHypervisor(cpu: usize): i32 {
  if (load<u32>(cpu, TRAP_SOURCE_EL) >= 2) setCause(cpu, CAUSE_UNEXPECTED_EXCEPTION);
  else {
    const result = isStarted() ? 0 : bootEl2(cpu);
    setDisposition(cpu, DISPOSITION_STARTED);
    writeFromEl2(cpu, 0, <u64>(<i64>result));
    if (result === 0) install(cpu);
  }
  if (causeOf(cpu) !== CAUSE_NONE) return OUTCOME_EL2_PANIC;
  return OUTCOME_RESUME;
}

/** From here on the vCPU's calls are trapped. */
function install(cpu: usize): void {
  store<u64>(cpu, VBAR_EL2, SYS_VBAR_EL2);
  store<u64>(cpu, load<u64>(CONFIG_START, CONFIG_HCR_EL2), SYS_HCR_EL2);
}

function isStarted(): bool {
  for (let vcpu: i32 = 0; vcpu < <i32>VCPU_COUNT; vcpu++) {
    if (load<u64>(blockOf(vcpu), SYS_VBAR_EL2) === <u64>VBAR_EL2) return true;
  }
  return false;
}
