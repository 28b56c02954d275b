/**
 * kvm_host_ffa_handler (arch/arm64/kvm/hyp/nvhe/ffa.c): every FF-A call of the host is handled at EL2, refused, or left
 * to the generic forwarder.
 */

import {
  FFA_CONSOLE_LOG,
  FFA_EL3_INTR_HANDLE,
  FFA_ERROR,
  FFA_FEATURES,
  FFA_ID_GET,
  FFA_MEM_DONATE,
  FFA_MEM_DONATE_64,
  FFA_MEM_FRAG_RX,
  FFA_MEM_FRAG_TX,
  FFA_MEM_LEND,
  FFA_MEM_LEND_64,
  FFA_MEM_OP_PAUSE,
  FFA_MEM_OP_RESUME,
  FFA_MEM_RECLAIM,
  FFA_MEM_RELINQUISH,
  FFA_MEM_RETRIEVE_REQ,
  FFA_MEM_RETRIEVE_REQ_64,
  FFA_MEM_RETRIEVE_RESP,
  FFA_MEM_SHARE,
  FFA_MEM_SHARE_64,
  FFA_MSG_POLL,
  FFA_MSG_SEND,
  FFA_MSG_SEND_DIRECT_REQ,
  FFA_MSG_SEND_DIRECT_REQ_64,
  FFA_MSG_SEND_DIRECT_REQ2,
  FFA_MSG_SEND_DIRECT_RESP,
  FFA_MSG_SEND_DIRECT_RESP_64,
  FFA_MSG_SEND_DIRECT_RESP2,
  FFA_MSG_WAIT,
  FFA_NOTIFICATION_BIND,
  FFA_NOTIFICATION_BITMAP_CREATE,
  FFA_NOTIFICATION_BITMAP_DESTROY,
  FFA_NOTIFICATION_GET,
  FFA_NOTIFICATION_INFO_GET,
  FFA_NOTIFICATION_SET,
  FFA_NOTIFICATION_UNBIND,
  FFA_NUMBER_FIRST,
  FFA_PARTITION_INFO_GET,
  FFA_PARTITION_INFO_GET_REGS,
  FFA_RUN,
  FFA_RXTX_MAP,
  FFA_RXTX_MAP_64,
  FFA_RXTX_UNMAP,
  FFA_SUCCESS,
  FFA_VERSION,
} from '../../ffa/ids';
import { FFA_INVALID_PARAMETERS, FFA_NOT_SUPPORTED, FFA_VERSION_1_2 } from '../../ffa/status';
import { CAUSE_NONE, DISPOSITION_HANDLED, DISPOSITION_REFUSED } from '../../layout';
import { causeOf, setDisposition } from '../../machine/record';
import { readW, readX } from '../../machine/registers';
import {
  SMCCC_64,
  SMCCC_FAST,
  SMCCC_NUMBER_MASK,
  SMCCC_OWNER_MASK,
  SMCCC_OWNER_SHIFT,
  SMCCC_OWNER_STANDARD,
} from '../../smccc/ids';
import { pkvmSwitch, state32 } from './access';
import { answerIdGet, handleDirectRequest2, reissueHostSmc } from './message';
import { handlePartitionInfo } from './partition';
import { handleReclaim } from './reclaim';
import { writeBack, writeBackPlain } from './result';
import { handleMap, handleUnmap } from './rxtx';
import { handleFragment, handleTransfer } from './share';
import { STATE_HYP_FFA_VERSION, STATE_NEGOTIATED } from './state';
import {
  CALL_REFUSED,
  GATE_DIRECT_REQUESTS,
  GATE_VERSION_FIRST,
  PATH_HANDLED,
  REQ2_FORWARDED,
  REQ2_REFUSED,
  SWITCH_CALLS_1_2,
  SWITCH_DIRECT_PATH,
  SWITCH_DIRECT_REQ_32,
  SWITCH_DIRECT_REQ2,
  SWITCH_DIRECT_RESP_64,
  SWITCH_EL3_INTR_HANDLE,
  SWITCH_GATE,
  SWITCH_ID_GET_PATH,
  SWITCH_LAST_NUMBER,
  SWITCH_NOTIFICATIONS,
  SWITCH_OTHER_PATH,
  SWITCH_PARTITION_INFO_PATH,
  SWITCH_RUN_PATH,
  SWITCH_VERSION_CALL,
  VERSION_FORWARDED,
} from './switches';
import { handleVersion } from './version';

/** Handles or refuses an FF-A call and returns true, or returns false, nothing written, where it is to be forwarded. */
export function handleFfa(cpu: usize, id: u32): bool {
  return isFfaCall(id) && decide(cpu, id);
}

const FAST_OWNER: u32 = SMCCC_FAST | (SMCCC_OWNER_MASK << SMCCC_OWNER_SHIFT);
const FAST_STANDARD: u32 = SMCCC_FAST | (SMCCC_OWNER_STANDARD << SMCCC_OWNER_SHIFT);

