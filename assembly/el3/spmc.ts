/** The SPMC: which calls it has, from the normal world and from partitions. */

import {
  FFA_ABORT,
  FFA_ABORT_64,
  FFA_CONSOLE_LOG,
  FFA_CONSOLE_LOG_64,
  FFA_ERROR,
  FFA_FEATURES,
  FFA_ID_GET,
  FFA_INTERRUPT,
  FFA_MEM_DONATE,
  FFA_MEM_DONATE_64,
  FFA_MEM_FRAG_TX,
  FFA_MEM_LEND,
  FFA_MEM_LEND_64,
  FFA_MEM_RECLAIM,
  FFA_MEM_SHARE,
  FFA_MEM_SHARE_64,
  FFA_MSG_SEND_DIRECT_REQ,
  FFA_MSG_SEND_DIRECT_REQ_64,
  FFA_MSG_SEND_DIRECT_REQ2,
  FFA_MSG_SEND_DIRECT_RESP,
  FFA_MSG_SEND_DIRECT_RESP_64,
  FFA_MSG_SEND_DIRECT_RESP2,
  FFA_MSG_SEND2,
  FFA_MSG_WAIT,
  FFA_PARTITION_INFO_GET,
  FFA_PARTITION_INFO_GET_REGS,
  FFA_RUN,
  FFA_RX_ACQUIRE,
  FFA_RX_RELEASE,
  FFA_RXTX_MAP,
  FFA_RXTX_MAP_64,
  FFA_RXTX_UNMAP,
  FFA_SPM_ID_GET,
  FFA_VERSION,
  FFA_YIELD,
} from '../ffa/ids';
import { FFA_DENIED, FFA_INVALID_PARAMETERS, FFA_NOT_SUPPORTED } from '../ffa/status';
import { bankW, firmwareSwitch, isOn, state32 } from './access';
import { answerCode, answerError, answerSuccess, answerX } from './answer';
import { endpointOf, spmcId } from './caller';
import { stayWithCaller } from './control';
import { abort, reportError, run, wait, yieldCycles } from './cycles';
import { getFeatures } from './features';
import { acquireRx } from './forwarded';
import { sendIndirect } from './indirect';
import { getInformation, getInformationRegisters } from './information';
import { reclaimMemory, sendFragment, sendMemory } from './memory';
import { callNotifications } from './notification';
import { NOBODY } from './partition';
import { sendRequest } from './request';
import { sendResponse } from './response';
import { mapBuffers, releaseRx, unmapBuffers } from './rxtx';
import { STATE_SPMC_VERSION } from './state';
import {
  BEFORE_REFUSED,
  FIRMWARE_BEFORE_VERSION,
  FIRMWARE_FORWARDED_BUFFERS,
  FIRMWARE_INDIRECT,
  FIRMWARE_PARTITION_UNKNOWN,
} from './switches';
import { answerPartitionVersion, endNegotiation } from './version';

/** Characters that fit the registers of FFA_CONSOLE_LOG in each form. */
const CONSOLE_32: u32 = 24;
const CONSOLE_64: u32 = 128;

/** A call of the normal world, with its x0 to x17. */
export function callFromNormalWorld(bank: usize): void {
  stayWithCaller();
  const unknownVersion = state32(STATE_SPMC_VERSION) === 0;
  endNegotiation(NOBODY);
  const refused = unknownVersion && firmwareSwitch(FIRMWARE_BEFORE_VERSION) === BEFORE_REFUSED;
  if (refused) answerError(FFA_NOT_SUPPORTED);
  else if (callMessages(NOBODY, bank) || callCommon(NOBODY, bank) || callMemory(bank)) return;
  else if (!callNotifications(NOBODY, bank)) answerError(FFA_NOT_SUPPORTED);
}

