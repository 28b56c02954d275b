import { describe, expect, it } from 'vitest';
import { trapline } from './command.ts';

describe('trapline explain', () => {
  it('tells a rule and the stubs that show it', () => {
    const { code, out, err } = trapline(['explain', 'smc64-x8-x17']);
    expect([code, err]).toEqual([0, '']);
    expect(out).toContain('rule  smc64-x8-x17\n');
    expect(out).toMatch(/\nstubs that show it\n {2}guest-asm\/\S+\.(?:S|inc):\d+ {2}FFA_/);
  });

  it('tells a call and the stubs that make it', () => {
    const { code, out } = trapline(['explain', 'FFA_RXTX_MAP']);
    expect(code).toBe(0);
    expect(out).toMatch(/\nstubs that make it\n(.*\n)* {2}guest-asm\/\S+\.S:\d+\s+FFA_RXTX_MAP\(/);
  });

  it('runs nothing where nobody asks for the stubs', () => {
    const { code, out } = trapline(['explain', 'x8', '--no-stubs']);
    expect([code, out]).toEqual([0, expect.stringContaining('register  x8\n')]);
    expect(trapline(['explain', 'x4-x7', '--no-stubs']).out).not.toContain('stubs that show it');
  });

  it('ends with 2 and a suggestion for a name that there is not', () => {
    const { code, err } = trapline(['explain', 'FFA_RUM']);
    expect([code, err]).toEqual([2, expect.stringContaining('nothing is called FFA_RUM')]);
    expect(err).toContain('did you mean FFA_RUN?');
  });
});
