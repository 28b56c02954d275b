/** From flips to what each register of the reply, and of what EL3 is asked, is made of. */
import { EFFECT_PATH } from '../../assembly/layout.ts';
import type { Writer } from '../engine/record.ts';
import { Agreement } from './agreement.ts';
import { ASKED_BITS, ASKED_START, SOURCE } from './bits.ts';
import type { BasePoint, Flips } from './flips.ts';
import type { InputRange, RegisterInfluence, Segment, TrapInfluence } from './influence.ts';
import { effectRanges, toRanges } from './ranges.ts';

/** One bit; neighbours become a {@link Segment}. */
interface Piece {
  kind: Segment['kind'];
  /** Input bit that it is a copy of. */
  from?: number;
  /** Bit of the caller's that EL3's answer is a copy of. */
  origin?: number;
  inputs: readonly number[];
}

const NONE: readonly number[] = [];

const isCopied = ({ kind }: Piece): boolean => kind === 'preserved' || kind === 'moved' || kind === 'reply';

/** Input bits that reach an output bit at any of the points. */
function union(points: readonly BasePoint[], reaches: 'near' | 'far', output: number): readonly number[] {
  const [first, second] = points.map((point) => point[reaches].of(output));
  if (!second || second.length === 0) return first!;
  return first!.length === 0 ? second : [...new Set([...first!, ...second])];
}

/** Whether the input bit decides the path at this point. */
function decidesAt({ effects, farEffects }: BasePoint, input: number): boolean {
  const source = Math.floor(input / SOURCE);
  const bit = input % SOURCE;
  const far = source === 0 ? farEffects[bit]! : 0;
  return ((effects[source]![bit]! | far) & EFFECT_PATH) !== 0;
}

class Classifier {
  readonly #flips: Flips;
  /** Of the base points, with all further samples, and of what comes out with EL3 in between. */
  readonly #points: Agreement;
  readonly #all: Agreement;
  readonly #live: Agreement;

  constructor(flips: Flips) {
    this.#flips = flips;
    this.#points = new Agreement(flips.points);
    this.#all = new Agreement([...flips.points, ...flips.samples]);
    this.#live = new Agreement(flips.points.map(({ inputs, farOutputs }) => ({ inputs, outputs: farOutputs })));
  }

  /** What an output bit is made of, where `register` is that of a reply to the caller or undefined. */
  #pieceOf(output: number, own: number, reply: boolean): Piece {
    const { points } = this.#flips;
    const inputs = union(points, 'near', output);
    const [first] = inputs;
    if (first === undefined) return { kind: this.#all.isConstant(output) ? 'constant' : 'conditional', inputs };
    // Where the bit decides the path its flip says nothing of this one.
    const steady = points.every((point) => point.near.of(output).length === 1 || decidesAt(point, first));
    // A copy goes to one place, and is one at every point; a condition on the bit reaches many, or comes out inverted.
    if (inputs.length > 1 || points.some(({ near }) => near.isShared(output))) return { kind: 'mixed', inputs };
    if (!steady || !this.#all.isCopy(output, first)) {
      return { kind: steady && this.#points.isCopy(output, first) ? 'conditional' : 'mixed', inputs };
    }
    if (first === own) return { kind: 'preserved', inputs: NONE };
    if (first < SOURCE) return { kind: 'moved', from: first, inputs: NONE };
    const far = reply ? union(points, 'far', output) : NONE;
    const origin = this.#originOf(far, output);
    return origin === undefined
      ? { kind: 'reply', from: first, inputs: far }
      : { kind: 'reply', from: first, origin, inputs: NONE };
  }

  /** The one bit of the caller's that comes out with EL3 in between. */
  #originOf(far: readonly number[], output: number): number | undefined {
    const [first] = far;
    if (first === undefined || far.length > 1) return undefined;
    return this.#live.isCopy(output, first) && !this.#flips.points.some((each) => each.far.isShared(output))
      ? first
      : undefined;
  }

