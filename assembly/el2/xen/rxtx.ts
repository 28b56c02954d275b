/**
 * FFA_RXTX_MAP and FFA_RXTX_UNMAP. Where the firmware knows FFA_RX_ACQUIRE it is told of a VM's buffers by an endpoint
 * RX/TX descriptor in Xen's own TX page; otherwise it never hears of them.
 *
 *   00 u16 endpoint | 04 u32 offset of the RX composite | 08 u32 offset of the TX composite | composites
 */

import { COMPOSITE_RANGES, COMPOSITE_SIZE, RANGE_ADDRESS, RANGE_PAGES, RANGE_SIZE } from '../../ffa/descriptor';
import { FFA_RX_ACQUIRE, FFA_RX_RELEASE, FFA_RXTX_MAP_64, FFA_RXTX_UNMAP } from '../../ffa/ids';
import { FFA_DENIED, FFA_INVALID_PARAMETERS, FFA_STATUS_SUCCESS } from '../../ffa/status';
import { HYP_TX, PAGE_SIZE } from '../../layout';
import { writableFixedPointer } from '../../machine/ram';
import { readW, readX } from '../../machine/registers';
import { SMCCC_64 } from '../../smccc/ids';
import { endpointOf, isOn, xenSwitch } from './access';
import { isWritable, machineAddress, NO_PAGE, putPage, takePage } from './memory';
import { callFirmware, firmwareSupports } from './smc';
import { VM_PAGE_COUNT, VM_RX_FREE, VM_RX_PAGE, VM_TX_PAGE } from './state';
import {
  MAP_PAGES_ONE,
  SWITCH_MAP_ALIGNMENT,
  SWITCH_MAP_PAGES,
  SWITCH_RXTX_DESCRIPTOR,
  SWITCH_UNMAP_OWNED,
} from './switches';

/** Offsets in the descriptor. */
const RX_OFFSET: u32 = 4;
const TX_OFFSET: u32 = 8;
/** A composite with its one range. */
const COMPOSITE_STRIDE: u32 = COMPOSITE_SIZE + RANGE_SIZE;
const PAGE_MASK: u64 = PAGE_SIZE - 1;

/** x1 TX, x2 RX, w3 pages; the 32-bit id takes the low halves of the addresses. */
export function handleMap(cpu: usize, vm: usize): i32 {
  const mask: u64 = readW(cpu, 0) & SMCCC_64 ? <u64>-1 : 0xffffffff;
  const tx = readX(cpu, 1) & mask;
  const rx = readX(cpu, 2) & mask;
  const pages = readW(cpu, 3);
  if (pages > 1 || (pages === 0 && xenSwitch(SWITCH_MAP_PAGES) === MAP_PAGES_ONE)) return FFA_INVALID_PARAMETERS;
  if (isOn(SWITCH_MAP_ALIGNMENT) && ((tx | rx) & PAGE_MASK) !== 0) return FFA_INVALID_PARAMETERS;
  if (load<u32>(vm, VM_RX_PAGE) !== NO_PAGE) return FFA_DENIED;
  return mapBuffers(cpu, vm, tx, rx, pages);
}

function mapBuffers(cpu: usize, vm: usize, tx: u64, rx: u64, pages: u32): i32 {
  const txPage = takeWritable(vm, tx);
  if (txPage === NO_PAGE) return FFA_INVALID_PARAMETERS;
  const rxPage = takeWritable(vm, rx);
  if (rxPage === NO_PAGE) {
    putPage(txPage);
    return FFA_INVALID_PARAMETERS;
  }
  const status = firmwareSupports(FFA_RX_ACQUIRE) ? forwardBuffers(cpu, vm, txPage, rxPage) : FFA_STATUS_SUCCESS;
  if (status === FFA_STATUS_SUCCESS) setBuffers(vm, txPage, rxPage, pages, 1);
  else {
    putPage(txPage);
    putPage(rxPage);
  }
  return status;
}

/** Number of an ordinary page, with a reference taken; NO_PAGE, and none taken, where there is no such page. */
export function takeWritable(vm: usize, address: u64): u32 {
  const page = takePage(vm, address);
  if (page === NO_PAGE || isWritable(vm, page)) return page;
  putPage(page);
  return NO_PAGE;
}

export function setBuffers(vm: usize, tx: u32, rx: u32, pages: u32, free: u32): void {
  store<u32>(vm, tx, VM_TX_PAGE);
  store<u32>(vm, rx, VM_RX_PAGE);
  store<u32>(vm, pages, VM_PAGE_COUNT);
  store<u32>(vm, free, VM_RX_FREE);
}

/** Registers the buffers with the firmware on the VM's behalf. */
function forwardBuffers(cpu: usize, vm: usize, tx: u32, rx: u32): i32 {
  const rxOffset = xenSwitch(SWITCH_RXTX_DESCRIPTOR);
  const txOffset = rxOffset + COMPOSITE_STRIDE;
  const descriptor = writableFixedPointer(HYP_TX, txOffset + COMPOSITE_STRIDE);
  store<u32>(descriptor, endpointOf(vm));
  store<u32>(descriptor, rxOffset, RX_OFFSET);
  store<u32>(descriptor, txOffset, TX_OFFSET);
  writeComposite(descriptor + rxOffset, machineAddress(vm, rx));
  writeComposite(descriptor + txOffset, machineAddress(vm, tx));
  return callFirmware(cpu, FFA_RXTX_MAP_64);
}

/** A composite of one range of one page. */
function writeComposite(composite: usize, address: u64): void {
  const range = composite + COMPOSITE_SIZE;
  memory.fill(composite, 0, COMPOSITE_STRIDE);
  store<u32>(composite, 1);
  store<u32>(composite, 1, COMPOSITE_RANGES);
  store<u64>(range, address, RANGE_ADDRESS);
  store<u32>(range, 1, RANGE_PAGES);
}

export function handleUnmap(cpu: usize, vm: usize): i32 {
  if (!load<u32>(vm, VM_PAGE_COUNT)) return FFA_INVALID_PARAMETERS;
  if (isOn(SWITCH_UNMAP_OWNED) && !load<u32>(vm, VM_RX_FREE)) return FFA_DENIED;
  return unmapBuffers(cpu, vm);
}

/** Teardown: what the firmware refuses leaves the pages mapped and referenced for ever. */
export function destroyBuffers(cpu: usize, vm: usize): void {
  if (!load<u32>(vm, VM_PAGE_COUNT)) return;
  const owned = isOn(SWITCH_UNMAP_OWNED) && !load<u32>(vm, VM_RX_FREE);
  if (owned && firmwareSupports(FFA_RX_ACQUIRE)) callFirmware(cpu, FFA_RX_RELEASE, endpointOf(vm));
  unmapBuffers(cpu, vm);
}

function unmapBuffers(cpu: usize, vm: usize): i32 {
  if (firmwareSupports(FFA_RX_ACQUIRE)) {
    const status = callFirmware(cpu, FFA_RXTX_UNMAP, (<u64>endpointOf(vm)) << 16);
    if (status !== FFA_STATUS_SUCCESS) return status;
  }
  putPage(load<u32>(vm, VM_RX_PAGE));
  putPage(load<u32>(vm, VM_TX_PAGE));
  setBuffers(vm, NO_PAGE, NO_PAGE, 0, 0);
  return FFA_STATUS_SUCCESS;
}
