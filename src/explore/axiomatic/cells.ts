import type { Access, Path } from './path.ts';

/** A stretch of bytes that every access takes whole or not at all. */
export interface Cell {
  region: number;
  offset: number;
  size: number;
}

/** The part of an access that lies in one cell. */
export interface Piece {
  /** Number of the access in its path. */
  access: number;
  /** Number among the cells. */
  cell: number;
  /** Bytes of the access before it. */
  shift: number;
  size: number;
}

/** Memory, cut at the borders of all accesses. */
export class Cells {
  readonly cells: Cell[] = [];

  constructor(accesses: Iterable<Pick<Access, 'region' | 'offset' | 'size'>>) {
    const borders = new Map<number, Set<number>>();
    const covered: Pick<Access, 'region' | 'offset' | 'size'>[] = [];
    for (const access of accesses) {
      const known = borders.get(access.region) ?? new Set();
      known.add(access.offset).add(access.offset + access.size);
      borders.set(access.region, known);
      covered.push(access);
    }
    for (const [region, offsets] of borders)
      this.cut(
        region,
        [...offsets].sort((a, b) => a - b),
        covered,
      );
  }

  private cut(region: number, offsets: number[], covered: Pick<Access, 'region' | 'offset' | 'size'>[]): void {
    offsets.slice(1).forEach((end, index) => {
      const offset = offsets[index]!;
      const used = covered.some((a) => a.region === region && a.offset <= offset && end <= a.offset + a.size);
      if (used) this.cells.push({ region, offset, size: end - offset });
    });
  }

  /** The pieces of the accesses of a path, in the order of the accesses. */
  pieces(path: Path): Piece[] {
    return path.accesses.flatMap((access, index) =>
      this.cells.flatMap((cell, number) => {
        const shift = cell.offset - access.offset;
        const inside = cell.region === access.region && shift >= 0 && shift < access.size;
        return inside ? [{ access: index, cell: number, shift, size: cell.size }] : [];
      }),
    );
  }
}

/**
 * Whether all pieces of an access are read or written at once: it is aligned, or lies within 16 aligned bytes (DDI 0487,
 * B2.2.1, with FEAT_LSE2).
 */
export function isSingleCopy({ offset, size }: Pick<Access, 'offset' | 'size'>): boolean {
  return offset % size === 0 || (offset & 15) + size <= 16;
}
