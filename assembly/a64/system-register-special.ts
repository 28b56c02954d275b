/** System registers that are more than storage. `trap` is the syndrome for a trap of the access. */

import { REG_FPCR, REG_FPSR, REG_NZCV, REG_PSTATE, REG_SP_EL0, SYS_SCTLR_EL1 } from '../layout';
import { vcpuNumber } from '../machine/contexts';
import {
  PSTATE_DAIF,
  PSTATE_DIT,
  PSTATE_EL_MASK,
  PSTATE_EL_SHIFT,
  PSTATE_PAN,
  PSTATE_SP,
  PSTATE_SSBS,
  PSTATE_UAO,
} from '../machine/pstate';
import { isEl2Enabled, undefinedTarget } from '../machine/route';
import { currentLevel, refresh } from './context';
import { EVENT_MMU, EVENT_UNDEFINED, raise, raiseTrap } from './event';
import { isVectorUsable } from './fp-trap';
import * as name from './generated/system-registers';
import { isMaskOpen, writeMask, writeStackSelect } from './process-state';
import { returnValue } from './system-register-value';
import { readTimer, writeTimer } from './timer';

const NZCV_SHIFT: u32 = 28;
const SCTLR_M: u64 = 1;
const SCTLR_UCT: u64 = 1 << 15;
const SCTLR_DZE: u64 = 1 << 14;
const HCR_TDZ: u64 = 1 << 28;
const CPTR_TCPAC: u64 = 1 << 31;
const OSLSR_OSLM: u64 = 8;
const OSLSR_OSLK: u64 = 2;
/** Implementer 0, software; variant 0; architecture by ID registers; part 0x541, revision 0. */
const MIDR: u64 = 0x000f5410;
/** RES1; Aff0 is the number of the vCPU. */
const MPIDR_RES1: u64 = 0x80000000;
/** ERG, CWG, DminLine and IminLine 64 bytes, PIPT, IDC and DIC. */
const CTR: u64 = 0xb444c004;
/** 64 bytes. */
const DCZID: u64 = 4;
const DCZID_DZP: u64 = 1 << 4;
/** AHP, DN, FZ, RMode, FZ16: exceptions are not trapped. */
const FPCR_MASK: u64 = 0x07c80000;
/** QC and the cumulative exception bits. */
const FPSR_MASK: u64 = 0x0800009f;

export function readSpecial(cpu: usize, special: u32, slot: u32, trap: u64, left: u32): bool {
  const pstate = load<u64>(cpu, REG_PSTATE);
  switch (special) {
    case name.SPECIAL_NZCV:
      return returnValue((<u64>load<u32>(cpu, REG_NZCV)) << NZCV_SHIFT);
    case name.SPECIAL_DAIF:
      return isMaskOpen(cpu, trap) && returnValue(pstate & PSTATE_DAIF);
    case name.SPECIAL_CURRENTEL:
      return returnValue(pstate & (PSTATE_EL_MASK << PSTATE_EL_SHIFT));
    case name.SPECIAL_SPSEL:
      return returnValue(pstate & PSTATE_SP);
    case name.SPECIAL_PAN:
      return returnValue(pstate & PSTATE_PAN);
    case name.SPECIAL_UAO:
      return returnValue(pstate & PSTATE_UAO);
    case name.SPECIAL_DIT:
      return returnValue(pstate & PSTATE_DIT);
    case name.SPECIAL_SSBS:
      return returnValue(pstate & PSTATE_SSBS);
    case name.SPECIAL_FPCR:
      return isVectorUsable(cpu) && returnValue(load<u64>(cpu, REG_FPCR));
    case name.SPECIAL_FPSR:
      return isVectorUsable(cpu) && returnValue(load<u64>(cpu, REG_FPSR));
    case name.SPECIAL_SP_EL0:
      return isBanked(pstate) && returnValue(load<u64>(cpu, REG_SP_EL0));
    case name.SPECIAL_MIDR_EL1:
      return returnValue(isVirtualised(cpu) ? load<u64>(cpu, name.SYS_VPIDR_EL2) : MIDR);
    case name.SPECIAL_MPIDR_EL1:
      return returnValue(isVirtualised(cpu) ? load<u64>(cpu, name.SYS_VMPIDR_EL2) : affinity(cpu));
    case name.SPECIAL_CTR_EL0:
      return isCacheTypeOpen(cpu, trap) && returnValue(CTR);
    case name.SPECIAL_DCZID_EL0:
      return returnValue(isZeroingOpen(cpu) ? DCZID : DCZID | DCZID_DZP);
    case name.SPECIAL_CPACR_EL1:
    case name.SPECIAL_CPTR_EL2:
      return isFpControlOpen(cpu, special, trap) && returnValue(load<u64>(cpu + slot));
    case name.SPECIAL_SCTLR_EL1:
    case name.SPECIAL_SCTLR_EL2:
    case name.SPECIAL_SCTLR_EL3:
    case name.SPECIAL_CPTR_EL3:
    case name.SPECIAL_HCR_EL2:
    case name.SPECIAL_SCR_EL3:
      return returnValue(load<u64>(cpu + slot));
    default:
      return readTimer(cpu, special, left, trap);
  }
}

