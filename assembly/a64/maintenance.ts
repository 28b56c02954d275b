/**
 * Cache and TLB maintenance (DDI 0487, C5.3 to C5.5). There are no caches and no translation: what is left are the levels
 * and control bits that make these instructions UNDEFINED or trap, and DC ZVA, which zeroes memory.
 */

import { ACCESS_WRITE, SYS_HCR_EL2, SYS_SCTLR_EL1 } from '../layout';
import { isReachable, pointerTo } from '../machine/access';
import { prepareWrite } from '../machine/pages';
import { isEl2Enabled, undefinedTarget } from '../machine/route';
import { syndromeSystem } from '../machine/syndrome-access';
import { currentLevel } from './context';
import { EVENT_UNDEFINED, EVENT_UNIMPLEMENTED_REGISTER, raise, raiseTrap } from './event';
import {
  MAINTENANCE_CONTROL,
  MAINTENANCE_COUNT,
  MAINTENANCE_KEY,
  MAINTENANCE_LEVEL,
  MAINTENANCE_TRAP,
} from './generated/maintenance';

/** Bytes that DC ZVA zeroes: DCZID_EL0.BS is 4, 16 words. */
const BLOCK: u64 = 64;
/** In the place of a trap bit: known and not implemented. */
const MISSING: u32 = 255;

/** False where the system instruction is UNDEFINED, or traps, at the current exception level. */
export function isMaintenanceAllowed(cpu: usize, key: u32, rt: u32): bool {
  const row = find(key);
  const level = currentLevel(cpu);
  if (row < 0 || level < unchecked(MAINTENANCE_LEVEL[row])) return raise(EVENT_UNDEFINED, 0);
  if (unchecked(MAINTENANCE_TRAP[row]) === MISSING) return raise(EVENT_UNIMPLEMENTED_REGISTER, key);
  if (level === 0 && !isEnabledAtEl0(cpu, row)) {
    return raiseTrap(undefinedTarget(cpu, 0), syndromeSystem(key, rt, false));
  }
  return level < 2 && isTrappedToEl2(cpu, row) ? raiseTrap(2, syndromeSystem(key, rt, false)) : true;
}

/** The bit of SCTLR_EL1 that lets EL0 execute it: DZE or UCI. */
function isEnabledAtEl0(cpu: usize, row: i32): bool {
  return ((load<u64>(cpu, SYS_SCTLR_EL1) >> <u64>unchecked(MAINTENANCE_CONTROL[row])) & 1) !== 0;
}

function isTrappedToEl2(cpu: usize, row: i32): bool {
  const bit = <u64>unchecked(MAINTENANCE_TRAP[row]);
  return bit !== 0 && ((load<u64>(cpu, SYS_HCR_EL2) >> bit) & 1) !== 0 && isEl2Enabled(cpu);
}

function find(key: u32): i32 {
  for (let row: i32 = 0; row < <i32>MAINTENANCE_COUNT; row++) {
    if (unchecked(MAINTENANCE_KEY[row]) === key) return row;
  }
  return -1;
}

/** DC ZVA: the block that holds an address. The fault, where there is one, is at the address itself. */
export function zeroBlock(address: u64): bool {
  if (!isReachable(address, 1, ACCESS_WRITE)) return false;
  const at = pointerTo(address & ~(BLOCK - 1));
  prepareWrite(address & ~(BLOCK - 1), <u32>BLOCK);
  memory.fill(at, 0, <usize>BLOCK);
  return true;
}
