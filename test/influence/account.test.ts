import { describe, expect, it } from 'vitest';
import { runJob } from '../../src/engine/job.ts';
import type { TrapRecord } from '../../src/engine/record.ts';
import type { RegisterInfluence } from '../../src/influence/influence.ts';
import { makeJob, prepare } from '../../src/run/prepare.ts';
import { defaultScenarioOptions } from '../../src/run/scenario.ts';

const stubs = [
  'preserve/interrupted-request2.S',
  'preserve/three-rules.S',
  'preserve/id-get.S',
  'preserve/rxtx-map.S',
  'xen/id-get.S',
  'xen/share-and-reclaim.S',
  'partition/interrupted.S',
];

/** Traps of a stub on all its models, analysed. */
function analysed(stub: string): TrapRecord[] {
  const { plans, image, models, spec } = prepare(`guest-asm/${stub}`, { ...defaultScenarioOptions, seed: 11n });
  return plans.flatMap((plan, index) => {
    const limits = { ...spec.limits, milliseconds: 60_000 };
    const job = makeJob(image, models[index]!, plan, limits, 'core');
    return runJob({ ...job, influence: { seed: plan.seed } }).traps;
  });
}

/** What the model's account of a register and the flips do not agree on. */
function contradictions(trap: TrapRecord, { register, segments }: RegisterInfluence): string[] {
  const writer = trap.writers[register]!;
  const source = trap.sources[register];
  return segments.flatMap(({ kind, from, origin, high, low }) => {
    const own = origin?.register === register && origin.low === low;
    const right = {
      caller: kind === 'preserved' || own,
      el2: kind !== 'preserved' && kind !== 'stack',
      el3: kind === 'constant' || kind === 'mixed' || (kind === 'reply' && from?.register === source && !own),
      partition: kind === 'constant' || (kind === 'reply' && from?.register === source),
      stale: kind === 'reply' && from?.register === source,
      undefined: kind === 'stack',
    }[writer];
    return right
      ? []
      : [`trap ${trap.index + 1} x${register}[${high}:${low}] ${kind}, by its account ${writer} ${source}`];
  });
}

describe('the models’ account of who wrote a register', () => {
  it.each(stubs)('agrees with what flipped bits show, at every trap of %s', (stub) => {
    const traps = analysed(stub);
    expect(traps.length).toBeGreaterThan(1);
    const wrong = traps.flatMap((trap) => trap.influence!.registers.flatMap((each) => contradictions(trap, each)));
    expect(wrong).toEqual([]);
  });

  it('leaves out what only the flips show: FFA_VERSION answers with bits of the caller’s version', () => {
    const traps = analysed('version/downgrade-accepted.S');
    const copied = traps.find(({ influence }) =>
      influence!.registers[0]!.segments.some(({ kind }) => kind === 'moved'),
    )!;
    expect(copied.writers[0]).toBe('el2');
    expect(copied.influence!.registers[0]!.segments).toContainEqual(
      expect.objectContaining({ high: 31, low: 0, kind: 'moved', from: { source: 'caller', register: 1, low: 0 } }),
    );
  });
});