/** `value` has the bits that cannot be written as they were. */
export function writeSpecial(cpu: usize, special: u32, slot: u32, value: u64, left: u32, trap: u64): bool {
  switch (special) {
    case name.SPECIAL_NZCV:
      store<u32>(cpu, <u32>value >> NZCV_SHIFT, REG_NZCV);
      return true;
    case name.SPECIAL_DAIF:
      if (!isMaskOpen(cpu, trap)) return false;
      writeMask(cpu, value);
      return true;
    case name.SPECIAL_SPSEL:
      writeStackSelect(cpu, value);
      return true;
    case name.SPECIAL_PAN:
      return writeField(cpu, PSTATE_PAN, value);
    case name.SPECIAL_UAO:
      return writeField(cpu, PSTATE_UAO, value);
    case name.SPECIAL_DIT:
      return writeField(cpu, PSTATE_DIT, value);
    case name.SPECIAL_SSBS:
      return writeField(cpu, PSTATE_SSBS, value);
    case name.SPECIAL_FPCR:
      return isVectorUsable(cpu) && storeValue(cpu + REG_FPCR, value & FPCR_MASK);
    case name.SPECIAL_FPSR:
      return isVectorUsable(cpu) && storeValue(cpu + REG_FPSR, value & FPSR_MASK);
    case name.SPECIAL_SP_EL0:
      return isBanked(load<u64>(cpu, REG_PSTATE)) && storeValue(cpu + REG_SP_EL0, value);
    case name.SPECIAL_OSLAR_EL1:
      return storeValue(cpu + name.SYS_OSLSR_EL1, OSLSR_OSLM | (value & 1 ? OSLSR_OSLK : 0));
    case name.SPECIAL_SCTLR_EL1:
    case name.SPECIAL_SCTLR_EL2:
    case name.SPECIAL_SCTLR_EL3:
      return value & SCTLR_M ? raise(EVENT_MMU, 0) : control(cpu, slot, value);
    case name.SPECIAL_CPACR_EL1:
    case name.SPECIAL_CPTR_EL2:
      return isFpControlOpen(cpu, special, trap) && control(cpu, slot, value);
    case name.SPECIAL_CPTR_EL3:
    case name.SPECIAL_HCR_EL2:
    case name.SPECIAL_SCR_EL3:
      return control(cpu, slot, value);
    default:
      return writeTimer(cpu, special, value, left, trap);
  }
}

function storeValue(slot: usize, value: u64): bool {
  store<u64>(slot, value);
  return true;
}

/** A register that the working state depends on. */
function control(cpu: usize, slot: u32, value: u64): bool {
  store<u64>(cpu + slot, value);
  refresh(cpu);
  return true;
}

function writeField(cpu: usize, field: u64, value: u64): bool {
  store<u64>(cpu, (load<u64>(cpu, REG_PSTATE) & ~field) | (value & field), REG_PSTATE);
  return true;
}

/** SP_EL0 has no access while it is the stack pointer in use. */
function isBanked(pstate: u64): bool {
  return pstate & PSTATE_SP ? true : raise(EVENT_UNDEFINED, 0);
}

/** EL1 sees the identity that EL2 gives it. */
function isVirtualised(cpu: usize): bool {
  return currentLevel(cpu) === 1 && isEl2Enabled(cpu);
}

/** MPIDR_EL1 of a vCPU: Aff0 is its number. */
export function affinity(cpu: usize): u64 {
  return MPIDR_RES1 | vcpuNumber(cpu);
}

function isCacheTypeOpen(cpu: usize, trap: u64): bool {
  if (currentLevel(cpu) !== 0 || load<u64>(cpu, SYS_SCTLR_EL1) & SCTLR_UCT) return true;
  return raiseTrap(undefinedTarget(cpu, 0), trap);
}

/** Whether DC ZVA can be executed at the current exception level. */
function isZeroingOpen(cpu: usize): bool {
  const level = currentLevel(cpu);
  if (level === 0 && !(load<u64>(cpu, SYS_SCTLR_EL1) & SCTLR_DZE)) return false;
  return level > 1 || !isEl2Enabled(cpu) || !(load<u64>(cpu, name.SYS_HCR_EL2) & HCR_TDZ);
}

/** CPTR_EL2.TCPAC and CPTR_EL3.TCPAC trap CPACR_EL1, the latter CPTR_EL2 as well. */
function isFpControlOpen(cpu: usize, special: u32, trap: u64): bool {
  const level = currentLevel(cpu);
  const toEl2 = special === name.SPECIAL_CPACR_EL1 && level === 1 && isEl2Enabled(cpu);
  if (toEl2 && load<u64>(cpu, name.SYS_CPTR_EL2) & CPTR_TCPAC) return raiseTrap(2, trap);
  return level < 3 && load<u64>(cpu, name.SYS_CPTR_EL3) & CPTR_TCPAC ? raiseTrap(3, trap) : true;
}
