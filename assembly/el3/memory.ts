/**
 * FFA_MEM_SHARE, FFA_MEM_LEND and FFA_MEM_DONATE of the normal world, as far as a handle: the descriptor in its TX is
 * checked for the layout of its version where the switch `memory` says so. Partitions cannot retrieve the memory.
 */

import {
  ACCESS_COMPOSITE,
  ACCESS_SIZE_1_0,
  COMPOSITE_RANGES,
  COMPOSITE_SIZE,
  RANGE_SIZE,
  TRANSACTION_ACCESS_OFFSET,
  TRANSACTION_RECEIVERS,
  TRANSACTION_SIZE_1_0,
  TRANSACTION_SIZE_1_1,
} from '../ffa/descriptor';
import { FFA_MEM_FRAG_RX } from '../ffa/ids';
import { FFA_INVALID_PARAMETERS, FFA_NOT_SUPPORTED, FFA_VERSION_1_0 } from '../ffa/status';
import { bankW, firmwareSwitch, isOn, setState32, state32 } from './access';
import { answer, answerError, answerSuccess, answerX, isError, misplaceStatus } from './answer';
import { versionOf } from './caller';
import { FIRMWARE_RECLAIM_ERROR } from './history-switches';
import { isMapped, mailboxOf, sizeOf, txPointer } from './mailbox';
import { findPartition, NOBODY } from './partition';
import { STATE_FRAGMENT_RECEIVED, STATE_FRAGMENT_TOTAL, STATE_HANDLES } from './state';
import { FIRMWARE_MEMORY, MEMORY_CHECKED, MEMORY_REFUSED } from './switches';

/** Size of an access descriptor, in a transaction descriptor from 1.1 on. */
const TRANSACTION_ACCESS_SIZE: u32 = 0x18;
const ALIGNMENT: u32 = 15;

/** w1 bytes in all, w2 bytes of this fragment; w3 and w4 are 0, because the descriptor is in TX. */
export function sendMemory(bank: usize): void {
  const total = bankW(bank, 1);
  const fragment = bankW(bank, 2);
  const mailbox = mailboxOf(NOBODY);
  if (firmwareSwitch(FIRMWARE_MEMORY) === MEMORY_REFUSED) answerError(FFA_NOT_SUPPORTED);
  else if (!isMapped(mailbox) || fragment > total || fragment > sizeOf(mailbox) || !isAccepted(total, fragment)) {
    answerError(FFA_INVALID_PARAMETERS);
  } else {
    setState32(STATE_HANDLES, state32(STATE_HANDLES) + 1);
    setState32(STATE_FRAGMENT_TOTAL, total);
    setState32(STATE_FRAGMENT_RECEIVED, fragment);
    answerProgress();
  }
}

/** w1 and w2 handle, w3 bytes of this fragment. */
export function sendFragment(bank: usize): void {
  const received = state32(STATE_FRAGMENT_RECEIVED);
  const left = state32(STATE_FRAGMENT_TOTAL) - received;
  if (firmwareSwitch(FIRMWARE_MEMORY) === MEMORY_REFUSED) answerError(FFA_NOT_SUPPORTED);
  else if (left === 0 || bankW(bank, 3) > left || bankW(bank, 1) !== state32(STATE_HANDLES) || bankW(bank, 2) !== 0) {
    answerError(FFA_INVALID_PARAMETERS);
  } else {
    setState32(STATE_FRAGMENT_RECEIVED, received + bankW(bank, 3));
    answerProgress();
  }
}

/** The handle once all is there; till then the bytes received. */
function answerProgress(): void {
  const received = state32(STATE_FRAGMENT_RECEIVED);
  if (received < state32(STATE_FRAGMENT_TOTAL)) {
    answer(FFA_MEM_FRAG_RX);
    answerX(1, state32(STATE_HANDLES));
    answerX(2, 0);
    answerX(3, received);
    return;
  }
  answerSuccess();
  answerX(2, state32(STATE_HANDLES));
  answerX(3, 0);
}

/** w1 and w2 handle: any that was given out. */
export function reclaimMemory(bank: usize): void {
  const handle = bankW(bank, 1);
  if (firmwareSwitch(FIRMWARE_MEMORY) === MEMORY_REFUSED) answerError(FFA_NOT_SUPPORTED);
  else if (handle === 0 || handle > state32(STATE_HANDLES) || bankW(bank, 2) !== 0) answerError(FFA_INVALID_PARAMETERS);
  else answerSuccess();
  if (isError() && isOn(FIRMWARE_RECLAIM_ERROR)) misplaceStatus();
}

function isAccepted(total: u32, fragment: u32): bool {
  if (firmwareSwitch(FIRMWARE_MEMORY) !== MEMORY_CHECKED) return true;
  const tx = txPointer(mailboxOf(NOBODY));
  return tx !== 0 && isTransaction(tx, total, fragment);
}

/** The header and the access descriptors must lie within the first fragment, and each must name a partition. */
function isTransaction(tx: usize, total: u32, fragment: u32): bool {
  const old = versionOf(NOBODY) <= FFA_VERSION_1_0;
  const first = old ? TRANSACTION_SIZE_1_0 : TRANSACTION_SIZE_1_1;
  if (fragment < first) return false;
  const count = load<u32>(tx, TRANSACTION_RECEIVERS);
  const offset = old ? TRANSACTION_SIZE_1_0 : load<u32>(tx, TRANSACTION_ACCESS_OFFSET);
  const size = old ? ACCESS_SIZE_1_0 : load<u32>(tx, TRANSACTION_ACCESS_SIZE);
  if (count === 0 || size < ACCESS_SIZE_1_0 || (offset | size) & ALIGNMENT || offset < first) return false;
  if (<u64>offset + <u64>count * size > fragment) return false;
  for (let n: u32 = 0; n < count; n++) if (!isAccess(tx + offset + n * size, tx, total, fragment)) return false;
  return true;
}

/** An access descriptor whose composite descriptor and ranges fit. */
function isAccess(access: usize, tx: usize, total: u32, fragment: u32): bool {
  const composite = load<u32>(access, ACCESS_COMPOSITE);
  if (findPartition(load<u16>(access)) === NOBODY || composite & 7) return false;
  if (<u64>composite + COMPOSITE_SIZE > fragment) return false;
  const ranges = load<u32>(tx + composite, COMPOSITE_RANGES);
  return ranges !== 0 && <u64>composite + COMPOSITE_SIZE + <u64>ranges * RANGE_SIZE <= total;
}
