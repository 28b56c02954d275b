/**
 * The generic timer (DDI 0487, D12). The system counter counts the instructions of all vCPUs. Conditions are computed when
 * they are read; no interrupt follows from them.
 */

import { isEl2Enabled, undefinedTarget } from '../machine/route';
import { systemCount } from '../machine/running';
import { currentLevel } from './context';
import { raiseTrap } from './event';
import * as name from './generated/system-registers';
import { returnValue } from './system-register-value';

/** CNTKCTL_EL1 fields: what EL0 may access. */
const EL0_PHYSICAL_COUNTER: u64 = 1 << 0;
const EL0_VIRTUAL_COUNTER: u64 = 1 << 1;
const EL0_VIRTUAL_TIMER: u64 = 1 << 8;
const EL0_PHYSICAL_TIMER: u64 = 1 << 9;
/** CNTHCTL_EL2 fields: what EL1 and EL0 may access. */
const EL1_PHYSICAL_COUNTER: u64 = 1 << 0;
const EL1_PHYSICAL_TIMER: u64 = 1 << 1;
const NOTHING: u64 = 0;

/** CNTx_CTL fields. */
const ENABLE: u64 = 1;
const ISTATUS: u64 = 1 << 2;

/** Reads a counter or timer register. `left` is the rest of the budget, `trap` the syndrome for a trap of the access. */
export function readTimer(cpu: usize, special: u32, left: u32, trap: u64): bool {
  if (!isAccessible(cpu, special, trap)) return false;
  const count = isVirtual(special) ? systemCount(left) - load<u64>(cpu, name.SYS_CNTVOFF_EL2) : systemCount(left);
  switch (special) {
    case name.SPECIAL_CNTFRQ_EL0:
      return returnValue(load<u64>(cpu, name.SYS_CNTFRQ_EL0));
    case name.SPECIAL_CNTPCT_EL0:
    case name.SPECIAL_CNTVCT_EL0:
      return returnValue(count);
    case name.SPECIAL_CNTV_TVAL_EL0:
    case name.SPECIAL_CNTP_TVAL_EL0:
    case name.SPECIAL_CNTPS_TVAL_EL1:
    case name.SPECIAL_CNTHP_TVAL_EL2:
      return returnValue((load<u64>(compareSlot(cpu, special)) - count) & 0xffffffff);
    case name.SPECIAL_CNTV_CVAL_EL0:
    case name.SPECIAL_CNTP_CVAL_EL0:
    case name.SPECIAL_CNTPS_CVAL_EL1:
    case name.SPECIAL_CNTHP_CVAL_EL2:
      return returnValue(load<u64>(compareSlot(cpu, special)));
    default:
      return returnValue(control(load<u64>(controlSlot(cpu, special)), load<u64>(compareSlot(cpu, special)), count));
  }
}

/** Writes a timer register. */
export function writeTimer(cpu: usize, special: u32, value: u64, left: u32, trap: u64): bool {
  if (!isAccessible(cpu, special, trap)) return false;
  const count = isVirtual(special) ? systemCount(left) - load<u64>(cpu, name.SYS_CNTVOFF_EL2) : systemCount(left);
  switch (special) {
    case name.SPECIAL_CNTFRQ_EL0:
      store<u64>(cpu, value, name.SYS_CNTFRQ_EL0);
      return true;
    case name.SPECIAL_CNTV_TVAL_EL0:
    case name.SPECIAL_CNTP_TVAL_EL0:
    case name.SPECIAL_CNTPS_TVAL_EL1:
    case name.SPECIAL_CNTHP_TVAL_EL2:
      store<u64>(compareSlot(cpu, special), count + <u64>(<i64>(<i32>value)));
      return true;
    case name.SPECIAL_CNTV_CVAL_EL0:
    case name.SPECIAL_CNTP_CVAL_EL0:
    case name.SPECIAL_CNTPS_CVAL_EL1:
    case name.SPECIAL_CNTHP_CVAL_EL2:
      store<u64>(compareSlot(cpu, special), value);
      return true;
    default:
      store<u64>(controlSlot(cpu, special), value);
      return true;
  }
}

