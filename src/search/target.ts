/** The models of a search and the firmware behind them, from what the user writes. */
import { STANDARD_FIRMWARE } from '../../assembly/el3/profiles.ts';
import { resolveFirmware, resolveModel, type Setting } from '../engine/models.ts';
import { InputError } from '../guest/source.ts';
import { ECHO } from '../guest/stub/partition-plan.ts';
import { readModelChoiceOrFail } from '../run/choose.ts';
import type { SearchTarget } from './setup.ts';

/** Firmware that Xen comes up on, where the user names none: its probe needs more than the fixed rules answer. */
const XEN_FIRMWARE = 'tfa-spmd+optee';
/** What uninitialised stack holds: a pattern that nothing else has. */
const STACK_PATTERN = 0xd1ce_5eed_9e37_79b9n;

/** The firmware of all models: a name, undefined for the one that suits the model, and changes. */
export interface FirmwareChoice {
  name: string | undefined;
  changes: Setting[];
}

function firmwareName({ name }: FirmwareChoice, family: string): string | undefined {
  return name ?? (family === 'xen' ? XEN_FIRMWARE : undefined);
}

/** Throws InputError for a model, a switch or a firmware that there is not. */
export function searchTarget(text: string, firmware: FirmwareChoice): SearchTarget {
  const choice = readModelChoiceOrFail(text);
  if (choice.firmware) throw new InputError(`${text}: firmware is chosen with --firmware`);
  const settings = Object.entries(choice.changes).map(([name, value]) => ({ name, value }));
  const model = resolveModel(choice.name, settings);
  return {
    model: choice.text,
    machine: {
      model,
      firmware: resolveFirmware(firmware.changes, firmwareName(firmware, model.family) ?? STANDARD_FIRMWARE),
      partitions: [ECHO],
      replies: [],
      control: { tsc: true, smd: false, hce: true },
      undefinedFill: STACK_PATTERN,
    },
  };
}

/** `//! firmware` of a stub: what a run would not take by itself. */
export function firmwareLine(firmware: FirmwareChoice, targets: readonly SearchTarget[]): string {
  const name = firmwareName(firmware, targets[0]!.machine.model.family);
  return [...(name ? [name] : []), ...firmware.changes.map((each) => `${each.name}=${each.value}`)].join(' ');
}
