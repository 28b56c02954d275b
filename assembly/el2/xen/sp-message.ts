/** Framework messages to secure partitions that want to hear of VMs being created and destroyed. */

import { answerOf, setArgument } from '../../el3/log';
import { answerSmc } from '../../el3/monitor';
import { FFA_MSG_SEND_DIRECT_REQ, FFA_MSG_SEND_DIRECT_RESP } from '../../ffa/ids';
import { FFA_INTERRUPTED, FFA_INVALID_PARAMETERS, FFA_RETRY, FFA_STATUS_SUCCESS } from '../../ffa/status';
import { endpointOf, xenSwitch } from './access';
import { firmwareSupports, prepareSmc } from './smc';
import { PROPERTY_VM_CREATED, PROPERTY_VM_DESTROYED, spCount, spEndpoint, spHasProperty } from './sp-list';
import { VM_UNTOLD } from './state';
import { SP_LIST_CACHED, SWITCH_SP_LIST } from './switches';

/** w2: framework message, and its number in bits 7:0. The answer's is one more. */
const FRAMEWORK: u32 = 0x80000000;
const VM_CREATED: u32 = 4;
const VM_DESTROYED: u32 = 6;
/** Tries of one message before its last status is taken. */
const TRIES: u32 = 11;

/**
 * Tells partitions that a VM is created, up to the first that objects, and notes which are to hear of its end. Returns
 * whether none objected.
 */
export function tellCreation(cpu: usize, vm: usize): bool {
  store<u64>(vm, 0, VM_UNTOLD);
  if (!firmwareSupports(FFA_MSG_SEND_DIRECT_REQ)) return true;
  const count = spCount();
  let told: u32 = 0;
  while (told < count && tellOne(cpu, vm, told)) told++;
  for (let index: u32 = 0; index < count; index++) {
    if (spHasProperty(index, PROPERTY_VM_DESTROYED) && !isPassedOver(index, told)) setUntold(vm, index, true);
  }
  return told === count;
}

function tellOne(cpu: usize, vm: usize, index: u32): bool {
  if (!spHasProperty(index, PROPERTY_VM_CREATED)) return true;
  return send(cpu, vm, spEndpoint(index), VM_CREATED) === FFA_STATUS_SUCCESS;
}

/**
 * Whether a partition does not hear of the end of a VM because it never heard of its beginning: those from `told` on that
 * wanted to. Some versions go by the entry, others by the endpoint, which may have several entries.
 */
function isPassedOver(index: u32, told: u32): bool {
  if (xenSwitch(SWITCH_SP_LIST) === SP_LIST_CACHED) return index >= told && spHasProperty(index, PROPERTY_VM_CREATED);
  for (let other = told; other < spCount(); other++) {
    if (spHasProperty(other, PROPERTY_VM_CREATED) && spEndpoint(other) === spEndpoint(index)) return true;
  }
  return false;
}

/**
 * Tells partitions that a VM is destroyed. INTERRUPTED and RETRY leave one to be told again; any other answer is final.
 * Returns whether none is left.
 */
export function tellDestruction(cpu: usize, vm: usize): bool {
  for (let index: u32 = 0; index < spCount(); index++) {
    if (((load<u64>(vm, VM_UNTOLD) >> index) & 1) === 0) continue;
    const status = send(cpu, vm, spEndpoint(index), VM_DESTROYED);
    if (status !== FFA_INTERRUPTED && status !== FFA_RETRY) setUntold(vm, index, false);
  }
  return load<u64>(vm, VM_UNTOLD) === 0;
}

function setUntold(vm: usize, index: u32, untold: bool): void {
  const bit = (<u64>1) << index;
  const others = load<u64>(vm, VM_UNTOLD) & ~bit;
  store<u64>(vm, untold ? others | bit : others, VM_UNTOLD);
}

/** Sends a message until it gets a status that is not INTERRUPTED or RETRY. An answer out of form is INVALID_PARAMETERS. */
function send(cpu: usize, vm: usize, partition: u32, message: u32): i32 {
  let status = FFA_RETRY;
  for (let tries: u32 = 0; tries < TRIES && (status === FFA_RETRY || status === FFA_INTERRUPTED); tries++) {
    const entry = prepareSmc(cpu, FFA_MSG_SEND_DIRECT_REQ);
    setArgument(entry, 1, partition);
    setArgument(entry, 2, FRAMEWORK | message);
    setArgument(entry, 5, endpointOf(vm));
    answerSmc(cpu, entry);
    const inForm =
      answerOf(entry, 0) === FFA_MSG_SEND_DIRECT_RESP && answerOf(entry, 2) === (FRAMEWORK | (message + 1));
    if (!inForm) return FFA_INVALID_PARAMETERS;
    status = <i32>answerOf(entry, 3);
  }
  return status;
}
