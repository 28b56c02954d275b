/** Processor cycles: FFA_RUN gives them to a partition; FFA_MSG_WAIT, FFA_YIELD, FFA_ERROR and FFA_ABORT give them back. */

import { FFA_INTERRUPT, FFA_MSG_WAIT, FFA_RUN, FFA_SUCCESS, FFA_YIELD } from '../ffa/ids';
import {
  PARTITION_ABORTED,
  PARTITION_BLOCKED,
  PARTITION_PREEMPTED,
  PARTITION_RUNNING,
  PARTITION_WAITING,
  RTM_DIR_REQ,
  RTM_FFA_RUN,
  RTM_SEC_INTERRUPT,
  RTM_SP_INIT,
} from '../ffa/runtime';
import {
  FFA_ABORTED,
  FFA_BUSY,
  FFA_DENIED,
  FFA_INVALID_PARAMETERS,
  FFA_NOT_SUPPORTED,
  FFA_VERSION_1_2,
  FFA_VERSION_1_3,
} from '../ffa/status';
import { registerMask } from '../machine/undefined';
import { bankW, bankX, firmwareSwitch, isOn } from './access';
import { answer, answerCode, answerError, answerMessage, answerSuccess, answerX } from './answer';
import { noteState } from './call-log';
import { passToNormalWorld, passToPartition, stayWithCaller } from './control';
import { DEFINITION_LOGICAL, EVENT_RUN } from './definition';
import { begin, beginInterrupt, giveAnswer, leavePlaceholder, resume } from './handover';
import { FIRMWARE_PREEMPTED_TO } from './history-switches';
import { isRxFull, mailboxOf, setRxFull } from './mailbox';
import { field, findPartition, hasFlag, link, linked, NOBODY, setField, targetOf } from './partition';
import { endRequest, requesterOf } from './response';
import { CALL_ABORT, CALL_ERROR, CALL_RUN, CALL_WAIT, CALL_YIELD, mayCall } from './runtime';
import { P_CALLER, P_INTERRUPTED, P_MODEL, P_STATE, P_VERSION } from './state';
import {
  FIRMWARE_ERROR_ENDS_REQUEST,
  FIRMWARE_PARTITION_RUN,
  FIRMWARE_PARTITION_UNKNOWN,
  FIRMWARE_PAYLOAD,
  FIRMWARE_PREEMPTION,
  FIRMWARE_RUN_NORMAL,
  FIRMWARE_RUN_WAITING,
  FIRMWARE_YIELD,
  PAYLOAD_WHOLE,
} from './switches';

const SECURE_ENDPOINT: u32 = 0x8000;
/** FFA_MSG_WAIT, w2: the caller keeps its RX. */
const RETAIN_RX: u32 = 1;

// ---- FFA_RUN --------------------------------------------------------------------------------------------------------

/** w1: target information, endpoint and execution context. */
export function run(caller: usize, bank: usize): void {
  stayWithCaller();
  const endpoint = bankW(bank, 1) >> 16;
  const target = findPartition(endpoint);
  if (caller !== NOBODY && !isOn(FIRMWARE_PARTITION_RUN)) answerError(FFA_INVALID_PARAMETERS);
  else if (!(endpoint & SECURE_ENDPOINT)) refuseNormal(caller);
  else if (target === NOBODY || hasFlag(target, DEFINITION_LOGICAL)) answerError(FFA_INVALID_PARAMETERS);
  else if ((bankW(bank, 1) & 0xffff) !== 0) answerError(FFA_INVALID_PARAMETERS);
  else if (!refuseRun(caller, target)) give(caller, target);
}

/** Nobody runs an endpoint of the normal world. */
function refuseNormal(caller: usize): void {
  if (caller === NOBODY) answerCode(FIRMWARE_RUN_NORMAL);
  else answerError(FFA_DENIED);
}

