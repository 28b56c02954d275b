/** Framework messages (w2 bit 31) among the direct messages of the normal world. */

import { FFA_MSG_SEND_DIRECT_REQ } from '../ffa/ids';
import { FFA_INVALID_PARAMETERS, FFA_NOT_SUPPORTED } from '../ffa/status';
import { bankW, firmwareSwitch } from './access';
import { answerError } from './answer';
import { field, findPartition, hasProperty, NOBODY } from './partition';
import { P_REQUEST, P_REQUEST_BANK } from './state';
import { FIRMWARE_FRAMEWORK, FRAMEWORK_INVALID, FRAMEWORK_PASSED } from './switches';

const FRAMEWORK: u32 = 1 << 31;
const NUMBER: u32 = 0xff;
/** The last of those about power: a PSCI request, and a warm boot. */
const WARM_BOOT: u32 = 1;
/** A virtual machine was created, or destroyed. */
const VM_CREATED: u32 = 4;
const VM_DESTROYED: u32 = 6;
/** Properties of a partition that wants to be told. */
const WANTS_VM_CREATED: u32 = 1 << 6;
const WANTS_VM_DESTROYED: u32 = 1 << 7;

/** Whether the message is one that is passed to a partition, so that w2 need not be 0. */
export function isFrameworkPassed(bank: usize): bool {
  const flags = bankW(bank, 2);
  return (flags & FRAMEWORK) !== 0 && (flags & ~(FRAMEWORK | NUMBER)) === 0;
}

/** Whether the request that a partition has open is about power: meanwhile it may not leave its CPU to another. */
export function isPowerRequest(p: usize): bool {
  const flags = bankW(p + P_REQUEST_BANK, 2);
  return field(p, P_REQUEST) === FFA_MSG_SEND_DIRECT_REQ && (flags & FRAMEWORK) !== 0 && (flags & NUMBER) <= WARM_BOOT;
}

/** Refuses a framework message that nobody takes, and returns whether it did. */
export function isFrameworkRefused(caller: usize, bank: usize): bool {
  if (!(bankW(bank, 2) & FRAMEWORK)) return false;
  const rule = firmwareSwitch(FIRMWARE_FRAMEWORK);
  if (caller !== NOBODY) return refuse(FFA_INVALID_PARAMETERS);
  if (!isFrameworkPassed(bank)) return refuse(FFA_INVALID_PARAMETERS);
  if (rule === FRAMEWORK_PASSED) return false;
  const number = bankW(bank, 2) & NUMBER;
  if (number !== VM_CREATED && number !== VM_DESTROYED) {
    return refuse(rule === FRAMEWORK_INVALID ? FFA_INVALID_PARAMETERS : FFA_NOT_SUPPORTED);
  }
  const receiver = findPartition(bankW(bank, 1) & 0xffff);
  const wanted = number === VM_CREATED ? WANTS_VM_CREATED : WANTS_VM_DESTROYED;
  return (receiver === NOBODY || !hasProperty(receiver, wanted)) && refuse(FFA_INVALID_PARAMETERS);
}

function refuse(status: i32): bool {
  answerError(status);
  return true;
}
