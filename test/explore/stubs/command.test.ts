import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { packageFile } from '../../../src/run/package.ts';
import { stubFile } from './fixture.ts';

function explore(...words: string[]) {
  const done = spawnSync(process.execPath, [packageFile('dist/trapline.js'), 'explore', ...words], {
    encoding: 'utf8',
    timeout: 60_000,
  });
  return { status: done.status, stdout: done.stdout, stderr: done.stderr };
}

const ask = (minor: number, expectation = ''): string =>
  stubFile(`//! models pkvm/mainline-2026b
//! firmware tfa-spmd+optee
${expectation}
.include "host.inc"
_start:
  ffa_begin FFA_VERSION
  load32 w1, FFA_VERSION_1_${minor}
  smc #0
asked:
  brk #0
`);
const agreeable = [ask(1), ask(2)];
const demanding = [ask(1, '//! expect asked: x0 == 0x10001'), ask(2)];

describe('trapline explore with stubs', () => {
  it('prints every outcome with its calls and its order, and ends with 0', () => {
    const { status, stdout } = explore(...agreeable);
    expect(status).toBe(0);
    expect(stdout).toContain('exhaustive: 5 states, 4 transitions, 2 final states');
    expect(stdout).toContain('P0   FFA_VERSION(1.1) → NOT_SUPPORTED, brk #0');
    expect(stdout).toContain('every expectation holds in every order');
  });

  it('ends with 1 where an expectation fails in some order, which --schedule runs again', () => {
    const { status, stdout } = explore(...demanding);
    expect(status).toBe(1);
    expect(stdout).toContain('1 way in which a vCPU does not do as its stub expects');
    const schedule = /--schedule "([^"]*)"\n\n1 way/.exec(stdout)![1]!;
    const again = explore(...demanding, '--schedule', schedule);
    expect(again.status).toBe(0);
    expect(again.stdout).toContain('FFA_VERSION(1.1) → NOT_SUPPORTED   EL2 handles it');
  });

  it('says that a bound on preemptions was one', () => {
    expect(explore(...agreeable, '--preemptions', '0').stdout).toContain('exhaustive: 5 states');
    const { stdout } = explore('guest-asm/host/share-and-reclaim.S', '--el2', 'pkvm/v6.18', '--preemptions', '0');
    expect(stdout).toContain('not exhaustive (vCPUs were interrupted at most 0 times)');
  });

  it('gives data, and a picture of an order that fails', () => {
    const data = JSON.parse(explore(...demanding, '--format', 'json').stdout);
    expect(data).toMatchObject({ exhaustive: true, finalStates: 2, failures: [{ vcpu: 0 }] });
    const { stdout, status } = explore(...demanding, '--format', 'svg');
    expect(status).toBe(0);
    expect(stdout).toMatch(/^<svg .*[\s\S]*FFA_VERSION\(1\.1\) → NOT_SUPPORTED[\s\S]*<\/svg>\n$/);
  });

  it('ends with 2 for bad input', () => {
    for (const [words, message] of [
      [[agreeable[0]!, 'xen'], 'stubs run together, and apart from litmus tests'],
      [[agreeable[0]!, '--model', 'armv8'], 'stubs are run under sequential consistency'],
      [['nobody.S'], 'no such file'],
      [[agreeable[0]!, '--vcpus', '9'], 'expected a count from 1 to 8'],
      [[...agreeable, '--vcpus', '1'], '2 stubs on 1 vCPUs'],
      [[agreeable[0]!, '--schedule', 'P0:1'], 'P0 goes on with'],
      [[agreeable[0]!, '--el2', 'nobody'], 'unknown model'],
    ] as const) {
      const { status, stderr } = explore(...words);
      expect(status, words.join(' ')).toBe(2);
      expect(stderr).toContain(message);
    }
  });
});
