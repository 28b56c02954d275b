/**
 * Rows of the threads that are about an order: of what several CPUs do at once, and of the events of start-up. Each case is
 * a run of `trapline explore` or `trapline boot` with what has to come out.
 */
import { exploreOrders, type OrderReport, type PolicyReport, runOrder } from '../../src/boot/boot.ts';
import { lossNames } from '../../src/boot/losses.ts';
import type { Policy } from '../../src/boot/policies.ts';
import { parseOrder } from '../../src/boot/steps.ts';
import { defaultExploreOptions } from '../../src/explore/explore.ts';
import { scenarios } from '../../src/explore/scenarios/index.ts';
import { runScenario } from '../../src/explore/scenarios/run.ts';
import { exploreStubs } from '../../src/explore/stubs/explore.ts';
import { loadStubs } from '../../src/explore/stubs/load.ts';
import { packageFile } from '../../src/run/package.ts';
import { defaultScenarioOptions } from '../../src/run/prepare.ts';

/** A run and whether it came out as it has to. */
export interface OrderRun {
  rows: string[];
  /** What to type. */
  command: string;
  /** What came out, in words. */
  result: string;
  passed: boolean;
}

const models = ['sc', 'tso', 'armv8'] as const;

/** Every scenario is a case of the rows that it names, with the verdicts that it expects. */
function scenarioRuns(): OrderRun[] {
  return scenarios.map((scenario) => {
    const { verdicts } = runScenario(scenario, models, defaultExploreOptions);
    const found = verdicts.map(({ model, exploration }) => `${model} ${exploration.verdict.observation.toLowerCase()}`);
    return {
      rows: scenario.claims,
      command: `explore ${scenario.name}`,
      result: `${scenario.harm}: ${found.join(', ')}`,
      passed: verdicts.every(({ asExpected }) => asExpected),
    };
  });
}

/** A policy and how many of its orders lose what; what is not named is lost by none. */
interface PolicyCase {
  rows: string[];
  policy: Partial<Policy>;
  /** The linker's order alone, or every order that the levels allow. */
  all: boolean;
  setting?: { model?: string; firmware?: string; driverVersion?: string };
  orders: number;
  lost: Record<string, number>;
}

const rootDevice = { driver: 'root-device' } as const;
const everything = { untrapped: 12, refused: 12, buffers: 12, certificates: 12, ima: 12, sharing: 12 };

const policyCases: PolicyCase[] = [
  { rows: ['S2-13', 'S4-1'], policy: { driver: 'subsys' }, all: true, orders: 12, lost: everything },
  { rows: ['S4-1'], policy: { driver: 'rootfs' }, all: true, orders: 12, lost: everything },
  { rows: ['S4-2', 'S4-3'], policy: { driver: 'device' }, all: false, orders: 1, lost: {} },
  {
    rows: ['S4-3', 'S4-4'],
    policy: { driver: 'device' },
    all: true,
    orders: 36,
    lost: { untrapped: 18, refused: 18, buffers: 18, certificates: 18, ima: 18, sharing: 18 },
  },
  {
    rows: ['S4-5', 'S4-6', 'S4-15'],
    policy: rootDevice,
    all: true,
    orders: 36,
    lost: { refused: 18, certificates: 18, ima: 18 },
  },
  {
    rows: ['S4-6'],
    policy: { driver: 'module' },
    all: true,
    orders: 12,
    lost: { refused: 12, certificates: 12, ima: 12 },
  },
  { rows: ['S4-7', 'S4-15'], policy: { ...rootDevice, readers: 'late-sync' }, all: true, orders: 12, lost: {} },
  { rows: ['S4-8', 'S4-15'], policy: { ...rootDevice, requests: 'allowed' }, all: true, orders: 36, lost: { ima: 18 } },
  {
    rows: ['S4-8', 'S4-9'],
    policy: { driver: 'module', requests: 'allowed' },
    setting: { driverVersion: '1.1' },
    all: false,
    orders: 1,
    lost: { versions: 1, ima: 1 },
  },
  {
    rows: ['S4-8'],
    policy: { driver: 'module', requests: 'allowed' },
    setting: { driverVersion: '1.1', firmware: 'tfa-spmd+optee' },
    all: false,
    orders: 1,
    lost: { ima: 1 },
  },
  {
    rows: ['S4-16'],
    policy: { loader: '1.0' },
    all: false,
    orders: 1,
    lost: { untrapped: 1, failed: 1, hypervisor: 1, driver: 1, ima: 1, sharing: 1 },
  },
  {
    rows: ['S4-16'],
    policy: { loader: '1.0' },
    setting: { model: 'pkvm/mainline-2026b' },
    all: false,
    orders: 1,
    lost: { driver: 1, ima: 1, sharing: 1 },
  },
  {
    rows: ['S4-16'],
    policy: { loader: '1.0' },
    setting: { firmware: 'tfa-el3-spmc' },
    all: false,
    orders: 1,
    lost: {},
  },
  { rows: ['S4-16'], policy: { loader: '1.2' }, all: false, orders: 1, lost: {} },
];

const standardSetting = {
  model: 'pkvm/v6.18',
  firmware: 'tfa-spmd+hafnium',
  switches: [],
  driverVersion: '1.2',
  cpus: 2,
};
const standardPolicy: Policy = {
  driver: 'device',
  readers: 'late',
  requests: 'refused',
  loader: 'none',
  worker: false,
};

