import { describe, expect, it } from 'vitest';
import { divergences } from '../../src/lockstep/divergences.ts';
import { describeWith } from '../support/needs.ts';
import { trapline, withFile } from './command.ts';

const sound = '//! models pkvm/v6.18 pkvm/v6.12\n  ldr w0, =0x84000063\n  mov w1, #0x10000\n  smc #0\n  brk #0\n';
const known =
  '  ldr x2, =0x80010000\n  mov x1, #0x80\n  str x1, [x2]\n  mov x3, #1\n  ldsmaxb w3, w4, [x2]\n  brk #0\n';
/** The interpreter does not have it, libunicorn has. */
const foreign = '  fmov d0, #1.0\n  .inst 0x1f400000 // fmadd d0, d0, d0, d0\n  mov x1, #7\n  brk #0\n';

const run = (text: string, ...args: string[]) =>
  withFile('guest.S', text, (file) => {
    const { out, ...rest } = trapline(['lockstep', file, ...args]);
    return { ...rest, out: out.replaceAll(file, 'guest.S') };
  });

describeWith('libunicorn', 'trapline lockstep', () => {
  it('counts what was the same, for each model of a stub', () => {
    const { code, out } = run(sound, '--seed', '7');
    expect(code).toBe(0);
    expect(out.split('\n')).toEqual([
      'pkvm/v6.18, seed 0000000000000007: 4 instructions and 1 trap compared: 0 unexplained differences, 0 explained; brk #0 at guest.S:5',
      'pkvm/v6.12, seed 0000000000000007: 4 instructions and 1 trap compared: 0 unexplained differences, 0 explained; brk #0 at guest.S:5',
      '',
    ]);
    expect(run(sound, '--model', 'xen/v1.2').out).toMatch(/^xen\/v1\.2, seed \w+: 4 instructions and 1 trap/);
  });

  it('prints a known divergence in two columns, with its clause, and ends with 0', () => {
    const { code, out } = run(known);
    expect(code).toBe(0);
    expect(out.split('\n').slice(0, 5)).toEqual([
      'guest.S:5:  ldsmaxb w3, w4, [x2]   instruction 5',
      '                              core              libunicorn',
      '  memory at 0000000080010000  0000000000000001  0000000000000080',
      '  known: atomic maximum and minimum; both go on as core says',
      expect.stringContaining('DDI 0487'),
    ]);
    expect(out).toMatch(/0 unexplained differences, 1 explained; brk #0 at guest\.S:6\n$/);
  });

  it('prints a difference that nothing explains, goes on as libunicorn says, and ends with 1', () => {
    const { code, out } = run(foreign);
    expect(code).toBe(1);
    expect(out.split('\n').slice(0, 4)).toEqual([
      '! guest.S:2:  fmadd d0, d0, d0, d0   instruction 2',
      '       core                    libunicorn',
      '  end  not implemented: FMADD  none',
      '  nothing explains it; both go on as libunicorn says',
    ]);
    expect(out).toMatch(
      /4 instructions and 0 traps compared: 1 unexplained difference, 0 explained; brk #0 at guest\.S:4\n$/,
    );
  });

  it('says the same as JSON', () => {
    const { code, out } = run(known, '--format', 'json');
    expect(code).toBe(0);
    const { runs } = JSON.parse(out) as { runs: { differences: object[] }[] };
    expect(runs).toMatchObject([
      {
        model: 'pkvm/v6.18',
        agrees: true,
        instructions: 6,
        traps: 0,
        unexplained: 0,
        stop: { kind: 'brk', place: 'guest.S:6' },
      },
    ]);
    expect(runs[0]!.differences).toMatchObject([
      {
        instruction: 5,
        file: 'guest.S',
        line: 5,
        word: '0x38234044',
        text: 'ldsmaxb w3, w4, [x2]',
        items: [{ what: 'memory at 0000000080010000', core: '0000000000000001', unicorn: '0000000000000080' }],
        divergence: { name: 'atomic maximum and minimum', clause: expect.stringContaining('DDI 0487') },
      },
    ]);
  });

  it('stops a guest without an end at its limit, on both sides at once', () => {
    expect(run('again: b again\n', '--max-instructions', '3000').out).toContain(
      ': 3000 instructions and 0 traps compared',
    );
    const late = run('again: b again\n', '--timeout', '50', '--max-instructions', '100000000');
    expect(late).toMatchObject({ code: 0, out: expect.stringContaining('50 ms passed') });
  });

  it('ends with 1, and lives on, where an instruction brings libunicorn down', () => {
    // FADD of a size that does not exist: libunicorn 2.0 has an assertion against it.
    const { code, out } = run('  nop\n  .inst 0x4ec925d8\n  brk #0\n');
    expect(code).toBe(1);
    expect(out).toMatch(/^pkvm\/v6\.18, seed \w+: the engine's process was ended by SIGABRT.* at guest\.S:\d\n$/);
  });

  it('runs random instructions, and says what it covered as text and as JSON', () => {
    const { code, out } = trapline(['lockstep', '--random', '100', '--seed', '3', '--format', 'json']);
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({
      seed: 3,
      memory_equal: true,
      unexplained: [],
      coverage: expect.any(Object),
    });
  });
});

describe('trapline lockstep ends with 2', () => {
  it.each([
    [[], 'lockstep needs a file, or --random N'],
    [['nowhere.S'], 'nowhere.S'],
    [['guest-asm/preserve/id-get.S', '--random', '5'], 'a file or --random N, not both'],
    [['--random', '0'], 'expected a count from 1'],
    [['--random', '5', '--seed', '18446744073709551615'], 'at most 2^53 - 1'],
    [['--random', '5', '--model', 'pkvm/v6.18'], 'the option model is for a file'],
    [['guest-asm/preserve/id-get.S', '--model', 'pkvm/none'], 'pkvm/none'],
  ])('for %j', (args, message) => {
    const { code, err } = trapline(['lockstep', ...args]);
    expect(err).toContain(message);
    expect(code).toBe(2);
  });
});

describe('trapline lockstep ends with 3', () => {
  it('where there is no libunicorn, and says what to install', () => {
    for (const args of [['guest-asm/preserve/id-get.S'], ['--random', '5']]) {
      const { code, err } = trapline(['lockstep', ...args], { TRAPLINE_LIBUNICORN: '/nowhere/libunicorn.so.2' });
      expect(err).toMatch(/libunicorn .*not found.*\nremedy: .*libunicorn2/);
      expect(code).toBe(3);
    }
  });

  it('as its help says', () => {
    expect(trapline(['lockstep', '--help']).out).toContain('2 bad input, 3 no libunicorn.');
  });
});

describe('the known divergences', () => {
  it('have names that tell them apart, an explanation and a clause of the Arm ARM', () => {
    expect(new Set(divergences.map(({ name }) => name)).size).toBe(divergences.length);
    for (const { clause, explanation } of divergences) {
      expect(clause).toMatch(/^DDI 0487, /);
      expect(explanation).toMatch(/libunicorn.*\.$/);
    }
  });
});
