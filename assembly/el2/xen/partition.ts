/** FFA_PARTITION_INFO_GET: w1 to w4 UUID, w5 flags. */

import { answerOf, setArgument } from '../../el3/log';
import { answerSmc } from '../../el3/monitor';
import { FFA_PARTITION_INFO_GET, FFA_RX_RELEASE } from '../../ffa/ids';
import {
  FFA_INVALID_PARAMETERS,
  FFA_NO_MEMORY,
  FFA_NOT_SUPPORTED,
  FFA_STATUS_SUCCESS,
  FFA_VERSION_1_0,
} from '../../ffa/status';
import { HYP_RX, PAGE_SIZE } from '../../layout';
import { fixedPointer } from '../../machine/ram';
import { readW } from '../../machine/registers';
import { isSecure, xenSwitch } from './access';
import { acquireRx, bufferSize, releaseRx } from './buffers';
import { clearLastUuid, ENTRY_SIZE_1_0, ENTRY_SIZE_1_1, entryCount, hasUuids, openEntries, putEntry } from './entries';
import { writablePage } from './memory';
import { setError, setSuccess } from './result';
import { callFirmware, firmwareSupports, prepareSmc, statusOf } from './smc';
import { countSps, spAt, spCount, spMatches, spSize } from './sp-list';
import { VM_RX_PAGE, VM_VERSION } from './state';
import { REPORTED_SIZE_ALWAYS, SP_LIST_CACHED, SWITCH_REPORTED_SIZE, SWITCH_SP_LIST } from './switches';
import { listsCaller, listsVms, putVms, vmCount } from './vm-entries';

/** w5: only the count is wanted. */
const FLAG_COUNT: u32 = 1;
/** Most secure partitions that are looked at. */
const SP_LIMIT: u32 = 64;

export function handlePartitionInfo(cpu: usize, vm: usize): void {
  const status = readW(cpu, 5) ? count(cpu, vm) : list(cpu, vm);
  if (status !== FFA_STATUS_SUCCESS) setError(cpu, vm, status);
}

/** Asks the firmware; the answer's w2 is the count and w3 the size of an entry. */
export function askForPartitions(cpu: usize, low: u64, high: u64, flags: u32): usize {
  const entry = prepareSmc(cpu, FFA_PARTITION_INFO_GET);
  setArgument(entry, 1, low & 0xffffffff);
  setArgument(entry, 2, low >> 32);
  setArgument(entry, 3, high & 0xffffffff);
  setArgument(entry, 4, high >> 32);
  setArgument(entry, 5, flags);
  answerSmc(cpu, entry);
  return entry;
}

function uuidLow(cpu: usize): u64 {
  return ((<u64>readW(cpu, 2)) << 32) | readW(cpu, 1);
}

function uuidHigh(cpu: usize): u64 {
  return ((<u64>readW(cpu, 4)) << 32) | readW(cpu, 3);
}

function isNilUuid(cpu: usize): bool {
  return (uuidLow(cpu) | uuidHigh(cpu)) === 0;
}

function isCached(): bool {
  return xenSwitch(SWITCH_SP_LIST) === SP_LIST_CACHED;
}

/** The count form, which version 1.0 does not know. Nothing keeps the count from passing below 0, in 32 bits. */
function count(cpu: usize, vm: usize): i32 {
  const known = load<u32>(vm, VM_VERSION) !== FFA_VERSION_1_0;
  if (!known || readW(cpu, 5) !== FLAG_COUNT) return FFA_INVALID_PARAMETERS;
  let total: u32 = 0;
  if (firmwareSupports(FFA_PARTITION_INFO_GET)) {
    if (isCached()) {
      total = countSps(uuidLow(cpu), uuidHigh(cpu));
      if (total === 0 && !isNilUuid(cpu)) return FFA_INVALID_PARAMETERS;
    } else {
      const entry = askForPartitions(cpu, uuidLow(cpu), uuidHigh(cpu), FLAG_COUNT);
      const status = statusOf(entry);
      if (status !== FFA_STATUS_SUCCESS) return status;
      total = <u32>answerOf(entry, 2);
    }
  }
  if (listsVms(isNilUuid(cpu))) total += vmCount() - (listsCaller(vm) ? 0 : 1);
  setSuccess(cpu, vm, total, reportedSize(vm, true));
  return FFA_STATUS_SUCCESS;
}

function entrySize(vm: usize): u32 {
  return load<u32>(vm, VM_VERSION) === FFA_VERSION_1_0 ? ENTRY_SIZE_1_0 : ENTRY_SIZE_1_1;
}

/** w3 of the answer. */
function reportedSize(vm: usize, counted: bool): u32 {
  const size = entrySize(vm);
  if (xenSwitch(SWITCH_REPORTED_SIZE) === REPORTED_SIZE_ALWAYS) return size;
  return counted || size === ENTRY_SIZE_1_0 ? 0 : size;
}

/** The list form: the VM owns its RX buffer afterwards, unless that fails. */
function list(cpu: usize, vm: usize): i32 {
  const acquired = acquireRx(cpu, vm);
  if (acquired !== FFA_STATUS_SUCCESS) return acquired;
  openEntries(writablePage(load<u32>(vm, VM_RX_PAGE), bufferSize(vm)), bufferSize(vm), entrySize(vm));
  const status = putPartitions(cpu, vm);
  if (status !== FFA_STATUS_SUCCESS) {
    releaseRx(cpu, vm);
    return status;
  }
  setSuccess(cpu, vm, entryCount(), reportedSize(vm, false));
  return FFA_STATUS_SUCCESS;
}

function putPartitions(cpu: usize, vm: usize): i32 {
  if (firmwareSupports(FFA_PARTITION_INFO_GET)) {
    const status = isCached() ? putKeptSps(uuidLow(cpu), uuidHigh(cpu)) : putAskedSps(cpu);
    if (status !== FFA_STATUS_SUCCESS) return status;
  }
  return !listsVms(isNilUuid(cpu)) || putVms(vm, 0) ? FFA_STATUS_SUCCESS : FFA_NO_MEMORY;
}

function putKeptSps(low: u64, high: u64): i32 {
  const nil = (low | high) === 0;
  for (let index: u32 = 0; index < spCount(); index++) {
    if (!spMatches(index, low, high)) continue;
    if (!putEntry(spAt(index), spSize())) return FFA_NO_MEMORY;
    if (!nil && hasUuids()) clearLastUuid();
  }
  return nil || entryCount() !== 0 ? FFA_STATUS_SUCCESS : FFA_INVALID_PARAMETERS;
}

/** The firmware's answer stands in Xen's RX page, which goes back to the firmware afterwards. */
function putAskedSps(cpu: usize): i32 {
  const entry = askForPartitions(cpu, uuidLow(cpu), uuidHigh(cpu), 0);
  const asked = statusOf(entry);
  if (asked !== FFA_STATUS_SUCCESS) return asked;
  const status = putReceivedSps(min(<u32>answerOf(entry, 2), SP_LIMIT), <u32>answerOf(entry, 3));
  callFirmware(cpu, FFA_RX_RELEASE);
  return status;
}

function putReceivedSps(received: u32, size: u32): i32 {
  if (size < ENTRY_SIZE_1_0 || size >= PAGE_SIZE || received > PAGE_SIZE / size) return FFA_NOT_SUPPORTED;
  for (let index: u32 = 0; index < received; index++) {
    const entry = fixedPointer(HYP_RX) + index * size;
    if (isSecure(load<u16>(entry)) && !putEntry(entry, size)) return FFA_NO_MEMORY;
  }
  return FFA_STATUS_SUCCESS;
}