/** The options that differ from what `trapline boot` does without any. */
function words(policy: Partial<Policy>, setting: PolicyCase['setting'] = {}): string[] {
  const { driver, readers, requests, loader } = { ...standardPolicy, ...policy };
  const { model, firmware, driverVersion } = setting;
  return [
    `--driver ${driver} --readers ${readers} --requests ${requests}`,
    ...(loader === 'none' ? [] : [`--loader ${loader}`]),
    ...(model ? [`-m ${model}`] : []),
    ...(firmware ? [`--firmware ${firmware}`] : []),
    ...(driverVersion ? [`--driver-version ${driverVersion}`] : []),
  ];
}

function lostOrders({ search }: PolicyReport): Record<string, number> {
  const lost: Record<string, number> = {};
  for (const { losses, orders } of search.outcomes) {
    for (const name of lossNames(losses)) lost[name] = (lost[name] ?? 0) + orders;
  }
  return lost;
}

const sameCounts = (a: Record<string, number>, b: Record<string, number>): boolean =>
  [...Object.keys(a), ...Object.keys(b)].every((name) => a[name] === b[name]);

function policyRun({ rows, policy, setting, all, orders, lost }: PolicyCase): OrderRun {
  const freedom = all ? 'levels' : 'linked';
  const report = exploreOrders({ ...standardSetting, ...setting }, { ...standardPolicy, ...policy }, freedom);
  const found = lostOrders(report);
  const counts = Object.entries(found).map(([name, number]) => `${name} in ${number}`);
  const total = `${report.search.orders} order${report.search.orders === 1 ? '' : 's'}`;
  return {
    rows,
    command: ['boot', ...(all ? ['--all'] : []), ...words(policy, setting)].join(' '),
    result: counts.length === 0 ? `${total}, nothing lost` : `${total}, lost: ${counts.join(', ')}`,
    passed: report.search.orders === orders && sameCounts(found, lost),
  };
}

/** One order, and the results of its events. */
interface OrderCase {
  rows: string[];
  order: string;
  policy?: Partial<Policy>;
  results: (number | undefined)[];
  lost: string[];
}

const orderCases: OrderCase[] = [
  {
    rows: ['S2-13', 'S4-1'],
    order: 'ffa_init,kvm_arm_init,finalize_pkvm,share,ffa_init',
    results: [0, 0, 0, 0, -22, -13],
    lost: ['untrapped', 'refused', 'failed', 'buffers', 'certificates', 'ima', 'sharing'],
  },
  {
    rows: ['S4-5'],
    order: 'ffa_root_init,kvm_arm_init,finalize_pkvm,deferred_probe,load_uefi_certs,share',
    results: [-517, 0, 0, 0, 0, 0, 0],
    lost: ['ima'],
  },
  {
    rows: ['S4-9'],
    order: 'kvm_arm_init,load_uefi_certs,ffa_init',
    results: [0, 0, -22, 0],
    lost: ['refused', 'certificates', 'ima'],
  },
  {
    rows: ['S4-14'],
    order: 'kvm_arm_init@0,efi_read@1,kvm_arm_init@1,efi_read@1,ffa_init,efi_read@1',
    results: [0, 0, 0, -22, 0, 0],
    lost: ['untrapped', 'refused', 'certificates', 'ima'],
  },
];

function orderText({ steps, losses }: OrderReport): string {
  const results = steps.map(({ record }) => record.result ?? 'no end');
  return `results ${results.join(' ')}; lost: ${lossNames(losses).join(', ')}`;
}

function orderRun({ rows, order, policy, results, lost }: OrderCase): OrderRun {
  const report = runOrder(standardSetting, { ...standardPolicy, ...policy }, parseOrder(order, standardSetting.cpus));
  const found = report.steps.map(({ record }) => record.result);
  return {
    rows,
    command: `boot --order ${order}`,
    result: orderText(report),
    passed: found.join() === results.join() && lossNames(report.losses).join() === lost.join(),
  };
}

/** Stubs on two vCPUs, and how many different ends there are. */
interface StubCase {
  rows: string[];
  files: string[];
  model: string;
  outcomes: number;
}

const stubCases: StubCase[] = ['xen/negotiation-merged', 'xen/negotiation-v1', 'xen/v1.2'].map((model) => ({
  rows: ['S3-15'],
  files: ['guest-asm/xen/version-races.S'],
  model,
  outcomes: 3,
}));

function stubRun({ rows, files, model, outcomes }: StubCase): OrderRun {
  const options = { ...defaultScenarioOptions, models: [model], vcpus: 2 };
  const [system] = loadStubs(files.map(packageFile), options, 1n);
  const limits = { granularity: 'accesses', states: 50_000, milliseconds: 60_000, preemptions: undefined } as const;
  const found = exploreStubs(system!, limits);
  const whole = found.incomplete.length === 0;
  return {
    rows,
    command: `explore ${files.join(' ')} --el2 ${model}`,
    result: `${found.outcomes.length} outcomes, ${found.failures.length === 0 ? 'each as the stub expects' : 'not as the stub expects'}`,
    passed: whole && found.failures.length === 0 && found.outcomes.length === outcomes,
  };
}

/** All cases, run. */
export function runOrders(): OrderRun[] {
  return [...scenarioRuns(), ...stubCases.map(stubRun), ...policyCases.map(policyRun), ...orderCases.map(orderRun)];
}
