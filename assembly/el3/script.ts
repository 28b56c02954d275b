/** What a partition does next: the step of its script becomes its registers, and a call. */

import {
  FFA_ABORT,
  FFA_ERROR,
  FFA_MSG_SEND_DIRECT_REQ,
  FFA_MSG_SEND_DIRECT_REQ_64,
  FFA_MSG_SEND_DIRECT_REQ2,
  FFA_MSG_SEND_DIRECT_RESP,
  FFA_MSG_SEND_DIRECT_RESP_64,
  FFA_MSG_SEND_DIRECT_RESP2,
  FFA_MSG_WAIT,
  FFA_RUN,
  FFA_YIELD,
} from '../ffa/ids';
import { RTM_DIR_REQ } from '../ffa/runtime';
import { STEP_CAPACITY, STEP_START, STEP_STRIDE } from '../layout';
import { bankX, setBankX } from './access';
import { interruptNonSecure, interruptSecure } from './cycles';
import {
  SOURCE_CONSTANT,
  SOURCE_DEFAULT,
  SOURCE_REQUEST,
  STEP_ABORT,
  STEP_CALL,
  STEP_ERROR,
  STEP_INTERRUPT,
  STEP_KIND,
  STEP_OPERAND,
  STEP_REQ,
  STEP_REQ_64,
  STEP_REQ2,
  STEP_RESP,
  STEP_RESP_64,
  STEP_RESP2,
  STEP_RESPOND,
  STEP_RUN,
  STEP_SOURCES,
  STEP_VALUES,
  STEP_WAIT,
  STEP_YIELD,
} from './definition';
import { bankOf, field, idOf, setField } from './partition';
import { P_MODEL, P_ORIGIN, P_REQUEST, P_REQUEST_BANK, P_STEP, P_STEP_END } from './state';

/**
 * Takes the next step. Returns whether it is a call, for which the partition's registers then stand; an interrupt has
 * changed who runs. Where the script is over the partition responds to its request, or waits.
 */
export function takeStep(p: usize): bool {
  const index = field(p, P_STEP);
  if (index >= min(field(p, P_STEP_END), STEP_CAPACITY)) {
    prepare(p, lastStep(p), 0, 0);
    return true;
  }
  setField(p, P_STEP, index + 1);
  const step: usize = STEP_START + index * STEP_STRIDE;
  const written = load<u32>(step, STEP_KIND);
  const kind = written === STEP_RESPOND ? responseTo(p) : written;
  const operand = load<u32>(step, STEP_OPERAND);
  if (kind !== STEP_INTERRUPT) {
    prepare(p, kind, operand, step);
    return true;
  }
  if (operand === 0) interruptNonSecure(p);
  else interruptSecure(p, operand);
  return false;
}

/** Whether the script has come to its end. */
export function isOver(p: usize): bool {
  return field(p, P_STEP) >= field(p, P_STEP_END);
}

function lastStep(p: usize): u32 {
  return field(p, P_MODEL) === RTM_DIR_REQ ? responseTo(p) : STEP_WAIT;
}

/** The response of the kind of the open request; without one, the 32-bit one. */
function responseTo(p: usize): u32 {
  const request = field(p, P_REQUEST);
  if (request === FFA_MSG_SEND_DIRECT_REQ2) return STEP_RESP2;
  return request === FFA_MSG_SEND_DIRECT_REQ_64 ? STEP_RESP_64 : STEP_RESP;
}

/** x0 to x17 of the call: what the kind of step needs, else what the script says, else 0. */
function prepare(p: usize, kind: u32, operand: u32, step: usize): void {
  const bank = bankOf(p);
  for (let n: u32 = 0; n < 18; n++) {
    const source = step === 0 ? SOURCE_DEFAULT : load<u8>(step + n, STEP_SOURCES);
    if (source === SOURCE_DEFAULT) setBankX(bank, n, standard(p, kind, operand, n));
    else if (source === SOURCE_CONSTANT) setBankX(bank, n, load<u64>(step + (n << 3), STEP_VALUES));
    else if (source === SOURCE_REQUEST) setBankX(bank, n, bankX(p + P_REQUEST_BANK, n));
  }
}

/** xn where the script is silent: ids and endpoints in place, the payload of a response as it came, 0 for the rest. */
function standard(p: usize, kind: u32, operand: u32, n: u32): u64 {
  if (n === 0) return functionOf(kind, operand);
  if (n === 1) return targetOfStep(p, kind, operand);
  if (n === 2 && kind === STEP_ERROR) return operand;
  return isEchoed(kind, n) ? bankX(p + P_REQUEST_BANK, n) : 0;
}

function targetOfStep(p: usize, kind: u32, operand: u32): u64 {
  if (kind === STEP_RUN) return operand << 16;
  if (kind === STEP_REQ || kind === STEP_REQ_64 || kind === STEP_REQ2) return (idOf(p) << 16) | operand;
  const answers = kind === STEP_RESP || kind === STEP_RESP_64 || kind === STEP_RESP2 || kind === STEP_ERROR;
  return answers ? (idOf(p) << 16) | field(p, P_ORIGIN) : 0;
}

/** x3 to x7 of a response, x4 to x17 of FFA_MSG_SEND_DIRECT_RESP2. */
function isEchoed(kind: u32, n: u32): bool {
  if (kind === STEP_RESP2) return n >= 4;
  return (kind === STEP_RESP || kind === STEP_RESP_64) && n >= 3 && n <= 7;
}

function functionOf(kind: u32, operand: u32): u32 {
  if (kind === STEP_CALL) return operand;
  if (kind === STEP_RESP) return FFA_MSG_SEND_DIRECT_RESP;
  if (kind === STEP_RESP_64) return FFA_MSG_SEND_DIRECT_RESP_64;
  if (kind === STEP_RESP2) return FFA_MSG_SEND_DIRECT_RESP2;
  if (kind === STEP_REQ) return FFA_MSG_SEND_DIRECT_REQ;
  if (kind === STEP_REQ_64) return FFA_MSG_SEND_DIRECT_REQ_64;
  if (kind === STEP_REQ2) return FFA_MSG_SEND_DIRECT_REQ2;
  if (kind === STEP_YIELD) return FFA_YIELD;
  if (kind === STEP_ERROR) return FFA_ERROR;
  if (kind === STEP_RUN) return FFA_RUN;
  return kind === STEP_ABORT ? FFA_ABORT : FFA_MSG_WAIT;
}
