/**
 * The hypervisor's own FF-A pages: TX, RX, and the buffer in which a descriptor's fragments are put together. They stand
 * side by side in the hypervisor's memory, so that what is read past one of them is the next, and past the last a fault.
 */

import {
  CAUSE_BUFFER_OVERFLOW,
  CAUSE_NULL_DEREFERENCE,
  HYP_DESCRIPTOR,
  HYP_END,
  HYP_START,
  PAGE_SIZE,
} from '../../layout';
import { fixedPointer, ramPointer, writableFixedPointer, writableRamPointer } from '../../machine/ram';
import { setCause } from '../../machine/record';
import { state32, state64 } from './access';
import { STATE_HOST_RX, STATE_HOST_TX, STATE_HYP_BUFFERS } from './state';

/** Bytes of each buffer. */
export const BUFFER_SIZE: u32 = PAGE_SIZE;

/**
 * Whether `length` bytes of the proxy's pages can be used. Without them a page is NULL: touching a byte of it stops EL2,
 * copying none of it does not.
 */
export function requireBuffers(cpu: usize, length: u32): bool {
  if (length === 0 || state32(STATE_HYP_BUFFERS)) return true;
  setCause(cpu, CAUSE_NULL_DEREFERENCE);
  return false;
}

/** Bytes that a descriptor may have in all: 0 without the proxy's pages. */
export function descriptorCapacity(): u32 {
  return state32(STATE_HYP_BUFFERS) ? BUFFER_SIZE : 0;
}

/** 32 bits of the hypervisor's memory, `offset` bytes from one of its pages; a fault where that lies outside it. */
export function readHyp32(cpu: usize, page: u32, offset: u64): u32 {
  return isHypMemory(cpu, page, offset, 4) ? load<u32>(fixedPointer(page) + <usize>offset) : 0;
}

export function readHyp64(cpu: usize, page: u32, offset: u64): u64 {
  return isHypMemory(cpu, page, offset, 8) ? load<u64>(fixedPointer(page) + <usize>offset) : 0;
}

function isHypMemory(cpu: usize, page: u32, offset: u64, length: u64): bool {
  const inside = page >= HYP_START && offset <= <u64>(HYP_END - page) - length;
  if (!inside) setCause(cpu, CAUSE_BUFFER_OVERFLOW);
  return inside;
}

/** Copies the first bytes of the host's TX buffer into the hypervisor's; `length` is at most a page. */
export function copyFromHost(page: u32, length: u32): void {
  const source = ramPointer(state64(STATE_HOST_TX), length);
  if (source) memory.copy(writableFixedPointer(page, length), source, length);
}

/** Copies the first bytes of one of the hypervisor's pages into the host's RX buffer; `length` is at most a page. */
export function copyToHost(page: u32, length: u32): void {
  const target = writableRamPointer(state64(STATE_HOST_RX), length);
  if (target) memory.copy(target, fixedPointer(page), length);
}

/** Appends a fragment to the descriptor; a fault where it does not fit or is longer than the buffer it came in. */
export function appendFragment(cpu: usize, from: u32, offset: u32, length: u32): void {
  const fits = length <= BUFFER_SIZE && <u64>offset + length <= BUFFER_SIZE;
  if (fits) memory.copy(writableFixedPointer(HYP_DESCRIPTOR + offset, length), fixedPointer(from), length);
  else setCause(cpu, CAUSE_BUFFER_OVERFLOW);
}
