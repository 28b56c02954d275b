import { type Candidate, INITIAL } from './candidate.ts';
import type { Matrix } from './matrix.ts';

/** The order once a read reads from a write; undefined where that is a cycle. */
export function orderAfterRead(candidate: Candidate, order: Matrix, read: number, write: number): Matrix | undefined {
  if (write === INITIAL || candidate.sameThread(write, read)) return order;
  const next = order.copy();
  return candidate.nodes[read]!.together.every((node) => next.add(write, node)) ? next : undefined;
}

/**
 * The order once a write comes next in the coherence order of its cell, behind those of `candidate.coherence`; undefined
 * where that contradicts the model.
 */
export function orderAfterWrite(candidate: Candidate, order: Matrix, cell: number, write: number): Matrix | undefined {
  const placed = candidate.coherence[cell]!;
  const next = order.copy();
  const { together } = candidate.nodes[write]!;
  for (const other of placed) {
    if (candidate.sameThread(other, write)) continue;
    if (!together.every((node) => next.add(other, node))) return undefined;
  }
  for (const read of candidate.readsOf[cell]!) {
    const source = candidate.source[read]!;
    if (source !== INITIAL && !placed.includes(source)) continue;
    if (!addReadBefore(candidate, next, read, write)) return undefined;
  }
  return next;
}

/** Adds that a read returned something older than a write. False where that contradicts the model. */
function addReadBefore(candidate: Candidate, order: Matrix, read: number, write: number): boolean {
  if (candidate.sameThread(read, write)) return candidate.beforeOrPaired(read, write);
  const { together } = candidate.nodes[write]!;
  return hazards(candidate, read).every((node) => together.every((other) => order.add(node, other)));
}

/** A read, and the reads of the same places before it in its thread, which must not return anything newer. */
function hazards(candidate: Candidate, read: number): number[] {
  const found = [read];
  for (const sibling of candidate.nodes[read]!.together) {
    for (const other of candidate.readsOf[candidate.nodes[sibling]!.piece.cell]!) {
      if (candidate.before(other, sibling)) found.push(other);
    }
  }
  return found;
}

/** The whole order of an execution whose reads and writes are all matched; undefined where the model forbids it. */
export function completeOrder(candidate: Candidate): Matrix | undefined {
  let order: Matrix | undefined = candidate.order;
  for (const [node, { access }] of candidate.nodes.entries()) {
    if (order && access.kind === 'read') order = orderAfterRead(candidate, order, node, candidate.source[node]!);
  }
  // The lists themselves belong to whoever searches: they are put back as they were.
  for (const [cell, writes] of [...candidate.coherence].entries()) {
    candidate.coherence[cell] = [];
    for (const write of writes) {
      order = order && orderAfterWrite(candidate, order, cell, write);
      candidate.coherence[cell].push(write);
    }
    candidate.coherence[cell] = writes;
  }
  return order;
}
