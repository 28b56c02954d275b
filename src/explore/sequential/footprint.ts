import { accessesMemory, type MicroOperation } from '../program/micro.ts';
import { findRegion, type Program } from '../program/program.ts';
import { elementSize } from '../program/regions.ts';
import { type FlatThread, isJoined, successors } from './flat.ts';
import { knownSlots, knownWord } from './flow.ts';

/** Bytes that something accesses; undefined bytes are all of memory. */
export interface Footprint {
  reads: ByteSet;
  writes: ByteSet;
}

/** A set of bytes of the compact memory, by offset. */
export class ByteSet {
  readonly bits: Int32Array;

  constructor(bytes: number) {
    this.bits = new Int32Array((bytes + 31) >> 5);
  }

  addRange(start: number, size: number): void {
    for (let byte = start; byte < start + size; byte += 1) this.bits[byte >> 5]! |= 1 << (byte & 31);
  }

  fill(): void {
    this.bits.fill(-1);
  }

  /** Whether that added anything. */
  addAll(other: ByteSet): boolean {
    let changed = false;
    for (let unit = 0; unit < this.bits.length; unit += 1) {
      const joined = this.bits[unit]! | other.bits[unit]!;
      changed ||= joined !== this.bits[unit];
      this.bits[unit] = joined;
    }
    return changed;
  }

  meets(other: ByteSet): boolean {
    return this.bits.some((unit, index) => (unit & other.bits[index]!) !== 0);
  }
}

/** A stretch of memory that a step accesses; undefined where its address varies. */
export interface AccessedBytes {
  region: number;
  offset: number;
  size: number;
}

function addresses(step: MicroOperation): { slot: number; size: number }[] {
  if (!accessesMemory(step)) return [];
  if (step.kind !== 'compareAndSwap') return [{ slot: step.address, size: step.size }];
  return step.places.map(({ address }) => ({ slot: address, size: step.size }));
}

/** For each position of each thread: what the step there accesses. */
export function accessedBytes(program: Program, threads: readonly FlatThread[]): (AccessedBytes | undefined)[][][] {
  return threads.map((thread) => {
    const known = knownSlots(thread);
    return thread.steps.map((step, position) =>
      addresses(step).map(({ slot, size }) => {
        const word = knownWord(known, position, slot);
        const found = word && findRegion(program, word.lo, word.hi);
        return found && { ...found, size };
      }),
    );
  });
}

/** Where each region starts in the compact memory, and how many bytes it has there. */
export interface MemoryLayout {
  starts: number[];
  extents: number[];
  /** Bytes of all regions. */
  size: number;
}

/** Lays the regions one behind the other, each long enough for its type and for what is known to be accessed. */
export function layOut(program: Program, accessed: (AccessedBytes | undefined)[][][]): MemoryLayout {
  const extents = program.regions.map((region) => {
    return Math.max(8, (region.length ?? 1) * elementSize(region), region.bytes.length);
  });
  for (const found of accessed.flat(2)) {
    if (found) extents[found.region] = Math.max(extents[found.region]!, found.offset + found.size);
  }
  const layout: MemoryLayout = { starts: [], extents: extents.map((extent) => (extent + 7) & ~7), size: 0 };
  for (const extent of layout.extents) {
    layout.starts.push(layout.size);
    layout.size += extent;
  }
  return layout;
}

const isReading = (step: MicroOperation): boolean => step.kind !== 'store' || step.status !== undefined;
const isWriting = (step: MicroOperation): boolean => step.kind !== 'load';

/** What the access at a position touches, its second half included. */
function footprintAt(
  thread: FlatThread,
  position: number,
  accessed: (AccessedBytes | undefined)[][],
  layout: MemoryLayout,
): Footprint {
  const footprint = { reads: new ByteSet(layout.size), writes: new ByteSet(layout.size) };
  const positions = isJoined(thread, position) ? [position, position + 1] : [position];
  for (const place of positions) {
    const step = thread.steps[place];
    if (!step || !accessesMemory(step)) continue;
    for (const found of accessed[place]!) {
      for (const [set, used] of [
        [footprint.reads, isReading(step)],
        [footprint.writes, isWriting(step)],
      ] as const) {
        if (!used) continue;
        if (found) set.addRange(layout.starts[found.region]! + found.offset, found.size);
        else set.fill();
      }
    }
  }
  return footprint;
}

/** For each position, all that the thread may still access from there on. */
function futureFootprints(thread: FlatThread, now: readonly Footprint[], layout: MemoryLayout): Footprint[] {
  const future = now.map(({ reads, writes }) => {
    const copy = { reads: new ByteSet(layout.size), writes: new ByteSet(layout.size) };
    copy.reads.addAll(reads);
    copy.writes.addAll(writes);
    return copy;
  });
  for (let changed = true; changed; ) {
    changed = false;
    for (let position = thread.end - 1; position >= 0; position -= 1) {
      for (const next of successors(thread, position)) {
        if (future[position]!.reads.addAll(future[next]!.reads)) changed = true;
        if (future[position]!.writes.addAll(future[next]!.writes)) changed = true;
      }
    }
  }
  return future;
}

/** Whether the order of a thread's next access and anything that another thread may still do can matter. */
export type ConflictTest = (thread: number, position: number, other: number, otherPosition: number) => boolean;

/** Compares what threads do next with what others may still do. */
export function conflictTest(
  threads: readonly FlatThread[],
  accessed: (AccessedBytes | undefined)[][][],
  layout: MemoryLayout,
): ConflictTest {
  const now = threads.map((thread, index) =>
    Array.from({ length: thread.end + 1 }, (_, position) => footprintAt(thread, position, accessed[index]!, layout)),
  );
  const future = threads.map((thread, index) => futureFootprints(thread, now[index]!, layout));
  const bases = threads.map((_, index) => threads.slice(0, index).reduce((sum, { end }) => sum + end + 1, 0));
  const total = bases.length === 0 ? 0 : bases.at(-1)! + threads.at(-1)!.end + 1;
  const table = new Int8Array(total * total).fill(-1);
  return (thread, position, other, otherPosition) => {
    const cell = (bases[thread]! + position) * total + bases[other]! + otherPosition;
    if (table[cell]! >= 0) return table[cell] === 1;
    const [next, rest] = [now[thread]![position]!, future[other]![otherPosition]!];
    const meets = next.reads.meets(rest.writes) || next.writes.meets(rest.reads) || next.writes.meets(rest.writes);
    table[cell] = meets ? 1 : 0;
    return meets;
  };
}
