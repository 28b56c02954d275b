import { type Candidate, INITIAL, type InitialValue, OPEN } from './candidate.ts';
import { LoadValueCache } from './load-values.ts';
import type { Matrix } from './matrix.ts';
import { orderAfterRead, orderAfterWrite } from './observed-order.ts';

/** Told about every execution that the model allows; the candidate holds it until the visitor returns. */
export type ExecutionVisitor = (candidate: Candidate, values: LoadValueCache) => void;

/** Counts work and says when it is enough. */
export interface Budget {
  /** Choices made. */
  steps: number;
  /** Whether the search has to end; asked after every choice. */
  exhausted: boolean;
  spend(): void;
}

/** Matches reads and writes of one candidate in all ways that the model allows. */
export class CandidateSearch {
  private readonly candidate: Candidate;
  private readonly values: LoadValueCache;
  private readonly budget: Budget;
  private readonly visit: ExecutionVisitor;
  private readonly reads: number[];

  constructor(candidate: Candidate, initial: InitialValue, budget: Budget, visit: ExecutionVisitor) {
    this.candidate = candidate;
    this.values = new LoadValueCache(candidate, initial);
    this.budget = budget;
    this.visit = visit;
    this.reads = candidate.nodes.flatMap(({ access }, index) => (access.kind === 'read' ? [index] : []));
  }

  run(): void {
    if (this.candidate.order.cyclic() || !this.constraintsHold()) return;
    this.chooseSource(0, this.candidate.order);
  }

  /** False where some path's condition is known not to hold. */
  private constraintsHold(): boolean {
    this.values.clear();
    return this.candidate.paths.every(({ path }) =>
      path.constraints.every(({ left, right, equal }) => {
        const first = this.values.expression(path.thread, left);
        const second = first && this.values.expression(path.thread, right);
        return !second || (first.lo === second.lo && first.hi === second.hi) === equal;
      }),
    );
  }

  private chooseSource(index: number, order: Matrix): void {
    const read = this.reads[index];
    if (read === undefined) this.chooseCoherence(0, order);
    else this.chooseSourceOf(read, index, order);
  }

  private chooseSourceOf(read: number, index: number, order: Matrix): void {
    for (const write of this.sources(read)) {
      this.budget.spend();
      if (this.budget.exhausted) return;
      this.candidate.source[read] = write;
      const next = orderAfterRead(this.candidate, order, read, write);
      if (next && this.constraintsHold()) this.chooseSource(index + 1, next);
    }
    this.candidate.source[read] = OPEN;
  }

  /** Writes that a read may read from without contradicting its own thread. */
  private sources(read: number): number[] {
    const { candidate } = this;
    const { cell } = candidate.nodes[read]!.piece;
    let latest = INITIAL;
    const others: number[] = [];
    for (const write of candidate.writesOf[cell]!) {
      if (!candidate.sameThread(read, write)) others.push(write);
      else if (candidate.before(write, read)) latest = write;
    }
    return [latest, ...others];
  }

  private chooseCoherence(cell: number, order: Matrix): void {
    if (cell === this.candidate.coherence.length) {
      this.visit(this.candidate, this.values);
      return;
    }
    this.candidate.coherence[cell] = [];
    this.placeWrite(cell, order);
  }

  /** Chooses the next write of a cell in coherence order. */
  private placeWrite(cell: number, order: Matrix): void {
    const placed = this.candidate.coherence[cell]!;
    const writes = this.candidate.writesOf[cell]!;
    if (placed.length === writes.length) this.chooseCoherence(cell + 1, order);
    for (const write of writes) {
      if (placed.includes(write) || !this.mayBeNext(cell, write, order)) continue;
      this.budget.spend();
      if (this.budget.exhausted) return;
      const next = orderAfterWrite(this.candidate, order, cell, write);
      if (!next) continue;
      placed.push(write);
      this.placeWrite(cell, next);
      placed.pop();
    }
  }

  /** Whether no write that is still to come has to be before this one. */
  private mayBeNext(cell: number, write: number, order: Matrix): boolean {
    const { candidate } = this;
    const placed = candidate.coherence[cell]!;
    for (const other of candidate.writesOf[cell]!) {
      if (other === write || placed.includes(other)) continue;
      if (candidate.before(other, write) || order.has(other, write)) return false;
    }
    return this.isAtomic(placed, write);
  }

  /** Whether no write of another thread is between the read and the write of an atomic access. */
  private isAtomic(placed: readonly number[], write: number): boolean {
    const { candidate } = this;
    const { access, thread, piece } = candidate.nodes[write]!;
    if (access.pairedRead < 0) return true;
    const read = candidate.readsOf[piece.cell]!.find(
      (node) => candidate.nodes[node]!.thread === thread && candidate.nodes[node]!.piece.access === access.pairedRead,
    );
    if (read === undefined) return true;
    const source = candidate.source[read]!;
    const from = source === INITIAL ? 0 : placed.indexOf(source) + 1;
    return placed.slice(from).every((other) => candidate.sameThread(other, write));
  }
}
