import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { trapline, withFile } from './command.ts';

const story = 'guest-asm/preserve/interrupted-request2.S';
const bits = 'guest-asm/version/bit-31.S';
const leak = '.include "call.inc"\n_start:\n  ffa_version FFA_VERSION_1_2\n  smc #0\n  brk #0\n';

describe('trapline check', () => {
  it('ends with 0 where all stubs do what they say, and says so in a matrix', () => {
    const { code, out, err } = trapline(['check', 'guest-asm/preserve']);
    expect([code, err]).toEqual([0, '']);
    expect(out).toMatch(/^interrupted-request2\.S( |\.)+$/m);
    expect(out).toMatch(/\n\d+ runs of \d+ stubs: \d+ pass; 0 registers not as the rules demand, \d+ more/);
  });

  it('ends with 1 on a finding that no line declares, a line each', () => {
    withFile('leak.S', leak, (path) => {
      const { code, out } = trapline(['check', path]);
      expect(code).toBe(1);
      expect(out).toMatch(
        new RegExp(`^${path}:4: x1, [0-9a-f]{16} → [0-9a-f]{16}, undefined \\(EL2 stack\\), undefined-value `, 'm'),
      );
    });
  });

  it('ends with 1 on an expectation that does not hold', () => {
    withFile('wrong.S', '//! expect end: x19 == 7\n_start:\n  nop\nend:\n  brk #0\n', (path) => {
      const { code, out } = trapline(['check', path]);
      expect([code, out]).toEqual([
        1,
        expect.stringContaining(`${path}:1: FAIL expect end: x19 == 7: arrival 1: x19 is`),
      ]);
    });
  });

  it('ends with 2 where a stub cannot be read, shows the line, and checks the others', () => {
    withFile('bad.S', '_start:\n  bogus x1\n', (path) => {
      const { code, out, err } = trapline(['check', path, story]);
      expect(code).toBe(2);
      expect(err).toContain(`${path}:2:3: error: unknown instruction 'bogus'`);
      expect(out).toMatch(/4 runs of 2 stubs: 4 pass, 1 stub could not be read/);
    });
  });

  it('says what the programs themselves say', () => {
    withFile('says.S', '.warning "look here"\n.print "done"\n_start:\n  brk #0\n', (path) => {
      const { code, err } = trapline(['check', path]);
      expect(code).toBe(0);
      expect(err).toContain(`${path}:1:1: warning: look here`);
      expect(err).toContain('done\n');
    });
  });

  it('ends with 3 and the command that installs libunicorn where it is asked for and missing', () => {
    const { code, err } = trapline(['check', story, '--engine', 'unicorn'], { TRAPLINE_LIBUNICORN: '/nonexistent' });
    expect([code, err]).toEqual([3, expect.stringContaining('sudo apt-get install libunicorn2')]);
  });

  it.each([
    [['no-such-folder'], 'no-such-folder: there is no such file or folder'],
    [[story, '--models', 'pkvm/v6.81'], 'no model is called pkvm/v6.81; did you mean'],
    [[story, '--models', 'pkvm/v6.18,,none'], 'expected names with commas between them'],
    [[story, '--profiles', 'smccc-9'], "unknown profile 'smccc-9'"],
    [[story, '--format', 'xml'], 'Allowed choices are text, json, junit, tap, sarif, html'],
    [[story, '--jobs', '0'], 'expected a count from 1'],
  ])('ends with 2 and one clear message for %j', (args, message) => {
    const { code, err } = trapline(['check', ...args]);
    expect([code, err.split('\n')[0]]).toEqual([2, expect.stringContaining(message)]);
  });

  it('goes further than the stubs do where it is asked to, and judges only the rules there', () => {
    const { code, out } = trapline(['check', story, '--models', 'all']);
    expect(code).toBe(1);
    expect(out).toContain('only the rules are judged there, no expectations');
    expect(out).toMatch(/on pkvm\/.* and \d+ more$/m);
  });

  it('prints the same for the same seed, whatever the number of processes', () => {
    const ran = (jobs: string, format: string) =>
      trapline(['check', story, bits, '--models', 'pkvm/v6.1*', '--seed', '7', '-j', jobs, '--format', format]).out;
    for (const format of ['text', 'json']) expect(ran('1', format)).toBe(ran('3', format));
  });

  it.each([
    ['json', (text: string) => JSON.parse(text).version === 1],
    ['sarif', (text: string) => JSON.parse(text).version === '2.1.0'],
    [
      'junit',
      (text: string) =>
        text.startsWith('<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="trapline" tests="4"'),
    ],
    ['tap', (text: string) => text.startsWith('TAP version 14\n1..4\nok 1 - ')],
    ['html', (text: string) => text.startsWith('<!doctype html>\n')],
  ])('writes %s to the file that --output names, and nothing to the terminal', (format, isRight) => {
    withFile('report', '', (path) => {
      const { code, out, err } = trapline(['check', story, '--format', format, '--output', path]);
      expect([code, out, err]).toEqual([0, '', '']);
      expect(isRight(readFileSync(path, 'utf8'))).toBe(true);
    });
  });

  it('ends with 2 where the output cannot be written', () => {
    const file = join('no-such-folder', 'report.json');
    const { code, err } = trapline(['check', story, '--output', file]);
    expect([code, err]).toEqual([2, expect.stringContaining(file)]);
  });
});