function refuseRun(caller: usize, target: usize): bool {
  const state = field(target, P_STATE);
  const stands = state === PARTITION_BLOCKED || state === PARTITION_PREEMPTED;
  if (caller !== NOBODY && (!stands || !mayCall(caller, CALL_RUN, target))) answerError(FFA_DENIED);
  else if (state === PARTITION_ABORTED) answerError(FFA_ABORTED);
  else if (state === PARTITION_WAITING && !isOn(FIRMWARE_RUN_WAITING)) answerError(FFA_DENIED);
  else if (!stands && state !== PARTITION_WAITING) answerError(FFA_BUSY);
  else return false;
  return true;
}

/** A partition that waits begins to run; one that is blocked or preempted goes on, and nothing is written. */
function give(caller: usize, target: usize): void {
  if (caller !== NOBODY) {
    leavePlaceholder(caller, FFA_INTERRUPT);
    setField(caller, P_STATE, PARTITION_BLOCKED);
    noteState(caller);
  }
  if (field(target, P_STATE) === PARTITION_WAITING) {
    setField(target, P_MODEL, RTM_FFA_RUN);
    answer(FFA_RUN);
    answerX(1, firmwareSwitch(FIRMWARE_PAYLOAD) === PAYLOAD_WHOLE ? targetOf(target) : 0);
    for (let n: u32 = 2; n <= 7; n++) answerX(n, 0);
    giveAnswer(target);
    begin(target, EVENT_RUN);
  } else resume(target);
  passToPartition(target);
}

// ---- giving cycles back ---------------------------------------------------------------------------------------------

/** w2 bit 0: RX stays with the caller; before 1.2 it must be 0. */
export function wait(p: usize, bank: usize): void {
  stayWithCaller();
  const flags = field(p, P_VERSION) >= FFA_VERSION_1_2 ? RETAIN_RX : 0;
  if (isAnySet(bank, 1, 1) || isAnySet(bank, 3, 7) || bankW(bank, 2) & ~flags) answerError(FFA_INVALID_PARAMETERS);
  else if (!mayCall(p, CALL_WAIT, NOBODY)) answerError(FFA_DENIED);
  else {
    const mailbox = mailboxOf(p);
    if (isRxFull(mailbox) && !(bankW(bank, 2) & RETAIN_RX)) setRxFull(mailbox, false);
    beginToWait(p, bank);
  }
}

/** After an interrupt the partition that was interrupted goes on, after the initialisation nobody, else the normal world. */
function beginToWait(p: usize, bank: usize): void {
  const model = field(p, P_MODEL);
  const interrupted = linked(p, P_INTERRUPTED);
  endRequest(p, PARTITION_WAITING);
  setField(p, P_INTERRUPTED, 0);
  if (model === RTM_SEC_INTERRUPT && interrupted !== NOBODY) {
    resume(interrupted);
    passToPartition(interrupted);
    return;
  }
  tellNormalWorld(p, bank, FFA_MSG_WAIT, 0);
}

/** A message of one to four registers for the normal world, as the SPMC makes it or as the partition has it. */
function tellNormalWorld(p: usize, bank: usize, id: u32, last: u32): void {
  if (firmwareSwitch(FIRMWARE_PAYLOAD) === PAYLOAD_WHOLE)
    answerMessage(bank, registerMask(0, last), registerMask(0, 17));
  else {
    answer(id);
    for (let n: u32 = 1; n <= last; n++) answerX(n, bankW(bank, n));
  }
  passToNormalWorld(p);
}

/** w2 and w3: how long, in ns, which nobody heeds. An interrupt handler goes on at once. */
export function yieldCycles(p: usize, bank: usize): void {
  stayWithCaller();
  if (!isOn(FIRMWARE_YIELD)) answerCode(FIRMWARE_PARTITION_UNKNOWN);
  else if (isAnySet(bank, 4, 7)) answerError(FFA_INVALID_PARAMETERS);
  else if (!mayCall(p, CALL_YIELD, NOBODY)) answerError(FFA_DENIED);
  else if (field(p, P_MODEL) === RTM_SEC_INTERRUPT) answerSuccess();
  else block(p, bankW(bank, 2), bankW(bank, 3));
}

function block(p: usize, low: u32, high: u32): void {
  const requester = linked(p, P_CALLER);
  leavePlaceholder(p, FFA_SUCCESS);
  setField(p, P_STATE, PARTITION_BLOCKED);
  noteState(p);
  answer(FFA_YIELD);
  answerX(1, targetOf(p));
  answerX(2, low);
  answerX(3, high);
  handBack(p, requester);
}

