/** The calls of a guest: what the relay answers, and what it passes on. */

import { entryFromRegisters } from '../../el3/log';
import { answerSmc } from '../../el3/monitor';
import { FFA_NUMBER_FIRST, FFA_NUMBER_LAST } from '../../ffa/ids';
import {
  DISPOSITION_FORWARDED,
  DISPOSITION_HANDLED,
  DISPOSITION_NOT_SUPPORTED,
  DISPOSITION_PSCI,
  REG_X,
  SMC_FLAG_CALLER,
  SMC_FLAG_FORWARDED,
  SMC_IN,
  SMC_OUT,
  SMC_UNDEFINED_IN,
  TRAP_BEFORE_X,
  WRITER_CALLER,
  WRITER_EL2,
  WRITER_UNDEFINED,
} from '../../layout';
import { setDisposition, setWriter, setWritersFromSmc, writeFromEl2 } from '../../machine/record';
import { copyX0X17, readW, readX, writeX } from '../../machine/registers';
import { registerMask, undefinedValue } from '../../machine/undefined';
import {
  PSCI_CPU_SUSPEND,
  PSCI_CPU_SUSPEND_64,
  PSCI_INVALID_PARAMETERS,
  PSCI_NUMBER_LAST,
  PSCI_VERSION,
  PSCI_VERSION_1_1,
  SMCCC_64,
  SMCCC_FAST,
  SMCCC_NOT_SUPPORTED,
  SMCCC_NUMBER_MASK,
  SMCCC_OWNER_MASK,
  SMCCC_OWNER_SHIFT,
  SMCCC_OWNER_SIP,
  SMCCC_OWNER_STANDARD,
  SMCCC_SVE_HINT,
  SMCCC_VERSION,
  SMCCC_VERSION_1_2,
} from '../../smccc/ids';
import { relaySwitch } from './access';
import { FORWARDED_OWN, FORWARDED_RESIDUE, HINT_MASKED, SWITCH_FORWARDED_REGISTERS, SWITCH_HINT } from './switches';

/** CALL_ values: how a call ended. */
export const CALL_ANSWERED: u32 = 0;
export const CALL_PASSED_ON: u32 = 1;
/** Nobody has it, and nothing was written. */
export const CALL_UNKNOWN: u32 = 2;
/** The vCPU starts at x2 with x3 in x0. */
export const CALL_RESUMES: u32 = 3;

/** The only hypercall, which does nothing and returns 0. */
const HYPERCALL: u32 = 0x86000000;
/** Power state of PSCI_CPU_SUSPEND, bit 16: power-down. */
const POWER_DOWN: u32 = 1 << 16;
const LOW_HALF: u64 = 0xffffffff;

/** Answers or passes on the call in the guest's registers; returns one of the CALL_ values. */
export function takeCall(cpu: usize): u32 {
  const word = readW(cpu, 0);
  const id = relaySwitch(SWITCH_HINT) === HINT_MASKED ? word & ~SMCCC_SVE_HINT : word;
  setDisposition(cpu, DISPOSITION_HANDLED);
  if (id === SMCCC_VERSION) writeFromEl2(cpu, 0, SMCCC_VERSION_1_2);
  else if (id === HYPERCALL) writeFromEl2(cpu, 0, 0);
  else if ((id & ~SMCCC_64) - PSCI_VERSION <= PSCI_NUMBER_LAST) return takePsci(cpu, id);
  else if (isPassedOn(id)) passOn(cpu, id);
  else return CALL_UNKNOWN;
  return isPassedOn(id) ? CALL_PASSED_ON : CALL_ANSWERED;
}

/** x0 = -1 and nothing else. */
export function answerUnknown(cpu: usize): void {
  setDisposition(cpu, DISPOSITION_NOT_SUPPORTED);
  writeFromEl2(cpu, 0, <u64>SMCCC_NOT_SUPPORTED);
}

/** x2 and x3 of a call that starts the vCPU, in the call's width. */
export function wideArgument(cpu: usize, n: u32): u64 {
  return readW(cpu, 0) & SMCCC_64 ? readX(cpu, n) : readX(cpu, n) & LOW_HALF;
}

function takePsci(cpu: usize, id: u32): u32 {
  setDisposition(cpu, DISPOSITION_PSCI);
  const suspends = id === PSCI_CPU_SUSPEND || id === PSCI_CPU_SUSPEND_64;
  if (suspends && readW(cpu, 1) & POWER_DOWN) return CALL_RESUMES;
  if (id === PSCI_VERSION) writeFromEl2(cpu, 0, PSCI_VERSION_1_1);
  else writeFromEl2(cpu, 0, <u64>(suspends ? PSCI_INVALID_PARAMETERS : SMCCC_NOT_SUPPORTED));
  return CALL_ANSWERED;
}

/** FF-A, and the services of the silicon's maker: fast calls without a reserved bit in their ids. */
function isPassedOn(id: u32): bool {
  const owner = (id >> SMCCC_OWNER_SHIFT) & SMCCC_OWNER_MASK;
  const number = id & SMCCC_NUMBER_MASK;
  if (!(id & SMCCC_FAST) || ((id >> 16) & 0xff) !== 0) return false;
  if (owner === SMCCC_OWNER_SIP) return true;
  return owner === SMCCC_OWNER_STANDARD && number >= FFA_NUMBER_FIRST && number <= FFA_NUMBER_LAST;
}

/** EL3 gets x0 to x17 as the switch says. x0 to x7 come back, x8 to x17 in 64 bits alone, or where they are EL2’s. */
function passOn(cpu: usize, id: u32): void {
  setDisposition(cpu, DISPOSITION_FORWARDED);
  const rule = relaySwitch(SWITCH_FORWARDED_REGISTERS);
  const entry = entryFromRegisters(cpu, cpu + REG_X, SMC_FLAG_FORWARDED | SMC_FLAG_CALLER);
  if (rule !== FORWARDED_OWN) replaceX8X17(entry, rule === FORWARDED_RESIDUE);
  answerSmc(cpu, entry);
  copyX0X17(cpu + REG_X, entry + SMC_OUT);
  setWritersFromSmc(cpu, entry);
  if (rule !== FORWARDED_OWN) markX8X17(cpu, entry, rule === FORWARDED_RESIDUE ? WRITER_UNDEFINED : WRITER_EL2);
  else if (!(id & SMCCC_64) && !isWideReply(readW(cpu, 0))) restoreX8X17(cpu);
}

/** An answer with a 64-bit id, as FFA_RUN may end with. */
function isWideReply(reply: u32): bool {
  return (reply & SMCCC_64) !== 0 && reply !== <u32>SMCCC_NOT_SUPPORTED;
}

function replaceX8X17(entry: usize, residue: bool): void {
  for (let n: u32 = 8; n <= 17; n++) store<u64>(entry + (n << 3), residue ? undefinedValue(n) : 0, SMC_IN);
  if (residue) store<u32>(entry, registerMask(8, 17), SMC_UNDEFINED_IN);
}

/** What EL3 left alone is what EL2 passed. */
function markX8X17(cpu: usize, entry: usize, writer: u32): void {
  for (let n: u32 = 8; n <= 17; n++) {
    const at = entry + (n << 3);
    if (load<u64>(at, SMC_IN) === load<u64>(at, SMC_OUT)) setWriter(cpu, n, writer, 0);
  }
}

function restoreX8X17(cpu: usize): void {
  for (let n: u32 = 8; n <= 17; n++) {
    writeX(cpu, n, load<u64>(cpu + (n << 3), TRAP_BEFORE_X));
    setWriter(cpu, n, WRITER_CALLER, 0);
  }
}
