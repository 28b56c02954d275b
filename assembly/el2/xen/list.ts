/** The list of VMs that have negotiated a version, in the order in which they did, and the tag that tells its changes. */

import { XEN_STATE_START, XEN_VM_COUNT } from '../../layout';
import { indexOf, setState32, state32, vmAt } from './access';
import { STATE_LIST, STATE_TAG, STATE_VM_COUNT } from './state';

/** Appends a VM; one that is in the list already stays where it is. */
export function joinList(vm: usize): void {
  const length = state32(STATE_VM_COUNT);
  if (length >= XEN_VM_COUNT || positionOf(vm) !== 0) return;
  store<u8>(XEN_STATE_START + STATE_LIST + length, <u8>indexOf(vm));
  setState32(STATE_VM_COUNT, length + 1);
  setState32(STATE_TAG, state32(STATE_TAG) + 1);
}

export function leaveList(vm: usize): void {
  const position = positionOf(vm);
  if (position === 0) return;
  const length = state32(STATE_VM_COUNT);
  const at = XEN_STATE_START + STATE_LIST + position - 1;
  memory.copy(at, at + 1, length - position);
  setState32(STATE_VM_COUNT, length - 1);
  setState32(STATE_TAG, state32(STATE_TAG) + 1);
}

/** The VM at a position of the list, from 0. */
export function listedVm(position: u32): usize {
  return vmAt(load<u8>(XEN_STATE_START + STATE_LIST + position));
}

/** Position from 1, or 0 where the VM is not in the list. */
function positionOf(vm: usize): u32 {
  const length = state32(STATE_VM_COUNT);
  for (let position: u32 = 0; position < length; position++) if (listedVm(position) === vm) return position + 1;
  return 0;
}