/** CNTx_CTL with ISTATUS: whether the timer is on and its time has come. */
function control(bits: u64, compare: u64, count: u64): u64 {
  return bits & ENABLE && <i64>(count - compare) >= 0 ? bits | ISTATUS : bits;
}

function isVirtual(special: u32): bool {
  return special === name.SPECIAL_CNTVCT_EL0 || compareOffset(special) === name.SYS_CNTV_CVAL_EL0;
}

function compareSlot(cpu: usize, special: u32): usize {
  return cpu + compareOffset(special);
}

/** CNTx_CVAL of the timer that a register belongs to, 0 for those of none. */
function compareOffset(special: u32): u32 {
  switch (special) {
    case name.SPECIAL_CNTV_CTL_EL0:
    case name.SPECIAL_CNTV_CVAL_EL0:
    case name.SPECIAL_CNTV_TVAL_EL0:
      return name.SYS_CNTV_CVAL_EL0;
    case name.SPECIAL_CNTP_CTL_EL0:
    case name.SPECIAL_CNTP_CVAL_EL0:
    case name.SPECIAL_CNTP_TVAL_EL0:
      return name.SYS_CNTP_CVAL_EL0;
    case name.SPECIAL_CNTPS_CTL_EL1:
    case name.SPECIAL_CNTPS_CVAL_EL1:
    case name.SPECIAL_CNTPS_TVAL_EL1:
      return name.SYS_CNTPS_CVAL_EL1;
    case name.SPECIAL_CNTHP_CTL_EL2:
    case name.SPECIAL_CNTHP_CVAL_EL2:
    case name.SPECIAL_CNTHP_TVAL_EL2:
      return name.SYS_CNTHP_CVAL_EL2;
    default:
      return 0;
  }
}

function controlSlot(cpu: usize, special: u32): usize {
  switch (special) {
    case name.SPECIAL_CNTV_CTL_EL0:
      return cpu + name.SYS_CNTV_CTL_EL0;
    case name.SPECIAL_CNTP_CTL_EL0:
      return cpu + name.SYS_CNTP_CTL_EL0;
    case name.SPECIAL_CNTPS_CTL_EL1:
      return cpu + name.SYS_CNTPS_CTL_EL1;
    default:
      return cpu + name.SYS_CNTHP_CTL_EL2;
  }
}

/** CNTKCTL_EL1 decides for EL0, then CNTHCTL_EL2 for EL0 and EL1. */
function isAccessible(cpu: usize, special: u32, trap: u64): bool {
  switch (special) {
    case name.SPECIAL_CNTFRQ_EL0:
      return isAllowed(cpu, EL0_PHYSICAL_COUNTER | EL0_VIRTUAL_COUNTER, NOTHING, trap);
    case name.SPECIAL_CNTPCT_EL0:
      return isAllowed(cpu, EL0_PHYSICAL_COUNTER, EL1_PHYSICAL_COUNTER, trap);
    case name.SPECIAL_CNTVCT_EL0:
      return isAllowed(cpu, EL0_VIRTUAL_COUNTER, NOTHING, trap);
    default:
      if (isVirtual(special)) return isAllowed(cpu, EL0_VIRTUAL_TIMER, NOTHING, trap);
      return isAllowed(cpu, EL0_PHYSICAL_TIMER, EL1_PHYSICAL_TIMER, trap);
  }
}

function isAllowed(cpu: usize, el0: u64, el1: u64, trap: u64): bool {
  const level = currentLevel(cpu);
  if (level === 0 && !(load<u64>(cpu, name.SYS_CNTKCTL_EL1) & el0)) return raiseTrap(undefinedTarget(cpu, 0), trap);
  if (level > 1 || el1 === NOTHING || !isEl2Enabled(cpu)) return true;
  return load<u64>(cpu, name.SYS_CNTHCTL_EL2) & el1 ? true : raiseTrap(2, trap);
}
