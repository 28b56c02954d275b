import type { Word } from '../word.ts';
import type { Cells, Piece } from './cells.ts';
import { Matrix } from './matrix.ts';
import type { MemoryModel } from './models.ts';
import type { Access, Path } from './path.ts';

/** A path with what does not depend on the other threads' paths. */
export interface PreparedPath {
  path: Path;
  pieces: readonly Piece[];
  order: Matrix;
  /** For each access, whether it happens at once. */
  atOnce: boolean[];
}

export function preparePath(path: Path, cells: Cells, model: MemoryModel): PreparedPath {
  const pieces = cells.pieces(path);
  return { path, pieces, order: model.localOrder(path, pieces), atOnce: path.accesses.map(model.atOnce) };
}

/** A piece of an access in a choice of one path for each thread. */
export interface Node {
  thread: number;
  access: Access;
  piece: Piece;
  /** Nodes of the same access, itself included; itself alone where they do not happen at once. */
  together: readonly number[];
}

/** The initial value as what a read reads from. */
export const INITIAL = -1;
/** Nothing chosen yet. */
export const OPEN = -2;

/** One path of each thread, as a graph whose reads and writes have yet to be matched. */
export class Candidate {
  readonly paths: readonly PreparedPath[];
  readonly nodes: Node[] = [];
  /** First node of each thread. */
  readonly starts: number[] = [];
  readonly order: Matrix;
  /** Nodes of each cell. */
  readonly readsOf: number[][];
  readonly writesOf: number[][];
  /** For each node that is a read: the write it reads from, INITIAL or OPEN. */
  readonly source: Int32Array;
  /** For each cell, its writes in coherence order. */
  readonly coherence: number[][];

  constructor(paths: readonly PreparedPath[], cellCount: number) {
    this.paths = paths;
    for (const prepared of paths) this.addThread(prepared);
    this.order = this.composeOrder();
    const cells = Array.from({ length: cellCount }, () => [] as number[]);
    this.readsOf = cells.map((_, cell) => this.nodesOf(cell, 'read'));
    this.writesOf = cells.map((_, cell) => this.nodesOf(cell, 'write'));
    this.source = new Int32Array(this.nodes.length).fill(OPEN);
    this.coherence = cells.map(() => []);
  }

  private addThread({ path, pieces, atOnce }: PreparedPath): void {
    const start = this.nodes.length;
    this.starts.push(start);
    for (const [index, piece] of pieces.entries()) {
      const access = path.accesses[piece.access]!;
      const together = atOnce[piece.access]
        ? piecesAtOnce(path, pieces, piece.access).map((number) => start + number)
        : [start + index];
      this.nodes.push({ thread: path.thread, access, piece, together });
    }
  }

  private composeOrder(): Matrix {
    const order = new Matrix(this.nodes.length);
    this.paths.forEach(({ order: local }, thread) => {
      const start = this.starts[thread]!;
      for (let from = 0; from < local.size; from += 1) {
        for (let to = 0; to < local.size; to += 1) if (local.has(from, to)) order.set(start + from, start + to);
      }
    });
    return order;
  }

  private nodesOf(cell: number, kind: Access['kind']): number[] {
    return this.nodes.flatMap((node, index) => (node.piece.cell === cell && node.access.kind === kind ? [index] : []));
  }

  /** Whether one access comes before another in the program order of their thread. */
  before(first: number, second: number): boolean {
    const [a, b] = [this.nodes[first]!, this.nodes[second]!];
    return a.thread === b.thread && a.access.occurrence < b.access.occurrence;
  }

  /** The same, or the two are read and write of one atomic access. */
  beforeOrPaired(read: number, write: number): boolean {
    const { access } = this.nodes[write]!;
    const paired =
      access.pairedRead >= 0 && this.sameThread(read, write) && access.pairedRead === this.nodes[read]!.piece.access;
    return paired || this.before(read, write);
  }

  sameThread(first: number, second: number): boolean {
    return this.nodes[first]!.thread === this.nodes[second]!.thread;
  }
}

/** Pieces that are read, or written, together with an access. */
function piecesAtOnce(path: Path, pieces: readonly Piece[], access: number): number[] {
  const { kind, occurrence, joined } = path.accesses[access]!;
  return pieces.flatMap((piece, index) => {
    const other = path.accesses[piece.access]!;
    const joint = joined && other.kind === kind && other.occurrence === occurrence;
    return piece.access === access || joint ? [index] : [];
  });
}

/** What memory holds in a cell before any write. */
export type InitialValue = (cell: number) => Word;
