/** FFA_MEM_SHARE and FFA_MEM_LEND with their first fragment, and FFA_MEM_FRAG_TX with the ones after it. */

import { answerOf } from '../../el3/log';
import {
  ACCESS_COMPOSITE,
  COMPOSITE_SIZE,
  RANGE_SIZE,
  TRANSACTION_RECEIVERS,
  TRANSACTION_SENDER,
} from '../../ffa/descriptor';
import { FFA_MEM_FRAG_RX, FFA_MEM_FRAG_TX, FFA_MEM_RECLAIM, FFA_SUCCESS } from '../../ffa/ids';
import { FFA_INVALID_PARAMETERS, FFA_NO_MEMORY } from '../../ffa/status';
import { CAUSE_NONE, HYP_TX } from '../../layout';
import { causeOf, countWarning } from '../../machine/record';
import { readW, readX } from '../../machine/registers';
import { pkvmSwitch, state64 } from './access';
import { accessOffset, accessSize, minimumFragment } from './access-descriptor';
import { BUFFER_SIZE, copyFromHost, descriptorCapacity, readHyp32, requireBuffers } from './buffers';
import { HOST_FFA_ID } from './message';
import { shareRanges, unshareRanges } from './ranges';
import { resultError, takeResult } from './result';
import { issueSmc } from './smc';
import { STATE_HOST_TX } from './state';
import { CHECK_ON, SWITCH_DESCRIPTOR_BOUNDS } from './switches';

/** __do_ffa_mem_xfer: w1 length in all, w2 length of this fragment, x3 and w4 zero. Issued with the 64-bit id always. */
export function handleTransfer(cpu: usize, id: u32): void {
  const status = checkTransfer(cpu);
  if (status !== 0) {
    resultError(status);
    return;
  }
  const length = readW(cpu, 1);
  const fragment = readW(cpu, 2);
  copyFromHost(HYP_TX, fragment);
  const ranges = locateRanges(cpu, fragment);
  if (causeOf(cpu) !== CAUSE_NONE) return;
  if (ranges === 0) {
    resultError(FFA_INVALID_PARAMETERS);
    return;
  }
  const count = (fragment - ranges) / RANGE_SIZE;
  const denied = shareRanges(cpu, HYP_TX, ranges, count);
  if (denied !== 0) {
    resultError(denied);
    return;
  }
  const entry = issueSmc(cpu, id, length, fragment);
  takeResult(entry);
  if (!isTransferAccepted(entry, length, fragment)) unshareRanges(cpu, HYP_TX, ranges, count);
}

function checkTransfer(cpu: usize): i32 {
  const length = readW(cpu, 1);
  const fragment = readW(cpu, 2);
  const reserved = readX(cpu, 3) !== 0 || readW(cpu, 4) !== 0;
  if (reserved || fragment > length || fragment > BUFFER_SIZE) return FFA_INVALID_PARAMETERS;
  if (fragment < minimumFragment() || !state64(STATE_HOST_TX)) return FFA_INVALID_PARAMETERS;
  return length > descriptorCapacity() ? FFA_NO_MEMORY : 0;
}

/**
 * Offset of the first range in the hypervisor's TX page, or 0 where the descriptor is not acceptable: one receiver, the
 * host as sender, a composite descriptor within the fragment, and nothing but whole ranges after it.
 */
function locateRanges(cpu: usize, fragment: u32): u32 {
  const access = accessOffset(cpu, HYP_TX);
  if (pkvmSwitch(SWITCH_DESCRIPTOR_BOUNDS) === CHECK_ON && <u64>access + accessSize() > fragment) return 0;
  const composite = readHyp32(cpu, HYP_TX, <u64>access + ACCESS_COMPOSITE);
  const receivers = readHyp32(cpu, HYP_TX, TRANSACTION_RECEIVERS);
  const sender = readHyp32(cpu, HYP_TX, TRANSACTION_SENDER) & 0xffff;
  if (composite === 0 || receivers !== 1 || sender !== HOST_FFA_ID) return 0;
  if (<u64>composite + COMPOSITE_SIZE > fragment) return 0;
  const ranges = composite + COMPOSITE_SIZE;
  return (fragment - ranges) % RANGE_SIZE === 0 ? ranges : 0;
}

/** FFA_SUCCESS where the fragment was all of it, else FFA_MEM_FRAG_RX that asks for what comes next. */
function isTransferAccepted(entry: usize, length: u32, fragment: u32): bool {
  const answer = answerOf(entry, 0);
  if (length === fragment) return answer === FFA_SUCCESS;
  return answer === FFA_MEM_FRAG_RX && answerOf(entry, 3) === fragment;
}

/** do_ffa_mem_frag_tx: w1 and w2 handle, w3 length of the fragment, w4 endpoint. A fragment is nothing but ranges. */
export function handleFragment(cpu: usize): void {
  const fragment = readW(cpu, 3);
  const mapped = state64(STATE_HOST_TX) !== 0;
  if (fragment > BUFFER_SIZE || fragment % RANGE_SIZE !== 0 || !mapped) {
    resultError(FFA_INVALID_PARAMETERS);
    return;
  }
  if (!requireBuffers(cpu, fragment)) return;
  copyFromHost(HYP_TX, fragment);
  const count = fragment / RANGE_SIZE;
  const denied = shareRanges(cpu, HYP_TX, 0, count);
  if (denied !== 0) {
    abandonTransfer(cpu, denied);
    return;
  }
  const entry = issueFragment(cpu, fragment);
  takeResult(entry);
  const answer = answerOf(entry, 0);
  if (answer !== FFA_SUCCESS && answer !== FFA_MEM_FRAG_RX) unshareRanges(cpu, HYP_TX, 0, count);
}

function issueFragment(cpu: usize, fragment: u32): usize {
  return issueSmc(cpu, FFA_MEM_FRAG_TX, readW(cpu, 1), readW(cpu, 2), fragment, readW(cpu, 4));
}

/** EL3 is told to give up what it has of the transaction; that it might not is a WARN_ON. */
function abandonTransfer(cpu: usize, status: i32): void {
  const entry = issueSmc(cpu, FFA_MEM_RECLAIM, readW(cpu, 1), readW(cpu, 2));
  if (answerOf(entry, 0) !== FFA_SUCCESS) countWarning(cpu);
  resultError(status);
}
