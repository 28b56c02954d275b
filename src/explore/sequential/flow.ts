import { CONSTANTS, type MicroOperation } from '../program/micro.ts';
import { exclusiveOr, out, subtract, type Word } from '../word.ts';
import { type FlatThread, successors } from './flat.ts';
import { slotsRead, slotsWritten } from './slots.ts';

/** What is known of a slot before any execution: its word, or that it varies. */
type Known = Word | 'varies';
type KnownSlots = Map<number, Known>;

function sameKnown(a: Known | undefined, b: Known | undefined): boolean {
  if (a === undefined || b === undefined || a === 'varies' || b === 'varies') return a === b;
  return a.lo === b.lo && a.hi === b.hi;
}

function computed(step: MicroOperation & { kind: 'compute' }, known: KnownSlots): Known {
  const [left, right] = [known.get(step.left)!, known.get(step.right)!];
  if (step.left === step.right && (step.operation === exclusiveOr || step.operation === subtract))
    return { lo: 0, hi: 0 };
  if (left === 'varies' || right === 'varies') return 'varies';
  step.operation(step.wide, left.lo, left.hi, right.lo, right.hi);
  return { lo: out.lo, hi: out.hi };
}

function afterStep(step: MicroOperation, known: KnownSlots): KnownSlots {
  const written = slotsWritten(step);
  if (written.length === 0) return known;
  const next = new Map(known);
  for (const slot of written) next.set(slot, step.kind === 'compute' ? computed(step, known) : 'varies');
  return next;
}

/** Joins what is known on another way to the same place; the same map where nothing is lost. */
function join(known: KnownSlots, other: KnownSlots): KnownSlots {
  let joined = known;
  for (const [slot, value] of other) {
    if (sameKnown(joined.get(slot), value)) continue;
    if (joined.get(slot) === 'varies') continue;
    if (joined === known) joined = new Map(known);
    joined.set(slot, 'varies');
  }
  return joined;
}

function initialSlots({ program }: FlatThread): KnownSlots {
  const known: KnownSlots = new Map();
  for (let slot = 0; slot < CONSTANTS; slot += 1) known.set(slot, program.initial.get(slot) ?? { lo: 0, hi: 0 });
  program.constants.forEach((word, index) => {
    known.set(CONSTANTS + index, word);
  });
  return known;
}

/** For each position, the slots whose word is the same whenever a thread gets there; undefined where it never does. */
export function knownSlots(thread: FlatThread): (KnownSlots | undefined)[] {
  const known: (KnownSlots | undefined)[] = new Array(thread.end + 1).fill(undefined);
  known[0] = initialSlots(thread);
  const work = [0];
  for (let position = work.pop(); position !== undefined; position = work.pop()) {
    const step = thread.steps[position];
    if (!step) continue;
    const after = afterStep(step, known[position]!);
    for (const next of successors(thread, position)) {
      const before = known[next];
      const joined = before ? join(before, after) : after;
      if (joined === before) continue;
      known[next] = joined;
      work.push(next);
    }
  }
  return known;
}

/** The address that a slot always holds at a position, or undefined. */
export function knownWord(known: (KnownSlots | undefined)[], position: number, slot: number): Word | undefined {
  const found = known[position]?.get(slot);
  return found === 'varies' ? undefined : found;
}

/** For each position, the slots whose words may still be used; those of `final` at the end. */
export function liveSlots(thread: FlatThread, final: ReadonlySet<number>): Set<number>[] {
  const live = Array.from({ length: thread.end + 1 }, () => new Set<number>());
  live[thread.end] = new Set(final);
  for (let changed = true; changed; ) {
    changed = false;
    for (let position = thread.end - 1; position >= 0; position -= 1) {
      const step = thread.steps[position]!;
      const before = new Set(successors(thread, position).flatMap((next) => [...live[next]!]));
      for (const slot of slotsWritten(step)) before.delete(slot);
      for (const slot of slotsRead(step)) before.add(slot);
      if (before.size !== live[position]!.size) changed = true;
      live[position] = before;
    }
  }
  return live;
}

/** For each position, whether a store exclusive may come that pairs with a load exclusive from before it. */
export function monitorLive(thread: FlatThread): boolean[] {
  const live: boolean[] = new Array(thread.end + 1).fill(false);
  for (let changed = true; changed; ) {
    changed = false;
    for (let position = thread.end - 1; position >= 0; position -= 1) {
      const step = thread.steps[position]!;
      const pairs = step.kind === 'store' && step.status !== undefined;
      const sets = step.kind === 'load' && step.exclusive;
      const before = pairs || (!sets && successors(thread, position).some((next) => live[next]!));
      if (before !== live[position]) changed = true;
      live[position] = before;
    }
  }
  return live;
}