/** A fast call of owner 4 with a number from 0x60 on. Bit 30 and bits 23:17 may be anything. */
function isFfaCall(id: u32): bool {
  if ((id & FAST_OWNER) !== FAST_STANDARD) return false;
  const number = id & SMCCC_NUMBER_MASK;
  return number >= FFA_NUMBER_FIRST && number <= pkvmSwitch(SWITCH_LAST_NUMBER);
}

/** Each of these returns false where the call is to be forwarded. */
function decide(cpu: usize, id: u32): bool {
  if (id === FFA_VERSION) return decideVersion(cpu);
  if (!state32(STATE_NEGOTIATED) && !passesGate(id)) return refuse(cpu, FFA_INVALID_PARAMETERS);
  // Asked most, and answered without looking any further.
  return id === FFA_FEATURES ? answerFeatures(cpu) : decideOther(cpu, id);
}

/** Whether a call is let through before a version is negotiated. */
function passesGate(id: u32): bool {
  const gate = pkvmSwitch(SWITCH_GATE);
  if (gate === GATE_DIRECT_REQUESTS) return id === FFA_MSG_SEND_DIRECT_REQ || id === FFA_MSG_SEND_DIRECT_REQ_64;
  return gate !== GATE_VERSION_FIRST;
}

function decideOther(cpu: usize, id: u32): bool {
  return id & SMCCC_64 ? decide64(cpu, id) : decide32(cpu, id);
}

function decideVersion(cpu: usize): bool {
  if (pkvmSwitch(SWITCH_VERSION_CALL) === VERSION_FORWARDED) return false;
  handleVersion(cpu);
  return finish(cpu);
}

/** Gives the host the result of a call that was handled, where EL2 has survived it. */
function finish(cpu: usize): bool {
  setDisposition(cpu, DISPOSITION_HANDLED);
  if (causeOf(cpu) === CAUSE_NONE) writeBack(cpu);
  return true;
}

function refuse(cpu: usize, status: i32): bool {
  setDisposition(cpu, DISPOSITION_REFUSED);
  writeBackPlain(cpu, FFA_ERROR, <u64>status);
  return true;
}

function decide32(cpu: usize, id: u32): bool {
  switch (id) {
    case FFA_RXTX_UNMAP:
      handleUnmap(cpu);
      return finish(cpu);
    case FFA_PARTITION_INFO_GET:
      if (pkvmSwitch(SWITCH_PARTITION_INFO_PATH) !== PATH_HANDLED) return false;
      handlePartitionInfo(cpu);
      return finish(cpu);
    case FFA_ID_GET:
      if (pkvmSwitch(SWITCH_ID_GET_PATH) !== PATH_HANDLED) return false;
      answerIdGet();
      return finish(cpu);
    case FFA_RUN:
      return byPath(cpu, SWITCH_RUN_PATH);
    case FFA_MEM_LEND:
      handleTransfer(cpu, FFA_MEM_LEND_64);
      return finish(cpu);
    case FFA_MEM_SHARE:
      handleTransfer(cpu, FFA_MEM_SHARE_64);
      return finish(cpu);
    case FFA_MEM_RECLAIM:
      handleReclaim(cpu);
      return finish(cpu);
    case FFA_MEM_FRAG_TX:
      handleFragment(cpu);
      return finish(cpu);
    default:
      if (isRefused32(id)) return refuse(cpu, FFA_NOT_SUPPORTED);
      return byPath(cpu, id === FFA_MSG_SEND_DIRECT_REQ ? SWITCH_DIRECT_PATH : SWITCH_OTHER_PATH);
  }
}

function decide64(cpu: usize, id: u32): bool {
  switch (id) {
    case FFA_RXTX_MAP_64:
      handleMap(cpu);
      return finish(cpu);
    case FFA_MEM_LEND_64:
    case FFA_MEM_SHARE_64:
      handleTransfer(cpu, id);
      return finish(cpu);
    case FFA_MSG_SEND_DIRECT_REQ_64:
      return byPath(cpu, SWITCH_DIRECT_PATH);
    case FFA_MSG_SEND_DIRECT_REQ2:
      return decideDirectRequest2(cpu);
    default:
      return isRefused64(id) ? refuse(cpu, FFA_NOT_SUPPORTED) : byPath(cpu, SWITCH_OTHER_PATH);
  }
}

/** A call that either the generic forwarder or EL2 passes on. */
function byPath(cpu: usize, path: u32): bool {
  if (pkvmSwitch(path) !== PATH_HANDLED) return false;
  reissueHostSmc(cpu);
  return finish(cpu);
}

function decideDirectRequest2(cpu: usize): bool {
  const rule = pkvmSwitch(SWITCH_DIRECT_REQ2);
  if (rule === REQ2_FORWARDED) return false;
  if (rule === REQ2_REFUSED || state32(STATE_HYP_FFA_VERSION) < FFA_VERSION_1_2) return refuse(cpu, FFA_NOT_SUPPORTED);
  handleDirectRequest2(cpu, rule);
  return finish(cpu);
}

