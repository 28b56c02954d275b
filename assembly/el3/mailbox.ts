/**
 * RX and TX buffers of an endpoint.
 *
 *   00 u32 pages of each, 0 where none are mapped | 04 u32 1: RX is full | 08 u64 TX | 10 u64 RX
 */

import { FIRMWARE_STATE_START, PAGE_SIZE } from '../layout';
import { ramPointer, writableRamPointer } from '../machine/ram';
import { firmwareSwitch } from './access';
import { NOBODY } from './partition';
import { P_MAILBOX, STATE_MAILBOX } from './state';
import { FIRMWARE_MAXIMUM_PAGES, FIRMWARE_RXTX_OVERLAP, OVERLAP_REFUSED, OVERLAP_SAME } from './switches';

const MAILBOX_PAGES: u32 = 0x00;
const MAILBOX_FULL: u32 = 0x04;
const MAILBOX_TX: u32 = 0x08;
const MAILBOX_RX: u32 = 0x10;

/** Bits 5:0 of w3. */
const MOST_PAGES: u32 = 63;

/** The buffers of the normal world (NOBODY), or of a partition. */
export function mailboxOf(caller: usize): usize {
  return caller === NOBODY ? <usize>(FIRMWARE_STATE_START + STATE_MAILBOX) : caller + P_MAILBOX;
}

export function isMapped(mailbox: usize): bool {
  return load<u32>(mailbox, MAILBOX_PAGES) !== 0;
}

export function isRxFull(mailbox: usize): bool {
  return load<u32>(mailbox, MAILBOX_FULL) !== 0;
}

export function setRxFull(mailbox: usize, full: bool): void {
  store<u32>(mailbox, full ? 1 : 0, MAILBOX_FULL);
}

/** Bytes of RX in linear memory, about to be written, or 0 where they are not RAM. */
export function rxPointer(mailbox: usize): usize {
  return writableRamPointer(load<u64>(mailbox, MAILBOX_RX), sizeOf(mailbox));
}

export function txPointer(mailbox: usize): usize {
  return ramPointer(load<u64>(mailbox, MAILBOX_TX), sizeOf(mailbox));
}

/** Bytes of each buffer. */
export function sizeOf(mailbox: usize): u32 {
  return load<u32>(mailbox, MAILBOX_PAGES) * PAGE_SIZE;
}

export function openMailbox(mailbox: usize, tx: u64, rx: u64, pages: u32): void {
  store<u32>(mailbox, pages, MAILBOX_PAGES);
  store<u64>(mailbox, tx, MAILBOX_TX);
  store<u64>(mailbox, rx, MAILBOX_RX);
  setRxFull(mailbox, false);
}

/** The buffers are nobody's. */
export function closeMailbox(mailbox: usize): void {
  store<u32>(mailbox, 0, MAILBOX_PAGES);
  setRxFull(mailbox, false);
}

/** Whether a page of the range is one of these buffers'. */
export function sharesPages(mailbox: usize, address: u64, pages: u32): bool {
  const size: u64 = sizeOf(mailbox);
  const end = address + <u64>pages * PAGE_SIZE;
  const tx = load<u64>(mailbox, MAILBOX_TX);
  const rx = load<u64>(mailbox, MAILBOX_RX);
  return isMapped(mailbox) && ((address < tx + size && tx < end) || (address < rx + size && rx < end));
}

/** Whether these can be buffers: their number of pages, their alignment, and where they are. */
export function areBuffers(caller: usize, tx: u64, rx: u64, pages: u32): bool {
  const most = firmwareSwitch(FIRMWARE_MAXIMUM_PAGES);
  if (pages === 0 || pages > (most === 0 ? MOST_PAGES : most)) return false;
  if ((tx | rx) & (PAGE_SIZE - 1) || overlap(tx, rx, pages)) return false;
  const size = pages * PAGE_SIZE;
  return caller !== NOBODY || (ramPointer(tx, size) !== 0 && ramPointer(rx, size) !== 0);
}

function overlap(tx: u64, rx: u64, pages: u32): bool {
  const rule = firmwareSwitch(FIRMWARE_RXTX_OVERLAP);
  if (rule === OVERLAP_SAME) return tx === rx;
  return rule === OVERLAP_REFUSED && max(tx, rx) - min(tx, rx) < <u64>pages * PAGE_SIZE;
}
