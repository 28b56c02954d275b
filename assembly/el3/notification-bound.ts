/**
 * Notifications as Hafnium has them (api_ffa_notification_…, src/ffa/spmc/notifications.c): a bit is bound to one sender
 * before that sender may set it, all are global, and only the scheduler of the normal world is told of them.
 */

import { FFA_SUCCESS_64 } from '../ffa/ids';
import {
  FFA_DENIED,
  FFA_INVALID_PARAMETERS,
  FFA_NO_DATA,
  FFA_NO_MEMORY,
  FFA_NOT_SUPPORTED,
  FFA_VERSION_1_1,
} from '../ffa/status';
import { bankW, bankX } from './access';
import { ANSWER, answer, answerError, answerSuccess, answerX } from './answer';
import {
  areBoundTo,
  bindBits,
  bitmapAt,
  boundBits,
  contextsOf,
  createBitmap,
  destroyBitmap,
  endpointOfBitmap,
  MACHINES,
  machineBitmap,
  NO_BITMAP,
  partitionBitmap,
  pendingBits,
  setBits,
  takeBits,
  takeFullRx,
  tellOf,
  unbindBits,
} from './bitmap';
import { endpointOf, versionOf } from './caller';
import { findPartition, idOf, NOBODY, partitionAt, partitionCount } from './partition';

/** Bit 15 of an endpoint id: the secure world's. */
const SECURE: u32 = 0x8000;
/** FFA_NOTIFICATION_SET: the schedule receiver interrupt waits until the partition leaves. */
const DELAYED: u32 = 1 << 1;
/** FFA_NOTIFICATION_GET: bitmaps of partitions, of virtual machines, of the SPMC, of the hypervisor. */
const FROM_PARTITIONS: u32 = 1 << 0;
const FROM_MACHINES: u32 = 1 << 1;
const FROM_SPMC: u32 = 1 << 2;
const FROM_HYPERVISOR: u32 = 1 << 3;
const GET_FLAGS: u32 = 0xf;
/** w2 of FFA_NOTIFICATION_INFO_GET: number of lists. */
const LISTS_SHIFT: u32 = 7;

/** w1: a virtual machine, w2: its execution contexts. */
export function create(caller: usize, bank: usize): void {
  const machine = bankW(bank, 1) & 0xffff;
  if (!mayManage(caller, machine)) return;
  if (machineBitmap(machine) !== NO_BITMAP) answerError(FFA_DENIED);
  else if (!createBitmap(machine, bankW(bank, 2) & 0xffff)) answerError(FFA_NO_MEMORY);
  else answerSuccess();
}

export function destroy(caller: usize, bank: usize): void {
  const machine = bankW(bank, 1) & 0xffff;
  if (!mayManage(caller, machine)) return;
  const bitmap = machineBitmap(machine);
  if (bitmap === NO_BITMAP || pendingBits(bitmap) !== 0) {
    answerError(FFA_DENIED);
    return;
  }
  destroyBitmap(bitmap);
  answerSuccess();
}

/** The normal world manages bitmaps, of its machines. Where it may not, the answer is made. */
function mayManage(caller: usize, machine: u32): bool {
  if (caller !== NOBODY) answerError(FFA_NOT_SUPPORTED);
  else if (machine & SECURE) answerError(FFA_INVALID_PARAMETERS);
  else return true;
  return false;
}

/** w1: sender and receiver, w2: flags, w3 and w4: the bits. */
export function bind(caller: usize, bank: usize): void {
  const sender = bankW(bank, 1) >> 16;
  const bits = bitsOf(bank);
  const bitmap = bindable(caller, bank, true);
  if (bitmap === NO_BITMAP) return;
  if ((boundBits(bitmap) | pendingBits(bitmap)) & bits) {
    answerError(FFA_DENIED);
    return;
  }
  bindBits(bitmap, bits, sender);
  answerSuccess();
}

export function unbind(caller: usize, bank: usize): void {
  const bits = bitsOf(bank);
  const bitmap = bindable(caller, bank, false);
  if (bitmap === NO_BITMAP) return;
  if (!areBoundTo(bitmap, bits, bankW(bank, 1) >> 16) || pendingBits(bitmap) & bits) {
    answerError(FFA_DENIED);
    return;
  }
  unbindBits(bitmap, bits);
  answerSuccess();
}

/** The receiver's bitmap for the sender, where the caller may bind its bits; else the answer is made. */
function bindable(caller: usize, bank: usize, binding: bool): usize {
  const sender = bankW(bank, 1) >> 16;
  const receiver = bankW(bank, 1) & 0xffff;
  const own = caller === NOBODY ? (receiver & SECURE) === 0 && (sender & SECURE) !== 0 : receiver === idOf(caller);
  const invalid = bankW(bank, 2) !== 0 || !own || sender === receiver || bitsOf(bank) === 0;
  const missing = receiver !== 0 && bitmapFor(receiver, sender) === NO_BITMAP && caller === NOBODY;
  const stranger = binding && (sender & SECURE) !== 0 && findPartition(sender) === NOBODY;
  if (invalid || missing) answerError(FFA_INVALID_PARAMETERS);
  else if (versionOf(caller) < FFA_VERSION_1_1) answerError(FFA_NOT_SUPPORTED);
  else if (bitmapFor(receiver, sender) === NO_BITMAP) answerError(FFA_NOT_SUPPORTED);
  else if (stranger) answerError(FFA_INVALID_PARAMETERS);
  else return bitmapFor(receiver, sender);
  return NO_BITMAP;
}

