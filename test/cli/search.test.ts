import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { trapline } from './command.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'trapline-search-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const search = (...args: string[]) => trapline(['search', ...args]);

describe('trapline search', () => {
  it('ends with 1 and the path of a stub that runs as it says', { timeout: 60_000 }, () => {
    const file = join(folder, 'found.S');
    const { code, out } = search('--between', 'pkvm/series-v7', 'pkvm/series-v8', '-o', file);
    expect(code).toBe(1);
    expect(out.trimEnd().split('\n').at(-1)).toBe(file);
    const stub = readFileSync(file, 'utf8');
    expect(stub).toContain('//! seed 1\n');
    expect(stub.replaceAll('\n//! note ', ' ')).toContain(
      'trapline search --between pkvm/series-v7 pkvm/series-v8 --seed 1',
    );
    expect(trapline(['run', file, '--engine', 'core']).code).toBe(0);
  });

  it('says that the depth is exhausted where there was nothing, and ends with 0', () => {
    const { code, out } = search(
      '--model',
      'pkvm/mainline-2026b',
      '--find',
      'stack-leak',
      '--depth',
      '1',
      '--walks',
      '0',
    );
    expect(code).toBe(0);
    expect(out).toMatch(/^exhausted: depth 1, \d+ states, \d+ transitions$/m);
    expect(out).not.toContain('none');
  });

  it('says so where the hypervisor does not come up', () => {
    const options = ['--find', 'crash', '--firmware', 'neg1=32,min=2.0', '--no-boot-replies'];
    const { code, out } = search('--model', 'pkvm/v6.18', ...options);
    expect(code).toBe(0);
    expect(out).toContain('exhausted: depth 1, 0 states, 0 transitions');
    expect(out).toContain('the hypervisor does not come up on this firmware');
  });

  it('prints what it found as data', { timeout: 60_000 }, () => {
    const { code, out } = search(
      '--model',
      'xen/negotiation-merged',
      '--find',
      'crash',
      '--format',
      'json',
      '-o',
      `${folder}/`,
    );
    const { found, exhausted, timedOut } = JSON.parse(out);
    expect(code).toBe(1);
    expect({ exhausted, timedOut }).toEqual({ exhausted: 1, timedOut: false });
    expect(found[0].calls.map(({ text }: { text: string }) => text)).toEqual([
      'FFA_VERSION(0.0) SMC32',
      'FFA_MSG_SEND2 SMC32',
    ]);
    expect(readFileSync(found[0].file, 'utf8')).toContain('expect stop: el2-fault at call2');
  });

  it.each(['find.S', ''])('says at once that finds cannot go into a file as if it were a folder: file/%s', (name) => {
    const file = join(folder, 'file');
    writeFileSync(file, 'kept');
    const { code, out, err } = trapline([
      'search',
      '--model',
      'pkvm/v6.18',
      '--find',
      'version-split',
      '--depth',
      '1',
      '-o',
      `${file}/${name}`,
    ]);
    expect([code, out, err]).toEqual([2, '', `error: --output ${file}/${name}: ${file} is a file, not a folder\n`]);
    expect(readFileSync(file, 'utf8')).toBe('kept');
  });

  it.each([
    [[], 'say what to look for'],
    [['--find', 'crash'], '--model says which model to search'],
    [['--between', 'pkvm/v6.18'], '--between takes two models'],
    [['--between', 'pkvm/v6.18', 'pkvm/v6.6', '--model', 'pkvm/v6.12'], '--model has no place beside it'],
    [['--model', 'pkvm/v6.19', '--find', 'crash'], 'pkvm/v6.19'],
    [['--model', 'pkvm/v6.18', '--find', 'gold'], 'gold'],
    [['--model', 'pkvm/v6.18', '--profile', 'smccc-9'], "unknown profile 'smccc-9'"],
    [
      ['--model', 'pkvm/v6.18', '--profile', 'smccc-1.2', '--rules', 'x9-*'],
      "--rules: no rule of smccc-1.2 is called 'x9-*'",
    ],
    [['--model', 'pkvm/v6.18', '--profile', 'smccc-1.2', '--rules', 'simt'], 'did you mean simd?'],
    [['--model', 'pkvm/v6.18', '--profile', 'smccc-1.2', '--rules', ''], "is called ''"],
    [['--model', 'pkvm/v6.18', '--find', 'crash', '--rules', 'simd'], '--rules goes with --profile'],
    [['--between', 'pkvm/v6.18', 'pkvm/v6.6', '--rules', '*'], '--rules goes with --profile'],
    [['--model', 'pkvm/v6.18', '--rules', 'simd'], '--rules goes with --profile'],
    [['--model', 'pkvm/v6.18', '--find', 'crash', '--firmware', 'version=x'], 'version'],
    [['--model', 'pkvm/v6.18', '--find', 'crash', '--depth', '0'], 'expected a count from 1'],
    [['--model', 'pkvm/v6.18', '--find', 'crash', '--vms', '2'], '--vms is for models of Xen'],
    [['--model', 'xen/v1.2', '--find', 'crash', '--vms', '9'], '4 at most'],
    [['--model', 'xen/v1.2', '--find', 'version-split', '--vms', '2'], '--vms goes with --find crash'],
    [['--model', 'pkvm/v6.18@tfa-spmd+optee', '--find', 'crash'], 'firmware is chosen with --firmware'],
    [['--model', 'pkvm/v6.18', '--find', 'stack-leak', '-o', 'package.json/x.S'], 'package.json'],
  ])('ends with 2 and says what is wrong: %j', (args, message) => {
    const { code, err, out } = search(...args);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain(message);
  });
});
