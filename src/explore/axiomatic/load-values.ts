import { or, out, shiftLeft, shiftRight, type Word, zeroExtend } from '../word.ts';
import { type Candidate, INITIAL, type InitialValue, OPEN } from './candidate.ts';
import { type Expression, value } from './expression.ts';

const unresolved = Symbol('being computed');

/** What loads of a candidate return, as far as it is settled where they read from. */
export class LoadValueCache {
  private readonly candidate: Candidate;
  private readonly initial: InitialValue;
  /** Per thread, the nodes of each load. */
  private readonly nodes: number[][][];
  private readonly known: (Word | undefined | typeof unresolved)[][];

  constructor(candidate: Candidate, initial: InitialValue) {
    this.candidate = candidate;
    this.initial = initial;
    this.nodes = candidate.paths.map(({ path }) => Array.from({ length: path.loads }, () => []));
    this.known = candidate.paths.map(({ path }) => new Array(path.loads).fill(undefined));
    candidate.nodes.forEach(({ thread, access }, index) => {
      if (access.kind === 'read') this.nodes[thread]![access.load]!.push(index);
    });
  }

  /** Forgets everything: some read reads from elsewhere now. */
  clear(): void {
    for (const thread of this.known) thread.fill(undefined);
  }

  /** What a load returns; undefined where that is open, or depends on itself. */
  load(thread: number, number: number): Word | undefined {
    const known = this.known[thread]![number];
    if (known === unresolved) return undefined;
    if (known) return known;
    this.known[thread]![number] = unresolved;
    const word = this.compose(this.nodes[thread]![number]!);
    this.known[thread]![number] = word;
    return word;
  }

  /** The value of an expression of a thread's path. */
  expression(thread: number, expression: Expression): Word | undefined {
    const found = value(expression, (number) => this.load(thread, number));
    return found && { lo: found.lo, hi: found.hi };
  }

  private compose(nodes: readonly number[]): Word | undefined {
    const word: Word = { lo: 0, hi: 0 };
    for (const node of nodes) {
      const part = this.nodeValue(node);
      if (!part) return undefined;
      shiftLeft(true, part.lo, part.hi, 8 * this.candidate.nodes[node]!.piece.shift, 0);
      or(true, word.lo, word.hi, out.lo, out.hi);
      word.lo = out.lo;
      word.hi = out.hi;
    }
    return word;
  }

  private nodeValue(node: number): Word | undefined {
    const source = this.candidate.source[node]!;
    if (source === OPEN) return undefined;
    return source === INITIAL ? this.initial(this.candidate.nodes[node]!.piece.cell) : this.written(source);
  }

  /** What a write puts into its cell. */
  written(node: number): Word | undefined {
    const { thread, access, piece } = this.candidate.nodes[node]!;
    const whole = this.expression(thread, access.value);
    if (!whole) return undefined;
    shiftRight(true, whole.lo, whole.hi, 8 * piece.shift, 0);
    if (piece.size < 8 && piece.size !== 4) maskTo(piece.size);
    else if (piece.size === 4) zeroExtend(true, out.lo, out.hi, 32, 0);
    return { lo: out.lo, hi: out.hi };
  }
}

/** Keeps the low bytes of the last result. */
function maskTo(size: number): void {
  shiftLeft(true, out.lo, out.hi, 64 - 8 * size, 0);
  shiftRight(true, out.lo, out.hi, 64 - 8 * size, 0);
}