/** Case labels are counted from the first id, so that they are dense enough for a jump table. */
const FIRST_32: u32 = FFA_ERROR;
const FIRST_64: u32 = FFA_ERROR | SMCCC_64;

/** ffa_call_supported, the ids with bit 30 clear: true where the call, and asking for it by FFA_FEATURES, is refused. */
function isRefused32(id: u32): bool {
  switch (id - FIRST_32) {
    case FFA_RXTX_MAP - FIRST_32:
    case FFA_MSG_POLL - FIRST_32:
    case FFA_MSG_WAIT - FIRST_32:
    case FFA_MSG_SEND - FIRST_32:
    case FFA_MSG_SEND_DIRECT_RESP - FIRST_32:
    case FFA_MEM_DONATE - FIRST_32:
    case FFA_MEM_RETRIEVE_REQ - FIRST_32:
    case FFA_MEM_RETRIEVE_RESP - FIRST_32:
    case FFA_MEM_RELINQUISH - FIRST_32:
    case FFA_MEM_OP_PAUSE - FIRST_32:
    case FFA_MEM_OP_RESUME - FIRST_32:
    case FFA_MEM_FRAG_RX - FIRST_32:
      return true;
    case FFA_MSG_SEND_DIRECT_REQ - FIRST_32:
      return pkvmSwitch(SWITCH_DIRECT_REQ_32) === CALL_REFUSED;
    case FFA_NOTIFICATION_BITMAP_CREATE - FIRST_32:
    case FFA_NOTIFICATION_BITMAP_DESTROY - FIRST_32:
    case FFA_NOTIFICATION_BIND - FIRST_32:
    case FFA_NOTIFICATION_UNBIND - FIRST_32:
    case FFA_NOTIFICATION_SET - FIRST_32:
    case FFA_NOTIFICATION_GET - FIRST_32:
    case FFA_NOTIFICATION_INFO_GET - FIRST_32:
      return pkvmSwitch(SWITCH_NOTIFICATIONS) === CALL_REFUSED;
    case FFA_CONSOLE_LOG - FIRST_32:
      return pkvmSwitch(SWITCH_CALLS_1_2) === CALL_REFUSED;
    case FFA_EL3_INTR_HANDLE - FIRST_32:
      return pkvmSwitch(SWITCH_EL3_INTR_HANDLE) === CALL_REFUSED;
    default:
      return false;
  }
}

/** The same for the ids with bit 30 set. */
function isRefused64(id: u32): bool {
  switch (id - FIRST_64) {
    case FFA_MEM_DONATE_64 - FIRST_64:
    case FFA_MEM_RETRIEVE_REQ_64 - FIRST_64:
      return true;
    case FFA_MSG_SEND_DIRECT_RESP_64 - FIRST_64:
      return pkvmSwitch(SWITCH_DIRECT_RESP_64) === CALL_REFUSED;
    case FFA_PARTITION_INFO_GET_REGS - FIRST_64:
    case FFA_MSG_SEND_DIRECT_RESP2 - FIRST_64:
      return pkvmSwitch(SWITCH_CALLS_1_2) === CALL_REFUSED;
    case FFA_MSG_SEND_DIRECT_REQ2 - FIRST_64:
      return pkvmSwitch(SWITCH_DIRECT_REQ2) === REQ2_REFUSED;
    default:
      return false;
  }
}

/**
 * do_ffa_features: success without properties for the memory calls that EL2 handles, NOT_SUPPORTED for a refused call, and
 * any other query is forwarded itself.
 */
function answerFeatures(cpu: usize): bool {
  const queried = readW(cpu, 1);
  if (!isTransfer(queried)) return refuseFeatures(cpu, queried);
  setDisposition(cpu, DISPOSITION_HANDLED);
  answerTransferQuery(cpu);
  return true;
}

function refuseFeatures(cpu: usize, queried: u32): bool {
  if (!(queried & SMCCC_64 ? isRefused64(queried) : isRefused32(queried))) return false;
  setDisposition(cpu, DISPOSITION_HANDLED);
  writeBackPlain(cpu, FFA_ERROR, <u64>FFA_NOT_SUPPORTED);
  return true;
}

/** FFA_MEM_SHARE or FFA_MEM_LEND, in either form. */
function isTransfer(id: u32): bool {
  return (id & ANY_TRANSFER) === FFA_MEM_LEND;
}

/** FFA_MEM_SHARE is FFA_MEM_LEND with bit 0 set. */
const ANY_TRANSFER: u32 = ~(SMCCC_64 | (FFA_MEM_SHARE ^ FFA_MEM_LEND));

/** Whether the registers ask by FFA_FEATURES for such a call, a version negotiated: success, and nothing else is looked at. */
export function isTransferQuery(cpu: usize): bool {
  return readX(cpu, 0) === FFA_FEATURES && isTransfer(readW(cpu, 1)) && state32(STATE_NEGOTIATED) !== 0;
}

/** Writes the answer to such a query to the host's registers. */
export function answerTransferQuery(cpu: usize): void {
  writeBackPlain(cpu, FFA_SUCCESS, 0);
}
