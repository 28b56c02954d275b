import { type BootSetting, exploreOrders, type OrderReport, type PolicyReport, runOrder } from '../../src/boot/boot.ts';
import { lossNames } from '../../src/boot/losses.ts';
import type { Policy } from '../../src/boot/policies.ts';
import { parseOrder, stepName } from '../../src/boot/steps.ts';

export const setting: BootSetting = {
  model: 'pkvm/v6.18',
  firmware: 'tfa-spmd+hafnium',
  switches: [],
  driverVersion: '1.2',
  cpus: 2,
};

export const policy: Policy = {
  driver: 'device',
  readers: 'late',
  requests: 'refused',
  loader: 'none',
  worker: false,
};

/** Every order that the levels allow. */
export const explored = (changes: Partial<Policy>, others: Partial<BootSetting> = {}): PolicyReport =>
  exploreOrders({ ...setting, ...others }, { ...policy, ...changes }, 'levels');

/** What the linker's order loses. */
export function linkedLosses(changes: Partial<Policy>, others: Partial<BootSetting> = {}): string[] {
  const { search } = exploreOrders({ ...setting, ...others }, { ...policy, ...changes }, 'linked');
  return lossNames(search.outcomes[0]!.losses);
}

export function ordered(order: string, changes: Partial<Policy> = {}, others: Partial<BootSetting> = {}): OrderReport {
  const chosen = { ...setting, ...others };
  return runOrder(chosen, { ...policy, ...changes }, parseOrder(order, chosen.cpus));
}

/** The result of the last run of an event. */
export function resultOf({ steps }: OrderReport, name: string): number | undefined {
  return steps.findLast(({ step }) => stepName(step) === name)?.record.result;
}

/** Orders that lose nothing, and those that lose this. */
export function counts({ search }: PolicyReport, loss: string): { orders: number; clean: number; lost: number } {
  const sum = (keep: (names: string[]) => boolean): number =>
    search.outcomes.filter(({ losses }) => keep(lossNames(losses))).reduce((total, { orders }) => total + orders, 0);
  return {
    orders: search.orders,
    clean: sum((names) => names.length === 0),
    lost: sum((names) => names.includes(loss)),
  };
}
