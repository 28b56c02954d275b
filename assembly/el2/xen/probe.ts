/** What Xen does at boot: finds out whether the firmware's FF-A is of use, and which of its calls. */

import { smcccVersion } from '../../el3/firmware';
import { answerOf } from '../../el3/log';
import {
  FFA_FEATURES,
  FFA_MEM_RECLAIM,
  FFA_MEM_SHARE,
  FFA_MEM_SHARE_64,
  FFA_MSG_SEND_DIRECT_REQ,
  FFA_MSG_SEND_DIRECT_REQ_64,
  FFA_MSG_SEND_DIRECT_REQ2,
  FFA_MSG_SEND2,
  FFA_NOTIFICATION_BITMAP_CREATE,
  FFA_NOTIFICATION_BITMAP_DESTROY,
  FFA_NOTIFICATION_GET,
  FFA_NOTIFICATION_INFO_GET_64,
  FFA_PARTITION_INFO_GET,
  FFA_RUN,
  FFA_RX_ACQUIRE,
  FFA_RX_RELEASE,
  FFA_RXTX_MAP_64,
  FFA_RXTX_UNMAP,
  FFA_SUCCESS,
  FFA_VERSION,
} from '../../ffa/ids';
import { FFA_NOT_SUPPORTED, FFA_STATUS_SUCCESS, FFA_VERSION_1_1 } from '../../ffa/status';
import { majorOf, minorOf } from '../../ffa/version';
import { CONFIG_START, HYP_RX, HYP_TX, PAGE_SIZE, SCRATCH_START } from '../../layout';
import { CONFIG_XEN_HEAP } from '../../machine/config';
import { fixedPointer } from '../../machine/ram';
import { SMCCC_VERSION_1_2 } from '../../smccc/ids';
import { isOn, isSecure, isVmToVm, setState32, xenSwitch } from './access';
import { ENTRY_SIZE_1_1 } from './entries';
import { askForPartitions } from './partition';
import { callFirmware, clearFirmwareSupports, firmwareSupports, issueSmc, setFirmwareSupports, statusOf } from './smc';
import { keepSp, openSpList } from './sp-list';
import { STATE_FIRMWARE_VERSION, STATE_MEDIATOR, STATE_NOTIFICATIONS, STATE_SRI_NUMBER, STATE_TAG } from './state';
import {
  FIRMWARE_CALLS_1_1,
  FIRMWARE_CALLS_1_2,
  FIRMWARE_NEWER_REFUSED,
  SP_LIST_CACHED,
  SWITCH_ACQUIRE_QUIRK,
  SWITCH_FIRMWARE_CALLS,
  SWITCH_FIRMWARE_NEWER,
  SWITCH_OWN_VERSION,
  SWITCH_SP_LIST,
} from './switches';

/** Secure partitions that are too many. */
const SP_LIMIT: u32 = 64;
/** Working storage: the first bytes of an entry. */
const ENTRY: u32 = SCRATCH_START;
/** Feature number of the schedule receiver interrupt. */
const FEATURE_SRI: u32 = 2;

/** Returns whether there is a mediator: with usable firmware, or for VMs among themselves. */
export function probe(cpu: usize): bool {
  setState32(STATE_TAG, 1);
  const firmware = probeFirmware(cpu);
  if (!firmware) forgetFirmware();
  const mediator = firmware || isVmToVm();
  setState32(STATE_MEDIATOR, mediator ? 1 : 0);
  return mediator;
}

function forgetFirmware(): void {
  setState32(STATE_FIRMWARE_VERSION, 0);
  clearFirmwareSupports();
  openSpList(0);
}

function probeFirmware(cpu: usize): bool {
  if (smcccVersion() < SMCCC_VERSION_1_2 || !probeVersion(cpu)) return false;
  probeCalls(cpu);
  if (!firmwareSupports(FFA_RXTX_MAP_64)) return false;
  if (mapBuffers(cpu) === FFA_STATUS_SUCCESS && probePartitions(cpu)) {
    probeNotifications(cpu);
    return true;
  }
  callFirmware(cpu, FFA_RXTX_UNMAP);
  return false;
}

/** The firmware's version, where it has the major of Xen's own and at least minor 1; the lower minor is used. */
function probeVersion(cpu: usize): bool {
  const own = xenSwitch(SWITCH_OWN_VERSION);
  const answer = <u32>answerOf(issueSmc(cpu, FFA_VERSION, own), 0);
  if (<i32>answer === FFA_NOT_SUPPORTED || majorOf(answer) !== majorOf(own)) return false;
  if (minorOf(answer) < minorOf(FFA_VERSION_1_1)) return false;
  if (minorOf(answer) > minorOf(own) && xenSwitch(SWITCH_FIRMWARE_NEWER) === FIRMWARE_NEWER_REFUSED) return false;
  setState32(STATE_FIRMWARE_VERSION, minorOf(answer) > minorOf(own) ? own : answer);
  return true;
}

