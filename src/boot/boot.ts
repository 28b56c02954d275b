import type { Setting } from '../engine/models.ts';
import type { Image } from '../guest/image.ts';
import { InputError } from '../guest/source.ts';
import type { RunPlan } from '../guest/stub/plan.ts';
import { planRun } from '../guest/stub/plan.ts';
import { type ChosenModel, chooseModels } from '../run/choose.ts';
import { packageFile } from '../run/package.ts';
import { defaultScenarioOptions, loadImage, readSpec } from '../run/prepare.ts';
import { type LossSet, lossesAtEnd, lossesInStep } from './losses.ts';
import { eventsOf, type Policy } from './policies.ts';
import { OrderExplorer, type OrderSearch } from './search.ts';
import { type EndState, StartUp, type StepRecord } from './start-up.ts';
import { type BootStep, type Freedom, stepsOf } from './steps.ts';

/** Who stands behind the kernel, and what the kernel asks for. */
export interface BootSetting {
  /** A model of pKVM's, as written. */
  model: string;
  firmware: string;
  /** Switches of all firmware. */
  switches: Setting[];
  /** What the driver asks for: `1.2`. */
  driverVersion: string;
  cpus: number;
}

/** A policy and what its orders lose. */
export interface PolicyReport {
  policy: Policy;
  /** Model and firmware, with the switch that the policy sets. */
  model: string;
  steps: BootStep[];
  search: OrderSearch;
}

/** One order, step by step. */
export interface OrderReport {
  model: string;
  steps: { step: BootStep; record: StepRecord }[];
  end: EndState;
  losses: LossSet;
}

/** A version as the assembler takes it. Throws InputError for anything but `major.minor`. */
function versionWord(text: string): string {
  const match = /^(\d{1,4})\.(\d{1,4})$/.exec(text);
  if (!match) throw new InputError(`'${text}' is not a version: expected 1.2`);
  return String(Number(match[1]) * 0x1_0000 + Number(match[2]));
}

interface Prepared {
  image: Image;
  plan: RunPlan;
  chosen: ChosenModel;
}

/** Throws InputError for a model that no kernel brings along, and for names and versions that there are not. */
function prepareStartUp(setting: BootSetting, policy: Policy): Prepared {
  const spec = readSpec(packageFile('guest-asm/boot/start-up.S'));
  const gate = policy.requests === 'allowed' ? [{ name: 'gate', value: 'direct-requests' }] : [];
  const firmware = { names: [setting.firmware], changes: setting.switches };
  if (!/^pkvm\//.test(setting.model)) throw new InputError(`${setting.model}: a kernel starts pKVM and nobody else`);
  const [chosen] = chooseModels(spec, [setting.model], gate, firmware);
  const symbols = [
    { name: 'DRIVER_VERSION', value: versionWord(setting.driverVersion) },
    { name: 'LOADER_VERSION', value: versionWord(policy.loader === 'none' ? '1.0' : policy.loader) },
  ];
  const image = loadImage(spec.file, spec, { ...defaultScenarioOptions, symbols });
  return { image, plan: planRun(spec, image, chosen!.choice, undefined), chosen: chosen! };
}

function startUp({ image, plan, chosen }: Prepared, cpus: number): StartUp {
  return new StartUp(image, plan, chosen, cpus);
}

/** Executes the orders of a policy that the levels, or the linker, allow. Throws InputError as {@link runOrder} does. */
export function exploreOrders(setting: BootSetting, policy: Policy, freedom: Freedom): PolicyReport {
  const prepared = prepareStartUp(setting, policy);
  const steps = stepsOf(eventsOf(policy), setting.cpus);
  const search = new OrderExplorer(startUp(prepared, setting.cpus), steps, freedom, setting.cpus).search();
  return { policy, model: prepared.chosen.choice.text, steps, search };
}

/**
 * Executes one order, whether the levels allow it or not. Throws InputError for names and versions that there are not, and
 * for a model that no kernel brings along.
 */
export function runOrder(setting: BootSetting, policy: Policy, order: readonly BootStep[]): OrderReport {
  const prepared = prepareStartUp(setting, policy);
  const guest = startUp(prepared, setting.cpus);
  const steps: OrderReport['steps'] = [];
  for (const step of order) {
    const record = guest.run(step);
    steps.push({ step, record });
    if (record.result === undefined) break;
  }
  const inSteps = steps.reduce((set, { step, record }) => set | lossesInStep(step, record), 0);
  const end = guest.endState();
  return { model: prepared.chosen.choice.text, steps, end, losses: inSteps | lossesAtEnd(end) };
}
