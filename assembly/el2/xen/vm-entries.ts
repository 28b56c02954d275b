/** VMs in the list of partitions: those that have negotiated a version, and with some versions the caller itself. */

import { FFA_VERSION_1_2 } from '../../ffa/status';
import { SCRATCH_START } from '../../layout';
import { endpointOf, isVmToVm, state32, xenSwitch } from './access';
import { ENTRY_CONTEXTS, ENTRY_PROPERTIES, ENTRY_SIZE_1_0, putEntry } from './entries';
import { listedVm } from './list';
import { STATE_VM_COUNT, VM_AARCH64, VM_LISTED_64BIT, VM_VCPUS, VM_VERSION } from './state';
import { CALLER_ENTRY_FROM_1_2, SWITCH_CALLER_ENTRY, SWITCH_VM_ENTRIES, VM_ENTRIES_ALWAYS } from './switches';

/** Properties of a VM: sends direct requests, has indirect messages, receives notifications. */
const VM_PROPERTIES: u32 = 0b1110;
const PROPERTY_AARCH64: u32 = 1 << 8;
/** Working storage: one entry. */
const ENTRY: u32 = SCRATCH_START + 0x10;

/** Whether VMs are listed for a UUID. */
export function listsVms(nilUuid: bool): bool {
  return nilUuid || xenSwitch(SWITCH_VM_ENTRIES) === VM_ENTRIES_ALWAYS;
}

/** Whether a VM finds itself in the list. */
export function listsCaller(vm: usize): bool {
  return xenSwitch(SWITCH_CALLER_ENTRY) === CALLER_ENTRY_FROM_1_2 && load<u32>(vm, VM_VERSION) >= FFA_VERSION_1_2;
}

/** VMs that count, the caller included: it alone without VM-to-VM. 16 bits. */
export function vmCount(): u32 {
  return isVmToVm() ? state32(STATE_VM_COUNT) & 0xffff : 1;
}

/** Puts the VMs from number `first` on, of those that this caller sees. Returns false where they do not all fit. */
export function putVms(caller: usize, first: u32): bool {
  const self: u32 = listsCaller(caller) ? 1 : 0;
  if (self !== 0 && first === 0 && !putVm(caller, VM_AARCH64)) return false;
  return !isVmToVm() || putOthers(caller, first > self ? first - self : 0);
}

function putOthers(caller: usize, first: u32): bool {
  let index: u32 = 0;
  for (let position: u32 = 0; position < state32(STATE_VM_COUNT); position++) {
    const vm = listedVm(position);
    if (vm === caller) continue;
    if (index >= first && !putVm(vm, VM_LISTED_64BIT)) return false;
    index++;
  }
  return true;
}

/** `width` is the field that says whether it is one of 64 bits. */
function putVm(vm: usize, width: u32): bool {
  store<u16>(ENTRY, <u16>endpointOf(vm));
  store<u16>(ENTRY, <u16>load<u32>(vm, VM_VCPUS), ENTRY_CONTEXTS);
  store<u32>(ENTRY, VM_PROPERTIES | (load<u32>(vm + width) ? PROPERTY_AARCH64 : 0), ENTRY_PROPERTIES);
  return putEntry(ENTRY, ENTRY_SIZE_1_0);
}
