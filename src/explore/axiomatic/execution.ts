import type { Snapshot } from '../outcome/observable.ts';
import type { Program } from '../program/program.ts';
import { or, out, shiftLeft, shiftRight, type Word } from '../word.ts';
import { type Candidate, INITIAL, type Node, type PreparedPath } from './candidate.ts';
import type { Cells } from './cells.ts';
import { value } from './expression.ts';
import type { LoadValueCache } from './load-values.ts';

/** One execution that the model allows: who reads from whom, and the order of the writes of each cell. */
export interface Execution {
  paths: readonly PreparedPath[];
  nodes: readonly Node[];
  /** First node of each thread. */
  starts: readonly number[];
  /** For each node that is a read: the write it reads from, or INITIAL. */
  source: Int32Array;
  coherence: number[][];
  cells: Cells;
  /** For each node: what it reads or writes. */
  values: Word[];
}

/** What memory holds before any write, by cell. */
export function initialValues(program: Program, cells: Cells): Word[] {
  return cells.cells.map(({ region, offset, size }) => initialBytes(program, region, offset, size));
}

/** Up to eight initial bytes of a region. */
export function initialBytes(program: Program, region: number, offset: number, size: number): Word {
  const { bytes } = program.regions[region]!;
  const word: Word = { lo: 0, hi: 0 };
  for (let byte = 0; byte < size; byte += 1) {
    const bits = bytes[offset + byte] ?? 0;
    if (byte < 4) word.lo |= bits << (8 * byte);
    else word.hi |= bits << (8 * (byte - 4));
  }
  return word;
}

/** Keeps what a finished candidate has, as long as the search goes on. */
export function keepExecution(
  candidate: Candidate,
  values: LoadValueCache,
  cells: Cells,
  initial: readonly Word[],
): Execution {
  const { paths, nodes, starts } = candidate;
  const source = candidate.source.slice();
  const coherence = candidate.coherence.map((order) => [...order]);
  const words = nodes.map((node, index) => {
    const from = node.access.kind === 'write' ? index : source[index]!;
    return from === INITIAL ? initial[node.piece.cell]! : values.written(from)!;
  });
  return { paths, nodes, starts, source, coherence, cells, values: words };
}

/** The final state of a finished candidate. */
export function finalState(program: Program, candidate: Candidate, values: LoadValueCache, cells: Cells): Snapshot {
  return {
    register: (thread, slot) => {
      const expression = candidate.paths[thread]!.path.registers[slot]!;
      const word = value(expression, (load) => values.load(thread, load))!;
      return { lo: word.lo, hi: word.hi };
    },
    memory: (region, offset, size) => finalBytes(program, candidate, values, cells, { region, offset, size }),
  };
}

interface Stretch {
  region: number;
  offset: number;
  size: number;
}

function finalBytes(
  program: Program,
  candidate: Candidate,
  values: LoadValueCache,
  cells: Cells,
  stretch: Stretch,
): Word {
  let word = initialBytes(program, stretch.region, stretch.offset, stretch.size);
  cells.cells.forEach((cell, index) => {
    const last = candidate.coherence[index]!.at(-1);
    const inside = cell.region === stretch.region && cell.offset < stretch.offset + stretch.size;
    if (last === undefined || !inside || stretch.offset >= cell.offset + cell.size) return;
    word = overwrite(word, values.written(last)!, cell.offset - stretch.offset, cell.size, stretch.size);
  });
  return word;
}

/** Puts `size` bytes of a part at byte `at` (which may be negative) of a word of `whole` bytes. */
function overwrite(word: Word, part: Word, at: number, size: number, whole: number): Word {
  const result = { ...word };
  for (let byte = 0; byte < size; byte += 1) {
    const place = at + byte;
    if (place < 0 || place >= whole) continue;
    shiftRight(true, part.lo, part.hi, 8 * byte, 0);
    const bits = out.lo & 0xff;
    clearByte(result, place);
    shiftLeft(true, bits, 0, 8 * place, 0);
    or(true, result.lo, result.hi, out.lo, out.hi);
    [result.lo, result.hi] = [out.lo, out.hi];
  }
  return result;
}

function clearByte(word: Word, place: number): void {
  if (place < 4) word.lo &= ~(0xff << (8 * place));
  else word.hi &= ~(0xff << (8 * (place - 4)));
}
