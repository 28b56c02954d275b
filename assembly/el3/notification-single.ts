/**
 * Notifications as OP-TEE has them without virtualisation (handle_notification_… in thread_spmc.c): one bitmap, whatever
 * virtual machine a call names, and only OP-TEE's own endpoint sets its bits.
 */

import { FFA_SUCCESS, FFA_SUCCESS_64 } from '../ffa/ids';
import { FFA_DENIED, FFA_INVALID_PARAMETERS, FFA_NO_DATA } from '../ffa/status';
import { SMCCC_64 } from '../smccc/ids';
import { bankW, bankX } from './access';
import { answer, answerError, answerSuccess, answerX } from './answer';
import {
  bindBits,
  boundBits,
  createBitmap,
  destroyBitmap,
  machineBitmap,
  NO_BITMAP,
  pendingBits,
  takeBits,
  tellOf,
  unbindBits,
} from './bitmap';

/** The normal world. */
const EVERYBODY: u32 = 0;
const FROM_PARTITIONS: u32 = 1 << 0;
/** w2 of FFA_NOTIFICATION_INFO_GET: one list. */
const ONE_LIST: u32 = 1 << 7;

export function create(bank: usize): void {
  if (bankW(bank, 1) >> 16 || !areZero(bank, 3)) answerError(FFA_INVALID_PARAMETERS);
  else if (machineBitmap(EVERYBODY) !== NO_BITMAP) answerError(FFA_DENIED);
  else {
    createBitmap(EVERYBODY, 1);
    answerSuccess();
  }
}

/** Bits that are bound keep the bitmap. */
export function destroy(bank: usize): void {
  const bitmap = machineBitmap(EVERYBODY);
  if (bankW(bank, 1) >> 16 || !areZero(bank, 3)) answerError(FFA_INVALID_PARAMETERS);
  else if (bitmap !== NO_BITMAP && (boundBits(bitmap) | pendingBits(bitmap)) !== 0) answerError(FFA_DENIED);
  else {
    if (bitmap !== NO_BITMAP) destroyBitmap(bitmap);
    answerSuccess();
  }
}

export function bind(bank: usize): void {
  const bitmap = openBitmap();
  if (!areZero(bank, 5)) answerError(FFA_INVALID_PARAMETERS);
  else if (bankX(bank, 2) !== 0 || boundBits(bitmap) & bitsOf(bank)) answerError(FFA_DENIED);
  else {
    bindBits(bitmap, bitsOf(bank), bankW(bank, 1) >> 16);
    answerSuccess();
  }
}

export function unbind(bank: usize): void {
  const bitmap = openBitmap();
  if (bankX(bank, 2) !== 0 || !areZero(bank, 5)) answerError(FFA_INVALID_PARAMETERS);
  else if (pendingBits(bitmap) & bitsOf(bank)) answerError(FFA_DENIED);
  else {
    unbindBits(bitmap, bitsOf(bank));
    answerSuccess();
  }
}

/** w2: whose bits; others than the partitions' are never there. */
export function get(bank: usize): void {
  if (!areZero(bank, 5)) {
    answerError(FFA_INVALID_PARAMETERS);
    return;
  }
  const bits = bankW(bank, 2) & FROM_PARTITIONS ? takeBits(openBitmap()) : 0;
  answer(FFA_SUCCESS);
  answerX(2, bits & 0xffffffff);
  answerX(3, bits >> 32);
}

export function tell(bank: usize): void {
  const wide = (bankW(bank, 0) & SMCCC_64) !== 0;
  if (!areZero(bank, 1)) answerError(FFA_INVALID_PARAMETERS);
  else if (!tellOf(openBitmap())) answerError(FFA_NO_DATA);
  else {
    answer(wide ? FFA_SUCCESS_64 : FFA_SUCCESS);
    answerX(2, ONE_LIST);
    answerX(3, EVERYBODY);
  }
}

/** The bitmap can be used before a call has created it. */
function openBitmap(): usize {
  if (machineBitmap(EVERYBODY) === NO_BITMAP) createBitmap(EVERYBODY, 1);
  return machineBitmap(EVERYBODY);
}

function bitsOf(bank: usize): u64 {
  return ((<u64>bankW(bank, 4)) << 32) | bankW(bank, 3);
}

/** Whether xn to x7 are 0. */
function areZero(bank: usize, first: u32): bool {
  for (let n = first; n <= 7; n++) if (bankX(bank, n) !== 0) return false;
  return true;
}