/** A call of a partition, with its x0 to x17. */
export function callFromPartition(p: usize, bank: usize): void {
  stayWithCaller();
  const id = bankW(bank, 0);
  if (id === FFA_VERSION) {
    answerPartitionVersion(p, bankW(bank, 1));
    return;
  }
  endNegotiation(p);
  if (callMessages(p, bank) || callCycles(p, bank) || callCommon(p, bank) || callIdentity(p, id)) return;
  if (callNotifications(p, bank)) return;
  if (id === FFA_INTERRUPT) answerError(FFA_DENIED);
  else if (id === FFA_CONSOLE_LOG || id === FFA_CONSOLE_LOG_64) logConsole(bank);
  else answerCode(FIRMWARE_PARTITION_UNKNOWN);
}

/** Calls that may change who runs. Each of these returns whether the call is one of its own. */
function callMessages(caller: usize, bank: usize): bool {
  const id = bankW(bank, 0);
  if (id === FFA_MSG_SEND_DIRECT_REQ || id === FFA_MSG_SEND_DIRECT_REQ_64 || id === FFA_MSG_SEND_DIRECT_REQ2) {
    sendRequest(caller, bank);
  } else if (
    id === FFA_MSG_SEND_DIRECT_RESP ||
    id === FFA_MSG_SEND_DIRECT_RESP_64 ||
    id === FFA_MSG_SEND_DIRECT_RESP2
  ) {
    sendResponse(caller, bank);
  } else if (id === FFA_RUN) run(caller, bank);
  else return false;
  return true;
}

function callCycles(p: usize, bank: usize): bool {
  const id = bankW(bank, 0);
  if (id === FFA_MSG_WAIT) wait(p, bank);
  else if (id === FFA_YIELD) yieldCycles(p, bank);
  else if (id === FFA_ERROR) reportError(p, bank);
  else if (id === FFA_ABORT || id === FFA_ABORT_64) abort(p, bank);
  else return false;
  return true;
}

function callCommon(caller: usize, bank: usize): bool {
  const id = bankW(bank, 0);
  if (id === FFA_FEATURES) getFeatures(caller, bank);
  else if (id === FFA_RXTX_MAP || id === FFA_RXTX_MAP_64) mapBuffers(caller, bank);
  else if (id === FFA_RXTX_UNMAP) unmapBuffers(caller, bank);
  else if (id === FFA_RX_RELEASE) releaseRx(caller, bank);
  else if (id === FFA_RX_ACQUIRE && isOn(FIRMWARE_FORWARDED_BUFFERS)) acquireRx(caller, bankW(bank, 1) & 0xffff);
  else if (id === FFA_MSG_SEND2 && isOn(FIRMWARE_INDIRECT)) sendIndirect(caller, bank);
  else if (id === FFA_PARTITION_INFO_GET) getInformation(caller, bank);
  else if (id === FFA_PARTITION_INFO_GET_REGS) getInformationRegisters(caller, bank);
  else return false;
  return true;
}

/** The dispatcher answers these to the normal world itself. */
function callIdentity(p: usize, id: u32): bool {
  if (id !== FFA_ID_GET && id !== FFA_SPM_ID_GET) return false;
  answerSuccess();
  answerX(1, 0);
  answerX(2, id === FFA_ID_GET ? endpointOf(p) : spmcId());
  return true;
}

function callMemory(bank: usize): bool {
  const id = bankW(bank, 0);
  const share = id === FFA_MEM_SHARE || id === FFA_MEM_SHARE_64 || id === FFA_MEM_LEND || id === FFA_MEM_LEND_64;
  if (share || id === FFA_MEM_DONATE || id === FFA_MEM_DONATE_64) sendMemory(bank);
  else if (id === FFA_MEM_FRAG_TX) sendFragment(bank);
  else if (id === FFA_MEM_RECLAIM) reclaimMemory(bank);
  else return false;
  return true;
}

/** w1: characters. Nobody reads them here. */
function logConsole(bank: usize): void {
  const most = bankW(bank, 0) === FFA_CONSOLE_LOG ? CONSOLE_32 : CONSOLE_64;
  const count = bankW(bank, 1);
  if (count === 0 || count > most) answerError(FFA_INVALID_PARAMETERS);
  else answerSuccess();
}
