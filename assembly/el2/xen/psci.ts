/**
 * Virtual PSCI, as far as a single vCPU can use it: PSCI_VERSION, PSCI_FEATURES and MIGRATE_INFO_TYPE have answers, every
 * other call is NOT_SUPPORTED here. Only x0 is written.
 */

import { DISPOSITION_PSCI } from '../../layout';
import { setDisposition, writeFromEl2 } from '../../machine/record';
import { readW } from '../../machine/registers';
import {
  PSCI_FEATURES,
  PSCI_MIGRATE_INFO_TYPE,
  PSCI_VERSION,
  PSCI_VERSION_1_1,
  SMCCC_NOT_SUPPORTED,
  SMCCC_SUCCESS,
  SMCCC_VERSION,
} from '../../smccc/ids';

/** No trusted OS, or one that needs no migration. */
const MIGRATION_NOT_NEEDED: u64 = 2;

export function handlePsci(cpu: usize, id: u32): void {
  setDisposition(cpu, DISPOSITION_PSCI);
  writeFromEl2(cpu, 0, answerFor(id, readW(cpu, 1)));
}

function answerFor(id: u32, queried: u32): u64 {
  if (id === PSCI_VERSION) return PSCI_VERSION_1_1;
  if (id === PSCI_MIGRATE_INFO_TYPE) return MIGRATION_NOT_NEEDED;
  return id === PSCI_FEATURES && isKnown(queried) ? <u64>SMCCC_SUCCESS : <u64>SMCCC_NOT_SUPPORTED;
}

function isKnown(id: u32): bool {
  return id === PSCI_VERSION || id === PSCI_FEATURES || id === PSCI_MIGRATE_INFO_TYPE || id === SMCCC_VERSION;
}
