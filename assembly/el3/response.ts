/** Direct responses: FFA_MSG_SEND_DIRECT_RESP in both forms and FFA_MSG_SEND_DIRECT_RESP2. */

import {
  FFA_MSG_SEND_DIRECT_REQ,
  FFA_MSG_SEND_DIRECT_REQ2,
  FFA_MSG_SEND_DIRECT_RESP,
  FFA_MSG_SEND_DIRECT_RESP_64,
  FFA_MSG_SEND_DIRECT_RESP2,
} from '../ffa/ids';
import { PARTITION_WAITING, RTM_NONE } from '../ffa/runtime';
import { FFA_DENIED, FFA_INVALID_PARAMETERS } from '../ffa/status';
import { registerMask } from '../machine/undefined';
import { bankW, bankX, firmwareSwitch, isOn, setBankX } from './access';
import { ANSWER, answerCode, answerError, answerMessage } from './answer';
import { noteState } from './call-log';
import { passToNormalWorld, passToPartition, stayWithCaller } from './control';
import { giveAnswer, resume } from './handover';
import { FIRMWARE_RESPONSE_FORM, FIRMWARE_RESULT_MOVES } from './history-switches';
import { field, findPartition, idOf, NOBODY, setField } from './partition';
import { CALL_RESPONSE, mayCall } from './runtime';
import { P_CALLER, P_MODEL, P_ORIGIN, P_REQUEST, P_REQUEST_BANK, P_STATE } from './state';
import {
  FIRMWARE_NORMAL_RESPONSE,
  FIRMWARE_PAYLOAD,
  FIRMWARE_RESPONSE_MISMATCH,
  FIRMWARE_RESPONSE_WIDTH,
  FIRMWARE_RESPONSE2_RESERVED,
  PAYLOAD_WHOLE,
} from './switches';

const FRAMEWORK: u32 = 1 << 31;
const LOW_HALF: u64 = 0xffffffff;

export function sendResponse(caller: usize, bank: usize): void {
  stayWithCaller();
  if (caller === NOBODY) answerCode(FIRMWARE_NORMAL_RESPONSE);
  else if (!refuseMessage(caller, bank) && !refusePair(caller, bank)) complete(caller, bank);
}

/** What is wrong with the message itself. Returns whether it was refused. */
function refuseMessage(caller: usize, bank: usize): bool {
  const second = bankW(bank, 0) === FFA_MSG_SEND_DIRECT_RESP2;
  const source = bankW(bank, 1) >> 16;
  const destination = bankW(bank, 1) & 0xffff;
  const reserved = second
    ? isOn(FIRMWARE_RESPONSE2_RESERVED) && (bankX(bank, 2) | bankX(bank, 3)) !== 0
    : isFlagged(bank);
  if (!reserved && source === idOf(caller) && source !== destination) return false;
  answerError(FFA_INVALID_PARAMETERS);
  return true;
}

/** w2 of a partition message must be 0. */
function isFlagged(bank: usize): bool {
  return bankW(bank, 2) !== 0 && !(bankW(bank, 2) & FRAMEWORK);
}

/** The response must be to the request that is open, and of its kind. */
function refusePair(caller: usize, bank: usize): bool {
  if (!mayCall(caller, CALL_RESPONSE, NOBODY)) {
    answerError(FFA_DENIED);
    return true;
  }
  const origin = field(caller, P_ORIGIN) === (bankW(bank, 1) & 0xffff);
  if (origin && isKindOf(bankW(bank, 0), field(caller, P_REQUEST)) && isFrameworkPair(caller, bank)) return false;
  answerCode(FIRMWARE_RESPONSE_MISMATCH);
  return true;
}

function isKindOf(response: u32, request: u32): bool {
  if (response === FFA_MSG_SEND_DIRECT_RESP2) return request === FFA_MSG_SEND_DIRECT_REQ2;
  if (request === FFA_MSG_SEND_DIRECT_REQ2) return false;
  const narrow = request === FFA_MSG_SEND_DIRECT_REQ;
  return !isOn(FIRMWARE_RESPONSE_WIDTH) || narrow === (response === FFA_MSG_SEND_DIRECT_RESP);
}

/** A framework request takes a framework response. */
function isFrameworkPair(caller: usize, bank: usize): bool {
  const request =
    field(caller, P_REQUEST) !== FFA_MSG_SEND_DIRECT_REQ2 && bankW(caller + P_REQUEST_BANK, 2) & FRAMEWORK;
  return !request || (bankW(bank, 2) & FRAMEWORK) !== 0;
}

/** The partition that asked, also where it is in no call chain any more; NOBODY for the normal world. */
export function requesterOf(p: usize): usize {
  return field(p, P_REQUEST) === 0 ? NOBODY : findPartition(field(p, P_ORIGIN));
}

/** The partition waits again and whoever asked goes on with the response. */
function complete(p: usize, bank: usize): void {
  const requester = requesterOf(p);
  makeResponse(bank);
  endRequest(p, PARTITION_WAITING);
  if (requester === NOBODY) passToNormalWorld(p);
  else {
    giveAnswer(requester);
    resume(requester);
    passToPartition(requester);
  }
}

/** A request ends, with a response or without, and the partition is in this state. */
export function endRequest(p: usize, state: u32): void {
  setField(p, P_STATE, state);
  setField(p, P_MODEL, RTM_NONE);
  setField(p, P_REQUEST, 0);
  setField(p, P_CALLER, 0);
  noteState(p);
}

/** An SPMC that builds the message itself passes what it defines; any other passes the registers. */
function makeResponse(bank: usize): void {
  const id = bankW(bank, 0);
  const last: u32 = id === FFA_MSG_SEND_DIRECT_RESP2 ? 17 : 7;
  const whole = firmwareSwitch(FIRMWARE_PAYLOAD) === PAYLOAD_WHOLE;
  answerMessage(bank, registerMask(0, last), registerMask(0, whole ? 17 : last));
  if (id === FFA_MSG_SEND_DIRECT_RESP2 && !isOn(FIRMWARE_RESPONSE2_RESERVED)) {
    setBankX(ANSWER, 2, 0);
    setBankX(ANSWER, 3, 0);
  }
  if (isOn(FIRMWARE_RESPONSE_FORM) && last === 7) setBankX(ANSWER, 0, FFA_MSG_SEND_DIRECT_RESP);
  if (!isOn(FIRMWARE_RESULT_MOVES) && (whole || id === FFA_MSG_SEND_DIRECT_RESP_64 || last === 17)) return;
  for (let n: u32 = 1; n <= 7; n++) setBankX(ANSWER, n, bankX(ANSWER, n) & LOW_HALF);
}
