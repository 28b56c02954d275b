import { expect, it } from 'vitest';
import { runRandomLockstep } from '../../src/lockstep/random.ts';
import { executableGroups } from '../../src/lockstep/stream.ts';
import { renderCampaign } from '../../src/report/lockstep.ts';
import { describeWith } from '../support/needs.ts';

describeWith('libunicorn', 'random instructions on the interpreter and on libunicorn', () => {
  it('leave the same registers and memory after every instruction, in every encoding group', () => {
    const result = runRandomLockstep(200_000, 20);
    expect(result.unexplained).toEqual([]);
    expect(result.memoryEqual).toBe(true);
    expect(result.instructions).toBeGreaterThanOrEqual(200_000);
    expect(executableGroups().filter((name) => !result.coverage.has(name))).toEqual([]);
  }, 180_000);

  it('are the same for the same seed', () => {
    expect(runRandomLockstep(500, 4)).toEqual(runRandomLockstep(500, 4));
  });

  it('are reported with coverage, known divergences and a count', () => {
    const text = renderCampaign(runRandomLockstep(500, 4), 4);
    expect(text).toContain('instructions by encoding group');
    expect(text).toMatch(/in lockstep, seed 4, \d+ groups: 0 unexplained differences, \d+ explained\n$/);
  });
});
