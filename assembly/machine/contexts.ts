/**
 * Contexts of secure partitions that are programs: a block of registers each, behind those of the vCPUs, and a range of
 * pages that nobody else can reach.
 */

import {
  ATTRIBUTE_HYPERVISOR,
  CONFIG_START,
  CONTEXT_COUNT,
  PAGE_ATTRIBUTE_START,
  PAGE_SIZE,
  RAM_BASE,
  SECURE_START,
  SECURE_STRIDE,
  VCPU_COUNT,
  VCPU_START,
  VCPU_STRIDE,
} from '../layout';
import { CONFIG_CONTEXTS } from './config';

const PAGES: u32 = SECURE_STRIDE / PAGE_SIZE;
const FIRST: u32 = PAGE_ATTRIBUTE_START + (SECURE_START - RAM_BASE) / PAGE_SIZE;

/** Number of the vCPU on which a context runs. */
let host: u32 = 0;

/** Contexts that may be in use. */
export function contextCount(): u32 {
  return min(load<u32>(CONFIG_START, CONFIG_CONTEXTS), CONTEXT_COUNT);
}

/** The block of the partition with this number. */
export function contextOf(index: u32): usize {
  return VCPU_START + (VCPU_COUNT + index) * VCPU_STRIDE;
}

/** Contexts run on this vCPU from now on. */
export function setContextHost(cpu: usize): void {
  host = (<u32>cpu - VCPU_START) / VCPU_STRIDE;
}

/** Number of the vCPU whose block it is, or on which the context runs. */
export function vcpuNumber(cpu: usize): u32 {
  const number = (<u32>cpu - VCPU_START) / VCPU_STRIDE;
  return number < VCPU_COUNT ? number : host;
}

/** Nobody reaches the pages of any context. */
export function hideContexts(): void {
  const count = contextCount();
  for (let index: u32 = 0; index < count; index++) hideContext(index);
}

export function hideContext(index: u32): void {
  for (let page: u32 = 0; page < PAGES; page++) {
    const at = FIRST + index * PAGES + page;
    store<u8>(at, load<u8>(at) | <u8>ATTRIBUTE_HYPERVISOR);
  }
}

/** The pages of a context can be reached, while it runs. */
export function showContext(index: u32): void {
  for (let page: u32 = 0; page < PAGES; page++) {
    const at = FIRST + index * PAGES + page;
    store<u8>(at, load<u8>(at) & ~(<u8>ATTRIBUTE_HYPERVISOR));
  }
}
