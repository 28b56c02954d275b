import { HYP_END, HYP_START, RAM_BASE, RAM_SIZE } from '../../../assembly/layout.ts';
import { InputError } from '../../guest/source.ts';
import type { LoadedSegment } from '../engine.ts';
import type { Machine } from '../machine.ts';
import type { LinearMemory } from '../memory.ts';
import { hiddenMemory } from '../secure.ts';

/** The guest's memory, as [first, end) pairs: all of RAM but the hypervisor's pages. */
export const GUEST_RANGES: readonly (readonly [first: number, end: number])[] = [
  [RAM_BASE, HYP_START],
  [HYP_END, RAM_BASE + RAM_SIZE],
];

/** The same without what secure partitions have. */
export function guestRanges(linear: LinearMemory): (readonly [first: number, end: number])[] {
  const [start, end] = hiddenMemory(linear);
  if (start === end) return [...GUEST_RANGES];
  const [below, above] = GUEST_RANGES as [(typeof GUEST_RANGES)[0], (typeof GUEST_RANGES)[0]];
  const parts = [below, [above[0], start] as const, [end, above[1]] as const];
  return parts.filter(([first, last]) => first < last);
}

/** Whether `size` bytes from `address` on are all the guest's. */
export function isGuestMemory(address: bigint, size: number): boolean {
  const end = address + BigInt(size);
  return GUEST_RANGES.some(([first, last]) => address >= BigInt(first) && end <= BigInt(last));
}

/** Places the program's bytes in RAM. Throws InputError where a segment is not all in the guest's memory. */
export function loadSegments(machine: Pick<Machine, 'writeMemory'>, segments: LoadedSegment[]): void {
  for (const { address, bytes } of segments) {
    if (!isGuestMemory(address, bytes.length)) throw new InputError(outside(address, bytes.length));
    machine.writeMemory(address, bytes);
  }
}

function outside(address: bigint, size: number): string {
  const ranges = GUEST_RANGES.map(([first, end]) => `[0x${first.toString(16)}, 0x${end.toString(16)})`);
  return `${size} bytes at 0x${address.toString(16)} do not fit the guest's memory, ${ranges.join(' and ')}`;
}
