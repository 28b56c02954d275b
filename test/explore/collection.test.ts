import { describe, expect, it } from 'vitest';
import { exploreAxiomatic } from '../../src/explore/axiomatic/explore.ts';
import { memoryModels } from '../../src/explore/axiomatic/models.ts';
import { defaultExploreOptions, explore } from '../../src/explore/explore.ts';
import { kindOf } from '../../src/explore/kinds.ts';
import { printState } from '../../src/explore/outcome/print.ts';
import { collection, judgedStates, kinds, states } from './fixture.ts';

describe('the litmus tests that come with Trapline', () => {
  it('are at least 80, and each has a verdict from the literature', () => {
    expect(collection.length).toBeGreaterThanOrEqual(80);
    expect(collection.map(({ name }) => name).sort()).toEqual([...kinds.keys()].sort());
  });

  it.each(collection)('$name has its verdict under Armv8', ({ name, loaded }) => {
    const exploration = explore(loaded, defaultExploreOptions);
    expect(exploration.incomplete).toEqual([]);
    expect(kindOf(exploration)).toBe(kinds.get(name));
  });

  it.each(collection)('$name has the same states from interleavings as from the axioms of SC', ({ loaded }) => {
    const { program, question } = loaded;
    const limits = { unroll: 2, paths: 1000, steps: 1e6, milliseconds: 1e5 };
    const found = exploreAxiomatic(program, memoryModels.sc, question, limits).outcomes.map(
      ({ values, holds }) => `${printState(question.observables, values, program)} ${holds}`,
    );
    for (const reduction of [true, false]) {
      const options = { ...defaultExploreOptions, model: 'sc', reduction } as const;
      expect(judgedStates(explore(loaded, options))).toEqual(found.sort());
    }
  });

  it.each(collection)('$name loses no state from SC to TSO and to Armv8', ({ loaded }) => {
    const [sc, tso, armv8] = (['sc', 'tso', 'armv8'] as const).map((model) =>
      states(explore(loaded, { ...defaultExploreOptions, model })),
    );
    expect(tso).toEqual(expect.arrayContaining(sc!));
    expect(armv8).toEqual(expect.arrayContaining(sc!));
  });
});
