/** vsmccc: who owns an SMC or HVC, by w0. */

import { DISPOSITION_HANDLED, DISPOSITION_NOT_SUPPORTED } from '../../layout';
import { setDisposition, writeFromEl2 } from '../../machine/record';
import { readW, readX } from '../../machine/registers';
import {
  PSCI_NUMBER_LAST,
  SMCCC_64,
  SMCCC_ARCH_FEATURES,
  SMCCC_ARCH_WORKAROUND_1,
  SMCCC_ARCH_WORKAROUND_2,
  SMCCC_ARCH_WORKAROUND_3,
  SMCCC_NOT_SUPPORTED,
  SMCCC_NUMBER_MASK,
  SMCCC_OWNER_ARCH,
  SMCCC_OWNER_MASK,
  SMCCC_OWNER_SHIFT,
  SMCCC_OWNER_STANDARD,
  SMCCC_OWNER_STANDARD_HYP,
  SMCCC_VERSION,
  SMCCC_VERSION_1_2,
} from '../../smccc/ids';
import { xenSwitch } from './access';
import { mediate } from './mediator';
import { handlePsci } from './psci';
import { VM_AARCH64 } from './state';
import { FUNCTION_ID_LEGACY_64, SWITCH_FUNCTION_ID } from './switches';

/** Ids up to here are older than the calling convention; PSCI 0.1 is among them. */
const LEGACY_LAST: u32 = 0x0100ffff;
/** PSCI 0.1: CPU_OFF and CPU_ON. */
const LEGACY_CPU_OFF: u32 = 1;
const LEGACY_CPU_ON: u32 = 2;
/** First owner of trusted applications; those of trusted OSs follow up to 63. */
const OWNER_TRUSTED_APP: u32 = 48;
/** FF-A's numbers, as far as Xen knows them. */
const FFA_FIRST: u32 = 0x60;
const FFA_LAST: u32 = 0x8e;
/** General queries that every owner answers: fast 32-bit calls. */
const QUERY: u32 = 0x80000000;
const NUMBER_CALL_COUNT: u32 = 0xff00;
const NUMBER_UID: u32 = 0xff01;
const NUMBER_REVISION: u32 = 0xff03;
/** Calls that Xen says it has: PSCI, FF-A and the three queries; and for itself the queries alone. */
const STANDARD_CALLS: u64 = 29;
const HYPERVISOR_CALLS: u64 = 3;
const REVISION_MAJOR: u64 = 0;
const REVISION_MINOR: u64 = 1;

/** Answers the call of a VM; x0 = -1 and nothing else is written for a call that nobody knows. */
export function handleSmccc(cpu: usize, vm: usize): void {
  const id = readW(cpu, 0);
  setDisposition(cpu, DISPOSITION_HANDLED);
  const foreign = (id & SMCCC_64) !== 0 && !load<u32>(vm, VM_AARCH64);
  if (!foreign && (isLegacy(cpu, id) ? handleLegacy(cpu, vm, id) : handleOwned(cpu, vm, id))) return;
  setDisposition(cpu, DISPOSITION_NOT_SUPPORTED);
  writeFromEl2(cpu, 0, <u64>SMCCC_NOT_SUPPORTED);
}

function isLegacy(cpu: usize, id: u32): bool {
  const wide = xenSwitch(SWITCH_FUNCTION_ID) === FUNCTION_ID_LEGACY_64 && readX(cpu, 0) >> 32 !== 0;
  return id <= LEGACY_LAST && !wide;
}

function handleLegacy(cpu: usize, vm: usize, id: u32): bool {
  if (id !== LEGACY_CPU_OFF && id !== LEGACY_CPU_ON) return false;
  handlePsci(cpu, vm, id);
  return true;
}

/** Bits 31, 30 and 23:16 of the id are not looked at here. */
function handleOwned(cpu: usize, vm: usize, id: u32): bool {
  const owner = (id >> SMCCC_OWNER_SHIFT) & SMCCC_OWNER_MASK;
  if (owner === SMCCC_OWNER_ARCH) return handleArchitecture(cpu, id);
  if (owner === SMCCC_OWNER_STANDARD) return handleStandard(cpu, vm, id);
  if (owner === SMCCC_OWNER_STANDARD_HYP) return handleQuery(cpu, id, owner, HYPERVISOR_CALLS);
  return owner >= OWNER_TRUSTED_APP && mediate(cpu, vm);
}

function handleStandard(cpu: usize, vm: usize, id: u32): bool {
  const number = id & SMCCC_NUMBER_MASK;
  if (number <= PSCI_NUMBER_LAST) {
    handlePsci(cpu, vm, id);
    return true;
  }
  if (number >= FFA_FIRST && number <= FFA_LAST) return mediate(cpu, vm);
  return handleQuery(cpu, id, SMCCC_OWNER_STANDARD, STANDARD_CALLS);
}

/** No workaround is needed on this machine, and calling one does nothing, not even to x0. */
function handleArchitecture(cpu: usize, id: u32): bool {
  if (id === SMCCC_VERSION) writeFromEl2(cpu, 0, SMCCC_VERSION_1_2);
  else if (id === SMCCC_ARCH_FEATURES) writeFromEl2(cpu, 0, <u64>SMCCC_NOT_SUPPORTED);
  else return id === SMCCC_ARCH_WORKAROUND_1 || id === SMCCC_ARCH_WORKAROUND_2 || id === SMCCC_ARCH_WORKAROUND_3;
  return true;
}

/** Call count, UID and revision. The UID is not modelled: its four words are 0. */
function handleQuery(cpu: usize, id: u32, owner: u32, calls: u64): bool {
  const number = id & SMCCC_NUMBER_MASK;
  if (id !== (QUERY | (owner << SMCCC_OWNER_SHIFT) | number)) return false;
  if (number === NUMBER_CALL_COUNT) writeFromEl2(cpu, 0, calls);
  else if (number === NUMBER_UID) for (let n: u32 = 0; n <= 3; n++) writeFromEl2(cpu, n, 0);
  else if (number === NUMBER_REVISION) {
    writeFromEl2(cpu, 0, REVISION_MAJOR);
    writeFromEl2(cpu, 1, REVISION_MINOR);
  } else return false;
  return true;
}
