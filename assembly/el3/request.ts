/** Direct requests: FFA_MSG_SEND_DIRECT_REQ in both forms and FFA_MSG_SEND_DIRECT_REQ2. */

import { FFA_INTERRUPT, FFA_MSG_SEND_DIRECT_REQ, FFA_MSG_SEND_DIRECT_REQ2 } from '../ffa/ids';
import { RECEIVES_DIRECT_REQ, RECEIVES_DIRECT_REQ2, SENDS_DIRECT_REQ, SENDS_DIRECT_REQ2 } from '../ffa/partition-info';
import {
  PARTITION_ABORTED,
  PARTITION_BLOCKED,
  PARTITION_RUNNING,
  PARTITION_WAITING,
  RTM_DIR_REQ,
} from '../ffa/runtime';
import {
  FFA_ABORTED,
  FFA_BUSY,
  FFA_DENIED,
  FFA_INVALID_PARAMETERS,
  FFA_NOT_SUPPORTED,
  FFA_VERSION_1_2,
} from '../ffa/status';
import { bankW, bankX, firmwareSwitch, isOn, setBankX } from './access';
import { answerCode, answerError } from './answer';
import { noteState } from './call-log';
import { versionOf } from './caller';
import { passToPartition, stayWithCaller } from './control';
import { DEFINITION_LOGICAL, DEFINITION_UUID_COUNT, DEFINITION_UUIDS, UUID_CAPACITY, UUID_SIZE } from './definition';
import { isFrameworkPassed, isFrameworkRefused } from './framework';
import { begin, eventOfRequest, leavePlaceholder } from './handover';
import {
  bankOf,
  definitionOf,
  field,
  findPartition,
  hasFlag,
  hasProperty,
  idOf,
  link,
  NOBODY,
  setField,
} from './partition';
import { CALL_REQUEST, mayCall } from './runtime';
import { passX8 } from './spmc-bank';
import { P_CALLER, P_MODEL, P_ORIGIN, P_REQUEST, P_STATE, P_VERSION } from './state';
import {
  FIRMWARE_NO_PROPERTY,
  FIRMWARE_PARTITION_REQUEST,
  FIRMWARE_PAYLOAD,
  FIRMWARE_REQUEST_UUID,
  FIRMWARE_REQUEST2_VERSION,
  FIRMWARE_SPMC,
  PAYLOAD_WHOLE,
  SPMC_EL3,
} from './switches';

/** Bit 15 of an endpoint id: it belongs to the secure world. */
const SECURE_ENDPOINT: u32 = 0x8000;
const LOW_HALF: u64 = 0xffffffff;

export function sendRequest(caller: usize, bank: usize): void {
  stayWithCaller();
  const receiver = findPartition(bankW(bank, 1) & 0xffff);
  if (caller !== NOBODY && !isOn(FIRMWARE_PARTITION_REQUEST)) answerError(FFA_INVALID_PARAMETERS);
  else if (!refuseMessage(caller, bank) && !refuseReceiver(caller, bank, receiver) && !refuseState(caller, receiver)) {
    accept(caller, bank, receiver);
  }
}

/** What is wrong with the message itself. Returns whether it was refused. */
function refuseMessage(caller: usize, bank: usize): bool {
  const id = bankW(bank, 0);
  if (id !== FFA_MSG_SEND_DIRECT_REQ2) {
    if (isFrameworkRefused(caller, bank)) return true;
    if (bankW(bank, 2) !== 0 && !isFrameworkPassed(bank)) return refuse(FFA_INVALID_PARAMETERS);
  }
  const source = bankW(bank, 1) >> 16;
  const destination = bankW(bank, 1) & 0xffff;
  const own = caller === NOBODY ? (source & SECURE_ENDPOINT) === 0 : source === idOf(caller);
  const valid = own && source !== destination && (destination & SECURE_ENDPOINT) !== 0;
  return !valid && refuse(FFA_INVALID_PARAMETERS);
}

