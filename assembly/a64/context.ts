/**
 * Between the register file in memory, where PSTATE and the banked stack pointers are authoritative, and the working state
 * of the run loop.
 */

import { REG_NZCV, REG_PSTATE, REG_SP, REG_SP_EL1, SYS_SCTLR_EL1 } from '../layout';
import { setAccess } from '../machine/access';
import { BANK_SCTLR, bankOf } from '../machine/exception';
import { exceptionLevel, PSTATE_NZCV } from '../machine/pstate';
import { updateFpTrap } from './fp-trap';
import { loadStackPointer, saveStackPointer, setStackCheck } from './stack';

const NZCV_SHIFT: u64 = 28;
const SCTLR_A: u64 = 1 << 1;
const SCTLR_SA: u64 = 1 << 3;
const SCTLR_SA0: u64 = 1 << 4;

/** Current exception level. */
export function currentLevel(cpu: usize): u32 {
  return exceptionLevel(load<u64>(cpu, REG_PSTATE));
}

/** SCTLR of the current exception level. */
export function currentControl(cpu: usize, level: u32): u64 {
  return level === 0 ? load<u64>(cpu, SYS_SCTLR_EL1) : load<u64>(bankOf(cpu, level), BANK_SCTLR);
}

/** Working state from the register file. */
export function enter(cpu: usize): void {
  loadStackPointer(cpu, load<u64>(cpu, REG_PSTATE));
  store<u32>(cpu, <u32>(load<u64>(cpu, REG_PSTATE) >> NZCV_SHIFT) & 15, REG_NZCV);
  refresh(cpu);
}

/** Recomputes what depends on the exception level and the control registers. */
export function refresh(cpu: usize): void {
  const level = currentLevel(cpu);
  const control = currentControl(cpu, level);
  setAccess(level, (control & SCTLR_A) !== 0);
  setStackCheck((control & (level === 0 ? SCTLR_SA0 : SCTLR_SA)) !== 0);
  updateFpTrap(cpu, level);
}

/** PSTATE with the flags of the working state. */
export function currentPstate(cpu: usize): u64 {
  return (load<u64>(cpu, REG_PSTATE) & ~PSTATE_NZCV) | ((<u64>load<u32>(cpu, REG_NZCV)) << NZCV_SHIFT);
}

/** What {@link save} does at EL1 with SP_EL1 in use. */
export function saveEl1h(cpu: usize, pstate: u64): void {
  store<u64>(cpu, load<u64>(cpu, REG_SP), REG_SP_EL1);
  store<u64>(cpu, pstate, REG_PSTATE);
}

/** Register file from the working state, but for PC, which is written elsewhere. Returns PSTATE. */
export function save(cpu: usize): u64 {
  const pstate = currentPstate(cpu);
  saveStackPointer(cpu, pstate);
  store<u64>(cpu, pstate, REG_PSTATE);
  return pstate;
}
