/** The notification calls. Only global notifications exist, and only those of secure partitions and of full RX buffers. */

import { answerOf, setArgument } from '../../el3/log';
import { answerSmc } from '../../el3/monitor';
import {
  FFA_NOTIFICATION_BIND,
  FFA_NOTIFICATION_GET,
  FFA_NOTIFICATION_SET,
  FFA_NOTIFICATION_UNBIND,
  FFA_SUCCESS_64,
} from '../../ffa/ids';
import {
  FFA_DENIED,
  FFA_INVALID_PARAMETERS,
  FFA_NO_DATA,
  FFA_NOT_SUPPORTED,
  FFA_STATUS_SUCCESS,
} from '../../ffa/status';
import { writeFromEl2 } from '../../machine/record';
import { readW } from '../../machine/registers';
import { endpointOf, isSecure, isVmToVm, state32, xenSwitch } from './access';
import { setError, setResult, setSuccess, writeFromEl3 } from './result';
import { callFirmware, prepareSmc, statusOf } from './smc';
import { STATE_NOTIFICATIONS, VM_RX_FULL_PENDING, VM_SECURE_PENDING, VM_VM_PENDING } from './state';
import { NOTIFICATION_SET_RECEIVER, SWITCH_NOTIFICATION_SET } from './switches';

/** w2 of FFA_NOTIFICATION_GET: whose notifications are wanted. */
const FROM_SPS: u32 = 1 << 0;
const FROM_SPM: u32 = 1 << 2;
const FROM_HYPERVISOR: u32 = 1 << 3;
/** w7 of its answer: the RX buffer is full. */
const RX_FULL: u32 = 1;
/** x2 of FFA_NOTIFICATION_INFO_GET: one list of one id. */
const ONE_LIST: u64 = 1 << 7;

function firmwareNotifies(): bool {
  return state32(STATE_NOTIFICATIONS) !== 0;
}

/** w1: sender and receiver, w2 flags, w3 and w4 bitmap. */
export function handleBind(cpu: usize, vm: usize): i32 {
  const endpoints = readW(cpu, 1);
  if ((endpoints & 0xffff) !== endpointOf(vm)) return FFA_INVALID_PARAMETERS;
  if (readW(cpu, 2) !== 0) return FFA_DENIED;
  return forward(cpu, FFA_NOTIFICATION_BIND, endpoints >> 16, 0);
}

/** As FFA_NOTIFICATION_BIND, but w2 is ignored. */
export function handleUnbind(cpu: usize, vm: usize): i32 {
  const endpoints = readW(cpu, 1);
  if ((endpoints & 0xffff) !== endpointOf(vm)) return FFA_INVALID_PARAMETERS;
  return forward(cpu, FFA_NOTIFICATION_UNBIND, endpoints >> 16, 0);
}

/** w1: sender and receiver, w2 flags, w3 and w4 bitmap. */
export function handleSet(cpu: usize, vm: usize): i32 {
  const endpoints = readW(cpu, 1);
  if (endpoints >> 16 !== endpointOf(vm)) return FFA_INVALID_PARAMETERS;
  const byReceiver = xenSwitch(SWITCH_NOTIFICATION_SET) === NOTIFICATION_SET_RECEIVER;
  return forward(cpu, FFA_NOTIFICATION_SET, byReceiver ? endpoints & 0xffff : endpoints >> 16, readW(cpu, 2));
}

/** Passes the call on where `partition` is a secure partition. */
function forward(cpu: usize, id: u32, partition: u32, flags: u32): i32 {
  if (!isSecure(partition) || !firmwareNotifies()) return FFA_NOT_SUPPORTED;
  return callFirmware(cpu, id, readW(cpu, 1), flags, readW(cpu, 3), readW(cpu, 4));
}

/** w1: vCPU, which is not looked at, and receiver; w2: whose notifications. Clears what it reports. */
export function handleGet(cpu: usize, vm: usize): void {
  const status = get(cpu, vm);
  if (status !== FFA_STATUS_SUCCESS) setError(cpu, vm, status);
}

function get(cpu: usize, vm: usize): i32 {
  const flags = readW(cpu, 2);
  if (!isVmToVm() && !firmwareNotifies()) return FFA_NOT_SUPPORTED;
  if ((readW(cpu, 1) & 0xffff) !== endpointOf(vm)) return FFA_INVALID_PARAMETERS;
  const secure = firmwareNotifies() ? flags & (FROM_SPS | FROM_SPM) : 0;
  const entry = secure !== 0 ? askFirmware(cpu, vm, secure) : 0;
  const status = entry !== 0 ? statusOf(entry) : FFA_STATUS_SUCCESS;
  if (status !== FFA_STATUS_SUCCESS) return status;
  setSuccess(cpu, vm);
  if (entry !== 0) writeSecure(cpu, entry, flags);
  if (isVmToVm() && flags & FROM_HYPERVISOR && takePending(vm, VM_RX_FULL_PENDING)) {
    store<u32>(vm, 0, VM_VM_PENDING);
    writeFromEl2(cpu, 7, RX_FULL);
  }
  return FFA_STATUS_SUCCESS;
}

/** Asked for both, the firmware has nothing more pending afterwards. */
function askFirmware(cpu: usize, vm: usize, flags: u32): usize {
  if (flags === (FROM_SPS | FROM_SPM)) store<u32>(vm, 0, VM_SECURE_PENDING);
  const entry = prepareSmc(cpu, FFA_NOTIFICATION_GET);
  setArgument(entry, 1, readW(cpu, 1));
  setArgument(entry, 2, flags);
  answerSmc(cpu, entry);
  return entry;
}

/** w2 and w3: bitmap of the secure partitions; w6: of the firmware itself. */
function writeSecure(cpu: usize, entry: usize, flags: u32): void {
  if (flags & FROM_SPS) {
    writeFromEl3(cpu, 2, <u32>answerOf(entry, 2), 2);
    writeFromEl3(cpu, 3, <u32>answerOf(entry, 3), 3);
  }
  if (flags & FROM_SPM) writeFromEl3(cpu, 6, <u32>answerOf(entry, 6), 6);
}

/** Whether anything is pending, which it no longer is afterwards. */
export function handleInfoGet(cpu: usize, vm: usize): void {
  if (!isVmToVm() && !firmwareNotifies()) {
    setError(cpu, vm, FFA_NOT_SUPPORTED);
    return;
  }
  const secure = takePending(vm, VM_SECURE_PENDING);
  const fromVms = isVmToVm() && takePending(vm, VM_VM_PENDING);
  if (secure || fromVms) setResult(cpu, vm, FFA_SUCCESS_64, ONE_LIST, endpointOf(vm));
  else setError(cpu, vm, FFA_NO_DATA);
}

/** Value of a flag, which is 0 afterwards. */
function takePending(vm: usize, flag: u32): bool {
  const pending = load<u32>(vm + flag) !== 0;
  store<u32>(vm + flag, 0);
  return pending;
}
