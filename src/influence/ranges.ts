/** Input bits as few ranges. */

import { EFFECT_MEMORY, EFFECT_PATH, EFFECT_REGISTERS, EFFECT_SMC, EFFECT_STATE } from '../../assembly/layout.ts';
import { bitAt, SOURCE } from './bits.ts';
import type { Flips } from './flips.ts';
import type { InputRange, TrapInfluence } from './influence.ts';

/** Source and register of an input bit, in the order of lists. */
const rank = (input: number): number => Math.floor(input / 64);

/** Input bits, each once, as ranges: the caller's first, registers up, bits down. */
export function toRanges(inputs: Iterable<number>): InputRange[] {
  return joinBits([...new Set(inputs)].sort((a, b) => rank(a) - rank(b) || b - a));
}

/** The same of input bits that are in this order already. */
function joinBits(inputs: readonly number[]): InputRange[] {
  const ranges: InputRange[] = [];
  let next = -1;
  for (const input of inputs) {
    const bit = input & 63;
    if (input === next && bit !== 63) ranges.at(-1)!.low = bit;
    else {
      const source = input < SOURCE ? 'caller' : Math.floor(input / SOURCE) - 1;
      ranges.push({ source, register: (input % SOURCE) >> 6, high: bit, low: bit });
    }
    next = input - 1;
  }
  return ranges;
}

function inputOf(source: InputRange['source'], register: number, bit: number): number {
  return (source === 'caller' ? 0 : source + 1) * SOURCE + register * 64 + bit;
}

/** All bits of several lists of ranges, each once. */
export function uniteRanges(lists: readonly (readonly InputRange[])[]): InputRange[] {
  const inputs = lists.flat().flatMap(({ source, register, high, low }) => {
    return Array.from({ length: high - low + 1 }, (_, n) => inputOf(source, register, low + n));
  });
  return toRanges(inputs);
}

/** Effects of the bits of one source at any of the points: by what EL2 does alone, and with EL3 in between. */
interface SourceEffects {
  near: Uint8Array;
  far: Uint8Array;
}

function effectsOfSource({ points }: Flips, source: number): SourceEffects {
  const near = points[0]!.effects[source]!.slice();
  const far = new Uint8Array(near.length);
  for (const { effects, farEffects } of points) {
    for (let bit = 0; bit < near.length; bit++) {
      near[bit]! |= effects[source]![bit]!;
      if (source === 0) far[bit]! |= farEffects[bit]!;
    }
  }
  return { near, far };
}

const BEYOND = EFFECT_REGISTERS | EFFECT_STATE | EFFECT_MEMORY | EFFECT_PATH;

type Test = (near: number, far: number, source: number, bit: number) => boolean;

/** The bits of all sources that pass a test, in the order of lists. */
function bitsWhere(all: readonly SourceEffects[], test: Test): number[] {
  const bits: number[] = [];
  for (const [source, { near, far }] of all.entries()) {
    for (let n = 0; n < near.length; n++) {
      const bit = n ^ 63;
      if (test(near[bit]!, far[bit]!, source, bit)) bits.push(source * SOURCE + bit);
    }
  }
  return bits;
}

/** What bits do besides what registers are made of. */
export function effectRanges(
  flips: Flips,
): Pick<TrapInfluence, 'decisive' | 'state' | 'memory' | 'passed' | 'ignored' | 'held'> {
  const { points, drawn } = flips;
  const all = points[0]!.effects.map((_, source) => effectsOfSource(flips, source));
  const where = (test: Test) => joinBits(bitsWhere(all, test));
  const isDrawn = (source: number, bit: number) => points.length < 2 || bitAt(drawn[source]!, bit) === 1;
  return {
    decisive: where((near, far) => ((near | far) & EFFECT_PATH) !== 0),
    state: where((near) => (near & EFFECT_STATE) !== 0),
    memory: where((near) => (near & EFFECT_MEMORY) !== 0),
    passed: where((near, far) => (near & EFFECT_SMC) !== 0 && ((near | far) & BEYOND) === 0),
    ignored: where((near, far) => near === 0 && far === 0),
    held: where((near, far, source, bit) => ((near | far) & EFFECT_PATH) === 0 && !isDrawn(source, bit)),
  };
}
