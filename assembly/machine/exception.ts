/** Exception entry and return (DDI 0487, D1.3; the ASL functions AArch64.TakeException and AArch64.ExceptionReturn). */

import {
  REG_PC,
  REG_PSTATE,
  SYS_ELR_EL1,
  SYS_ELR_EL2,
  SYS_ELR_EL3,
  SYS_HCR_EL2,
  SYS_SCR_EL3,
  TRAP_ELR,
  TRAP_ESR,
  TRAP_PSTATE,
  TRAP_RETURN,
  TRAP_SPSR,
  TRAP_VECTOR,
} from '../layout';
import { HCR_TGE } from './config';
import { INSTRUCTION_SIZE } from './instruction';
import {
  exceptionLevel,
  PSTATE_DAIF,
  PSTATE_DIT,
  PSTATE_EL_SHIFT,
  PSTATE_IL,
  PSTATE_IMPLEMENTED,
  PSTATE_M1,
  PSTATE_NRW,
  PSTATE_NZCV,
  PSTATE_PAN,
  PSTATE_SP,
  PSTATE_SS,
  PSTATE_SSBS,
  SCTLR_DSSBS_TO_SSBS,
  SCTLR_SPAN,
} from './pstate';
import { storePair } from './registers';

/** The registers of an exception level stand in the same order in each bank (layout.ts). */
export const BANK_ELR: u32 = 0x00;
export const BANK_SPSR: u32 = 0x08;
export const BANK_ESR: u32 = 0x10;
export const BANK_FAR: u32 = 0x18;
export const BANK_VBAR: u32 = 0x20;
export const BANK_SCTLR: u32 = 0x28;

const HCR_E2H: u64 = 1 << 34;
const SCR_NS_BIT: u64 = 1;
const SCR_EEL2: u64 = 1 << 18;
export const VECTOR_LOWER_64: u64 = 0x400;
const VECTOR_LOWER_32: u64 = 0x600;
const VECTOR_CURRENT_SPX: u64 = 0x200;
const VBAR_MASK: u64 = ~0x7ff;

/** Address of ELR_ELx, SPSR_ELx, ESR_ELx, … of EL1, EL2 or EL3. */
export function bankOf(cpu: usize, level: u32): usize {
  if (level === 1) return cpu + SYS_ELR_EL1;
  return level === 2 ? cpu + SYS_ELR_EL2 : cpu + SYS_ELR_EL3;
}

/**
 * Takes a synchronous exception: ESR, ELR, SPSR and PSTATE of the target, PC at its vector.
 * `completed` says that the instruction counts as executed, so that the software-step state machine advances first.
 */
export function takeException(cpu: usize, target: u32, syndrome: u64, preferredReturn: u64, completed: bool): void {
  const pstate = load<u64>(cpu, REG_PSTATE);
  const bank = bankOf(cpu, target);
  storePair(bank + BANK_ELR, preferredReturn, completed ? pstate & ~PSTATE_SS : pstate);
  store<u64>(bank, syndrome, BANK_ESR);
  const entry = entryPstate(bank, pstate, target) | panOnEntry(cpu, bank, target);
  storePair(cpu + REG_PC, vectorAddress(cpu, bank, pstate, target), entry);
}

/** The same for an SMC or HVC in a `pstate` that is at hand, and what it writes goes into the trap record as well. */
export function takeRecordedException(
  cpu: usize,
  target: u32,
  pstate: u64,
  syndrome: u64,
  preferredReturn: u64,
  completed: bool,
): void {
  const bank = bankOf(cpu, target);
  const saved = completed ? pstate & ~PSTATE_SS : pstate;
  const vector = vectorAddress(cpu, bank, pstate, target);
  const entry = entryPstate(bank, pstate, target) | panOnEntry(cpu, bank, target);
  writeRecordedException(cpu, bank, syndrome, preferredReturn, saved, vector, entry);
}

/** ESR, ELR and SPSR of the target's bank, and the PC and PSTATE that it begins with. */
export function writeRecordedException(
  cpu: usize,
  bank: usize,
  syndrome: u64,
  preferredReturn: u64,
  saved: u64,
  vector: u64,
  entry: u64,
): void {
  writeBank(bank, syndrome, preferredReturn, saved);
  store<u64>(cpu, vector, REG_PC);
  store<u64>(cpu, entry, REG_PSTATE);
  recordEntry(cpu, syndrome, preferredReturn, saved, vector, entry);
  store<u64>(cpu, preferredReturn, TRAP_RETURN);
}

/**
 * What an SMC that was trapped to EL2, answered there and skipped leaves behind: in EL2's bank, in the record, and in PC. It
 * came in the PSTATE that it goes on in.
 */
export function writeSkippedException(cpu: usize, syndrome: u64, pc: u64, pstate: u64): void {
  const bank = cpu + SYS_ELR_EL2;
  const next = pc + INSTRUCTION_SIZE;
  writeBank(bank, syndrome, next, pstate);
  store<u64>(cpu, next, REG_PC);
  recordEntry(cpu, syndrome, pc, pstate, vectorBase(bank) + VECTOR_LOWER_64, entryPstate(bank, pstate, 2));
  store<u64>(cpu, next, TRAP_RETURN);
}