function bitmapFor(receiver: u32, sender: u32): usize {
  if (!(receiver & SECURE)) return machineBitmap(receiver);
  const p = findPartition(receiver);
  return p === NOBODY ? NO_BITMAP : partitionBitmap(p, (sender & SECURE) === 0);
}

function bitsOf(bank: usize): u64 {
  return ((<u64>bankW(bank, 4)) << 32) | bankW(bank, 3);
}

/** w1: sender and receiver, w2: flags, w3 and w4: the bits. */
export function set(caller: usize, bank: usize): void {
  const sender = bankW(bank, 1) >> 16;
  const receiver = bankW(bank, 1) & 0xffff;
  const own = caller === NOBODY ? (sender & SECURE) === 0 && (receiver & SECURE) !== 0 : sender === idOf(caller);
  const flags = bankW(bank, 2);
  const delayed = caller === NOBODY && flags !== 0;
  const known = (receiver & SECURE) === 0 ? receiver === 0 || hasBitmap(receiver) : findPartition(receiver) !== NOBODY;
  const bitmap = bitmapFor(receiver, sender);
  if (flags & ~DELAYED || !own || sender === receiver || bitsOf(bank) === 0 || delayed || !known) {
    answerError(FFA_INVALID_PARAMETERS);
  } else if (bitmap === NO_BITMAP || !areBoundTo(bitmap, bitsOf(bank), sender)) answerError(FFA_DENIED);
  else {
    setBits(bitmap, bitsOf(bank));
    answerSuccess();
  }
}

function hasBitmap(machine: u32): bool {
  return machineBitmap(machine) !== NO_BITMAP;
}

/** w1: execution context and receiver, w2: whose bits. */
export function get(caller: usize, bank: usize): void {
  const receiver = bankW(bank, 1) & 0xffff;
  const flags = bankW(bank, 2);
  const normal = caller === NOBODY;
  const own = normal ? (receiver & SECURE) === 0 : receiver === endpointOf(caller);
  const foreign = normal && (flags & (FROM_MACHINES | FROM_HYPERVISOR)) !== 0;
  if (flags & ~GET_FLAGS || !own || foreign || !hasContext(caller, receiver, bankW(bank, 1) >> 16)) {
    answerError(FFA_INVALID_PARAMETERS);
    return;
  }
  const partitions = flags & FROM_PARTITIONS ? take(bitmapFor(receiver, SECURE)) : 0;
  const machines = flags & FROM_MACHINES ? take(bitmapFor(receiver, 0)) : 0;
  const framework = (flags & (FROM_SPMC | FROM_HYPERVISOR)) !== 0;
  answerSuccess();
  answerPair(2, partitions);
  answerPair(4, machines);
  answerX(6, framework && takeFullRx(bitmapFor(receiver, SECURE)) ? 1 : 0);
  answerX(7, framework && !normal && takeFullRx(bitmapFor(receiver, 0)) ? 1 : 0);
}

function hasContext(caller: usize, receiver: u32, context: u32): bool {
  if (caller !== NOBODY || receiver === 0) return context === 0;
  return hasBitmap(receiver) && context < contextsOf(machineBitmap(receiver));
}

function take(bitmap: usize): u64 {
  return bitmap === NO_BITMAP ? 0 : takeBits(bitmap);
}

function answerPair(n: u32, value: u64): void {
  answerX(n, value & 0xffffffff);
  answerX(n + 1, value >> 32);
}

/** FFA_NOTIFICATION_INFO_GET_64: the receivers with bits that nobody has been told of, partitions first. */
export function tell(caller: usize): void {
  if (caller !== NOBODY) {
    answerError(FFA_NOT_SUPPORTED);
    return;
  }
  answer(FFA_SUCCESS_64);
  for (let n: u32 = 1; n <= 7; n++) answerX(n, 0);
  let count: u32 = 0;
  const partitions = partitionCount();
  for (let index: u32 = 0; index < partitions; index++) {
    const p = partitionAt(index);
    const fromPartitions = isNews(partitionBitmap(p, false));
    if (isNews(partitionBitmap(p, true)) || fromPartitions) count = name(count, idOf(p));
  }
  for (let index: u32 = 0; index < MACHINES; index++) {
    if (tellOf(bitmapAt(index))) count = name(count, endpointOfBitmap(bitmapAt(index)));
  }
  if (count === 0) answerError(FFA_NO_DATA);
  else answerX(2, count << LISTS_SHIFT);
}

function isNews(bitmap: usize): bool {
  return bitmap !== NO_BITMAP && tellOf(bitmap);
}

/** Adds an id to x3 to x7, four in each; returns how many there are. */
function name(count: u32, id: u32): u32 {
  const n = 3 + (count >> 2);
  answerX(n, bankX(ANSWER, n) | ((<u64>id) << ((count & 3) << 4)));
  return count + 1;
}
