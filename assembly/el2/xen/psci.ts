/**
 * Virtual PSCI, as far as a single vCPU can use it: PSCI_VERSION, PSCI_FEATURES and MIGRATE_INFO_TYPE have answers, every
 * other call is NOT_SUPPORTED here. Only x0 is written. A guest of several vCPUs has PSCI_CPU_ON as well, which notes where
 * the other vCPU is to start; it does not run.
 */

import { CAUSE_DOMAIN_CRASH, DISPOSITION_PSCI } from '../../layout';
import { setCause, setDisposition, writeFromEl2 } from '../../machine/record';
import { readW, readX } from '../../machine/registers';
import {
  PSCI_ALREADY_ON,
  PSCI_CPU_ON,
  PSCI_CPU_ON_64,
  PSCI_FEATURES,
  PSCI_INVALID_PARAMETERS,
  PSCI_MIGRATE_INFO_TYPE,
  PSCI_VERSION,
  PSCI_VERSION_1_1,
  SMCCC_64,
  SMCCC_NOT_SUPPORTED,
  SMCCC_SUCCESS,
  SMCCC_VERSION,
} from '../../smccc/ids';
import { xenSwitch } from './access';
import { VM_CPU_ON, VM_CPU_ON_CONTEXT, VM_CPU_ON_ENTRY, VM_VCPUS } from './state';
import { FUNCTION_ID_PSCI_64, PSCI_ARGUMENTS_64, SWITCH_FUNCTION_ID, SWITCH_PSCI_ARGUMENTS } from './switches';

/** No trusted OS, or one that needs no migration. */
const MIGRATION_NOT_NEEDED: u64 = 2;
/** PSCI 0.1. */
const LEGACY_CPU_ON: u32 = 2;
/** Affinity level 0 of a target, the number of the vCPU where there are less than sixteen. */
const AFFINITY_0: u32 = 0xff;
const LOW_HALF: u64 = 0xffffffff;

export function handlePsci(cpu: usize, vm: usize, id: u32): void {
  setDisposition(cpu, DISPOSITION_PSCI);
  if (readX(cpu, 0) >> 32 !== 0 && xenSwitch(SWITCH_FUNCTION_ID) === FUNCTION_ID_PSCI_64) {
    setCause(cpu, CAUSE_DOMAIN_CRASH);
    return;
  }
  if (load<u32>(vm, VM_VCPUS) > 1 && isCpuOn(id)) writeFromEl2(cpu, 0, <u64>turnOn(cpu, vm, id));
  else writeFromEl2(cpu, 0, answerFor(id, readW(cpu, 1)));
}

function isCpuOn(id: u32): bool {
  return id === PSCI_CPU_ON || id === PSCI_CPU_ON_64 || id === LEGACY_CPU_ON;
}

/** x1 target, x2 entry, x3 context. The vCPU that calls is number 0. */
function turnOn(cpu: usize, vm: usize, id: u32): i32 {
  const whole = (id & SMCCC_64) !== 0 || xenSwitch(SWITCH_PSCI_ARGUMENTS) === PSCI_ARGUMENTS_64;
  const mask: u64 = whole ? ~(<u64>0) : LOW_HALF;
  const target = readW(cpu, 1) & AFFINITY_0;
  if (target >= load<u32>(vm, VM_VCPUS)) return PSCI_INVALID_PARAMETERS;
  if (target === 0 || load<u32>(vm, VM_CPU_ON)) return PSCI_ALREADY_ON;
  store<u32>(vm, 1, VM_CPU_ON);
  store<u64>(vm, readX(cpu, 2) & mask, VM_CPU_ON_ENTRY);
  store<u64>(vm, readX(cpu, 3) & mask, VM_CPU_ON_CONTEXT);
  return SMCCC_SUCCESS;
}

function answerFor(id: u32, queried: u32): u64 {
  if (id === PSCI_VERSION) return PSCI_VERSION_1_1;
  if (id === PSCI_MIGRATE_INFO_TYPE) return MIGRATION_NOT_NEEDED;
  return id === PSCI_FEATURES && isKnown(queried) ? <u64>SMCCC_SUCCESS : <u64>SMCCC_NOT_SUPPORTED;
}

function isKnown(id: u32): bool {
  return id === PSCI_VERSION || id === PSCI_FEATURES || id === PSCI_MIGRATE_INFO_TYPE || id === SMCCC_VERSION;
}