function writeBank(bank: usize, syndrome: u64, preferredReturn: u64, saved: u64): void {
  store<u64>(bank, preferredReturn, BANK_ELR);
  store<u64>(bank, saved, BANK_SPSR);
  store<u64>(bank, syndrome, BANK_ESR);
}

/** The exception as it was taken. */
function recordEntry(cpu: usize, syndrome: u64, preferredReturn: u64, saved: u64, vector: u64, entry: u64): void {
  store<u64>(cpu, syndrome, TRAP_ESR);
  store<u64>(cpu, preferredReturn, TRAP_ELR);
  store<u64>(cpu, saved, TRAP_SPSR);
  store<u64>(cpu, vector, TRAP_VECTOR);
  store<u64>(cpu, entry, TRAP_PSTATE);
}

/** Start of the target's vectors. */
export function vectorBase(bank: usize): u64 {
  return load<u64>(bank, BANK_VBAR) & VBAR_MASK;
}

function vectorAddress(cpu: usize, bank: usize, pstate: u64, target: u32): u64 {
  return vectorBase(bank) + vectorOffset(cpu, pstate, target);
}

/** Offset of the synchronous vector: by where the exception came from. */
function vectorOffset(cpu: usize, pstate: u64, target: u32): u64 {
  if (exceptionLevel(pstate) === target) return pstate & PSTATE_SP ? VECTOR_CURRENT_SPX : 0;
  return lowerUsesAArch64(cpu, pstate, target) ? VECTOR_LOWER_64 : VECTOR_LOWER_32;
}

/** Register width of the level right below the target: HCR_EL2.RW and SCR_EL3.RW, bit 31 and bit 10. */
function lowerUsesAArch64(cpu: usize, pstate: u64, target: u32): bool {
  if (target === 2) return (load<u64>(cpu, SYS_HCR_EL2) & (1 << 31)) !== 0;
  if (target === 3) return (load<u64>(cpu, SYS_SCR_EL3) & (1 << 10)) !== 0;
  return (pstate & PSTATE_NRW) === 0;
}

/** PSTATE at the target, but for what {@link panOnEntry} adds. SSBS comes from SCTLR_ELx.DSSBS. */
export function entryPstate(bank: usize, pstate: u64, target: u32): u64 {
  const kept = pstate & (PSTATE_NZCV | PSTATE_DIT | PSTATE_PAN);
  const ssbs = (load<u64>(bank, BANK_SCTLR) >> SCTLR_DSSBS_TO_SSBS) & PSTATE_SSBS;
  return kept | ssbs | PSTATE_DAIF | ((<u64>target) << PSTATE_EL_SHIFT) | PSTATE_SP;
}

/** Entry to EL1, and to EL2 in the host regime, sets PSTATE.PAN unless SCTLR_ELx.SPAN says no. */
function panOnEntry(cpu: usize, bank: usize, target: u32): u64 {
  const hostRegime = HCR_E2H | HCR_TGE;
  const sets = target === 1 || (target === 2 && (load<u64>(cpu, SYS_HCR_EL2) & hostRegime) === hostRegime);
  return sets && !(load<u64>(bank, BANK_SCTLR) & SCTLR_SPAN) ? PSTATE_PAN : 0;
}

/** ERET at `level`, the current one: PC := ELR, PSTATE := SPSR, or PSTATE.IL where the return is illegal. */
export function exceptionReturn(cpu: usize, level: u32): void {
  const bank = bankOf(cpu, level);
  const saved = load<u64>(bank, BANK_SPSR);
  const illegal = isIllegalReturn(cpu, level, saved);
  const restored = illegal ? illegalPstate(load<u64>(cpu, REG_PSTATE), saved) : legalPstate(saved);
  store<u64>(cpu, load<u64>(bank, BANK_ELR), REG_PC);
  store<u64>(cpu, restored, REG_PSTATE);
}

/**
 * PSTATE.SS is restored only where debug exceptions are disabled at the source and software step is active at the
 * target; MDSCR_EL1.SS is 0 in this machine, so it never is.
 */
function legalPstate(saved: u64): u64 {
  return saved & PSTATE_IMPLEMENTED & ~PSTATE_SS;
}

/** Level, SP and width stay; flags and masks come from SPSR (ASL SetPSTATEFromPSR). */
function illegalPstate(pstate: u64, saved: u64): u64 {
  const restored = PSTATE_NZCV | PSTATE_PAN | PSTATE_DAIF;
  return (pstate & ~restored & ~PSTATE_SS) | (saved & restored) | PSTATE_IL;
}

/** Illegal exception returns from AArch64 (ASL IllegalExceptionReturn); every level of this machine is AArch64. */
function isIllegalReturn(cpu: usize, level: u32, saved: u64): bool {
  const target = exceptionLevel(saved);
  if (saved & (PSTATE_NRW | PSTATE_M1)) return true;
  if (target > level) return true;
  if (target === 0) return (saved & PSTATE_SP) !== 0;
  if (target === 1) return (load<u64>(cpu, SYS_HCR_EL2) & HCR_TGE) !== 0;
  return target === 2 && (load<u64>(cpu, SYS_SCR_EL3) & (SCR_NS_BIT | SCR_EEL2)) === 0;
}
