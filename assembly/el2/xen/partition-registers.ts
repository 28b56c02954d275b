/**
 * FFA_PARTITION_INFO_GET_REGS: x1 and x2 UUID, x3[15:0] start index, x3[31:16] tag. The answer is x0 to x17:
 *
 *   x2:  63      48 47      32 31      16 15       0
 *        │  size   │   tag    │ current  │   last   │      x3 to x17: entries of 24 bytes, five at most
 */

import { FFA_SUCCESS_64 } from '../../ffa/ids';
import { FFA_INVALID_PARAMETERS, FFA_RETRY, FFA_STATUS_SUCCESS } from '../../ffa/status';
import { SCRATCH_START } from '../../layout';
import { writeFromEl2 } from '../../machine/record';
import { readX } from '../../machine/registers';
import { isVmToVm, state32 } from './access';
import { clearLastUuid, countAnew, ENTRY_SIZE_1_1, entryCount, openEntries, putEntry } from './entries';
import { setError } from './result';
import { countSps, spAt, spCount, spMatches } from './sp-list';
import { STATE_TAG } from './state';
import { listsVms, putVms, vmCount } from './vm-entries';

/** Entries that fit x3 to x17. */
const ENTRIES: u32 = 5;
/** Working storage: x3 to x17. */
const REGISTERS: u32 = SCRATCH_START + 0x40;
/** The tag where nothing changes. */
const ONLY_TAG: u32 = 1;

export function handlePartitionInfoRegs(cpu: usize, vm: usize): void {
  const start = <u32>readX(cpu, 3) & 0xffff;
  const status = checkStart(start, (<u32>readX(cpu, 3) >> 16) & 0xffff);
  const answered = status === FFA_STATUS_SUCCESS ? answer(cpu, vm, start) : status;
  if (answered !== FFA_STATUS_SUCCESS) setError(cpu, vm, answered);
}

/** Only a first call has no tag to name; later ones must name the tag that the first returned. */
function checkStart(start: u32, tag: u32): i32 {
  if (start > 0xffff - (ENTRIES - 1)) return FFA_INVALID_PARAMETERS;
  if (start === 0) return tag === 0 ? FFA_STATUS_SUCCESS : FFA_INVALID_PARAMETERS;
  return tag === currentTag() ? FFA_STATUS_SUCCESS : FFA_RETRY;
}

function currentTag(): u32 {
  return isVmToVm() ? state32(STATE_TAG) & 0xffff : ONLY_TAG;
}

function answer(cpu: usize, vm: usize, start: u32): i32 {
  const low = readX(cpu, 1);
  const high = readX(cpu, 2);
  const nil = (low | high) === 0;
  const sps = countSps(low, high);
  if (sps === 0 && !nil) return FFA_INVALID_PARAMETERS;
  const total = sps + (listsVms(nil) ? vmCount() : 0);
  if (start >= total) return FFA_INVALID_PARAMETERS;
  const entries = collect(vm, low, high, start, sps);
  if (entries === 0) return FFA_INVALID_PARAMETERS;
  writeAnswer(cpu, start + entries - 1, total - 1);
  return FFA_STATUS_SUCCESS;
}

/**
 * Fills x3 to x17 and returns how many entries the answer counts. Where not all VMs fit, those that do are there, and
 * none of them is counted.
 */
function collect(vm: usize, low: u64, high: u64, start: u32, sps: u32): u32 {
  memory.fill(REGISTERS, 0, ENTRIES * ENTRY_SIZE_1_1);
  openEntries(REGISTERS, ENTRIES * ENTRY_SIZE_1_1, ENTRY_SIZE_1_1);
  putSps(low, high, start);
  const secure = entryCount();
  if (secure === ENTRIES || !listsVms((low | high) === 0)) return secure;
  countAnew();
  return putVms(vm, start > sps ? start - sps : 0) ? secure + entryCount() : secure;
}

function putSps(low: u64, high: u64, start: u32): void {
  let matching: u32 = 0;
  for (let index: u32 = 0; index < spCount(); index++) {
    if (!spMatches(index, low, high) || matching++ < start) continue;
    if (!putEntry(spAt(index), ENTRY_SIZE_1_1)) return;
    if ((low | high) !== 0) clearLastUuid();
  }
}

function writeAnswer(cpu: usize, current: u32, last: u32): void {
  const x2 =
    ((<u64>ENTRY_SIZE_1_1) << 48) |
    ((<u64>currentTag()) << 32) |
    ((<u64>(current & 0xffff)) << 16) |
    <u64>(last & 0xffff);
  writeFromEl2(cpu, 0, FFA_SUCCESS_64);
  writeFromEl2(cpu, 1, 0);
  writeFromEl2(cpu, 2, x2);
  for (let n: u32 = 3; n <= 17; n++) writeFromEl2(cpu, n, load<u64>(REGISTERS + (n - 3) * 8));
}
