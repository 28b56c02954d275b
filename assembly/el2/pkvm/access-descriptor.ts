/** Where the proxy looks for the endpoint memory access descriptor, by version. */

import {
  ACCESS_SIZE_1_0,
  ACCESS_SIZE_1_2,
  TRANSACTION_ACCESS_OFFSET,
  TRANSACTION_SIZE_1_0,
  TRANSACTION_SIZE_1_1,
} from '../../ffa/descriptor';
import { FFA_VERSION_1_0, FFA_VERSION_1_2 } from '../../ffa/status';
import { pkvmSwitch, state32 } from './access';
import { readHyp32 } from './buffers';
import { STATE_HYP_FFA_VERSION } from './state';
import {
  ACCESS_AT_32,
  ACCESS_BY_VERSION,
  MINIMUM_BY_VERSION,
  SWITCH_ACCESS_OFFSET,
  SWITCH_MINIMUM_FRAGMENT,
} from './switches';

/** Offset from the start of the transaction descriptor in one of the hypervisor's pages. */
export function accessOffset(cpu: usize, page: u32): u32 {
  const rule = pkvmSwitch(SWITCH_ACCESS_OFFSET);
  if (rule === ACCESS_AT_32 || state32(STATE_HYP_FFA_VERSION) <= FFA_VERSION_1_0) return TRANSACTION_SIZE_1_0;
  return rule === ACCESS_BY_VERSION ? TRANSACTION_SIZE_1_1 : readHyp32(cpu, page, TRANSACTION_ACCESS_OFFSET);
}

/** Bytes of an access descriptor. */
export function accessSize(): u32 {
  return state32(STATE_HYP_FFA_VERSION) >= FFA_VERSION_1_2 ? ACCESS_SIZE_1_2 : ACCESS_SIZE_1_0;
}

/** Shortest first fragment: a transaction descriptor with one access descriptor. */
export function minimumFragment(): u32 {
  const fixed = pkvmSwitch(SWITCH_MINIMUM_FRAGMENT);
  if (fixed !== MINIMUM_BY_VERSION) return fixed;
  const version = state32(STATE_HYP_FFA_VERSION);
  return (version <= FFA_VERSION_1_0 ? TRANSACTION_SIZE_1_0 : TRANSACTION_SIZE_1_1) + accessSize();
}
