/**
 * The exclusive monitors (DDI 0487, B2.12). A store of another vCPU to the granule that a load-exclusive read from opens
 * the monitor, and so does an exception return. What a vCPU's own plain store to the same bytes does is IMPLEMENTATION
 * DEFINED: here the store-exclusive fails where it changed their value.
 */

import {
  ATTRIBUTE_MONITORED,
  CONTEXT_COUNT,
  MONITOR_ADDRESS,
  MONITOR_HIGH,
  MONITOR_LOW,
  MONITOR_SIZE,
  PAGE_SIZE,
  RAM_BASE,
  RUN_EVENT,
  VCPU_COUNT,
} from '../layout';
import { clearAttribute, setAttribute } from './attributes';
import { contextCount } from './contexts';
import { blockOf } from './registers';
import { runningCpu } from './running';

/** Exclusives reservation granule in bytes: CTR_EL0.ERG is 4, 16 words. */
const GRANULE: u32 = 64;

/** Sets the monitor: `size` bytes at an address in RAM, and what they hold. */
export function setMonitor(cpu: usize, address: u64, size: u32, lower: u64, upper: u64): void {
  if (load<u32>(cpu, MONITOR_SIZE)) openMonitor(cpu);
  store<u32>(cpu, size, MONITOR_SIZE);
  store<u64>(cpu, address, MONITOR_ADDRESS);
  store<u64>(cpu, lower, MONITOR_LOW);
  store<u64>(cpu, upper, MONITOR_HIGH);
  setAttribute(monitoredPage(cpu), ATTRIBUTE_MONITORED);
}

/** The Open Access state. */
export function openMonitor(cpu: usize): void {
  if (!load<u32>(cpu, MONITOR_SIZE)) return;
  const page = monitoredPage(cpu);
  store<u32>(cpu, 0, MONITOR_SIZE);
  if (!isMonitored(page)) clearAttribute(page, ATTRIBUTE_MONITORED);
}

/** Whether a store-exclusive may go ahead: the monitor is set for these very bytes. */
export function isExclusive(cpu: usize, address: u64, size: u32): bool {
  return load<u32>(cpu, MONITOR_SIZE) === size && load<u64>(cpu, MONITOR_ADDRESS) === address;
}

/** Bytes of a page are about to change: opens the monitors of all vCPUs but the running one that cover any of them. */
export function breakMonitors(page: u32, offset: u32, length: u32): void {
  for (let vcpu: u32 = 0; vcpu < blocksInUse(); vcpu++) {
    const cpu = blockOf(vcpu);
    if (cpu === runningCpu() || !overlaps(cpu, offset, length)) continue;
    openMonitor(cpu);
    // Losing the monitor is a WFE wake-up event (D1.6.1).
    store<u32>(cpu, 1, RUN_EVENT);
  }
  if (!isMonitored(page)) clearAttribute(page, ATTRIBUTE_MONITORED);
}

function overlaps(cpu: usize, offset: u32, length: u32): bool {
  if (!load<u32>(cpu, MONITOR_SIZE)) return false;
  const start = <u32>(load<u64>(cpu, MONITOR_ADDRESS) - RAM_BASE) & ~(GRANULE - 1);
  return start < offset + length && offset < start + GRANULE;
}

function monitoredPage(cpu: usize): u32 {
  return <u32>(load<u64>(cpu, MONITOR_ADDRESS) - RAM_BASE) / PAGE_SIZE;
}

/** Fewer than there are: blocks lie so that the first-level cache does not hold a line of each. */
function blocksInUse(): u32 {
  return VCPU_COUNT + contextCount();
}

/** A monitor does not cross a page: its bytes are aligned. */
function isMonitored(page: u32): bool {
  for (let vcpu: u32 = 0; vcpu < blocksInUse(); vcpu++) {
    const cpu = blockOf(vcpu);
    if (load<u32>(cpu, MONITOR_SIZE) && monitoredPage(cpu) === page) return true;
  }
  return false;
}

/** The monitors are about to be replaced by others: no page is monitored. */
export function releaseMonitors(): void {
  for (let vcpu: u32 = 0; vcpu < VCPU_COUNT + CONTEXT_COUNT; vcpu++) openMonitor(blockOf(vcpu));
}

/** The monitors have been replaced: their pages are monitored. */
export function watchMonitors(): void {
  for (let vcpu: u32 = 0; vcpu < VCPU_COUNT + CONTEXT_COUNT; vcpu++) {
    const cpu = blockOf(vcpu);
    if (load<u32>(cpu, MONITOR_SIZE)) setAttribute(monitoredPage(cpu), ATTRIBUTE_MONITORED);
  }
}
