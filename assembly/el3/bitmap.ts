/**
 * Notification bitmaps: 64 bits that senders set and a receiver gets. A virtual machine has one, for partitions as senders;
 * a partition has two, for partitions and for virtual machines.
 *
 *   00 u32 used | 04 u32 endpoint | 08 u64 bound | 10 u64 pending | 18 u64 told of | 20 u32 contexts | 24 u16 senders, 64
 *   A4 u32 RX is full: 1 pending, 2 told of
 */

import { RECEIVES_NOTIFICATIONS } from '../ffa/partition-info';
import { FIRMWARE_STATE_START } from '../layout';
import { field, hasProperty } from './partition';
import { P_INDEX, STATE_BITMAP_STRIDE, STATE_BITMAPS } from './state';

const USED: u32 = 0x00;
const ENDPOINT: u32 = 0x04;
const BOUND: u32 = 0x08;
const PENDING: u32 = 0x10;
const TOLD: u32 = 0x18;
const CONTEXTS: u32 = 0x20;
const SENDERS: u32 = 0x24;
const FULL: u32 = 0xa4;
const FULL_PENDING: u32 = 1;
const FULL_TOLD: u32 = 2;

/** There is none. */
export const NO_BITMAP: usize = 0;

/** Virtual machines that can have a bitmap at once; those of the partitions follow. */
export const MACHINES: u32 = 8;

export function bitmapAt(index: u32): usize {
  return FIRMWARE_STATE_START + STATE_BITMAPS + index * STATE_BITMAP_STRIDE;
}

/** The bitmap that was created for a virtual machine. */
export function machineBitmap(endpoint: u32): usize {
  for (let index: u32 = 0; index < MACHINES; index++) {
    const bitmap = bitmapAt(index);
    if (isUsed(bitmap) && load<u32>(bitmap, ENDPOINT) === endpoint) return bitmap;
  }
  return NO_BITMAP;
}

/** The bitmap of a partition that has notifications, for one kind of senders. */
export function partitionBitmap(p: usize, machines: bool): usize {
  if (!hasProperty(p, RECEIVES_NOTIFICATIONS)) return NO_BITMAP;
  return bitmapAt(MACHINES + 2 * field(p, P_INDEX) + (machines ? 1 : 0));
}

/** Returns false where no bitmap is left. */
export function createBitmap(endpoint: u32, contexts: u32): bool {
  for (let index: u32 = 0; index < MACHINES; index++) {
    const bitmap = bitmapAt(index);
    if (isUsed(bitmap)) continue;
    store<u32>(bitmap, 1, USED);
    store<u32>(bitmap, endpoint, ENDPOINT);
    store<u32>(bitmap, contexts, CONTEXTS);
    return true;
  }
  return false;
}

export function destroyBitmap(bitmap: usize): void {
  memory.fill(bitmap, 0, STATE_BITMAP_STRIDE);
}

function isUsed(bitmap: usize): bool {
  return load<u32>(bitmap, USED) !== 0;
}

export function endpointOfBitmap(bitmap: usize): u32 {
  return load<u32>(bitmap, ENDPOINT);
}

/** Execution contexts of the virtual machine. */
export function contextsOf(bitmap: usize): u32 {
  return load<u32>(bitmap, CONTEXTS);
}

export function boundBits(bitmap: usize): u64 {
  return load<u64>(bitmap, BOUND);
}

export function pendingBits(bitmap: usize): u64 {
  return load<u64>(bitmap, PENDING);
}

/** Whether all of these bits are bound to one sender. */
export function areBoundTo(bitmap: usize, bits: u64, sender: u32): bool {
  for (let rest = bits; rest !== 0; rest &= rest - 1) {
    const n = <usize>ctz(rest);
    if (!((boundBits(bitmap) >> n) & 1) || load<u16>(bitmap + (n << 1), SENDERS) !== sender) return false;
  }
  return true;
}

export function bindBits(bitmap: usize, bits: u64, sender: u32): void {
  store<u64>(bitmap, boundBits(bitmap) | bits, BOUND);
  for (let rest = bits; rest !== 0; rest &= rest - 1) store<u16>(bitmap + ((<usize>ctz(rest)) << 1), sender, SENDERS);
}

export function unbindBits(bitmap: usize, bits: u64): void {
  store<u64>(bitmap, boundBits(bitmap) & ~bits, BOUND);
}

export function setBits(bitmap: usize, bits: u64): void {
  store<u64>(bitmap, pendingBits(bitmap) | bits, PENDING);
}

/** The pending bits, which are none then. */
export function takeBits(bitmap: usize): u64 {
  const bits = pendingBits(bitmap);
  store<u64>(bitmap, 0, PENDING);
  store<u64>(bitmap, 0, TOLD);
  return bits;
}

/** The framework's own notification: RX is full. Whoever has no bitmap is not told. */
export function reportFullRx(bitmap: usize): void {
  if (bitmap !== NO_BITMAP) store<u32>(bitmap, FULL_PENDING, FULL);
}

/** Whether that is pending; it is not any more then. */
export function takeFullRx(bitmap: usize): bool {
  if (bitmap === NO_BITMAP || load<u32>(bitmap, FULL) === 0) return false;
  store<u32>(bitmap, 0, FULL);
  return true;
}

/** Whether bits are pending of which the scheduler has not been told; it has been then. */
export function tellOf(bitmap: usize): bool {
  const news = pendingBits(bitmap) & ~load<u64>(bitmap, TOLD);
  const full = load<u32>(bitmap, FULL) === FULL_PENDING;
  store<u64>(bitmap, pendingBits(bitmap), TOLD);
  if (full) store<u32>(bitmap, FULL_PENDING | FULL_TOLD, FULL);
  return news !== 0 || full;
}
