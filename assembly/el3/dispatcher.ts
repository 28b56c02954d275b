/**
 * The dispatcher at EL3 (TF-A's SPMD): which FF-A calls of the normal world it answers itself, which it refuses, and which
 * reach the SPMC. Every call but FFA_VERSION fixes the version that it stores for the normal world, refused or not.
 */

import {
  FFA_ABORT,
  FFA_ABORT_64,
  FFA_CONSOLE_LOG,
  FFA_CONSOLE_LOG_64,
  FFA_EL3_INTR_HANDLE,
  FFA_ID_GET,
  FFA_INTERRUPT,
  FFA_MSG_POLL,
  FFA_MSG_SEND_DIRECT_REQ,
  FFA_MSG_SEND_DIRECT_REQ_64,
  FFA_MSG_SEND_DIRECT_REQ2,
  FFA_MSG_SEND_DIRECT_RESP2,
  FFA_MSG_WAIT,
  FFA_NORMAL_WORLD_RESUME,
  FFA_PARTITION_INFO_GET,
  FFA_RX_RELEASE,
  FFA_RXTX_MAP,
  FFA_RXTX_MAP_64,
  FFA_RXTX_UNMAP,
  FFA_SECONDARY_EP_REGISTER,
  FFA_SECONDARY_EP_REGISTER_64,
  FFA_SPM_ID_GET,
  FFA_VERSION,
  FFA_YIELD,
} from '../ffa/ids';
import { FFA_DENIED, FFA_INVALID_PARAMETERS, FFA_NOT_SUPPORTED, FFA_VERSION_1_2, FFA_VERSION_1_3 } from '../ffa/status';
import { SMC_IN } from '../layout';
import { SMCCC_SVE_HINT } from '../smccc/ids';
import { firmwareSwitch, isOn, setState32, state32 } from './access';
import { ANSWER, answerDispatcherError, answerSuccess, answerX, partitionMask } from './answer';
import { endpointOf, spmcId } from './caller';
import { CONTROL_NORMAL, controlIsWith, messageSender } from './control';
import { deliverFromDispatcher, deliverFromEl3, deliverFromSecure, deliverFromSpmc } from './delivery';
import { bootFirmware, runPartitions, startPartitions } from './execution';
import { leaveWorld } from './history';
import {
  FIRMWARE_NOTIFICATION2_GATE,
  FIRMWARE_REQUEST2_GATE,
  FIRMWARE_SVE_HINT,
  HINT_BIT_0,
  HINT_BIT_16,
} from './history-switches';
import { field, NOBODY } from './partition';
import { callFromNormalWorld } from './spmc';
import { enterEl3, enterSpmc, SPMC_BANK } from './spmc-bank';
import {
  P_VERSION,
  STATE_ANSWERED_VERSION,
  STATE_DISPATCHER_LOCKED,
  STATE_DISPATCHER_VERSION,
  STATE_SVE_HINT,
} from './state';
import { FIRMWARE_PARTITION_START, FIRMWARE_SPMC, SPMC_EL3, START_NEGOTIATED } from './switches';
import { handleVersion } from './version';

const SECURE_ENDPOINT: u32 = 0x8000;

/** Answers an FF-A call of the normal world; `id` is without the hint. */
export function dispatch(entry: usize, id: u32): void {
  bootFirmware();
  if (id === FFA_VERSION) {
    handleVersion(entry);
    if (firmwareSwitch(FIRMWARE_PARTITION_START) === START_NEGOTIATED) startPartitions();
    return;
  }
  setState32(STATE_DISPATCHER_LOCKED, 1);
  if (answerIdentity(id) || refuse(entry, id)) deliverFromDispatcher(entry);
  else forward(entry);
}

function answerIdentity(id: u32): bool {
  if (id !== FFA_ID_GET && id !== FFA_SPM_ID_GET) return false;
  answerSuccess();
  answerX(2, id === FFA_ID_GET ? endpointOf(NOBODY) : spmcId());
  return true;
}

