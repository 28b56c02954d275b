import { type Expression, truncate } from './expression.ts';
import type { Tainted, ThreadState } from './machine.ts';
import type { Access, AccessSet } from './path.ts';

/** Where an access goes: an address that is known, and what it came from. */
export interface Place {
  region: number;
  offset: number;
  size: number;
  taint: AccessSet;
  pick: AccessSet;
  /** One of two that are accessed at once. */
  joined: boolean;
}

/** What the accesses of every kind have in common; dependencies of the kinds are added by their makers. */
function base(state: ThreadState, kind: Access['kind'], instruction: number, place: Place, value: Expression): Access {
  const { region, offset, size } = place;
  const previous = state.accesses[state.accesses.length - 1];
  return {
    kind,
    instruction,
    part: previous?.occurrence === state.occurrence ? previous.part + 1 : 0,
    occurrence: state.occurrence,
    region,
    offset,
    size,
    value,
    load: -1,
    order: 'plain',
    joined: place.joined,
    noReturn: false,
    pairedRead: -1,
    pair: 'none',
    address: place.taint,
    data: 0n,
    control: state.control,
    ordered: state.synchronized | place.taint,
    pick: place.pick,
    taint: place.taint,
    pickTaint: place.pick,
    barriers: { ...state.counts },
  };
}

/** Appends an access; what its address came from counts for what stands behind it. */
function append(state: ThreadState, access: Access, place: Place): number {
  state.addresses |= place.taint;
  state.pickAddresses |= place.pick;
  return state.accesses.push(access) - 1;
}

/** Whether two accesses touch a byte in common. */
export function overlap(
  a: Pick<Access, 'region' | 'offset' | 'size'>,
  b: Pick<Access, 'region' | 'offset' | 'size'>,
): boolean {
  return a.region === b.region && a.offset < b.offset + b.size && b.offset < a.offset + a.size;
}

/** The writes of the thread that a read may return some byte of without any other write of the thread between. */
export function localWrites(accesses: readonly Access[], read: Access): Access[] {
  const found: Access[] = [];
  const seen = new Set<number>();
  for (let index = accesses.length - 1; index >= 0; index -= 1) {
    const write = accesses[index]!;
    if (write.kind !== 'write' || write.occurrence >= read.occurrence || !overlap(write, read)) continue;
    const from = Math.max(write.offset, read.offset);
    const to = Math.min(write.offset + write.size, read.offset + read.size);
    let visible = false;
    for (let byte = from; byte < to; byte += 1) {
      if (!seen.has(byte)) visible = true;
      seen.add(byte);
    }
    if (visible) found.push(write);
  }
  return found;
}

export interface ReadKind {
  order: 'plain' | 'acquire' | 'acquirePc';
  noReturn: boolean;
}

/** Appends a read. Returns its number and what it returns, with the read itself and what led to it as taint. */
export function addRead(
  state: ThreadState,
  instruction: number,
  place: Place,
  kind: ReadKind,
): { index: number; result: Tainted } {
  const value: Expression = { kind: 'load', load: state.loads };
  const access = { ...base(state, 'read', instruction, place, value), ...kind, load: state.loads };
  state.loads += 1;
  for (const write of localWrites(state.accesses, access)) {
    access.taint |= write.taint;
    access.pickTaint |= write.pickTaint;
  }
  const index = append(state, access, place);
  const own = 1n << BigInt(index);
  return { index, result: { value, taint: access.taint | own, pick: access.pickTaint | own } };
}

export interface WriteKind {
  release: boolean;
  pairedRead: number;
  pair: Access['pair'];
}

/** Appends a write of a register's low bytes. */
export function addWrite(
  state: ThreadState,
  instruction: number,
  place: Place,
  data: Tainted,
  kind: WriteKind,
): number {
  const access = base(state, 'write', instruction, place, truncate(data.value, place.size));
  access.order = kind.release ? 'release' : 'plain';
  access.pairedRead = kind.pairedRead;
  access.pair = kind.pair;
  access.data = data.taint;
  // Control dependencies and addresses of earlier accesses order writes only, and so do picks of what is written.
  access.ordered |= data.taint | state.control | state.addresses;
  access.ordered |= data.pick | place.pick | state.pickControl | state.pickAddresses;
  access.pick |= data.pick;
  access.taint |= data.taint;
  access.pickTaint |= data.pick;
  return append(state, access, place);
}
