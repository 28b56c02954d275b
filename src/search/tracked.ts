/** Which of a machine's memory is its state to a search, and which bits of that only count or log. */
import * as xen from '../../assembly/el2/xen/state.ts';
import * as firmware from '../../assembly/el3/state.ts';
import { SERVICE_FFA } from '../../assembly/el3/switches.ts';
import * as layout from '../../assembly/layout.ts';
import type { MachineOptions } from '../engine/engine.ts';
import type { LinearMemory } from '../engine/memory.ts';

/** A part of linear memory, and what in it is left out: offset from its start, and bytes. */
export interface Area {
  start: number;
  size: number;
  ignored: [offset: number, length: number][];
}

/** Bytes that the fixed rules use, and no more. */
const FIXED_RULES = 0x80;

function partitionLogs(): [number, number][] {
  return Array.from({ length: layout.PARTITION_CAPACITY }, (_, index) => {
    const block = firmware.STATE_PARTITIONS + index * firmware.STATE_PARTITION_STRIDE;
    return [
      [block + firmware.P_OPEN_CALL, 4],
      [block + firmware.P_EVENTS, firmware.P_MAILBOX - firmware.P_EVENTS],
    ] satisfies [number, number][];
  }).flat();
}

function firmwareArea(serves: boolean): Area {
  const counters: [number, number][] = [
    [firmware.STATE_FIRST_REPLY, 8],
    [firmware.STATE_GARBAGE, 8],
    [firmware.STATE_BANK_LOADED, 4],
  ];
  const start = layout.FIRMWARE_STATE_START;
  if (!serves) return { start, size: FIXED_RULES, ignored: counters };
  const answer: [number, number] = [firmware.STATE_ANSWER, firmware.STATE_PARTITIONS - firmware.STATE_ANSWER];
  return { start, size: layout.FIRMWARE_STATE_SIZE, ignored: [...counters, answer, ...partitionLogs()] };
}

const pkvmAreas: Area[] = [
  { start: layout.PKVM_STATE_START, size: layout.SEARCH_BLOCK, ignored: [] },
  { start: layout.PAGE_STATE_START, size: layout.PAGE_STATE_SIZE, ignored: [] },
];

function xenAreas(vms: number): Area[] {
  const log: [number, number][] = [
    [xen.STATE_INTERRUPT_COUNT, 4],
    [xen.STATE_TIMER_SET, 4],
    [xen.STATE_RUNNING, layout.VCPU_COUNT],
    [xen.STATE_INTERRUPTS, xen.INTERRUPT_SIZE * xen.INTERRUPT_CAPACITY],
  ];
  const blocks = Array.from({ length: vms }, (_, index) => ({
    start: layout.XEN_VM_START + index * layout.XEN_VM_STRIDE,
    size: layout.XEN_VM_STRIDE,
    ignored: [],
  }));
  return [
    { start: layout.XEN_STATE_START, size: layout.XEN_STATE_SIZE, ignored: log },
    ...blocks,
    { start: layout.XEN_REFERENCE_START, size: layout.XEN_REFERENCE_SIZE, ignored: [] },
  ];
}

/** The areas of a machine with this model and firmware, and with `vms` virtual machines where that is Xen. */
export function trackedAreas({ model, firmware: switches }: MachineOptions, vms: number): Area[] {
  const firmwareState = firmwareArea(switches.service === SERVICE_FFA);
  if (model.family === 'none') return [firmwareState];
  return [...(model.family === 'xen' ? xenAreas(vms) : pkvmAreas), firmwareState];
}

/** Lists the areas where the module looks for them. Throws RangeError where they do not fit. */
export function writeAreas(linear: LinearMemory, areas: readonly Area[]): void {
  const total = areas.reduce((sum, { size }) => sum + size, 0);
  if (areas.length > layout.SEARCH_AREA_CAPACITY || total > layout.SEARCH_TRACKED_SIZE) {
    throw new RangeError(`${areas.length} areas of ${total} bytes do not fit`);
  }
  linear.setU32(layout.SEARCH_AREA_COUNT, areas.length);
  let mask = layout.SEARCH_MASK;
  areas.forEach(({ start, size, ignored }, index) => {
    linear.setU32(layout.SEARCH_AREAS + index * 8, start);
    linear.setU32(layout.SEARCH_AREAS + index * 8 + 4, size);
    linear.bytes.fill(0xff, mask, mask + size);
    for (const [offset, length] of ignored) linear.bytes.fill(0, mask + offset, mask + offset + length);
    mask += size;
  });
}
