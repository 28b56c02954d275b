import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { trapline } from '../cli/command.ts';

const folder = mkdtempSync(join(tmpdir(), 'trapline-explore-'));
afterAll(() => rmSync(folder, { recursive: true }));

function file(name: string, content: string): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

const sb = 'litmus/shapes/SB.litmus';
const forbidden = file('sb.litmus', readFileSync(sb, 'utf8').replace('exists', '~exists'));

describe('trapline explore', () => {
  it('prints a test as herd does and ends with 0 where nothing is expected otherwise', () => {
    const { code, out } = trapline(['explore', sb]);
    expect(code).toBe(0);
    expect(out).toContain('Observation SB Sometimes 1 3');
  });

  it('ends with 1 and a schedule where ~exists fails, and with 0 under a model where it does not', () => {
    const { code, out } = trapline(['explore', forbidden]);
    expect(code).toBe(1);
    const schedule = /--schedule "(.*)"/.exec(out)![1]!;
    expect(trapline(['explore', forbidden, '--schedule', schedule]).out).toContain('Condition holds');
    expect(trapline(['explore', forbidden, '--model', 'sc']).code).toBe(0);
  });

  it('takes folders, and compares them with a list of kinds', () => {
    const { code, out } = trapline(['explore', 'litmus/shapes', '--kinds', 'litmus/kinds.txt']);
    expect(code).toBe(0);
    expect(out.match(/^Test /gm)!.length).toBeGreaterThanOrEqual(10);
    const wrong = file('kinds.txt', 'SB Forbidden\n');
    const refused = trapline(['explore', sb, '--kinds', wrong]);
    expect(refused.code).toBe(1);
    expect(refused.out).toContain('Expected Forbidden, found Allowed');
  });

  it('ends with 2 and the place of what is wrong, and still answers the other tests', () => {
    const bad = file('bad.litmus', 'AArch64 bad\n{ }\nP0 ;\n LDRR W0,[X1] ;\n');
    const { code, out, err } = trapline(['explore', bad, sb]);
    expect(code).toBe(2);
    expect(err).toContain(`${bad}:4:2: error: unknown instruction 'ldrr'`);
    expect(out).toContain('Test SB');
  });

  it('ends with 2 where the input is nothing that it knows, or options do not go together', () => {
    expect(trapline(['explore', 'xen/nothing']).code).toBe(2);
    expect(trapline(['explore']).code).toBe(2);
    expect(trapline(['explore', sb, '--model', 'power']).code).toBe(2);
    expect(trapline(['explore', sb, '--preemptions', '1', '--model', 'armv8']).err).toContain('--model sc only');
    expect(trapline(['explore', sb, forbidden, '--format', 'svg']).code).toBe(2);
  });

  it.each([
    [['pkvm/version-lock', '--vcpus', '3'], '--vcpus is for stubs'],
    [['pkvm/version-lock', '--el2', 'pkvm/v6.18'], '--el2 is for stubs'],
    [[sb, '--set', 'run_path=handled'], '--set is for stubs'],
    [[sb, '--firmware', 'preserving'], '--firmware is for stubs'],
    [[sb, '--at', 'traps'], '--at is for stubs'],
    [[sb, '--seed', '1'], '--seed is for stubs'],
    [['--list', 'xen/nope'], '--list shows all scenarios: xen/nope has no place beside it'],
  ])('ends with 2 rather than ignore what it is told: %j', (args, message) => {
    const { code, out, err } = trapline(['explore', ...args]);
    expect([code, out, err]).toEqual([2, '', expect.stringContaining(message)]);
  });

  it('ends with 2 and names a folder or a list without tests, and writes nothing', () => {
    const empty = join(folder, 'empty');
    mkdirSync(empty);
    const list = file('@none', '# nothing yet\n');
    const output = join(folder, 'never.txt');
    for (const [path, kind] of [
      ['guest-asm', 'folder'],
      [empty, 'folder'],
      [list, 'list'],
    ] as const) {
      const err = `error: ${path}: no litmus test (.litmus) in this ${kind}\n`;
      expect(trapline(['explore', path])).toEqual({ code: 2, out: '', err });
      expect(trapline(['explore', sb, path, '-o', output])).toEqual({ code: 2, out: '', err });
    }
    expect(existsSync(output)).toBe(false);
  });

  it('runs scenarios by name under all models', () => {
    const { code, out } = trapline(['explore', 'xen/negotiation-v1', 'pkvm/version-lock']);
    expect(code).toBe(0);
    expect(out).toContain('armv8  found   as expected');
    expect(out).toContain('pkvm/version-lock ');
    expect(trapline(['explore', '--list']).out).toContain('xen/negotiation-merged');
    expect(trapline(['explore', 'xen']).code).toBe(0);
  });

  it('gives a scenario as a litmus test that it reads again', () => {
    const { out } = trapline(['explore', 'pkvm/version-lock-plain', '--format', 'litmus']);
    const again = trapline(['explore', file('scenario.litmus', out)]);
    expect(again.out).toContain('Observation pkvm/version-lock-plain Sometimes');
    expect(again.code).toBe(1);
  });

  it('bounds preemptions and says so', () => {
    const { out } = trapline(['explore', 'litmus/coherence/CoRR.litmus', '--preemptions', '0']);
    expect(out).toContain('sc, not exhaustive (threads were interrupted at most 0 times)');
  });

  it('writes JSON and pictures, to a file where asked', () => {
    const { out } = trapline(['explore', sb, '--format', 'json', '--show']);
    expect(JSON.parse(out)).toMatchObject({ name: 'SB', observation: 'Sometimes' });
    const many = trapline(['explore', sb, 'pkvm/version-lock', '--format', 'json']);
    expect(JSON.parse(many.out)).toHaveLength(2);
    const path = join(folder, 'sb.svg');
    expect(trapline(['explore', sb, '--format', 'svg', '-o', path]).code).toBe(0);
    expect(readFileSync(path, 'utf8')).toMatch(/^<svg /);
  });
});
