import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { itWith } from '../support/needs.ts';
import { root, trapline, withFile } from './command.ts';

const story = 'guest-asm/preserve/interrupted-request2.S';
const plainStub = '_start:\n  mov x0, #0x80000000\n  smc #0\n  brk #0\n';

describe('trapline run', () => {
  it('ends with 0 where everything is as the stub expects', () => {
    const { code, out, err } = trapline(['run', story]);
    expect([code, err]).toEqual([0, '']);
    for (const model of ['pkvm/series-v7', 'pkvm/series-v8', 'pkvm/series-v8+run_path=handled', 'pkvm/v6.18']) {
      expect(out).toMatch(new RegExp(`model ${model.replace('+', '\\+')}\\s`));
    }
  });

  it('names file, line, instruction, call, exception and who wrote each register', () => {
    const { out } = trapline(['run', story, '--model', 'pkvm/v6.18']);
    const run = readFileSync(join(root, story), 'utf8').split('\n').indexOf('run:') + 2;
    expect(out).toContain(`${story}:${run}:  run: smc #0   FFA_RUN(0x8001:0) (SMC32)`);
    expect(out).toMatch(/EL1 → EL2 {2}EC 0x17 SMC64 {3}ESR 000000005e000000/);
    expect(out).toContain('EL2 forwarded the call to EL3 → FFA_MSG_SEND_DIRECT_RESP2(0x8001→0x0000)');
    expect(out).toMatch(/x17 {2}[0-9a-f]{16} → [0-9a-f]{16} {2}[0-9a-f]{16} {2}! disputed {3}EL3 reply x17/);
  });

  it('shows the same values for the same seed and others for another run', () => {
    const seeded = () => trapline(['run', story, '--seed', '7', '--model', 'pkvm/v6.18']).out;
    const free = () => trapline(['run', story, '--model', 'pkvm/v6.18']).out;
    expect(seeded()).toBe(seeded());
    expect(free()).not.toBe(free());
  });

  it('shows all 31 registers of every trap with --full', () => {
    const { out } = trapline(['run', story, '--model', 'pkvm/v6.18', '--full']);
    for (let n = 0; n <= 30; n++) expect(out).toMatch(new RegExp(`\\n  x${n} +[0-9a-f]{16} → [0-9a-f]{16} `));
  });

  it('ends with 1 on a finding that the stub does not declare, and names its rule and clause', () => {
    withFile('leak.S', '.include "call.inc"\n_start:\n  ffa_version FFA_VERSION_1_2\n  smc #0\n  brk #0\n', (path) => {
      const { code, out } = trapline(['run', path]);
      expect(code).toBe(1);
      expect(out).toContain('! x1–x17 from EL2’s stack   undefined-value (smccc-1.2)   DEN0028 2.6, 2.7');
    });
  });

  it('ends with 1 on an expectation that does not hold, and shows expected and found', () => {
    withFile('wrong.S', `//! expect end: x0 == 7\n${plainStub.replace('  brk', 'end:\n  brk')}`, (path) => {
      const { code, out } = trapline(['run', path]);
      expect(code).toBe(1);
      expect(out).toMatch(/FAIL .*wrong\.S:1 {2}expect end: x0 == 7/);
      expect(out).toContain('0000000000000007');
    });
  });

  it('ends with 2 on bad text, and names file, line and column of every mistake', () => {
    withFile('bad.S', '_start:\n  mov x0, x1 x2\n  smc #\n  bogus x1\n  brk #0\n', (path) => {
      const { code, out, err } = trapline(['run', path]);
      expect([code, out]).toEqual([2, '']);
      for (const place of [':2:14: error:', ':3:7: error:', ":4:3: error: unknown instruction 'bogus'", '3 errors']) {
        expect(err).toContain(place);
      }
    });
  });

  it.each(['run', 'check', 'lockstep'])('ends with 2 on text of which nothing comes, as %s does', (command) => {
    withFile('nothing.S', '// nothing yet\n', (path) => {
      const { code, err } = trapline([command, path]);
      expect([code, err]).toEqual([2, `error: ${path}: the program is empty: no instruction and no data\n`]);
    });
  });

  it.each([
    [['run', 'no-such-file.S'], 'no-such-file.S: no such file'],
    [['run', story, '--model', 'pkvm/v6.1'], 'unknown model `pkvm/v6.1` (did you mean `pkvm/v6.18`?)'],
    [['run', story, '--set', 'run_path'], "--set takes NAME=VALUE, not 'run_path'"],
    [['run', story, '--set', 'run_path=nowhere'], 'unknown value of `run_path` `nowhere`'],
    [['run', story, '--seed', 'seven'], 'expected a whole number'],
    [['run', story, '--format', 'xml'], 'Allowed choices are text, json'],
    [['run', story, '--profile', 'smccc-9'], "unknown profile 'smccc-9'"],
    [['run'], "missing required argument 'file'"],
    [['frobnicate'], "unknown command 'frobnicate'"],
  ])('ends with 2 and one clear message for %j', (args, message) => {
    const { code, err } = trapline(args);
    expect([code, err.split('\n')[0]]).toEqual([2, expect.stringContaining(message)]);
  });

  it('ends with 3 and the command that installs libunicorn where it is asked for and missing', () => {
    for (const engine of ['unicorn', 'lockstep']) {
      const { code, err } = trapline(['run', story, '--engine', engine], { TRAPLINE_LIBUNICORN: '/nonexistent' });
      expect([code, err]).toEqual([3, expect.stringContaining('sudo apt-get install libunicorn2')]);
    }
  });

  it('runs without libunicorn, and says that nothing was cross-checked', () => {
    const { code, out } = trapline(['run', story], { TRAPLINE_LIBUNICORN: '/nonexistent' });
    expect(code).toBe(0);
    expect(out).toContain('not cross-checked: libunicorn is not installed');
  });

  itWith('libunicorn', 'says the same on the interpreter as on libunicorn', () => {
    const without = (text: string) => text.replaceAll(/engine .*?(?= {3}profile|\n)/g, '');
    const words = (text: string) => without(text).split(/\s+/);
    const on = (engine: string) => words(trapline(['run', story, '--seed', '7', '--engine', engine]).out);
    expect(on('core')).toEqual(on('unicorn'));
  });

  it('prints everything as JSON with --format json', () => {
    const reports = JSON.parse(trapline(['run', story, '--format', 'json']).out);
    expect(reports).toHaveLength(4);
    expect(reports[0].traps).toHaveLength(3);
    expect(reports[0].traps[2].registers.length).toBeGreaterThanOrEqual(31);
    expect(reports[0].traps[2].exception).toMatchObject({ class: 0x17, esr: '0x000000005e000000' });
  });

  it('colours on demand, and says the same', () => {
    const args = ['run', story, '--seed', '7', '--model', 'pkvm/v6.18'];
    const introducer = String.fromCharCode(27);
    expect(trapline(args).out).not.toContain(introducer);
    expect(trapline([...args, '--color']).out).toContain(introducer);
    expect(trapline([...args], { FORCE_COLOR: '1', NO_COLOR: '1' }).out).not.toContain(introducer);
  });

  it('runs ELF and flat binaries', () => {
    const smc = [0x03, 0x00, 0x00, 0xd4];
    const brk = [0x00, 0x00, 0x20, 0xd4];
    withFile('call.bin', Uint8Array.from([...smc, ...brk]), (path) => {
      const { code, out } = trapline(['run', path, '--seed', '7']);
      expect(code).toBe(0);
      expect(out).toContain('0000000080000000:');
    });
    expect(trapline(['run', 'test/vectors/elf/small.elf']).code).not.toBe(2);
  });

  it('prints what .warning and .print say, and goes on', () => {
    withFile('say.S', '.warning "old ABI"\n.print "hello"\n_start:\n  brk #0\n', (path) => {
      const { code, err } = trapline(['run', path]);
      expect(code).toBe(0);
      expect(err).toMatch(/say\.S:1:\d+: warning: old ABI\n(?:.*\n)*hello\n$/);
    });
  });

  it('takes the conduit from the command line', () => {
    withFile('conduit.S', '.include "call.inc"\n_start:\n  conduit\n  brk #0\n', (path) => {
      expect(trapline(['run', path, '--conduit', 'hvc']).out).toContain('EC 0x16 HVC64');
      expect(trapline(['run', path]).out).toContain('EC 0x17 SMC64');
    });
  });

  it('stops a program that never ends, and says where', () => {
    withFile('loop.S', '_start:\n  b _start\n', (path) => {
      const { code, out } = trapline(['run', path, '--max-instructions', '1000']);
      expect(code).toBe(1);
      expect(out).toMatch(/loop\.S:2/);
    });
  });
});

