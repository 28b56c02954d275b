/** Who may use a VM's RX and TX buffers at the moment. */

import { FFA_RX_ACQUIRE, FFA_RX_RELEASE } from '../../ffa/ids';
import { FFA_BUSY, FFA_DENIED, FFA_STATUS_SUCCESS } from '../../ffa/status';
import { PAGE_SIZE } from '../../layout';
import { endpointOf } from './access';
import { NO_PAGE } from './memory';
import { callFirmware, firmwareSupports } from './smc';
import { VM_PAGE_COUNT, VM_RX_FREE, VM_TX_PAGE } from './state';

/** Bytes of each of a VM's buffers. */
export function bufferSize(vm: usize): u32 {
  return load<u32>(vm, VM_PAGE_COUNT) * PAGE_SIZE;
}

/** Takes the RX buffer from its free state, so that EL2 may write it. */
export function acquireRx(cpu: usize, vm: usize): i32 {
  if (!load<u32>(vm, VM_PAGE_COUNT)) return FFA_DENIED;
  if (!load<u32>(vm, VM_RX_FREE)) return FFA_BUSY;
  const status = firmwareSupports(FFA_RX_ACQUIRE) ? callFirmware(cpu, FFA_RX_ACQUIRE, endpointOf(vm)) : 0;
  if (status === FFA_STATUS_SUCCESS) store<u32>(vm, 0, VM_RX_FREE);
  return status;
}

/** FFA_RX_RELEASE, and what EL2 does when it could not use the buffer after all. */
export function releaseRx(cpu: usize, vm: usize): i32 {
  if (!load<u32>(vm, VM_PAGE_COUNT) || load<u32>(vm, VM_RX_FREE)) return FFA_DENIED;
  const status = firmwareSupports(FFA_RX_ACQUIRE) ? callFirmware(cpu, FFA_RX_RELEASE, endpointOf(vm)) : 0;
  if (status === FFA_STATUS_SUCCESS) store<u32>(vm, 1, VM_RX_FREE);
  return status;
}

/** Whether the VM has a TX buffer of at least a page. */
export function hasTx(vm: usize): bool {
  return load<u32>(vm, VM_PAGE_COUNT) !== 0 && load<u32>(vm, VM_TX_PAGE) !== NO_PAGE;
}
