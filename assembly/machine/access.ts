/**
 * Guest-physical memory as instructions reach it: an identity map of Normal memory, EL0 and EL1 without the hypervisor's
 * pages. An access that is aligned, and to a page without attributes that concern it, costs one test; all else is decided
 * here at leisure.
 */

import {
  ACCESS_ATOMIC,
  ACCESS_READ,
  ACCESS_WRITE,
  ATTRIBUTE_CLEAN,
  ATTRIBUTE_CODE,
  ATTRIBUTE_HYPERVISOR,
  ATTRIBUTE_MONITORED,
  PAGE_ATTRIBUTE_START,
  RAM_BASE,
  RAM_SIZE,
  RAM_START,
} from '../layout';
import { FAULT_ALIGNMENT, FAULT_UNMAPPED, setFault } from './fault';
import { prepareWrite } from './pages';

const PAGE_SHIFT: u64 = 12;
/** What a store must attend to before it writes. */
const WRITE_ATTRIBUTES: u32 = ATTRIBUTE_CLEAN | ATTRIBUTE_CODE | ATTRIBUTE_MONITORED;

/** Attributes that keep the current exception level from the fast path. */
let blocksReads: u32 = ATTRIBUTE_HYPERVISOR;
let blocksWrites: u32 = ATTRIBUTE_HYPERVISOR | WRITE_ATTRIBUTES;
/** SCTLR_ELx.A of the current exception level. */
let checksAlignment: bool = false;

/** Prepares for accesses from an exception level; `aligned` is SCTLR_ELx.A. */
export function setAccess(level: u32, aligned: bool): void {
  blocksReads = level < 2 ? ATTRIBUTE_HYPERVISOR : 0;
  blocksWrites = blocksReads | WRITE_ATTRIBUTES;
  checksAlignment = aligned;
}

/** Address in linear memory of the bytes of a T to read, or 0 after a fault. */
export function readable<T>(address: u64): usize {
  const offset = address - RAM_BASE;
  if (offset < RAM_SIZE && !(misalignment<T>(offset) | (attributesOf(offset) & blocksReads))) {
    return RAM_START + <u32>offset;
  }
  return readableSlowly(address, sizeof<T>());
}

/** Address in linear memory of the bytes of a T to write, or 0 after a fault. */
export function writable<T>(address: u64): usize {
  const offset = address - RAM_BASE;
  if (offset < RAM_SIZE && !(misalignment<T>(offset) | (attributesOf(offset) & blocksWrites))) {
    return RAM_START + <u32>offset;
  }
  return writableSlowly(address, sizeof<T>());
}

/** Two values of T side by side, to read. Each must be aligned on its own where SCTLR_ELx.A asks for it. */
export function readablePair<T>(address: u64): usize {
  const offset = address - RAM_BASE;
  const aligned = (<u32>offset & (sizeof<T>() * 2 - 1)) === 0;
  if (offset < RAM_SIZE && aligned && !(attributesOf(offset) & blocksReads)) return RAM_START + <u32>offset;
  return pairSlowly(address, sizeof<T>(), ACCESS_READ);
}

export function writablePair<T>(address: u64): usize {
  const offset = address - RAM_BASE;
  const aligned = (<u32>offset & (sizeof<T>() * 2 - 1)) === 0;
  if (offset < RAM_SIZE && aligned && !(attributesOf(offset) & blocksWrites)) return RAM_START + <u32>offset;
  return pairSlowly(address, sizeof<T>(), ACCESS_WRITE);
}

/** The same as {@link readable} for an access that must be aligned whatever SCTLR_ELx.A says. */
export function alignedReadable<T>(address: u64): usize {
  return isAligned(address, sizeof<T>(), ACCESS_READ) ? readable<T>(address) : 0;
}

export function alignedWritable<T>(address: u64): usize {
  return isAligned(address, sizeof<T>(), ACCESS_WRITE) ? writable<T>(address) : 0;
}

/** The same for an instruction that reads and writes at once. */
export function updatable<T>(address: u64): usize {
  if (!isAligned(address, sizeof<T>(), ACCESS_ATOMIC)) return 0;
  const at = writable<T>(address);
  if (!at) setFault(FAULT_UNMAPPED, address, sizeof<T>(), ACCESS_ATOMIC);
  return at;
}

/** Whether an address is a multiple of `width`, an alignment fault where not. */
export function isAligned(address: u64, width: u32, access: u32): bool {
  if ((<u32>address & (width - 1)) === 0) return true;
  setFault(FAULT_ALIGNMENT, address, width, access);
  return false;
}

/** Whether `width` bytes, at most a page, are memory that the current exception level may reach; a fault where not. */
export function isReachable(address: u64, width: u32, access: u32): bool {
  return isPageReachable(address, width, access) && isPageReachable(lastPage(address, width), width, access);
}

/** Whether the current exception level may fetch from an address; no fault. */
export function isFetchable(address: u64): bool {
  const offset = address - RAM_BASE;
  return offset < RAM_SIZE && !(attributesOf(offset) & blocksReads);
}

function misalignment<T>(offset: u64): u32 {
  return <u32>offset & (sizeof<T>() - 1);
}

function attributesOf(offset: u64): u32 {
  return load<u8>(<usize>(offset >> PAGE_SHIFT), PAGE_ATTRIBUTE_START);
}

function readableSlowly(address: u64, width: u32): usize {
  if (checksAlignment && !isAligned(address, width, ACCESS_READ)) return 0;
  return isReachable(address, width, ACCESS_READ) ? pointerTo(address) : 0;
}

function writableSlowly(address: u64, width: u32): usize {
  if (checksAlignment && !isAligned(address, width, ACCESS_WRITE)) return 0;
  if (!isReachable(address, width, ACCESS_WRITE)) return 0;
  prepareWrite(address - RAM_BASE, width);
  return pointerTo(address);
}

function pairSlowly(address: u64, width: u32, access: u32): usize {
  if (checksAlignment && !isAligned(address, width, access)) return 0;
  if (!isReachable(address, width, access) || !isReachable(address + width, width, access)) return 0;
  if (access === ACCESS_WRITE) prepareWrite(address - RAM_BASE, width * 2);
  return pointerTo(address);
}

/** Address in linear memory of `length` bytes, elements of `width` of them, or 0 after a fault. At most a page. */
export function rangePointer(address: u64, length: u32, width: u32, access: u32): usize {
  if (checksAlignment && !isAligned(address, width, access)) return 0;
  if (!isReachable(address, length, access)) return 0;
  if (access === ACCESS_WRITE) prepareWrite(address - RAM_BASE, length);
  return pointerTo(address);
}

/** First address of the page that holds the last byte, or the address itself where the access does not leave its page. */
function lastPage(address: u64, width: u32): u64 {
  const last = address + width - 1;
  return (address ^ last) >> PAGE_SHIFT ? (last >> PAGE_SHIFT) << PAGE_SHIFT : address;
}

function isPageReachable(address: u64, width: u32, access: u32): bool {
  if (isFetchable(address)) return true;
  setFault(FAULT_UNMAPPED, address, width, access);
  return false;
}

/** Address in linear memory of an address in RAM. */
export function pointerTo(address: u64): usize {
  return RAM_START + <u32>(address - RAM_BASE);
}
