/** What a snapshot keeps of Xen: the mediator's variables, references, and each VM that exists. */

import {
  PAGE_SIZE,
  XEN_MEMORY_START,
  XEN_REFERENCE_SIZE,
  XEN_REFERENCE_START,
  XEN_STATE_SIZE,
  XEN_STATE_START,
  XEN_VM_COUNT,
  XEN_VM_PAGES,
  XEN_VM_STRIDE,
} from '../../layout';
import { vmAt } from './access';
import { MEMORY_OWN } from './memory';
import { VM_EXISTS, VM_MEMORY } from './state';

const REFERENCES: u32 = XEN_STATE_SIZE;
const VMS: u32 = REFERENCES + XEN_REFERENCE_SIZE;
const MEMORY_SIZE: u32 = XEN_VM_PAGES * PAGE_SIZE;
/** Bytes kept for a VM: its block, then its own memory. */
const VM_SIZE: u32 = XEN_VM_STRIDE + MEMORY_SIZE;

/** Copies Xen's state to the area from `area` on. */
export function keepXen(area: u32): void {
  memory.copy(area, XEN_STATE_START, XEN_STATE_SIZE);
  memory.copy(area + REFERENCES, XEN_REFERENCE_START, XEN_REFERENCE_SIZE);
  for (let index: u32 = 0; index < XEN_VM_COUNT; index++) {
    const kept = area + VMS + index * VM_SIZE;
    const vm = <u32>vmAt(index);
    if (isWhole(vm)) memory.copy(kept, vm, XEN_VM_STRIDE);
    else store<u32>(kept, 0, VM_EXISTS);
    if (hasOwnMemory(vm)) memory.copy(kept + XEN_VM_STRIDE, XEN_MEMORY_START + index * MEMORY_SIZE, MEMORY_SIZE);
  }
}

/** Brings back what {@link keepXen} has kept. */
export function bringBackXen(area: u32): void {
  memory.copy(XEN_STATE_START, area, XEN_STATE_SIZE);
  memory.copy(XEN_REFERENCE_START, area + REFERENCES, XEN_REFERENCE_SIZE);
  for (let index: u32 = 0; index < XEN_VM_COUNT; index++) {
    const kept = area + VMS + index * VM_SIZE;
    const vm = <u32>vmAt(index);
    if (isWhole(kept)) memory.copy(vm, kept, XEN_VM_STRIDE);
    else store<u32>(vm, 0, VM_EXISTS);
    if (hasOwnMemory(kept)) memory.copy(XEN_MEMORY_START + index * MEMORY_SIZE, kept + XEN_VM_STRIDE, MEMORY_SIZE);
  }
}

function isWhole(vm: u32): bool {
  return load<u32>(vm, VM_EXISTS) !== 0;
}

function hasOwnMemory(vm: u32): bool {
  return isWhole(vm) && load<u32>(vm, VM_MEMORY) === MEMORY_OWN;
}
