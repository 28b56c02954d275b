import { CONSTANTS } from '../program/micro.ts';
import type { Program } from '../program/program.ts';
import { type FlatThread, flatten, isSchedulingPoint } from './flat.ts';
import { liveSlots } from './flow.ts';
import { accessedBytes, type ConflictTest, conflictTest, layOut, type MemoryLayout } from './footprint.ts';
import { slotsWritten } from './slots.ts';

/*
 * A state, in 32-bit words:
 *
 *   memory, region by region | for each thread: position, start of its exclusive monitor, bytes that it covers (0: none),
 *   then lower and upper half of each register that can differ between executions
 */

/** Where a thread's words stand in a state. */
export interface ThreadLayout {
  flat: FlatThread;
  /** Word of the position; monitor and registers follow. */
  start: number;
  /** Slots in the state, in order. */
  registers: readonly number[];
  /** For each position, whether each of the registers may still be used. */
  live: readonly Uint8Array[];
  scheduling: readonly boolean[];
}

export interface StateLayout {
  program: Program;
  memory: MemoryLayout;
  threads: ThreadLayout[];
  /** Words of a state. */
  length: number;
  conflicts: ConflictTest;
}

/** Words of a thread before its registers. */
export const THREAD_HEADER = 3;

function layOutThread(flat: FlatThread, start: number, final: ReadonlySet<number>): ThreadLayout {
  const live = liveSlots(flat, final);
  const scheduling = live.map((_, position) => isSchedulingPoint(flat, position));
  const written = new Set(flat.steps.flatMap(slotsWritten));
  const kept = new Set(live.flatMap((slots, position) => (scheduling[position] ? [...slots] : [])));
  const registers = [...kept].filter((slot) => slot < CONSTANTS && written.has(slot)).sort((a, b) => a - b);
  const masks = live.map((slots) => Uint8Array.from(registers, (slot) => (slots.has(slot) ? 1 : 0)));
  return { flat, start, registers, live: masks, scheduling };
}

/** Decides what a state of a program consists of. `observed` are the registers whose final words matter. */
export function layOutState(program: Program, observed: readonly { thread: number; slot: number }[]): StateLayout {
  const flats = program.threads.map(flatten);
  const accessed = accessedBytes(program, flats);
  const memory = layOut(program, accessed);
  let length = memory.size / 4;
  const threads = flats.map((flat, thread) => {
    const final = new Set(observed.filter((register) => register.thread === thread).map(({ slot }) => slot));
    const layout = layOutThread(flat, length, final);
    length += THREAD_HEADER + 2 * layout.registers.length;
    return layout;
  });
  return { program, memory, threads, length, conflicts: conflictTest(flats, accessed, memory) };
}
