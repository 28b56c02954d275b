import type { Piece } from './cells.ts';
import { isSingleCopy } from './cells.ts';
import { Matrix } from './matrix.ts';
import type { Access, AccessSet, Path } from './path.ts';

/** The order within one thread that every execution of a path keeps, on the pieces of its accesses. Transitive. */
export type LocalOrder = (path: Path, pieces: readonly Piece[]) => Matrix;

interface Pair {
  path: Path;
  pieces: readonly Piece[];
  from: number;
  to: number;
  first: Access;
  second: Access;
}

function* programOrder(path: Path, pieces: readonly Piece[]): Generator<Pair> {
  for (const [from, a] of pieces.entries()) {
    const first = path.accesses[a.access]!;
    for (const [to, b] of pieces.entries()) {
      const second = path.accesses[b.access]!;
      if (first.occurrence < second.occurrence) yield { path, pieces, from, to, first, second };
    }
  }
}

const reads = (access: Access): boolean => access.kind === 'read';
const writes = (access: Access): boolean => access.kind === 'write';

/** Sequential consistency: program order, which here also orders the accesses of one instruction. */
export const sequentialOrder: LocalOrder = (_path, pieces) => {
  const order = new Matrix(pieces.length);
  for (const [from, { access }] of pieces.entries()) {
    for (const [to, other] of pieces.entries()) if (access < other.access) order.set(from, to);
  }
  order.close();
  return order;
};

/** The read of an atomic access comes before its write. */
function orderPairs(order: Matrix, path: Path, pieces: readonly Piece[]): void {
  for (const [to, piece] of pieces.entries()) {
    const write = path.accesses[piece.access]!;
    if (write.pairedRead < 0) continue;
    for (const [from, other] of pieces.entries()) {
      const same = other.access === write.pairedRead && (write.pair !== 'atomic' || other.cell === piece.cell);
      if (same) order.set(from, to);
    }
  }
}

/** Total store order: a write may wait behind later reads, unless a full barrier or an atomic access is between. */
export const totalStoreOrder: LocalOrder = (path, pieces) => {
  const order = new Matrix(pieces.length);
  const locked = new Set(path.accesses.filter(({ pairedRead }) => pairedRead >= 0).map(({ pairedRead }) => pairedRead));
  for (const { from, to, first, second } of programOrder(path, pieces)) {
    const delayed = writes(first) && reads(second);
    const kept = first.pairedRead >= 0 || locked.has(pieces[to]!.access) || first.barriers.all < second.barriers.all;
    if (!delayed || kept || atomicBetween(path, first, second)) order.set(from, to);
  }
  orderPairs(order, path, pieces);
  order.close();
  return order;
};

function atomicBetween(path: Path, first: Access, second: Access): boolean {
  return path.accesses.some(
    (access) => access.pairedRead >= 0 && first.occurrence < access.occurrence && access.occurrence < second.occurrence,
  );
}

/** Barriers, acquire and release (barrier-ordered-before). */
function barrierOrders(first: Access, second: Access, path: Path): boolean {
  const [before, after] = [first.barriers, second.barriers];
  if (before.all < after.all) return true;
  if (reads(first) && !first.noReturn && before.loads < after.loads) return true;
  if (writes(first) && before.completedStores < after.completedStores) return true;
  if (writes(first) && writes(second) && before.stores < after.stores) return true;
  if (first.order === 'acquire' || first.order === 'acquirePc' || second.order === 'release') return true;
  if (first.order === 'release' && second.order === 'acquire') return true;
  return isAcquireRelease(first, path);
}

/** The write of an atomic memory operation that both acquires and releases. */
function isAcquireRelease({ order, pair, pairedRead }: Access, path: Path): boolean {
  const atomic = pair === 'atomic' || pair === 'swap';
  return atomic && order === 'release' && path.accesses[pairedRead]!.order === 'acquire';
}

/** Whether the second access reads from memory what the first, the last local write before it, put there. */
function isLocalSuccessor({ path, pieces, from, to, first, second }: Pair): boolean {
  const cell = pieces[from]!.cell;
  if (!writes(first) || !reads(second) || pieces[to]!.cell !== cell) return false;
  return !pieces.some((piece) => {
    const between = path.accesses[piece.access]!;
    return (
      piece.cell === cell &&
      writes(between) &&
      first.occurrence < between.occurrence &&
      between.occurrence < second.occurrence
    );
  });
}

function orderSources(order: Matrix, pieces: readonly Piece[], sources: AccessSet, to: number): void {
  if (sources === 0n) return;
  for (const [from, { access }] of pieces.entries()) if ((sources >> BigInt(access)) & 1n) order.set(from, to);
}

/** What an access's value or address came from is before a local read of it; acquire reads wait for an atomic's read. */
function orderSuccessor(order: Matrix, { pieces, to, first, second }: Pair): void {
  orderSources(order, pieces, first.address | first.data, to);
  if (first.pairedRead >= 0 && second.order !== 'plain')
    orderSources(order, pieces, 1n << BigInt(first.pairedRead), to);
}

/** A write comes after every earlier access to the same place, and so do the other pieces that it writes at once. */
function orderSameCell(order: Matrix, { pieces, from, to, second }: Pair): void {
  if (!writes(second) || pieces[from]!.cell !== pieces[to]!.cell) return;
  const alone = !isSingleCopy(second);
  for (const [other, { access }] of pieces.entries()) {
    if (other === to || (!alone && access === pieces[to]!.access)) order.set(from, other);
  }
}

/** Reads that picked what a piece accesses: directly, or because it reads what a write before it put there. */
function picksOf(path: Path, pieces: readonly Piece[], index: number): AccessSet {
  const second = path.accesses[pieces[index]!.access]!;
  let picks = second.pick;
  for (const [from, piece] of pieces.entries()) {
    const first = path.accesses[piece.access]!;
    const earlier = first.pickTaint !== 0n && first.occurrence < second.occurrence;
    if (earlier && isLocalSuccessor({ path, pieces, from, to: index, first, second })) picks |= first.pickTaint;
  }
  return picks;
}

/** A read that only picked what happens comes before the writes that are ordered behind what it picked. */
function orderPicks(order: Matrix, path: Path, pieces: readonly Piece[]): void {
  const closed = order.copy();
  for (const picked of pieces.keys()) {
    const sources = picksOf(path, pieces, picked);
    if (sources === 0n) continue;
    for (const [to, target] of pieces.entries()) {
      if (closed.has(picked, to) && writes(path.accesses[target.access]!)) orderSources(order, pieces, sources, to);
    }
  }
  order.close();
}

/**
 * The Armv8 model's locally-ordered-before with pick dependencies (DDI 0487, B2.3): dependencies, barriers, acquire and
 * release, atomic accesses, and writes behind accesses to the same place.
 */
export const armv8Order: LocalOrder = (path, pieces) => {
  const order = new Matrix(pieces.length);
  for (const pair of programOrder(path, pieces)) {
    if (barrierOrders(pair.first, pair.second, path)) order.set(pair.from, pair.to);
    orderSameCell(order, pair);
    if (isLocalSuccessor(pair)) orderSuccessor(order, pair);
  }
  for (const [to, { access }] of pieces.entries()) orderSources(order, pieces, path.accesses[access]!.ordered, to);
  orderPairs(order, path, pieces);
  order.close();
  orderPicks(order, path, pieces);
  return order;
};
