/**
 * The PSCI relay claims every PSCI id of the host, 32 and 64 bits. PSCI is not modelled further: the relay answers
 * PSCI_VERSION with 1.1, PSCI_FEATURES for those two calls, and NOT_SUPPORTED for everything else. x1 to x3 are zeroed,
 * as the real relay does.
 */

import { DISPOSITION_PSCI } from '../../layout';
import { setDisposition, writeFromEl2 } from '../../machine/record';
import { readW } from '../../machine/registers';
import {
  PSCI_FEATURES,
  PSCI_NUMBER_LAST,
  PSCI_VERSION,
  PSCI_VERSION_1_1,
  SMCCC_64,
  SMCCC_NOT_SUPPORTED,
  SMCCC_SUCCESS,
} from '../../smccc/ids';

/** Answers a PSCI call and returns true, or returns false for any other id. */
export function handlePsci(cpu: usize, id: u32): bool {
  const number = (id & ~SMCCC_64) - PSCI_VERSION;
  if (number > PSCI_NUMBER_LAST) return false;
  setDisposition(cpu, DISPOSITION_PSCI);
  writeFromEl2(cpu, 0, answerFor(id, readW(cpu, 1)));
  writeFromEl2(cpu, 1, 0);
  writeFromEl2(cpu, 2, 0);
  writeFromEl2(cpu, 3, 0);
  return true;
}

function answerFor(id: u32, queried: u32): u64 {
  if (id === PSCI_VERSION) return PSCI_VERSION_1_1;
  const supported = id === PSCI_FEATURES && (queried === PSCI_VERSION || queried === PSCI_FEATURES);
  return supported ? <u64>SMCCC_SUCCESS : <u64>SMCCC_NOT_SUPPORTED;
}
