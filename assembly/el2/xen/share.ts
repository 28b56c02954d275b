/**
 * FFA_MEM_SHARE: w1 total length, w2 length of this fragment, x3 address of a buffer. One fragment, in the TX buffer, with
 * one secure partition. The firmware gets a descriptor of Xen's own with machine addresses.
 */

import { answerOf, setArgument } from '../../el3/log';
import { answerSmc } from '../../el3/monitor';
import { ACCESS_SIZE_1_2, COMPOSITE_SIZE, RANGE_ADDRESS, RANGE_PAGES, RANGE_SIZE } from '../../ffa/descriptor';
import { FFA_ERROR, FFA_MEM_FRAG_RX, FFA_MEM_SHARE_64, FFA_SUCCESS } from '../../ffa/ids';
import {
  FFA_ABORTED,
  FFA_DENIED,
  FFA_INVALID_PARAMETERS,
  FFA_NO_MEMORY,
  FFA_NOT_SUPPORTED,
  FFA_STATUS_SUCCESS,
} from '../../ffa/status';
import { CAUSE_NONE, PAGE_SIZE } from '../../layout';
import { causeOf } from '../../machine/record';
import { readW, readX } from '../../machine/registers';
import { isOn, xenSwitch } from './access';
import { bufferSize, hasTx } from './buffers';
import { isWritable, NO_PAGE, readablePage, takePage } from './memory';
import { setError, setSuccess, writeFromEl3 } from './result';
import { ACCESS_IMPLEMENTATION_DEFINED, writeDescriptor } from './share-descriptor';
import { appendShare, closeShare, openShare, setSharedPage } from './share-list';
import {
  parseDescriptor,
  parsedAccessOffset,
  parsedAccessSize,
  parsedComposite,
  parsedPages,
  parsedRanges,
  parsedReceiver,
} from './share-parse';
import { errorOf, firmwareSupports, prepareSmc } from './smc';
import { SHARE_HANDLE, SHARE_IMPLEMENTATION_DEFINED, SHARE_PAGE_COUNT, VM_TX_PAGE } from './state';
import {
  OVERSIZED_SHARE_SUCCESS,
  SWITCH_OVERSIZED_SHARE,
  SWITCH_RANGE_CHECK,
  SWITCH_SHARE_PAGES,
  SWITCH_TX_CHECK,
} from './switches';

const PAGE_MASK: u64 = PAGE_SIZE - 1;

export function handleShare(cpu: usize, vm: usize): void {
  const length = readW(cpu, 2);
  const status = checkRequest(cpu, vm, length);
  if (status !== FFA_STATUS_SUCCESS) setError(cpu, vm, status);
  else if (length > bufferSize(vm)) answerOversized(cpu, vm);
  else shareDescriptor(cpu, vm, readablePage(load<u32>(vm, VM_TX_PAGE)), length);
}

function checkRequest(cpu: usize, vm: usize, length: u32): i32 {
  const total = readW(cpu, 1);
  if (!firmwareSupports(FFA_MEM_SHARE_64) || readX(cpu, 3) !== 0) return FFA_NOT_SUPPORTED;
  if (length > total) return FFA_INVALID_PARAMETERS;
  if (length !== total) return FFA_NOT_SUPPORTED;
  if (isOn(SWITCH_TX_CHECK) && !hasTx(vm)) return FFA_DENIED;
  return length === 0 ? FFA_INVALID_PARAMETERS : FFA_STATUS_SUCCESS;
}

/** A descriptor that is longer than the buffer: with some versions the status is still that of taking the buffer. */
function answerOversized(cpu: usize, vm: usize): void {
  if (xenSwitch(SWITCH_OVERSIZED_SHARE) === OVERSIZED_SHARE_SUCCESS) setSuccess(cpu, vm);
  else setError(cpu, vm, FFA_DENIED);
}

function shareDescriptor(cpu: usize, vm: usize, at: usize, length: u32): void {
  const parsed = parseDescriptor(cpu, vm, at, length);
  if (parsed !== FFA_STATUS_SUCCESS) {
    if (causeOf(cpu) === CAUSE_NONE) setError(cpu, vm, parsed);
    return;
  }
  const fits = parsedPages() <= xenSwitch(SWITCH_SHARE_PAGES);
  const share: usize = fits ? openShare(vm, parsedReceiver(), parsedPages()) : 0;
  if (share === 0) {
    setError(cpu, vm, FFA_NO_MEMORY);
    return;
  }
  keepImplementationDefined(share, at);
  const status = takeAndSend(cpu, vm, share, at, length);
  if (status === FFA_STATUS_SUCCESS) appendShare(vm, share);
  else {
    closeShare(vm, share);
    setError(cpu, vm, status);
  }
}

