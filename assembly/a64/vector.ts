/** Whether an exception has a handler to go to. */

import {
  ATTRIBUTE_HYPERVISOR,
  PAGE_SIZE,
  RAM_BASE,
  RAM_SIZE,
  RUN_FLAG_EL2_CODE,
  RUN_FLAG_EL3_CODE,
  RUN_FLAGS,
  SYS_VBAR_EL1,
} from '../layout';
import { hasAttribute } from '../machine/attributes';

/**
 * EL1 has one where the guest has written VBAR_EL1, with an address that it can fetch from; a table of vectors does not
 * cross a page. EL2 and EL3 have one where the host says that code stands there.
 */
export function canEnter(cpu: usize, level: u32): bool {
  if (level === 2) return (load<u32>(cpu, RUN_FLAGS) & RUN_FLAG_EL2_CODE) !== 0;
  if (level === 3) return (load<u32>(cpu, RUN_FLAGS) & RUN_FLAG_EL3_CODE) !== 0;
  const vector = load<u64>(cpu, SYS_VBAR_EL1);
  return vector !== 0 && isGuestMemory(vector);
}

function isGuestMemory(address: u64): bool {
  const offset = address - RAM_BASE;
  return offset < RAM_SIZE && !hasAttribute(<u32>offset / PAGE_SIZE, ATTRIBUTE_HYPERVISOR);
}
