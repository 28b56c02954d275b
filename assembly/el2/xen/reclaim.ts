/** FFA_MEM_RECLAIM: w1 and w2 handle, w3 flags; and the reclaiming of everything at teardown. */

import { FFA_MEM_RECLAIM } from '../../ffa/ids';
import { FFA_DENIED, FFA_INVALID_PARAMETERS, FFA_NOT_SUPPORTED, FFA_STATUS_SUCCESS } from '../../ffa/status';
import { readW } from '../../machine/registers';
import { abandonShare, appendShare, closeShare, findShare, listedShare, removeShare } from './share-list';
import { callFirmware, firmwareSupports } from './smc';
import { SHARE_HANDLE, VM_SHARE_COUNT, VM_SHARES_LISTED } from './state';

export function handleReclaim(cpu: usize, vm: usize): i32 {
  if (!firmwareSupports(FFA_MEM_RECLAIM)) return FFA_NOT_SUPPORTED;
  const position = findShare(vm, ((<u64>readW(cpu, 2)) << 32) | readW(cpu, 1));
  if (position === load<u32>(vm, VM_SHARES_LISTED)) return FFA_INVALID_PARAMETERS;
  const share = listedShare(vm, position);
  removeShare(vm, position);
  const status = reclaim(cpu, share, readW(cpu, 3));
  if (status === FFA_STATUS_SUCCESS) closeShare(vm, share);
  else appendShare(vm, share);
  return status;
}

function reclaim(cpu: usize, share: usize, flags: u32): i32 {
  if (!firmwareSupports(FFA_MEM_RECLAIM)) return FFA_NOT_SUPPORTED;
  const handle = load<u64>(share, SHARE_HANDLE);
  return callFirmware(cpu, FFA_MEM_RECLAIM, handle & 0xffffffff, handle >> 32, flags);
}

/**
 * Reclaims what the VM has shared. What the firmware DENIES can be tried again; what it refuses otherwise is given up:
 * its pages and the domain stay. Returns whether nothing counts as shared any more.
 */
export function destroyShares(cpu: usize, vm: usize): bool {
  let position: u32 = 0;
  while (position < load<u32>(vm, VM_SHARES_LISTED)) {
    const share = listedShare(vm, position);
    const status = reclaim(cpu, share, 0);
    if (status === FFA_DENIED) {
      position++;
      continue;
    }
    removeShare(vm, position);
    if (status === FFA_STATUS_SUCCESS) closeShare(vm, share);
    else abandonShare(share);
  }
  return load<u32>(vm, VM_SHARE_COUNT) === 0;
}