/** What a 1.2 access descriptor carries for the receiver; whether there is one is told by its size alone. */
function keepImplementationDefined(share: usize, at: usize): void {
  if (parsedAccessSize() < ACCESS_SIZE_1_2) return;
  const access = at + parsedAccessOffset();
  v128.store(share, v128.load(access, ACCESS_IMPLEMENTATION_DEFINED), SHARE_IMPLEMENTATION_DEFINED);
}

function takeAndSend(cpu: usize, vm: usize, share: usize, at: usize, length: u32): i32 {
  const ranges = <u64>parsedComposite() + COMPOSITE_SIZE;
  if (ranges + <u64>parsedRanges() * RANGE_SIZE > length) return FFA_INVALID_PARAMETERS;
  const status = takeRanges(vm, share, at + <u32>ranges);
  return status === FFA_STATUS_SUCCESS ? send(cpu, vm, share) : status;
}

/** Takes a reference to every page. What has been taken before a failure stays noted in the share. */
function takeRanges(vm: usize, share: usize, at: usize): i32 {
  const pages = load<u32>(share, SHARE_PAGE_COUNT);
  let taken: u32 = 0;
  for (let range: u32 = 0; range < parsedRanges(); range++) {
    const address = load<u64>(at + range * RANGE_SIZE, RANGE_ADDRESS);
    const count = load<u32>(at + range * RANGE_SIZE, RANGE_PAGES);
    if (isOn(SWITCH_RANGE_CHECK) && (address & PAGE_MASK) !== 0) return FFA_INVALID_PARAMETERS;
    for (let n: u32 = 0; n < count; n++) {
      if (taken >= pages || wraps(address, n)) return FFA_INVALID_PARAMETERS;
      if (!takeInto(vm, share, taken, address + <u64>n * PAGE_SIZE)) return FFA_DENIED;
      taken++;
    }
  }
  return taken < pages ? FFA_INVALID_PARAMETERS : FFA_STATUS_SUCCESS;
}

function wraps(address: u64, pages: u32): bool {
  return isOn(SWITCH_RANGE_CHECK) && address > <u64>-1 - <u64>pages * PAGE_SIZE;
}

/** Notes a page with a reference taken, also one that is not ordinary memory; returns whether it is. */
function takeInto(vm: usize, share: usize, n: u32, address: u64): bool {
  const page = takePage(vm, address);
  setSharedPage(share, n, page);
  return page !== NO_PAGE && isWritable(vm, page);
}

/** Sends Xen's own descriptor; a success writes the VM's registers with the handle. */
function send(cpu: usize, vm: usize, share: usize): i32 {
  const length = writeDescriptor(vm, share);
  if (length === 0) return FFA_NOT_SUPPORTED;
  const entry = prepareSmc(cpu, FFA_MEM_SHARE_64);
  setArgument(entry, 1, length);
  setArgument(entry, 2, length);
  answerSmc(cpu, entry);
  const status = takeHandle(share, entry);
  if (status !== FFA_STATUS_SUCCESS) return status;
  const handle = load<u64>(share, SHARE_HANDLE);
  setSuccess(cpu, vm, <u32>handle, <u32>(handle >> 32));
  noteHandleSource(cpu, entry);
  return FFA_STATUS_SUCCESS;
}

/**
 * Keeps the handle of the answer. FFA_MEM_FRAG_RX asks for more of a descriptor that was sent whole: what it names as
 * received becomes the status, positive as it is.
 */
function takeHandle(share: usize, entry: usize): i32 {
  const x0 = answerOf(entry, 0);
  if (x0 === FFA_ERROR) return errorOf(entry);
  if (x0 === FFA_SUCCESS) {
    store<u64>(share, (answerOf(entry, 3) << 32) | (answerOf(entry, 2) & 0xffffffff), SHARE_HANDLE);
    return FFA_STATUS_SUCCESS;
  }
  if (x0 !== FFA_MEM_FRAG_RX) return FFA_NOT_SUPPORTED;
  store<u64>(share, (answerOf(entry, 2) << 32) | (answerOf(entry, 1) & 0xffffffff), SHARE_HANDLE);
  return answerOf(entry, 3) > <u64>i32.MAX_VALUE ? FFA_ABORTED : <i32>answerOf(entry, 3);
}

/** w2 and w3 came from the registers of the answer that carried the handle. */
function noteHandleSource(cpu: usize, entry: usize): void {
  const x0 = answerOf(entry, 0);
  if (x0 === FFA_ERROR) return;
  const low: u32 = x0 === FFA_SUCCESS ? 2 : 1;
  writeFromEl3(cpu, 2, readX(cpu, 2), low);
  writeFromEl3(cpu, 3, readX(cpu, 3), low + 1);
}
