/**
 * RX and TX buffers of virtual machines, of which a hypervisor tells the SPMC: FFA_RXTX_MAP with an endpoint RX/TX
 * descriptor in the hypervisor's TX, and FFA_RX_ACQUIRE before the hypervisor itself writes to an RX.
 *
 *   descriptor: 00 u16 endpoint | 04 u32 offset of the RX composite | 08 u32 offset of the TX composite
 */

import { COMPOSITE_SIZE, RANGE_ADDRESS, RANGE_PAGES, RANGE_SIZE } from '../ffa/descriptor';
import { FFA_DENIED, FFA_INVALID_PARAMETERS, FFA_NOT_SUPPORTED } from '../ffa/status';
import { FIRMWARE_STATE_START } from '../layout';
import { answerError, answerSuccess } from './answer';
import { machineBitmap, NO_BITMAP } from './bitmap';
import {
  areBuffers,
  isMapped,
  isRxFull,
  mailboxOf,
  openMailbox,
  setRxFull,
  sharesPages,
  sizeOf,
  txPointer,
} from './mailbox';
import { NOBODY } from './partition';
import { STATE_FORWARDED, STATE_FORWARDED_STRIDE } from './state';

/** There is none. */
export const NO_MAILBOX: usize = 0;
/** Virtual machines whose buffers can be mapped at once. */
const MACHINES: u32 = 8;
/** Behind the fields of a mailbox. */
const MAILBOX_ENDPOINT: u32 = 0x18;

const RX_OFFSET: u32 = 4;
const TX_OFFSET: u32 = 8;
const DESCRIPTOR_SIZE: u32 = 12;
const OFFSET_ALIGNMENT: u32 = 7;
const SECURE: u32 = 0x8000;

/** The mailbox of an endpoint of the normal world, 0 the caller itself; NO_MAILBOX where there is none. */
export function mailboxFor(endpoint: u32): usize {
  if (endpoint === 0) return mailboxOf(NOBODY);
  for (let index: u32 = 0; index < MACHINES; index++) {
    const mailbox = mailboxAt(index);
    if (isMapped(mailbox) && load<u32>(mailbox, MAILBOX_ENDPOINT) === endpoint) return mailbox;
  }
  return NO_MAILBOX;
}

function mailboxAt(index: u32): usize {
  return FIRMWARE_STATE_START + STATE_FORWARDED + index * STATE_FORWARDED_STRIDE;
}

function freeMailbox(): usize {
  for (let index: u32 = 0; index < MACHINES; index++) if (!isMapped(mailboxAt(index))) return mailboxAt(index);
  return NO_MAILBOX;
}

/** FFA_RXTX_MAP with neither addresses nor pages: what they are stands in the hypervisor's TX. */
export function mapForwarded(): void {
  const own = mailboxOf(NOBODY);
  const tx = isMapped(own) ? txPointer(own) : 0;
  if (tx === 0 || !isRange(own, tx, RX_OFFSET) || !isRange(own, tx, TX_OFFSET)) answerError(FFA_INVALID_PARAMETERS);
  else mapMachine(load<u16>(tx), rangeOf(tx, TX_OFFSET), rangeOf(tx, RX_OFFSET));
}

/** Whether the composite that the descriptor names has a first range within the buffer. */
function isRange(own: usize, tx: usize, field: u32): bool {
  const offset = load<u32>(tx + field);
  const last = sizeOf(own) - COMPOSITE_SIZE - RANGE_SIZE;
  return offset >= DESCRIPTOR_SIZE && offset <= last && (offset & OFFSET_ALIGNMENT) === 0;
}

function rangeOf(tx: usize, field: u32): usize {
  return tx + load<u32>(tx + field) + COMPOSITE_SIZE;
}

function mapMachine(endpoint: u32, txRange: usize, rxRange: usize): void {
  const tx = load<u64>(txRange, RANGE_ADDRESS);
  const rx = load<u64>(rxRange, RANGE_ADDRESS);
  const pages = load<u32>(rxRange, RANGE_PAGES);
  const taken = endpoint === 0 || mailboxFor(endpoint) !== NO_MAILBOX || freeMailbox() === NO_MAILBOX;
  if (endpoint & SECURE || taken) answerError(FFA_DENIED);
  else if (!areBuffers(NOBODY, tx, rx, pages)) answerError(FFA_INVALID_PARAMETERS);
  else if (isShared(tx, pages) || isShared(rx, pages)) answerError(FFA_DENIED);
  else {
    const mailbox = freeMailbox();
    store<u32>(mailbox, endpoint, MAILBOX_ENDPOINT);
    openMailbox(mailbox, tx, rx, pages);
    answerSuccess();
  }
}

/** Whether somebody else's buffers have any of these pages. */
function isShared(address: u64, pages: u32): bool {
  if (sharesPages(mailboxOf(NOBODY), address, pages)) return true;
  for (let index: u32 = 0; index < MACHINES; index++) if (sharesPages(mailboxAt(index), address, pages)) return true;
  return false;
}

/**
 * The mailbox that FFA_RXTX_UNMAP or FFA_RX_RELEASE of the normal world is about; else the answer is made, `known` for a
 * virtual machine that has notifications and no buffers.
 */
export function forwardedMailbox(endpoint: u32, known: i32): usize {
  const mailbox = mailboxFor(endpoint);
  if (mailbox === NO_MAILBOX) answerError(machineBitmap(endpoint) === NO_BITMAP ? FFA_INVALID_PARAMETERS : known);
  return mailbox;
}

/** FFA_RX_ACQUIRE, w1: whose RX. */
export function acquireRx(caller: usize, endpoint: u32): void {
  const mailbox = mailboxFor(endpoint);
  if (caller !== NOBODY || endpoint & SECURE) answerError(FFA_NOT_SUPPORTED);
  else if (mailbox === NO_MAILBOX || !isMapped(mailbox)) answerError(FFA_INVALID_PARAMETERS);
  else if (isRxFull(mailbox)) answerError(FFA_DENIED);
  else {
    setRxFull(mailbox, true);
    answerSuccess();
  }
}
