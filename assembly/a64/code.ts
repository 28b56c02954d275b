/** The cache of decoded instructions: a pool of slots, one for each page that was executed from. */

import {
  ATTRIBUTE_CODE,
  CODE_MAP_SIZE,
  CODE_MAP_START,
  CODE_PAGE_START,
  CODE_POOL_START,
  CODE_SLOT_COUNT,
  CODE_SLOT_SIZE,
  OPERATION_SIZE,
  PAGE_SIZE,
  RAM_BASE,
  RAM_SIZE,
  RAM_START,
  WATCH_START,
} from '../layout';
import { clearAttribute, setAttribute } from '../machine/attributes';
import { decode, pairCode } from './generated/decoder';
import { CODE_CROSS, CODE_UNDECODED, CODE_WATCH, OPERATION_CODE } from './operation';

let slotsUsed: u32 = 0;

/** Forgets everything decoded. No operation may be executing. */
export function flushCode(): void {
  for (let slot: u32 = 0; slot < slotsUsed; slot++) clearAttribute(pageOfSlot(slot), ATTRIBUTE_CODE);
  memory.fill(CODE_MAP_START, 0, CODE_MAP_SIZE);
  slotsUsed = 0;
}

/** The operation of an aligned address, or 0 where its page has no slot. The address must lie in RAM. */
export function operationAt(address: u64): usize {
  const offset = <u32>(address - RAM_BASE);
  const slot = load<u32>(CODE_MAP_START + (offset / PAGE_SIZE) * 4);
  if (!slot) return 0;
  return slot + ((offset % PAGE_SIZE) / 4) * OPERATION_SIZE;
}

/** The same, with a slot for the page made where there is none; may forget other pages. */
export function openOperation(address: u64): usize {
  const page = <u32>(address - RAM_BASE) / PAGE_SIZE;
  if (!load<u32>(CODE_MAP_START + page * 4)) openSlot(page);
  return operationAt(address);
}

/** Address of the instruction that an operation of the pool stands for. */
export function addressOf(op: usize): u64 {
  const slot = (<u32>op - CODE_POOL_START) / CODE_SLOT_SIZE;
  const word = ((<u32>op - CODE_POOL_START) % CODE_SLOT_SIZE) / OPERATION_SIZE;
  return <u64>RAM_BASE + pageOfSlot(slot) * PAGE_SIZE + word * 4;
}

/** The instruction word that an operation of the pool stands for. */
export function wordOf(op: usize): u32 {
  return load<u32>(RAM_START + <u32>(addressOf(op) - RAM_BASE));
}

/** Decodes the word that an undecoded operation stands for; returns its code. */
export function decodeOperation(op: usize): u32 {
  const address = addressOf(op);
  if (isWatched(address)) store<u16>(op, CODE_WATCH, OPERATION_CODE);
  else decode(op, wordOf(op), address);
  pairWithNext(op);
  if (address % PAGE_SIZE !== 0) pairWithNext(op - OPERATION_SIZE);
  return load<u16>(op, OPERATION_CODE);
}

/**
 * Has an operation executed together with the next where the two are a pair. Both records stay as they are but for the code
 * of the first; whoever forgets an operation forgets the one before it too ({@link forgetOperation}, pages.ts).
 */
function pairWithNext(op: usize): void {
  const next = load<u16>(op + OPERATION_SIZE, OPERATION_CODE);
  store<u16>(op, pairCode(load<u16>(op, OPERATION_CODE), next), OPERATION_CODE);
}

/** The word of an operation is to be decoded again, and not to be executed with the one before it. */
function forgetOperation(op: usize, address: u64): void {
  store<u16>(op, CODE_UNDECODED, OPERATION_CODE);
  if (address % PAGE_SIZE !== 0) store<u16>(op - OPERATION_SIZE, CODE_UNDECODED, OPERATION_CODE);
}

/** Decodes the word although its address is watched. */
export function decodeUnwatched(op: usize): void {
  decode(op, wordOf(op), addressOf(op));
}

/** Ends runs before the instruction at an address, or no longer does. Ignores addresses outside RAM. */
export function setWatch(address: u64, on: bool): void {
  if (address - RAM_BASE >= RAM_SIZE || address & 3) return;
  const at = watchByte(address);
  const bit = watchBit(address);
  store<u8>(at, on ? load<u8>(at) | bit : load<u8>(at) & ~bit);
  const op = operationAt(address);
  if (op) forgetOperation(op, address);
}

function isWatched(address: u64): bool {
  return (load<u8>(watchByte(address)) & watchBit(address)) !== 0;
}

function watchByte(address: u64): usize {
  return WATCH_START + <u32>((address - RAM_BASE) >> 5);
}

function watchBit(address: u64): u32 {
  return 1 << ((<u32>address >> 2) & 7);
}

function pageOfSlot(slot: u32): u32 {
  return load<u32>(CODE_PAGE_START + slot * 4);
}

function openSlot(page: u32): void {
  if (slotsUsed === CODE_SLOT_COUNT) flushCode();
  const slot = CODE_POOL_START + slotsUsed * CODE_SLOT_SIZE;
  memory.fill(slot, 0, CODE_SLOT_SIZE);
  store<u16>(slot + CODE_SLOT_SIZE - OPERATION_SIZE, CODE_CROSS, OPERATION_CODE);
  store<u32>(CODE_PAGE_START + slotsUsed * 4, page);
  store<u32>(CODE_MAP_START + page * 4, slot);
  setAttribute(page, ATTRIBUTE_CODE);
  slotsUsed++;
}