describe('what an option says and nothing has is blamed on that option', () => {
  it.each([
    ['run', '--firmware', 'nope'],
    ['run', '--firmware', 'preserving+version=nope'],
    ['run', '--firmware', 'version=nope', '--firmware'],
    ['run', '--set', 'run_path=nope', '--set'],
    ['run', '--model', 'pkvm/v6.18+nope=1'],
    ['run', '--model', 'pkvm/v6.18@nope'],
    ['run', '--model', '+++'],
    ['run', '--define', '1x=3'],
    ['influence', '--firmware', 'nope'],
    ['influence', '--firmware', 'version=nope', '--firmware'],
    ['lockstep', '--define', 'x=y'],
    ['check', '--define', '1x=3'],
    ['check', '--firmware', 'version=nope', '--firmware'],
    ['explore', '--el2', 'nope'],
    ['explore', '--set', 'run_path=nope', '--set'],
  ])('%s %s %s', (command, option, value, blamed = `${option} ${value}`) => {
    // Its models are in its text: no line of it is to blame.
    const { code, err } = trapline([command, 'guest-asm/preserve/id-get.S', option, value]);
    expect(err).toContain(`error: ${blamed}: `);
    expect(err).not.toContain('id-get.S:');
    expect(code).toBe(2);
  });
});

