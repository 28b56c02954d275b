/** The ranges of a memory transaction: 16 bytes each, in one of the hypervisor's own pages. */

import { RANGE_ADDRESS, RANGE_PAGES, RANGE_SIZE } from '../../ffa/descriptor';
import { FFA_DENIED } from '../../ffa/status';
import { CAUSE_NONE } from '../../layout';
import { causeOf, countWarning } from '../../machine/record';
import { pkvmSwitch } from './access';
import { readHyp32, readHyp64 } from './buffers';
import { isPageAligned, pageOf, sharePagesByFfa, unsharePagesByFfa } from './pages';
import { CHECK_ON, SWITCH_RANGE_ALIGNMENT } from './switches';

/** Shares every range in order, or none of them: returns 0 or DENIED. */
export function shareRanges(cpu: usize, page: u32, offset: u32, count: u32): i32 {
  const shared = countShared(cpu, page, offset, count);
  if (shared === count) return 0;
  unshareRanges(cpu, page, offset, shared);
  return FFA_DENIED;
}

function countShared(cpu: usize, page: u32, offset: u32, count: u32): u32 {
  for (let index: u32 = 0; index < count; index++) {
    const range = rangeOffset(offset, index);
    const address = readHyp64(cpu, page, range + RANGE_ADDRESS);
    const misaligned = pkvmSwitch(SWITCH_RANGE_ALIGNMENT) === CHECK_ON && !isPageAligned(address);
    if (misaligned || !sharePagesByFfa(pageOf(address), readHyp32(cpu, page, range + RANGE_PAGES))) return index;
  }
  return count;
}

/** Takes back every range in order up to the first that is not shared, which is a WARN_ON. */
export function unshareRanges(cpu: usize, page: u32, offset: u32, count: u32): void {
  for (let index: u32 = 0; index < count; index++) {
    const range = rangeOffset(offset, index);
    const address = readHyp64(cpu, page, range + RANGE_ADDRESS);
    const pages = readHyp32(cpu, page, range + RANGE_PAGES);
    if (causeOf(cpu) !== CAUSE_NONE) return;
    if (!unsharePagesByFfa(pageOf(address), pages)) {
      countWarning(cpu);
      return;
    }
  }
}

function rangeOffset(offset: u32, index: u32): u64 {
  return <u64>offset + <u64>index * RANGE_SIZE;
}