/** The partition that asked goes on with the message, or the normal world. */
function handBack(p: usize, requester: usize): void {
  if (requester === NOBODY) {
    passToNormalWorld(p);
    return;
  }
  giveAnswer(requester);
  resume(requester);
  passToPartition(requester);
}

/** w2: a status code. It ends the initialisation, and with some SPMCs the request that is open. */
export function reportError(p: usize, bank: usize): void {
  stayWithCaller();
  const model = field(p, P_MODEL);
  if (model === RTM_SP_INIT && mayCall(p, CALL_ERROR, NOBODY)) {
    endRequest(p, PARTITION_ABORTED);
    passToNormalWorld(p);
  } else if (model === RTM_DIR_REQ && isOn(FIRMWARE_ERROR_ENDS_REQUEST)) {
    const requester = requesterOf(p);
    answerMessage(bank, registerMask(0, 2), registerMask(0, 17));
    endRequest(p, PARTITION_WAITING);
    handBack(p, requester);
  } else answerError(FFA_NOT_SUPPORTED);
}

/** FF-A 1.3. Whoever waits for the partition learns that it is gone. */
export function abort(p: usize, bank: usize): void {
  stayWithCaller();
  if (field(p, P_VERSION) < FFA_VERSION_1_3) answerError(FFA_NOT_SUPPORTED);
  else if (isAnySet(bank, 1, 1) || isAnySet(bank, 3, 7)) answerError(FFA_INVALID_PARAMETERS);
  else if (mayCall(p, CALL_ABORT, NOBODY)) abandon(p);
}

/** The partition runs no more. */
export function abandon(p: usize): void {
  const requester = requesterOf(p);
  const interrupted = linked(p, P_INTERRUPTED);
  endRequest(p, PARTITION_ABORTED);
  setField(p, P_INTERRUPTED, 0);
  answerError(FFA_ABORTED);
  if (interrupted !== NOBODY) {
    resume(interrupted);
    passToPartition(interrupted);
  } else handBack(p, requester);
}

// ---- interrupts -----------------------------------------------------------------------------------------------------

/** A non-secure interrupt while a partition runs: it is preempted, and whoever gave it cycles learns of it. */
export function interruptNonSecure(p: usize): void {
  passToPartition(p);
  const masked = field(p, P_MODEL) === RTM_SEC_INTERRUPT || field(p, P_MODEL) === RTM_SP_INIT;
  if (masked || !isOn(FIRMWARE_PREEMPTION) || hasFlag(p, DEFINITION_LOGICAL)) return;
  const requester = isOn(FIRMWARE_PREEMPTED_TO) ? NOBODY : linked(p, P_CALLER);
  setField(p, P_STATE, PARTITION_PREEMPTED);
  // The chain ends here: the partition answers its requester all the same.
  setField(p, P_CALLER, 0);
  answer(FFA_INTERRUPT);
  answerX(1, targetOf(p));
  answerX(2, 0);
  handBack(p, requester);
}

/**
 * A secure interrupt for another partition, which gets it where it waits; else it stays pending and nobody notices. An
 * interrupt handler runs with all interrupts masked.
 */
export function interruptSecure(p: usize, endpoint: u32): void {
  passToPartition(p);
  const target = findPartition(endpoint);
  if (field(p, P_MODEL) === RTM_SEC_INTERRUPT) return;
  if (target === NOBODY || target === p || field(target, P_STATE) !== PARTITION_WAITING) return;
  setField(p, P_STATE, PARTITION_PREEMPTED);
  setField(target, P_MODEL, RTM_SEC_INTERRUPT);
  setField(target, P_STATE, PARTITION_RUNNING);
  link(target, P_INTERRUPTED, p);
  beginInterrupt(target, endpoint);
  passToPartition(target);
}

function isAnySet(bank: usize, first: u32, last: u32): bool {
  for (let n = first; n <= last; n++) if (bankX(bank, n) !== 0) return true;
  return false;
}