/** Refuses what the normal world may not call, and returns whether it did. */
function refuse(entry: usize, id: u32): bool {
  let status: i32 = 0;
  if (isForSecureWorld(id)) status = FFA_NOT_SUPPORTED;
  else if (id === FFA_NORMAL_WORLD_RESUME) status = FFA_DENIED;
  else if (isGated(id) && commonVersion() < FFA_VERSION_1_2) status = FFA_NOT_SUPPORTED;
  else if (isGatedNeighbour(id) && commonVersion() < FFA_VERSION_1_3) status = FFA_NOT_SUPPORTED;
  else if (isRequest(id) && (load<u32>(entry, SMC_IN + 8) >> 16) & SECURE_ENDPOINT) status = FFA_INVALID_PARAMETERS;
  if (status !== 0) answerDispatcherError(status);
  return status !== 0;
}

/** Calls that only the secure world may make, or nobody. */
function isForSecureWorld(id: u32): bool {
  if (id === FFA_MSG_WAIT || id === FFA_INTERRUPT || id === FFA_YIELD || id === FFA_EL3_INTR_HANDLE) return true;
  if (id === FFA_SECONDARY_EP_REGISTER || id === FFA_SECONDARY_EP_REGISTER_64 || id === FFA_MSG_POLL) return true;
  return id === FFA_ABORT || id === FFA_ABORT_64 || id === FFA_CONSOLE_LOG || id === FFA_CONSOLE_LOG_64;
}

function isRequest(id: u32): bool {
  return id === FFA_MSG_SEND_DIRECT_REQ || id === FFA_MSG_SEND_DIRECT_REQ_64 || id === FFA_MSG_SEND_DIRECT_REQ2;
}

/** The second kind of direct messages, which is new in 1.2. */
function isSecond(id: u32): bool {
  return id === FFA_MSG_SEND_DIRECT_REQ2 || id === FFA_MSG_SEND_DIRECT_RESP2;
}

function isGated(id: u32): bool {
  return isSecond(id) && !isOn(FIRMWARE_REQUEST2_GATE);
}

/** Calls that once stood before the check of the 1.3 calls, and ran into it. */
function isGatedNeighbour(id: u32): bool {
  if (!isOn(FIRMWARE_NOTIFICATION2_GATE)) return false;
  if (id === FFA_RX_RELEASE || id === FFA_RXTX_MAP || id === FFA_RXTX_MAP_64) return true;
  return id === FFA_RXTX_UNMAP || id === FFA_PARTITION_INFO_GET;
}

/** The lower of what the normal world asked for and what the SPMC answered; a refusal is no lower than any. */
function commonVersion(): u32 {
  return min(state32(STATE_DISPATCHER_VERSION), state32(STATE_ANSWERED_VERSION));
}

/** The SPMC handles the call, and partitions run where it passes control to them. */
function forward(entry: usize): void {
  const below = firmwareSwitch(FIRMWARE_SPMC) !== SPMC_EL3;
  passHint(load<u32>(entry, SMC_IN));
  if (below) {
    leaveWorld();
    enterSpmc(entry);
  } else enterEl3(entry);
  callFromNormalWorld(SPMC_BANK);
  runPartitions();
  if (below) deliverFromSpmc(entry);
  else if (controlIsWith() !== CONTROL_NORMAL) deliverFromEl3(entry);
  else deliverFromSecure(entry, ANSWER, versionOfSender(), partitionMask());
}

/** Whether the SPMC is told that the caller has no SVE state to save. */
function passHint(id: u32): void {
  const rule = firmwareSwitch(FIRMWARE_SVE_HINT);
  const bit: u32 = rule === HINT_BIT_16 ? SMCCC_SVE_HINT : rule === HINT_BIT_0 ? 1 : 0;
  setState32(STATE_SVE_HINT, (id & bit) !== 0 ? 1 : 0);
}

function versionOfSender(): u32 {
  const sender = messageSender();
  return sender === NOBODY ? state32(STATE_ANSWERED_VERSION) : field(sender, P_VERSION);
}
