import { expect, it } from 'vitest';
import { SystemCampaign } from '../../src/lockstep/system-campaign.ts';
import { systemProgram } from '../../src/lockstep/system-programs.ts';
import { Random } from '../../src/lockstep/values.ts';
import { describeWith } from '../support/needs.ts';

describeWith('libunicorn', 'random programs of exceptions, calls and system instructions', () => {
  it('do the same on both engines, and take every kind of them many times', () => {
    const campaign = new SystemCampaign();
    const random = new Random(91);
    const groups = new Map<string, number>();
    for (let round = 0; round < 60; round++) {
      const { differences } = campaign.run(random, (name) => groups.set(name, (groups.get(name) ?? 0) + 1));
      expect(differences.filter(({ divergence }) => divergence === undefined)).toEqual([]);
    }
    for (const name of ['Exception generation', 'Reserved', 'System instructions', 'System register move', 'PSTATE']) {
      expect(groups.get(name), name).toBeGreaterThan(50);
    }
  });

  it('are the same for the same seed', () => {
    expect(systemProgram(new Random(3))).toEqual(systemProgram(new Random(3)));
    expect(systemProgram(new Random(3))).not.toEqual(systemProgram(new Random(4)));
  });
});