function probeCalls(cpu: usize): void {
  const calls = xenSwitch(SWITCH_FIRMWARE_CALLS);
  probeCall(cpu, FFA_VERSION);
  probeCall(cpu, FFA_FEATURES);
  probeCall(cpu, FFA_NOTIFICATION_BITMAP_CREATE);
  probeCall(cpu, FFA_NOTIFICATION_BITMAP_DESTROY);
  probeCall(cpu, FFA_PARTITION_INFO_GET);
  probeCall(cpu, FFA_NOTIFICATION_INFO_GET_64);
  probeCall(cpu, FFA_NOTIFICATION_GET);
  if (calls === FIRMWARE_CALLS_1_2) probeCall(cpu, FFA_RX_ACQUIRE);
  probeCall(cpu, FFA_RX_RELEASE);
  probeCall(cpu, FFA_RXTX_MAP_64);
  probeCall(cpu, FFA_RXTX_UNMAP);
  if (calls === FIRMWARE_CALLS_1_1) probeCall(cpu, FFA_MEM_SHARE);
  probeCall(cpu, FFA_MEM_SHARE_64);
  probeCall(cpu, FFA_MEM_RECLAIM);
  probeCall(cpu, FFA_MSG_SEND_DIRECT_REQ);
  probeCall(cpu, FFA_MSG_SEND_DIRECT_REQ_64);
  probeCall(cpu, FFA_MSG_SEND2);
  probeCall(cpu, FFA_MSG_SEND_DIRECT_REQ2);
  probeCall(cpu, FFA_RUN);
  if (isOn(SWITCH_ACQUIRE_QUIRK) && firmwareSupports(FFA_MSG_SEND2)) setFirmwareSupports(FFA_RX_ACQUIRE);
}

function probeCall(cpu: usize, id: u32): void {
  if (callFirmware(cpu, FFA_FEATURES, id) === FFA_STATUS_SUCCESS) setFirmwareSupports(id);
}

/** Gives the firmware Xen's own RX and TX pages, which stand side by side in its heap. */
function mapBuffers(cpu: usize): i32 {
  const heap = load<u64>(CONFIG_START, CONFIG_XEN_HEAP);
  const rx: u64 = heap !== 0 ? heap : <u64>HYP_RX;
  const tx: u64 = heap !== 0 ? heap + PAGE_SIZE : <u64>HYP_TX;
  return callFirmware(cpu, FFA_RXTX_MAP_64, tx, rx, 1);
}

/** The list of secure partitions: without it, and without direct messages, the firmware is of no use. */
function probePartitions(cpu: usize): bool {
  if (!firmwareSupports(FFA_PARTITION_INFO_GET) || !firmwareSupports(FFA_MSG_SEND_DIRECT_REQ)) return false;
  const cached = xenSwitch(SWITCH_SP_LIST) === SP_LIST_CACHED;
  const entry = askForPartitions(cpu, 0, 0, 0);
  const listed = statusOf(entry) === FFA_STATUS_SUCCESS;
  const usable = listed && keepPartitions(<u32>answerOf(entry, 2), <u32>answerOf(entry, 3), cached);
  if (listed || !cached) callFirmware(cpu, FFA_RX_RELEASE);
  return usable;
}

/**
 * Keeps the partitions whose ids have bit 15. A copy for later keeps entries whole, and wants them all within the page;
 * otherwise only ids and properties are kept, and nothing checks that the entries lie within it.
 */
function keepPartitions(count: u32, size: u32, cached: bool): bool {
  if (count >= SP_LIMIT || size < ENTRY_SIZE_1_1) return false;
  if (cached && (size >= PAGE_SIZE || count > PAGE_SIZE / size)) return false;
  openSpList(cached ? size : ENTRY_SIZE_1_1);
  for (let index: u32 = 0; index < count; index++) {
    const entry = cached ? fixedPointer(HYP_RX) + index * size : receivedEntry(index * size);
    if (isSecure(load<u16>(entry))) keepSp(entry);
  }
  return true;
}

/** An entry at an offset from Xen's RX page. Behind that page lies the TX page, of which nothing has been used yet. */
function receivedEntry(offset: u32): usize {
  memory.fill(ENTRY, 0, ENTRY_SIZE_1_1);
  if (offset < PAGE_SIZE) memory.copy(ENTRY, fixedPointer(HYP_RX) + offset, min(ENTRY_SIZE_1_1, PAGE_SIZE - offset));
  return ENTRY;
}

/** The firmware's notifications are used where it has all calls for them and names the interrupt. */
function probeNotifications(cpu: usize): void {
  const complete =
    firmwareSupports(FFA_NOTIFICATION_BITMAP_CREATE) &&
    firmwareSupports(FFA_NOTIFICATION_BITMAP_DESTROY) &&
    firmwareSupports(FFA_NOTIFICATION_GET) &&
    firmwareSupports(FFA_NOTIFICATION_INFO_GET_64);
  if (!complete) return;
  const entry = issueSmc(cpu, FFA_FEATURES, FEATURE_SRI);
  if (answerOf(entry, 0) !== FFA_SUCCESS) return;
  setState32(STATE_NOTIFICATIONS, 1);
  setState32(STATE_SRI_NUMBER, <u32>answerOf(entry, 2));
}
