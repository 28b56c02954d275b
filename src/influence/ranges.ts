/** Input bits as few ranges. */

import { EFFECT_MEMORY, EFFECT_PATH, EFFECT_REGISTERS, EFFECT_SMC, EFFECT_STATE } from '../../assembly/layout.ts';
import type { FreeBits } from './base-points.ts';
import { bitAt, SOURCE } from './bits.ts';
import type { Flips } from './flips.ts';
import type { InputRange, TrapInfluence } from './influence.ts';

/** Source and register of an input bit, in the order of lists. */
const rank = (input: number): number => Math.floor(input / 64);

/** Input bits, each once, as ranges: the caller's first, registers up, bits down. */
export function toRanges(inputs: Iterable<number>): InputRange[] {
  const sorted = [...new Set(inputs)].sort((a, b) => rank(a) - rank(b) || b - a);
  const ranges: InputRange[] = [];
  for (const input of sorted) {
    const source = input < SOURCE ? 'caller' : Math.floor(input / SOURCE) - 1;
    const register = (input % SOURCE) >> 6;
    const bit = input & 63;
    const open = ranges.at(-1);
    if (open && open.source === source && open.register === register && open.low === bit + 1) open.low = bit;
    else ranges.push({ source, register, high: bit, low: bit });
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

/** Effects of every bit at any of the points; the caller's, where EL3 answers by itself, in the second of a pair. */
function effectsOfBits({ points }: Flips): [near: number, far: number][][] {
  return points[0]!.effects.map((effects, source) =>
    Array.from(effects, (_, bit) => {
      let near = 0;
      let far = 0;
      for (const point of points) {
        near |= point.effects[source]![bit]!;
        if (source === 0) far |= point.farEffects[bit]!;
      }
      return [near, far];
    }),
  );
}

const BEYOND = EFFECT_REGISTERS | EFFECT_STATE | EFFECT_MEMORY | EFFECT_PATH;

function heldBits({ points, drawn }: Flips): number[] {
  if (points.length < 2) return [];
  return points[0]!.effects.flatMap((effects, source) =>
    [...effects.keys()].filter((bit) => !isDrawn(drawn[source], bit)).map((bit) => source * SOURCE + bit),
  );
}

const isDrawn = (drawn: FreeBits | undefined, bit: number): boolean => drawn !== undefined && bitAt(drawn, bit) === 1;

/** What bits do besides what registers are made of. */
export function effectRanges(
  flips: Flips,
): Pick<TrapInfluence, 'decisive' | 'state' | 'memory' | 'passed' | 'ignored' | 'held'> {
  const effects = effectsOfBits(flips);
  const isDecisive = (input: number) => {
    const [near, far] = effects[Math.floor(input / SOURCE)]![input % SOURCE]!;
    return ((near | far) & EFFECT_PATH) !== 0;
  };
  const where = (test: (near: number, far: number) => boolean) =>
    toRanges(
      effects.flatMap((bits, source) =>
        bits.flatMap(([near, far], bit) => (test(near, far) ? [source * SOURCE + bit] : [])),
      ),
    );
  return {
    decisive: where((near, far) => ((near | far) & EFFECT_PATH) !== 0),
    state: where((near) => (near & EFFECT_STATE) !== 0),
    memory: where((near) => (near & EFFECT_MEMORY) !== 0),
    passed: where((near, far) => (near & EFFECT_SMC) !== 0 && ((near | far) & BEYOND) === 0),
    ignored: where((near, far) => near === 0 && far === 0),
    held: toRanges(heldBits(flips).filter((input) => !isDecisive(input))),
  };
}