  /** A register whose bit 0 is the output bit `start`, and the caller's register of the same number. */
  #register(register: number, start: number, writer: Writer): RegisterInfluence {
    const pieces = Array.from({ length: 64 }, (_, n): Piece => {
      if (writer === 'undefined') return { kind: 'stack', inputs: NONE };
      return this.#pieceOf(start + 63 - n, register * 64 + 63 - n, start < ASKED_START);
    });
    this.#fillGaps(pieces, register, start);
    this.#fillOrigins(pieces, start);
    const words = this.#flips.points[0]!.outputs;
    const value = (BigInt(words[(start >> 5) + 1]!) << 32n) | BigInt(words[start >> 5]!);
    return { register, writer, segments: segmentsOf(pieces, value) };
  }

  /**
   * A bit that decides the path is the same all along this one, and so is a copy of it. In a register that is a copy
   * otherwise it counts as part of the copy where it has the value of its bit.
   */
  #fillGaps(pieces: Piece[], register: number, start: number): void {
    const copies = pieces.flatMap((piece, n) => (isCopied(piece) ? [{ piece, n }] : []));
    const [first] = copies;
    if (!first || copies.length === 64) return;
    const sourceOf = (piece: Piece, n: number) => (piece.from ?? register * 64 + 63 - n) + n;
    const source = sourceOf(first.piece, first.n);
    if (copies.some(({ piece, n }) => sourceOf(piece, n) !== source)) return;
    pieces.forEach((piece, n) => {
      const input = source - n;
      if (piece.kind !== 'constant' || !this.#decides(input) || !this.#all.isCopy(start + 63 - n, input)) return;
      pieces[n] = { kind: first.piece.kind, inputs: NONE, ...(first.piece.from !== undefined && { from: input }) };
    });
  }

  /** The same for what EL3 hands back, where the bit decides what EL3 does. */
  #fillOrigins(pieces: Piece[], start: number): void {
    const known = pieces.flatMap(({ origin }, n) => (origin === undefined ? [] : [origin + n]));
    const [source] = known;
    if (source === undefined || known.some((other) => other !== source)) return;
    pieces.forEach((piece, n) => {
      const input = source - n;
      if (piece.kind !== 'reply' || piece.origin !== undefined || piece.inputs.length > 0) return;
      if (!this.#decides(input) || !this.#live.isCopy(start + 63 - n, input)) return;
      pieces[n] = { ...piece, origin: input };
    });
  }

  #decides(input: number): boolean {
    return this.#flips.points.some((point) => decidesAt(point, input));
  }

  registers(): RegisterInfluence[] {
    return this.#flips.usual.writers.map((writer, register) => this.#register(register, register * 64, writer));
  }

  asked(): RegisterInfluence[][] {
    const { usual, smcs } = this.#flips;
    return usual.smcs.slice(0, smcs).map(({ registers, undefinedInput }, smc) =>
      Array.from({ length: registers }, (_, register) => {
        const writer = (undefinedInput >> register) & 1 ? 'undefined' : 'el2';
        return this.#register(register, ASKED_START + smc * ASKED_BITS + register * 64, writer);
      }),
    );
  }
}

const sameInputs = (one: readonly number[], other: readonly number[]): boolean =>
  one === other || (one.length === other.length && one.every((input, n) => input === other[n]));

/** Whether a copied bit is the one below another, or neither is a copy. */
function isBelow(above: number | undefined, below: number | undefined): boolean {
  return above === undefined ? below === undefined : above - 1 === below;
}

/** Whether the piece below goes on with what the one above is. */
function continues(above: Piece, below: Piece): boolean {
  if (above.kind !== below.kind || !sameInputs(above.inputs, below.inputs)) return false;
  return isBelow(above.from, below.from) && isBelow(above.origin, below.origin);
}

function segmentOf(pieces: readonly Piece[], high: number, value: bigint): Segment {
  const low = high - pieces.length + 1;
  const { kind } = pieces[0]!;
  const { from, origin } = pieces.at(-1)!;
  const inputs: InputRange[] = toRanges(pieces[0]!.inputs);
  const [lowest] = from === undefined ? [] : toRanges([from]);
  return {
    high,
    low,
    kind,
    value: BigInt.asUintN(pieces.length, value >> BigInt(low)),
    ...(lowest && { from: { source: lowest.source, register: lowest.register, low: lowest.low } }),
    ...(origin !== undefined && { origin: { register: origin >> 6, low: origin & 63 } }),
    ...(inputs.length > 0 && { inputs }),
  };
}

/** Segments of one register, its pieces from bit 63 down. */
function segmentsOf(pieces: readonly Piece[], value: bigint): Segment[] {
  const segments: Segment[] = [];
  let start = 0;
  for (let n = 1; n <= pieces.length; n++) {
    const next = pieces[n];
    if (next && continues(pieces[n - 1]!, next)) continue;
    segments.push(segmentOf(pieces.slice(start, n), 63 - start, value));
    start = n;
  }
  return segments;
}

/** Bits that were flipped, over all points. */
function countFlips({ points }: Flips): number {
  return points.reduce((sum, { effects, far, near, farEffects }) => {
    const again = far === near ? 0 : farEffects.length;
    return sum + again + effects.reduce((bits, each) => bits + each.length, 0);
  }, 0);
}

/** What the flips of a trap say. */
export function classify(flips: Flips): TrapInfluence {
  const classifier = new Classifier(flips);
  return {
    flips: countFlips(flips),
    points: flips.points.length,
    witnesses: flips.samples.length,
    smcs: flips.usual.smcCount,
    replies: flips.points[0]!.inputs.length - 1,
    registers: classifier.registers(),
    asked: classifier.asked(),
    ...effectRanges(flips),
  };
}
