/** Traps of WFI and WFE (DDI 0487, D1.6). */

import { SYS_HCR_EL2, SYS_SCR_EL3, SYS_SCTLR_EL1 } from '../layout';
import { isEl2Enabled, undefinedTarget } from '../machine/route';
import { syndromeWait } from '../machine/syndrome-access';
import { currentLevel } from './context';
import { raiseTrap } from './event';

const SCTLR_NTWI: u64 = 1 << 16;
const SCTLR_NTWE: u64 = 1 << 18;
const HCR_TWI: u64 = 1 << 13;
const HCR_TWE: u64 = 1 << 14;
const SCR_TWI: u64 = 1 << 12;
const SCR_TWE: u64 = 1 << 13;

/** False where a WFI, or a WFE where `event` is set, traps at the current exception level. */
export function isWaitAllowed(cpu: usize, event: bool): bool {
  const target = trapLevel(cpu, currentLevel(cpu), event);
  return target ? raiseTrap(target, syndromeWait(event)) : true;
}

/** The level that it traps to, or 0. */
function trapLevel(cpu: usize, level: u32, event: bool): u32 {
  const allowed = event ? SCTLR_NTWE : SCTLR_NTWI;
  if (level === 0 && !(load<u64>(cpu, SYS_SCTLR_EL1) & allowed)) return undefinedTarget(cpu, 0);
  const toEl2 = load<u64>(cpu, SYS_HCR_EL2) & (event ? HCR_TWE : HCR_TWI);
  if (level < 2 && toEl2 && isEl2Enabled(cpu)) return 2;
  return level < 3 && load<u64>(cpu, SYS_SCR_EL3) & (event ? SCR_TWE : SCR_TWI) ? 3 : 0;
}
