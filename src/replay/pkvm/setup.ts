import * as firmware from '../../../assembly/el3/switches.ts';
import type { MachineOptions } from '../../engine/engine.ts';
import type { Setting } from '../../engine/models.ts';
import type { ReplayOptions } from '../kind.ts';
import { RecordModels } from '../models.ts';
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

/** How the machine of a record is set up. */
export class PkvmSetup {
  private readonly models: RecordModels;

  constructor(options: ReplayOptions) {
    this.models = new RecordModels(options, 'pkvm');
  }

  /** Throws InputError for what the user asks for and no table has, FieldError for a model that the record names. */
  machineOptions(record: PkvmRecord): MachineOptions {
    return {
      model: this.models.resolve(record.variant, surroundings(record.hhs)),
      firmware: firmwareSwitches(record.spmc, record.smccc_version ?? SMCCC_1_2),
      replies: [],
      control: { tsc: true, smd: false, hce: true },
      undefinedFill: 0n,
    };
  }
}
