/**
 * FFA_MSG_SEND2: an indirect message from the VM's TX buffer, to a secure partition or into another VM's RX buffer.
 *
 *   00 u32 flags | 08 u32 offset | 0C u16 receiver | 0E u16 sender | 10 u32 size | from 1.2 on: 18 UUID, 16 bytes
 */

import { FFA_MSG_SEND2, FFA_RX_ACQUIRE } from '../../ffa/ids';
import {
  FFA_DENIED,
  FFA_INVALID_PARAMETERS,
  FFA_NO_MEMORY,
  FFA_NOT_SUPPORTED,
  FFA_STATUS_SUCCESS,
  FFA_VERSION_1_2,
} from '../../ffa/status';
import { CAUSE_NULL_DEREFERENCE } from '../../layout';
import { setCause } from '../../machine/record';
import { endpointOf, findEndpoint, isOn, isSecure, isVmToVm, xenSwitch } from './access';
import { acquireRx, bufferSize, hasTx, releaseRx } from './buffers';
import { injectNotification } from './interrupt';
import { NO_PAGE, readablePage, writablePage } from './memory';
import { callFirmware, firmwareSupports } from './smc';
import { VM_CONTEXT, VM_DYING, VM_RX_FULL_PENDING, VM_RX_PAGE, VM_TX_PAGE, VM_VERSION, VM_VM_PENDING } from './state';
import {
  MESSAGE_HEADER_1_1,
  SEND2_TO_SP_ACQUIRE,
  SWITCH_MESSAGE_HEADER,
  SWITCH_SEND2_TO_SP,
  SWITCH_TX_CHECK,
} from './switches';
import { hasVersion } from './version';

const HEADER_OFFSET: u32 = 0x08;
const HEADER_RECEIVER: u32 = 0x0c;
const HEADER_SENDER: u32 = 0x0e;
const HEADER_LENGTH: u32 = 0x10;
const HEADER_UUID: u32 = 0x18;
const HEADER_SIZE_1_1: u32 = 20;
const HEADER_SIZE_1_2: u32 = 40;

export function handleSend2(cpu: usize, vm: usize): i32 {
  if (isOn(SWITCH_TX_CHECK) && !hasTx(vm)) return FFA_DENIED;
  if (load<u32>(vm, VM_TX_PAGE) === NO_PAGE) {
    setCause(cpu, CAUSE_NULL_DEREFERENCE);
    return FFA_DENIED;
  }
  const message = readablePage(load<u32>(vm, VM_TX_PAGE));
  if (!isValid(vm, message)) return FFA_INVALID_PARAMETERS;
  const receiver = load<u16>(message, HEADER_RECEIVER);
  if (isSecure(receiver)) return sendToSp(cpu, vm);
  return isVmToVm() ? sendToVm(cpu, vm, receiver, message) : FFA_INVALID_PARAMETERS;
}

/** Whether the sender is the VM and the message lies behind the header, within the buffer. */
function isValid(vm: usize, message: usize): bool {
  const offset = load<u32>(message, HEADER_OFFSET);
  const length = load<u32>(message, HEADER_LENGTH);
  const size = bufferSize(vm);
  if (load<u16>(message, HEADER_SENDER) !== endpointOf(vm) || length === 0) return false;
  return offset >= sentHeaderSize(vm) && offset <= size && length <= size - offset;
}

function isShort(): bool {
  return xenSwitch(SWITCH_MESSAGE_HEADER) === MESSAGE_HEADER_1_1;
}

/** Bytes of the header that a VM sends. */
function sentHeaderSize(vm: usize): u32 {
  return isShort() || load<u32>(vm, VM_VERSION) < FFA_VERSION_1_2 ? HEADER_SIZE_1_1 : HEADER_SIZE_1_2;
}

function sendToSp(cpu: usize, vm: usize): i32 {
  const acquire = xenSwitch(SWITCH_SEND2_TO_SP) === SEND2_TO_SP_ACQUIRE;
  if (!firmwareSupports(FFA_MSG_SEND2) || (acquire && !firmwareSupports(FFA_RX_ACQUIRE))) return FFA_NOT_SUPPORTED;
  return callFirmware(cpu, FFA_MSG_SEND2, (<u64>endpointOf(vm)) << 16);
}

function sendToVm(cpu: usize, vm: usize, endpoint: u32, message: usize): i32 {
  const receiver = findReceiver(vm, endpoint);
  if (receiver === 0) return FFA_INVALID_PARAMETERS;
  const acquired = acquireRx(cpu, receiver);
  if (acquired !== FFA_STATUS_SUCCESS) return acquired;
  const header = isShort() ? HEADER_SIZE_1_1 : HEADER_SIZE_1_2;
  if (load<u32>(message, HEADER_LENGTH) > bufferSize(receiver) - header) {
    releaseRx(cpu, receiver);
    return FFA_NO_MEMORY;
  }
  deliver(vm, receiver, message, header);
  reportFullRx(receiver);
  return FFA_STATUS_SUCCESS;
}

/** Another VM that is alive and has negotiated a version, or 0. */
function findReceiver(vm: usize, endpoint: u32): usize {
  const receiver = findEndpoint(endpoint);
  if (receiver === 0 || receiver === vm || load<u32>(receiver, VM_DYING)) return 0;
  return load<u32>(receiver, VM_CONTEXT) && hasVersion(receiver) ? receiver : <usize>0;
}

/** Writes header and message into the receiver's RX buffer. A sender of 1.1 has no UUID; it becomes the nil UUID. */
function deliver(vm: usize, receiver: usize, message: usize, header: u32): void {
  const length = load<u32>(message, HEADER_LENGTH);
  const to = writablePage(load<u32>(receiver, VM_RX_PAGE), header + length);
  memory.fill(to, 0, header);
  store<u32>(to, header, HEADER_OFFSET);
  store<u32>(to, load<u32>(message, HEADER_RECEIVER), HEADER_RECEIVER);
  store<u32>(to, length, HEADER_LENGTH);
  if (sentHeaderSize(vm) === HEADER_SIZE_1_2) v128.store(to, v128.load(message, HEADER_UUID), HEADER_UUID);
  memory.copy(to + header, message + load<u32>(message, HEADER_OFFSET), length);
}

/** The receiver is interrupted once, however many messages wait. */
function reportFullRx(receiver: usize): void {
  store<u32>(receiver, 1, VM_RX_FULL_PENDING);
  if (!load<u32>(receiver, VM_VM_PENDING)) injectNotification(receiver);
  store<u32>(receiver, 1, VM_VM_PENDING);
}
