import { describe, expect, it } from 'vitest';
import { exploreAxiomatic } from '../../src/explore/axiomatic/explore.ts';
import { memoryModels } from '../../src/explore/axiomatic/models.ts';
import { loadLitmus } from '../../src/explore/load-test.ts';
import { printState } from '../../src/explore/outcome/print.ts';
import { Random } from '../machine/random.ts';
import { exploreText, litmus, states } from './fixture.ts';
import { type Ordering, randomLitmus } from './random-programs.ts';

const limits = { unroll: 2, paths: 10_000, steps: 1e7, milliseconds: 1e5 };

function axiomaticStates(text: string, model: 'sc' | 'tso' | 'armv8'): string[] {
  const { program, question } = loadLitmus(text, 'test.litmus');
  const { outcomes } = exploreAxiomatic(program, memoryModels[model], question, limits);
  return outcomes.map(({ values }) => printState(question.observables, values, program)).sort();
}

function programs(ordering: Ordering, count: number): string[] {
  return Array.from({ length: count }, (_, seed) => randomLitmus(new Random(seed + 1), ordering));
}

describe('random programs', () => {
  it('have the same states from interleavings, with and without reduction, as from the axioms of SC', () => {
    for (const text of programs('mixed', 150)) {
      const expected = axiomaticStates(text, 'sc');
      expect(states(exploreText(text, { model: 'sc' })).sort(), text).toEqual(expected);
      expect(states(exploreText(text, { model: 'sc', reduction: false })).sort(), text).toEqual(expected);
    }
  });

  it('have only the states of SC under Armv8 where a full barrier stands between all accesses', () => {
    for (const text of programs('barriers', 100)) {
      expect(axiomaticStates(text, 'armv8'), text).toEqual(states(exploreText(text, { model: 'sc' })).sort());
    }
  });

  it('have only the states of SC under Armv8 where every load acquires and every store releases', () => {
    for (const text of programs('acquire-release', 100)) {
      expect(axiomaticStates(text, 'armv8'), text).toEqual(states(exploreText(text, { model: 'sc' })).sort());
    }
  });

  it('have all states of SC under the weaker models', () => {
    for (const text of programs('mixed', 100)) {
      const sc = states(exploreText(text, { model: 'sc' }));
      expect(axiomaticStates(text, 'armv8')).toEqual(expect.arrayContaining(sc));
      expect(axiomaticStates(text, 'tso')).toEqual(expect.arrayContaining(sc));
    }
  });

  it('gain states when their order is taken away, and never lose one', () => {
    let gained = 0;
    for (const text of programs('barriers', 60)) {
      const without = axiomaticStates(text.replaceAll('DMB SY', 'NOP'), 'armv8');
      const ordered = axiomaticStates(text, 'armv8');
      expect(without).toEqual(expect.arrayContaining(ordered));
      if (without.length > ordered.length) gained += 1;
    }
    expect(gained).toBeGreaterThan(3);
  });
});

describe('total store order', () => {
  const threads = (between: string): string =>
    litmus(
      '0:X1=x; 0:X3=y; 1:X1=y; 1:X3=x;',
      [
        ['MOV W0,#1', 'STR W0,[X1]', between, 'LDR W2,[X3]'],
        ['MOV W0,#1', 'STR W0,[X1]', between, 'LDR W2,[X3]'],
      ],
      'exists (0:X2=0 /\\ 1:X2=0)',
    );

  it('lets a write wait behind a read, and no longer where a full barrier or an atomic access is between', () => {
    const observed = (between: string) => exploreText(threads(between), { model: 'tso' }).verdict.observation;
    expect(observed('NOP')).toBe('Sometimes');
    expect(observed('DMB SY')).toBe('Never');
    expect(observed('SWP W0,W5,[X1]')).toBe('Never');
  });

  it('keeps writes in order, and reads', () => {
    const text = litmus(
      '0:X1=x; 0:X3=y; 1:X1=y; 1:X3=x;',
      [
        ['MOV W0,#1', 'STR W0,[X1]', 'STR W0,[X3]'],
        ['LDR W0,[X1]', 'LDR W2,[X3]'],
      ],
      'exists (1:X0=1 /\\ 1:X2=0)',
    );
    expect(exploreText(text, { model: 'tso' }).verdict.observation).toBe('Never');
    expect(exploreText(text).verdict.observation).toBe('Sometimes');
  });
});