/** What is wrong with sending it to this partition. */
function refuseReceiver(caller: usize, bank: usize, receiver: usize): bool {
  const second = bankW(bank, 0) === FFA_MSG_SEND_DIRECT_REQ2;
  if (receiver === NOBODY) return refuse(FFA_INVALID_PARAMETERS);
  if (second && versionOf(caller) < FFA_VERSION_1_2) return refuseByCode(FIRMWARE_REQUEST2_VERSION);
  if (second && hasFlag(receiver, DEFINITION_LOGICAL)) return refuse(FFA_NOT_SUPPORTED);
  if (second && isOn(FIRMWARE_REQUEST_UUID) && !isOwnUuid(receiver, bank)) return refuse(FFA_INVALID_PARAMETERS);
  const sends = caller === NOBODY || hasProperty(caller, second ? SENDS_DIRECT_REQ2 : SENDS_DIRECT_REQ);
  const receives = hasProperty(receiver, second ? RECEIVES_DIRECT_REQ2 : RECEIVES_DIRECT_REQ);
  const old = second && field(receiver, P_VERSION) < FFA_VERSION_1_2;
  return (!sends || !receives || old) && refuseByCode(FIRMWARE_NO_PROPERTY);
}

/** What keeps the partition from taking it now, or the sender from waiting for it. */
function refuseState(caller: usize, receiver: usize): bool {
  const state = field(receiver, P_STATE);
  if (state === PARTITION_ABORTED) return refuse(FFA_ABORTED);
  if (!mayCall(caller, CALL_REQUEST, receiver)) return refuse(FFA_DENIED);
  return state !== PARTITION_WAITING && refuse(FFA_BUSY);
}

function refuse(status: i32): bool {
  answerError(status);
  return true;
}

function refuseByCode(offset: u32): bool {
  answerCode(offset);
  return true;
}

/** x2 and x3 are nil, or one of the receiver's UUIDs. */
function isOwnUuid(receiver: usize, bank: usize): bool {
  if ((bankX(bank, 2) | bankX(bank, 3)) === 0) return true;
  const definition = definitionOf(receiver);
  const count = min(load<u32>(definition, DEFINITION_UUID_COUNT), UUID_CAPACITY);
  for (let n: u32 = 0; n < count; n++) {
    const uuid = definition + DEFINITION_UUIDS + n * UUID_SIZE;
    if (load<u64>(uuid) === bankX(bank, 2) && load<u64>(uuid, 8) === bankX(bank, 3)) return true;
  }
  return false;
}

function accept(caller: usize, bank: usize, receiver: usize): void {
  setField(receiver, P_MODEL, RTM_DIR_REQ);
  setField(receiver, P_ORIGIN, bankW(bank, 1) >> 16);
  setField(receiver, P_REQUEST, bankW(bank, 0));
  link(receiver, P_CALLER, caller);
  deliverRequest(caller, bank, receiver);
  if (caller !== NOBODY) {
    leavePlaceholder(caller, FFA_INTERRUPT);
    setField(caller, P_STATE, PARTITION_BLOCKED);
    noteState(caller);
  }
  setField(receiver, P_STATE, PARTITION_RUNNING);
  begin(receiver, eventOfRequest(bankW(bank, 0)));
  passToPartition(receiver);
}

/**
 * An SPMC that builds the message itself passes what it defines, and one below EL3 that does not, its registers. From the
 * normal world to a partition under an SPMC at EL3 the world switch decides.
 */
function deliverRequest(caller: usize, bank: usize, receiver: usize): void {
  const to = bankOf(receiver);
  const id = bankW(bank, 0);
  const whole = firmwareSwitch(FIRMWARE_PAYLOAD) === PAYLOAD_WHOLE;
  const narrow = !whole && id === FFA_MSG_SEND_DIRECT_REQ;
  for (let n: u32 = 0; n <= 7; n++) setBankX(to, n, narrow ? bankX(bank, n) & LOW_HALF : bankX(bank, n));
  if (caller === NOBODY && firmwareSwitch(FIRMWARE_SPMC) === SPMC_EL3) passX8(to, bank, id, field(receiver, P_VERSION));
  else if (whole || id === FFA_MSG_SEND_DIRECT_REQ2) {
    for (let n: u32 = 8; n <= 17; n++) setBankX(to, n, bankX(bank, n));
  }
}
