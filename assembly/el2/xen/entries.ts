/**
 * Entries of the list of partitions on their way to a VM: a place that fills up, and what has been put there. The place
 * is a VM's RX buffer, or the registers of FFA_PARTITION_INFO_GET_REGS.
 *
 *   1.0:        00 u16 endpoint | 02 u16 execution contexts | 04 u32 properties
 *   1.1, 1.2:   the same | 08 UUID, 16 bytes
 */

import { SCRATCH_START } from '../../layout';

export const ENTRY_SIZE_1_0: u32 = 8;
export const ENTRY_SIZE_1_1: u32 = 24;
export const ENTRY_CONTEXTS: u32 = 2;
export const ENTRY_PROPERTIES: u32 = 4;
export const ENTRY_UUID: u32 = 8;
export const UUID_SIZE: u32 = 16;

/** Working storage: u32 address of the next entry, u32 end of the place, u32 bytes of an entry, u32 entries so far. */
const NEXT: u32 = SCRATCH_START + 0x00;
const END: u32 = SCRATCH_START + 0x04;
const SIZE: u32 = SCRATCH_START + 0x08;
const COUNT: u32 = SCRATCH_START + 0x0c;

/** Starts at an address in linear memory with room for `capacity` bytes; every entry takes `size` of them. */
export function openEntries(at: usize, capacity: u32, size: u32): void {
  store<u32>(NEXT, <u32>at);
  store<u32>(END, <u32>at + capacity);
  store<u32>(SIZE, size);
  store<u32>(COUNT, 0);
}

/** Entries put there since the place was opened, or since they were last counted anew. */
export function entryCount(): u32 {
  return load<u32>(COUNT);
}

export function countAnew(): void {
  store<u32>(COUNT, 0);
}

/** Puts an entry there, cut off or filled up with zeros to the size asked for. Returns false where it does not fit. */
export function putEntry(from: usize, fromSize: u32): bool {
  const size = load<u32>(SIZE);
  const to = load<u32>(NEXT);
  if (to + size > load<u32>(END)) return false;
  memory.fill(to, 0, size);
  memory.copy(to, from, min(size, fromSize));
  store<u32>(NEXT, to + size);
  store<u32>(COUNT, load<u32>(COUNT) + 1);
  return true;
}

/** Whether entries have a UUID. */
export function hasUuids(): bool {
  return load<u32>(SIZE) >= ENTRY_SIZE_1_1;
}

/** Zeroes the UUID of the entry put there last: who asks by UUID knows it. */
export function clearLastUuid(): void {
  memory.fill(load<u32>(NEXT) - load<u32>(SIZE) + ENTRY_UUID, 0, UUID_SIZE);
}
