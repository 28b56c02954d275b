/**
 * FFA_MEM_RECLAIM: the proxy retrieves the transaction's descriptor from EL3, puts its fragments together, reclaims the
 * memory, and only then gives the host its pages back. It does not check that the host has mapped its buffers.
 */

import { answerOf } from '../../el3/log';
import {
  ACCESS_COMPOSITE,
  COMPOSITE_RANGES,
  COMPOSITE_SIZE,
  RANGE_SIZE,
  TRANSACTION_HANDLE,
} from '../../ffa/descriptor';
import {
  FFA_MEM_FRAG_RX,
  FFA_MEM_FRAG_TX,
  FFA_MEM_RECLAIM,
  FFA_MEM_RETRIEVE_REQ_64,
  FFA_MEM_RETRIEVE_RESP,
  FFA_RX_RELEASE,
  FFA_SUCCESS,
} from '../../ffa/ids';
import { FFA_ABORTED, FFA_INVALID_PARAMETERS, FFA_NO_MEMORY } from '../../ffa/status';
import { CAUSE_ENDLESS_LOOP, CAUSE_NONE, HYP_DESCRIPTOR, HYP_RX, HYP_TX } from '../../layout';
import { writableFixedPointer } from '../../machine/ram';
import { causeOf, countWarning, setCause } from '../../machine/record';
import { readW } from '../../machine/registers';
import { pkvmSwitch } from './access';
import { accessOffset, accessSize } from './access-descriptor';
import { appendFragment, BUFFER_SIZE, descriptorCapacity, readHyp32, requireBuffers } from './buffers';
import { unshareRanges } from './ranges';
import { resultError, takeResult } from './result';
import { issueSmc } from './smc';
import {
  CHECK_ON,
  RELEASE_AFTER_COPY,
  SWITCH_DESCRIPTOR_BOUNDS,
  SWITCH_RETRIEVE_HEADER,
  SWITCH_RX_RELEASE,
} from './switches';

/** Empty fragments in a row after which the proxy counts as looping for ever. */
const EMPTY_FRAGMENT_LIMIT: u32 = 16;

/** do_ffa_mem_reclaim: w1 and w2 handle, w3 flags. */
export function handleReclaim(cpu: usize): void {
  if (!requireBuffers(cpu, pkvmSwitch(SWITCH_RETRIEVE_HEADER))) return;
  const retrieved = retrieveDescriptor(cpu);
  takeResult(retrieved);
  if (answerOf(retrieved, 0) !== FFA_MEM_RETRIEVE_RESP) return;
  const length = <u32>answerOf(retrieved, 1);
  const fragment = <u32>answerOf(retrieved, 2);
  const composite = locateComposite(cpu, length, fragment);
  if (composite < 0) {
    resultError(<i32>composite);
    return;
  }
  const status = collectFragments(cpu, length, fragment);
  if (causeOf(cpu) !== CAUSE_NONE) return;
  if (status !== 0) {
    resultError(status);
    return;
  }
  reclaim(cpu, <u32>composite, length);
}

/** The request is a transaction descriptor that names the handle and nothing else. */
function retrieveDescriptor(cpu: usize): usize {
  const size = pkvmSwitch(SWITCH_RETRIEVE_HEADER);
  const header = writableFixedPointer(HYP_TX, size);
  memory.fill(header, 0, size);
  store<u64>(header + TRANSACTION_HANDLE, ((<u64>readW(cpu, 2)) << 32) | readW(cpu, 1));
  return issueSmc(cpu, FFA_MEM_RETRIEVE_REQ_64, size, size);
}

/** Offset of the composite descriptor, or a negative status; a bogus one gives the RX buffer back first. */
function locateComposite(cpu: usize, length: u32, fragment: u32): i64 {
  const bounded = pkvmSwitch(SWITCH_DESCRIPTOR_BOUNDS) === CHECK_ON;
  const access = accessOffset(cpu, HYP_RX);
  if (bounded && <u64>access + accessSize() > fragment) return rejectDescriptor(cpu, FFA_INVALID_PARAMETERS);
  const composite = readHyp32(cpu, HYP_RX, <u64>access + ACCESS_COMPOSITE);
  const tooFar = bounded ? <u64>composite + COMPOSITE_SIZE > length : composite > length;
  if (tooFar || fragment > BUFFER_SIZE) {
    if (!bounded) countWarning(cpu);
    return rejectDescriptor(cpu, FFA_ABORTED);
  }
  return length > descriptorCapacity() ? rejectDescriptor(cpu, FFA_NO_MEMORY) : composite;
}

function rejectDescriptor(cpu: usize, status: i32): i32 {
  releaseRx(cpu);
  return status;
}

function releaseRx(cpu: usize): void {
  if (pkvmSwitch(SWITCH_RX_RELEASE) === RELEASE_AFTER_COPY) issueSmc(cpu, FFA_RX_RELEASE);
}

/** Copies the first fragment and asks for the others; how long EL3 says that one is goes unchecked. */
function collectFragments(cpu: usize, length: u32, first: u32): i32 {
  appendFragment(cpu, HYP_RX, 0, first);
  releaseRx(cpu);
  let fragment = first;
  let empty: u32 = 0;
  for (let offset = first; offset < length; offset += fragment) {
    const entry = issueSmc(cpu, FFA_MEM_FRAG_RX, readW(cpu, 1), readW(cpu, 2), offset);
    if (answerOf(entry, 0) !== FFA_MEM_FRAG_TX) return FFA_INVALID_PARAMETERS;
    fragment = <u32>answerOf(entry, 3);
    appendFragment(cpu, HYP_RX, offset, fragment);
    empty = fragment === 0 ? empty + 1 : 0;
    if (empty === EMPTY_FRAGMENT_LIMIT) setCause(cpu, CAUSE_ENDLESS_LOOP);
    if (causeOf(cpu) !== CAUSE_NONE) return 0;
    releaseRx(cpu);
  }
  return 0;
}

/** The ranges are counted by the descriptor that EL3 gave, and taken back only once EL3 has let go of them. */
function reclaim(cpu: usize, composite: u32, length: u32): void {
  const count = readHyp32(cpu, HYP_DESCRIPTOR, <u64>composite + COMPOSITE_RANGES);
  const ranges = composite + COMPOSITE_SIZE;
  const bounded = pkvmSwitch(SWITCH_DESCRIPTOR_BOUNDS) === CHECK_ON;
  if (bounded && <u64>ranges + <u64>count * RANGE_SIZE > length) {
    resultError(FFA_ABORTED);
    return;
  }
  const entry = issueSmc(cpu, FFA_MEM_RECLAIM, readW(cpu, 1), readW(cpu, 2), readW(cpu, 3));
  takeResult(entry);
  if (answerOf(entry, 0) === FFA_SUCCESS) unshareRanges(cpu, HYP_DESCRIPTOR, ranges, count);
}
