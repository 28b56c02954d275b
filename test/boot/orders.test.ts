import { describe, expect, it } from 'vitest';
import { runOrder } from '../../src/boot/boot.ts';
import { eventsOf, type Policy } from '../../src/boot/policies.ts';
import { type BootStep, type Freedom, nextSteps, parseOrder, stepName, stepsOf } from '../../src/boot/steps.ts';
import { InputError } from '../../src/guest/source.ts';
import { explored, policy, setting } from './fixture.ts';

/** Every order, one by one. */
function allOrders(steps: readonly BootStep[], freedom: Freedom, done: number[] = []): number[][] {
  const next = nextSteps(
    steps,
    done.reduce((set, step) => set | (1 << step), 0),
    freedom,
  );
  return next.length === 0 ? [done] : next.flatMap((step) => allOrders(steps, freedom, [...done, step]));
}

const namesOf = (changes: Partial<Policy>, freedom: Freedom, cpus = 2): string[][] => {
  const steps = stepsOf(eventsOf({ ...policy, ...changes }), cpus);
  return allOrders(steps, freedom).map((order) => order.map((step) => stepName(steps[step]!)));
};

describe('the orders of start-up', () => {
  it('are one where the linker decides', () => {
    expect(namesOf({ loader: '1.0' }, 'linked')).toEqual([
      [
        'loader',
        'kvm_arm_init@0',
        'kvm_arm_init@1',
        'tpm_init',
        'ffa_init',
        'finalize_pkvm',
        'load_uefi_certs',
        'init_ima',
        'deferred_probe',
        'share',
      ],
    ]);
  });

  it('keep the levels and each hold every event once', () => {
    const all = namesOf({}, 'levels');
    expect(new Set(all.map(String)).size).toBe(all.length);
    for (const order of all) {
      expect(new Set(order).size).toBe(9);
      expect(order.indexOf('finalize_pkvm')).toBe(4);
      expect(order.at(-1)).toBe('share');
    }
  });

  it('let no initcall come between two CPUs of one event, but a worker', () => {
    for (const order of namesOf({ worker: true }, 'levels', 3)) {
      const [first, last] = [order.indexOf('kvm_arm_init@0'), order.indexOf('kvm_arm_init@2')];
      const between = order.slice(first + 1, last).filter((name) => name !== 'kvm_arm_init@1');
      expect(['', 'efi_read@2']).toContain(between.join());
    }
  });

  it('are executed with equal states merged, and lose what they lose one by one', () => {
    for (const changes of [{ driver: 'root-device' }, { driver: 'device', requests: 'allowed' }] as const) {
      const { search, steps } = explored(changes);
      const one = new Map<number, number>();
      for (const order of allOrders(steps, 'levels')) {
        const { losses } = runOrder(
          setting,
          { ...policy, ...changes },
          order.map((step) => steps[step]!),
        );
        one.set(losses, (one.get(losses) ?? 0) + 1);
      }
      expect(new Map(search.outcomes.map(({ losses, orders }) => [losses, orders]))).toEqual(one);
      expect(search.executed).toBeLessThan(search.unmerged);
    }
  });

  it('are read from names, with CPUs', () => {
    expect(parseOrder('efi_read@1, kvm_arm_init', 3).map(stepName)).toEqual([
      'efi_read@1',
      'kvm_arm_init@0',
      'kvm_arm_init@1',
      'kvm_arm_init@2',
    ]);
    for (const bad of ['', 'ffa', 'ffa_init@2', 'ffa_init@', 'ffa_init@@1', '__proto__'])
      expect(() => parseOrder(bad, 2), bad).toThrow(InputError);
  });
});