describe('what would be ignored is refused', () => {
  it.each([
    ['run', 'guest-asm/preserve/id-get.S'],
    ['run', 'test/vectors/elf/small.elf'],
    ['lockstep', 'guest-asm/preserve/id-get.S'],
  ])('%s %s --address, which is no flat binary', (command, file) => {
    const { code, err } = trapline([command, file, '--address', '0x80001000']);
    expect(err).toContain(`--address is for a flat binary (.bin), and ${file} is none`);
    expect(code).toBe(2);
  });

  it.each(['run', 'influence', 'lockstep', 'check'])('%s --include of what is no folder', (command) => {
    for (const folder of ['nowhere', 'package.json']) {
      const { code, err } = trapline([command, 'guest-asm/preserve/id-get.S', '--include', folder]);
      expect(err).toMatch(new RegExp(`--include.*'${folder}' is invalid\\. there is no such folder`));
      expect(code).toBe(2);
    }
  });
});

describe('trapline story', () => {
  it('shows who loses the answer, and ends with what to try next', () => {
    const { code, out } = trapline(['story']);
    expect(code).toBe(0);
    expect(out).toMatch(/series-v8\+run_path=handled {2}handled: .*, but x8–x17 of the answer never arrive/);
    expect(out).toMatch(/pkvm\/series-v8 +forwarded: .*, x0, x4–x17 arrive/);
    expect(out).toContain('What to try next');
  });
});

describe('trapline models', () => {
  it('lists every model with where it comes from, and the switches that differ between two', () => {
    expect(trapline(['models']).out).toMatch(/pkvm\/v6\.18 +SMCCC 1\.2 registers/);
    expect(trapline(['models', 'pkvm/series-v7', 'pkvm/series-v8']).out).toMatch(/retval +response-id +request-id/);
    expect(trapline(['models', 'pkvm/v6.18', 'pkvm/v6.18']).out).toBe('no switch differs\n');
  });
});
