/** What a VM has shared with secure partitions: slots of fixed number, and a list of those in use in order. */

import { endpointOf } from './access';
import { NO_PAGE, putPage } from './memory';
import {
  SHARE_CAPACITY,
  SHARE_HANDLE,
  SHARE_PAGE_CAPACITY,
  SHARE_PAGE_COUNT,
  SHARE_PAGES,
  SHARE_RECEIVER,
  SHARE_SENDER,
  SHARE_STRIDE,
  SHARE_USED,
  VM_REFERENCES,
  VM_SHARE_COUNT,
  VM_SHARE_ORDER,
  VM_SHARES,
  VM_SHARES_LISTED,
} from './state';

/**
 * A new share of some pages, none of them taken yet, or 0 where the VM has as many shares as it may have. The first one
 * keeps the domain alive.
 */
export function openShare(vm: usize, receiver: u32, pages: u32): usize {
  const count = load<u32>(vm, VM_SHARE_COUNT);
  if (count >= SHARE_CAPACITY) return 0;
  if (count === 0) store<u32>(vm, load<u32>(vm, VM_REFERENCES) + 1, VM_REFERENCES);
  store<u32>(vm, count + 1, VM_SHARE_COUNT);
  const share = freeSlot(vm);
  memory.fill(share, 0, SHARE_PAGES);
  memory.fill(share + SHARE_PAGES, 0xff, SHARE_PAGE_CAPACITY * 2);
  store<u32>(share, 1, SHARE_USED);
  store<u32>(share, pages, SHARE_PAGE_COUNT);
  store<u16>(share, <u16>endpointOf(vm), SHARE_SENDER);
  store<u16>(share, <u16>receiver, SHARE_RECEIVER);
  return share;
}

/** Gives back a share's pages and forgets it. */
export function closeShare(vm: usize, share: usize): void {
  const count = load<u32>(vm, VM_SHARE_COUNT) - 1;
  store<u32>(vm, count, VM_SHARE_COUNT);
  if (count === 0) store<u32>(vm, load<u32>(vm, VM_REFERENCES) - 1, VM_REFERENCES);
  for (let n: u32 = 0; n < load<u32>(share, SHARE_PAGE_COUNT) && sharedPage(share, n) !== NO_PAGE; n++) {
    putPage(sharedPage(share, n));
  }
  abandonShare(share);
}

/** Forgets a share whose pages may still be in use, and keeps them and the domain for ever. */
export function abandonShare(share: usize): void {
  store<u32>(share, 0, SHARE_USED);
}

export function sharedPage(share: usize, n: u32): u32 {
  return load<u16>(share + n * 2, SHARE_PAGES);
}

export function setSharedPage(share: usize, n: u32, page: u32): void {
  store<u16>(share + n * 2, <u16>page, SHARE_PAGES);
}

/** The share at a position of the list, from 0. */
export function listedShare(vm: usize, position: u32): usize {
  return slotAt(vm, load<u8>(vm + position, VM_SHARE_ORDER));
}

export function appendShare(vm: usize, share: usize): void {
  const length = load<u32>(vm, VM_SHARES_LISTED);
  store<u8>(vm + length, <u8>((<u32>share - <u32>vm - VM_SHARES) / SHARE_STRIDE), VM_SHARE_ORDER);
  store<u32>(vm, length + 1, VM_SHARES_LISTED);
}

export function removeShare(vm: usize, position: u32): void {
  const length = load<u32>(vm, VM_SHARES_LISTED) - 1;
  const at = vm + VM_SHARE_ORDER + position;
  memory.copy(at, at + 1, length - position);
  store<u32>(vm, length, VM_SHARES_LISTED);
}

/** Position in the list of the first share with a handle, or the length of the list. */
export function findShare(vm: usize, handle: u64): u32 {
  const length = load<u32>(vm, VM_SHARES_LISTED);
  let position: u32 = 0;
  while (position < length && load<u64>(listedShare(vm, position), SHARE_HANDLE) !== handle) position++;
  return position;
}

function slotAt(vm: usize, slot: u32): usize {
  return vm + VM_SHARES + slot * SHARE_STRIDE;
}

/** As many shares count as there are slots at most, so that one is free. */
function freeSlot(vm: usize): usize {
  let slot: u32 = 0;
  while (slot < SHARE_CAPACITY - 1 && load<u32>(slotAt(vm, slot), SHARE_USED)) slot++;
  return slotAt(vm, slot);
}
