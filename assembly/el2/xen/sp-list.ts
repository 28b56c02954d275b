/** The secure partitions that the probe found, in the firmware's order. */

import { PAGE_SIZE, XEN_STATE_START } from '../../layout';
import { setState32, state32 } from './access';
import { ENTRY_PROPERTIES, ENTRY_UUID } from './entries';
import { STATE_SP_COUNT, STATE_SP_LIST, STATE_SP_SIZE } from './state';

/** Properties: the partition wants to hear of each VM that is created, of each that is destroyed. */
export const PROPERTY_VM_CREATED: u32 = 1 << 6;
export const PROPERTY_VM_DESTROYED: u32 = 1 << 7;

/** Forgets all partitions; those kept from now on have `size` bytes each. */
export function openSpList(size: u32): void {
  setState32(STATE_SP_COUNT, 0);
  setState32(STATE_SP_SIZE, size);
}

/** Keeps a partition; what does not fit the page that the list may take is not kept. */
export function keepSp(entry: usize): void {
  const size = state32(STATE_SP_SIZE);
  const count = state32(STATE_SP_COUNT);
  if ((count + 1) * size > PAGE_SIZE) return;
  memory.copy(spAt(count), entry, size);
  setState32(STATE_SP_COUNT, count + 1);
}

export function spCount(): u32 {
  return state32(STATE_SP_COUNT);
}

export function spSize(): u32 {
  return state32(STATE_SP_SIZE);
}

/** Address of an entry, from 0. */
export function spAt(index: u32): usize {
  return XEN_STATE_START + STATE_SP_LIST + index * state32(STATE_SP_SIZE);
}

export function spEndpoint(index: u32): u32 {
  return load<u16>(spAt(index));
}

export function spHasProperty(index: u32, property: u32): bool {
  return (load<u32>(spAt(index), ENTRY_PROPERTIES) & property) !== 0;
}

/** Whether a partition has a UUID, given as its low and high half; any partition has the nil UUID. */
export function spMatches(index: u32, low: u64, high: u64): bool {
  const uuid = spAt(index) + ENTRY_UUID;
  return (low | high) === 0 || (load<u64>(uuid) === low && load<u64>(uuid, 8) === high);
}

/** How many partitions have a UUID. */
export function countSps(low: u64, high: u64): u32 {
  const count = spCount();
  let matching: u32 = 0;
  for (let index: u32 = 0; index < count; index++) if (spMatches(index, low, high)) matching++;
  return matching;
}
