import * as firmware from '../../../assembly/el3/switches.ts';
import type { MachineOptions } from '../../engine/engine.ts';
import { resolveModel, type Setting } from '../../engine/models.ts';
import { InputError } from '../../guest/source.ts';
import { FieldError } from '../json/cursor.ts';
import type { ReplayOptions } from '../kind.ts';
import type { PkvmFirmware, PkvmRecord } from './record.ts';

const SMCCC_1_2 = 0x10002;

/** The default firmware of the vectors: it answers SUCCESS where it has nothing better, with every other register 0. */
function firmwareSwitches(spmc: PkvmFirmware, smcccVersion: number): Record<string, number> {
  return {
    version: spmc.version,
    min: spmc.min,
    neg1: spmc.neg32 ? firmware.NEG1_32 : firmware.NEG1_64,
    feat: spmc.feat,
    id: spmc.id ?? 0,
    features_ok: spmc.features_ok === false ? 0 : 1,
    direct: firmware.DIRECT_SUCCESS,
    unnamed: firmware.UNNAMED_ZERO,
    other: firmware.OTHER_SUCCESS,
    smccc_version: smcccVersion,
  };
}

/** What handle_host_smc checks before it asks the handlers. */
function surroundings(kind: PkvmRecord['hhs']): Setting[] {
  const value = kind === 'newest' ? 'refused' : 'ignored';
  return [
    { name: 'smc_immediate', value },
    { name: 'upper_bits', value },
  ];
}

/** How the machine of a record is set up: its own model or the user's, with the user's changes. */
export class PkvmSetup {
  private readonly options: ReplayOptions;
  private readonly models = new Map<string, MachineOptions['model']>();

  constructor(options: ReplayOptions) {
    this.options = options;
  }

  /** Throws InputError for what the user asks for and no table has, FieldError for a model that the record names. */
  machineOptions(record: PkvmRecord): MachineOptions {
    return {
      model: this.modelOf(record),
      firmware: firmwareSwitches(record.spmc, record.smccc_version ?? SMCCC_1_2),
      replies: [],
      control: { tsc: true, smd: false, hce: true },
      undefinedFill: 0n,
    };
  }

  private modelOf({ variant, hhs }: PkvmRecord): MachineOptions['model'] {
    const key = `${variant} ${hhs}`;
    const known = this.models.get(key);
    if (known !== undefined) return known;
    const { model: chosen, changes } = this.options;
    if (chosen === undefined) checkVariant(variant);
    const own = Object.entries(chosen?.changes ?? {}).map(([name, value]) => ({ name, value }));
    const model = resolve(chosen?.name ?? variant, [...surroundings(hhs), ...own, ...changes]);
    const text = [chosen?.text ?? variant, ...changes.map(({ name, value }) => `${name}=${value}`)].join('+');
    const named = { ...model, name: text };
    this.models.set(key, named);
    return named;
  }
}

function checkVariant(variant: string): void {
  try {
    resolveModel(variant, []);
  } catch (error) {
    throw error instanceof InputError ? new FieldError(error.message, 0).under('variant') : error;
  }
}

function resolve(name: string, changes: Setting[]): MachineOptions['model'] {
  const model = resolveModel(name, name.startsWith('pkvm/') ? changes : []);
  if (model.family !== 'pkvm') throw new InputError(`model \`${name}\` does not play records of pkvm/…`);
  return model;
}
