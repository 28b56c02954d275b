import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { packageFile } from '../../src/run/package.ts';

function boot(...words: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [packageFile('dist/trapline.js'), 'boot', ...words], {
    encoding: 'utf8',
    timeout: 60_000,
  });
  return { status, stdout, stderr };
}

describe('trapline boot', () => {
  it('ends with 0 where no order loses anything', () => {
    const { status, stdout } = boot('--all', '--driver', 'root-device', '--readers', 'late-sync');
    expect(status).toBe(0);
    expect(stdout).toContain('every order that the levels allow: 24 orders');
    expect(stdout).toContain('nothing is lost in any order');
  });

  it('ends with 1 and orders that can be run again where some do', () => {
    const { status, stdout } = boot('--all', '--driver', 'device', '--loader', '1.2');
    expect(status).toBe(1);
    const command = /^ +trapline boot (.*)$/m.exec(stdout)![1]!.split(' ');
    expect(command).toEqual(expect.arrayContaining(['--loader', '1.2', '--order']));
    const again = boot(...command);
    expect(again.status).toBe(1);
    expect(again.stdout).toMatch(/untrapped: calls of the kernel reach EL3 past EL2/);
  });

  it('ends with 2 for bad input, and says which', () => {
    for (const [words, message] of [
      [['--order', 'ffa_init,nobody'], "'nobody' is no event; there are loader, kvm_arm_init"],
      [['-m', 'xen/v1.2'], 'xen/v1.2: a kernel starts pKVM and nobody else'],
      [['--driver-version', 'x'], "'x' is not a version"],
      [['--loader', '1'], "'1' is not a version"],
      [['--order', 'ffa_init', '--all'], '--order is one order, --all is every one'],
      [['--cpus', '9'], 'expected a count from 1 to 8'],
      [['--firmware', 'nobody'], 'nobody'],
    ] as const) {
      const { status, stderr } = boot(...words);
      expect(status, words.join(' ')).toBe(2);
      expect(stderr).toContain(message);
    }
  });

  it('gives the same as data', () => {
    const [row] = JSON.parse(boot('--driver', 'module', '--readers', 'late', '--format', 'json').stdout);
    expect(row).toMatchObject({ policy: { driver: 'module' }, orders: 1, losing: 1, losses: { certificates: 1 } });
    expect(row.outcomes[0].example.at(-2)).toBe('ffa_init');
    const [order] = JSON.parse(boot('--order', 'kvm_arm_init,ffa_init', '--format', 'json').stdout);
    expect(order.steps.map(({ event }: { event: string }) => event)).toEqual([
      'kvm_arm_init@0',
      'kvm_arm_init@1',
      'ffa_init',
    ]);
  });

  it('lists levels, events and places', () => {
    const { stdout } = boot('--list');
    for (const word of ['late-sync', 'deferred_probe', 'root-device']) expect(stdout).toContain(word);
  });
});
