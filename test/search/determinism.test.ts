import { describe, expect, it } from 'vitest';
import type { GoalSpec } from '../../src/search/setup.ts';
import { runSearch, setupOf, timeless } from './fixture.ts';

const searches: [
  what: string,
  models: string[],
  goal: GoalSpec,
  options: { depth: number; all?: boolean; walks?: number },
][] = [
  ['a crash, each kind', ['pkvm/v6.18'], { kind: 'find', what: 'crash' }, { depth: 3, all: true }],
  ['a split version', ['pkvm/v6.18'], { kind: 'find', what: 'version-split' }, { depth: 1 }],
  ['two models', ['pkvm/v6.15', 'pkvm/no-downgrade'], { kind: 'between' }, { depth: 2 }],
  ['a warning at random', ['pkvm/v6.18'], { kind: 'find', what: 'warning' }, { depth: 1, walks: 4000 }],
];

describe('a search', () => {
  it.each(searches)('comes out alike on one thread and on two: %s', async (_, models, goal, options) => {
    const setup = setupOf(models, goal);
    const alone = await runSearch(setup, { ...options, workers: 1 });
    const together = await runSearch(setup, { ...options, workers: 2 });
    expect(alone.finds.length).toBeGreaterThan(0);
    expect(timeless(together)).toEqual(timeless(alone));
  });

  it('goes other ways at random with another seed, and the same with the same', async () => {
    const setup = setupOf(['pkvm/v6.18'], { kind: 'find', what: 'warning' });
    const walk = (seed: bigint) => runSearch(setup, { depth: 1, walks: 4000, seed });
    const [one, again, other] = [await walk(1n), await walk(1n), await walk(2n)];
    expect(timeless(again)).toEqual(timeless(one));
    expect(one.finds[0]?.walkSeed).not.toBe(other.finds[0]?.walkSeed);
  });

  it('stops when time runs out, and claims no more than what it has done', async () => {
    const setup = setupOf(['pkvm/v6.18'], { kind: 'find', what: 'warning' }, { deviations: 0 });
    const { breadth } = await runSearch(setup, { depth: 12, milliseconds: 1 });
    expect(breadth.timedOut).toBe(true);
    expect(breadth.exhausted).toBeLessThan(12);
  });
});
