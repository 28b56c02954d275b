/** Where a use of the SIMD and FP registers traps to (DDI 0487, D1.3.5: CPACR_EL1.FPEN, CPTR_EL2.TFP, CPTR_EL3.TFP). */

import { RUN_FP_TRAP } from '../layout';
import { syndromeFp } from '../machine/syndrome-access';
import { raiseTrap } from './event';
import { SYS_CPACR_EL1, SYS_CPTR_EL2, SYS_CPTR_EL3 } from './generated/system-registers';

const FPEN_SHIFT: u64 = 20;
const TFP: u64 = 1 << 10;

/** Works out for an exception level what {@link isVectorUsable} looks at. */
export function updateFpTrap(cpu: usize, level: u32): void {
  store<u32>(cpu, fpTrapLevel(cpu, level), RUN_FP_TRAP);
}

function fpTrapLevel(cpu: usize, level: u32): u32 {
  if (level < 2 && isTrappedAtEl1(cpu, level)) return 1;
  if (level < 3 && load<u64>(cpu, SYS_CPTR_EL2) & TFP) return 2;
  return load<u64>(cpu, SYS_CPTR_EL3) & TFP ? 3 : 0;
}

/** FPEN: 01 traps EL0, 00 and 10 trap both levels. */
function isTrappedAtEl1(cpu: usize, level: u32): bool {
  const enabled = <u32>(load<u64>(cpu, SYS_CPACR_EL1) >> FPEN_SHIFT) & 3;
  if (enabled === 3) return false;
  return enabled !== 1 || level === 0;
}

/** False where the use of a vector register traps. */
export function isVectorUsable(cpu: usize): bool {
  const level = load<u32>(cpu, RUN_FP_TRAP);
  return level ? raiseTrap(level, syndromeFp()) : true;
}
