/**
 * Guest-physical memory of the VMs. A page has a number: those of RAM count from 0, and behind them come XEN_VM_PAGES
 * for each VM that does not run in RAM. References to each page are counted, as they decide when it can be freed.
 */

import {
  ATTRIBUTE_HYPERVISOR,
  PAGE_SIZE,
  RAM_BASE,
  RAM_SIZE,
  RAM_START,
  XEN_MEMORY_START,
  XEN_REFERENCE_START,
  XEN_VM_PAGES,
} from '../../layout';
import { hasAttribute } from '../../machine/attributes';
import { prepareWrite } from '../../machine/pages';
import { indexOf } from './access';
import { VM_DOMAIN, VM_MEMORY } from './state';

/** Nothing is mapped there. */
export const NO_PAGE: u32 = 0xffff;

/** Eight pages at 0x40000000: six of RAM, one read-only, one hole. */
export const MEMORY_OWN: u32 = 0;
/** The machine's RAM at its own addresses, without the hypervisor's pages. */
export const MEMORY_RAM: u32 = 1;

const PAGE_SHIFT: u64 = 12;
const RAM_PAGES: u32 = RAM_SIZE / PAGE_SIZE;
const OWN_BASE: u64 = 0x40000000;
const OWN_READ_ONLY: u32 = 6;
const OWN_UNMAPPED: u32 = 7;
/** Machine addresses of a VM's own pages: a stretch per domain, with a gap before the second half of them. */
const OWN_MACHINE_BASE: u64 = 0x800000000;
const OWN_MACHINE_STRIDE: u64 = 0x100000;
const OWN_MACHINE_GAP: u64 = 0x8000;

/** The memory of a new VM: referenced by itself alone, and empty where it is the VM's own. */
export function prepareMemory(vm: usize): void {
  if (load<u32>(vm, VM_MEMORY) === MEMORY_RAM) resetReferences(0, RAM_PAGES);
  else {
    const first = RAM_PAGES + indexOf(vm) * XEN_VM_PAGES;
    resetReferences(first, XEN_VM_PAGES);
    memory.fill(readablePage(first), 0, XEN_VM_PAGES * PAGE_SIZE);
  }
}

function resetReferences(first: u32, pages: u32): void {
  for (let page = first; page < first + pages; page++) store<u16>(XEN_REFERENCE_START + page * 2, 1);
}

/** Number of the page that holds an address, with a reference taken; NO_PAGE where nothing is mapped. */
export function takePage(vm: usize, address: u64): u32 {
  const page = pageOf(vm, address);
  if (page !== NO_PAGE) count(page, 1);
  return page;
}

export function putPage(page: u32): void {
  count(page, -1);
}

/** Whether a page is ordinary memory that the VM may write. */
export function isWritable(vm: usize, page: u32): bool {
  return load<u32>(vm, VM_MEMORY) === MEMORY_RAM || (page - RAM_PAGES) % XEN_VM_PAGES !== OWN_READ_ONLY;
}

/** Machine address of a page of a VM. */
export function machineAddress(vm: usize, page: u32): u64 {
  if (page < RAM_PAGES) return RAM_BASE + <u64>page * PAGE_SIZE;
  const own = <u64>((page - RAM_PAGES) % XEN_VM_PAGES);
  const gap = own >= XEN_VM_PAGES / 2 ? OWN_MACHINE_GAP : 0;
  return OWN_MACHINE_BASE + <u64>load<u32>(vm, VM_DOMAIN) * OWN_MACHINE_STRIDE + own * PAGE_SIZE + gap;
}

/** Address in linear memory of a page's bytes, to read. */
export function readablePage(page: u32): usize {
  return page < RAM_PAGES ? RAM_START + page * PAGE_SIZE : XEN_MEMORY_START + (page - RAM_PAGES) * PAGE_SIZE;
}

/** The same for its first `length` bytes, which are about to be written. */
export function writablePage(page: u32, length: u32): usize {
  if (page < RAM_PAGES) prepareWrite(page * PAGE_SIZE, length);
  return readablePage(page);
}

function pageOf(vm: usize, address: u64): u32 {
  return load<u32>(vm, VM_MEMORY) === MEMORY_RAM ? ramPage(address) : ownPage(vm, address);
}

function ramPage(address: u64): u32 {
  const offset = address - RAM_BASE;
  if (offset >= RAM_SIZE) return NO_PAGE;
  return !hasAttribute(<u32>(offset >> PAGE_SHIFT), ATTRIBUTE_HYPERVISOR) ? <u32>(offset >> PAGE_SHIFT) : NO_PAGE;
}

function ownPage(vm: usize, address: u64): u32 {
  const own = (address - OWN_BASE) >> PAGE_SHIFT;
  return address >= OWN_BASE && own < OWN_UNMAPPED ? RAM_PAGES + indexOf(vm) * XEN_VM_PAGES + <u32>own : NO_PAGE;
}

function count(page: u32, change: i32): void {
  const at = XEN_REFERENCE_START + page * 2;
  store<u16>(at, <u16>(load<u16>(at) + change));
}
