/** The mediator's entry: an FF-A call of a VM is answered at EL2 or passed on call by call; nothing goes through as it is. */

import {
  FFA_FEATURES,
  FFA_ID_GET,
  FFA_MEM_RECLAIM,
  FFA_MEM_SHARE,
  FFA_MEM_SHARE_64,
  FFA_MSG_SEND_DIRECT_REQ,
  FFA_MSG_SEND_DIRECT_REQ_64,
  FFA_MSG_SEND_DIRECT_REQ2,
  FFA_MSG_SEND2,
  FFA_NOTIFICATION_BIND,
  FFA_NOTIFICATION_GET,
  FFA_NOTIFICATION_INFO_GET,
  FFA_NOTIFICATION_INFO_GET_64,
  FFA_NOTIFICATION_SET,
  FFA_NOTIFICATION_UNBIND,
  FFA_PARTITION_INFO_GET,
  FFA_PARTITION_INFO_GET_REGS,
  FFA_RUN,
  FFA_RX_RELEASE,
  FFA_RXTX_MAP,
  FFA_RXTX_MAP_64,
  FFA_RXTX_UNMAP,
  FFA_VERSION,
} from '../../ffa/ids';
import { FFA_NOT_SUPPORTED, FFA_VERSION_1_2 } from '../../ffa/status';
import { CAUSE_NONE, DISPOSITION_HANDLED, DISPOSITION_REFUSED } from '../../layout';
import { causeOf, setDisposition, writeFromEl2 } from '../../machine/record';
import { readW, readX } from '../../machine/registers';
import { SMCCC_NOT_SUPPORTED } from '../../smccc/ids';
import { endpointOf, xenSwitch } from './access';
import { releaseRx } from './buffers';
import { handleDirectRequest, handleRun } from './direct';
import { handleFeatures, isTooWide } from './features';
import { handleBind, handleGet, handleInfoGet, handleSet, handleUnbind } from './notification';
import { handlePartitionInfo } from './partition';
import { handlePartitionInfoRegs } from './partition-registers';
import { handleReclaim } from './reclaim';
import { setError, setStatus, setSuccess } from './result';
import { handleMap, handleUnmap } from './rxtx';
import { handleSend2 } from './send2';
import { handleShare } from './share';
import { VM_CONTEXT, VM_VERSION } from './state';
import {
  CALL_HANDLED,
  FUNCTION_ID_MEDIATOR_64,
  GATE_VERSION_FIRST,
  SWITCH_DIRECT_REQ2,
  SWITCH_FUNCTION_ID,
  SWITCH_GATE,
  SWITCH_INFO_REGS,
  SWITCH_RUN,
  SWITCH_UNKNOWN_FFA,
  UNKNOWN_FFA_MINUS_ONE,
} from './switches';
import { endNegotiation, handleVersion, hasVersion } from './version';

/** Handles a call by w0, and returns false only where the mediator has no context for the VM. */
export function mediate(cpu: usize, vm: usize): bool {
  if (!load<u32>(vm, VM_CONTEXT)) return false;
  const id = readW(cpu, 0);
  if (isForeignId(cpu)) return false;
  setDisposition(cpu, DISPOSITION_HANDLED);
  if (isTooWide(vm, id) || !isOpen(vm, id)) refuse(cpu, vm);
  else if (!dispatch(cpu, vm, id) && !dispatchStatus(cpu, vm, id)) refuseUnknown(cpu, vm);
  return true;
}

/** An id that is nobody's, because its upper half counts. */
function isForeignId(cpu: usize): bool {
  return xenSwitch(SWITCH_FUNCTION_ID) === FUNCTION_ID_MEDIATOR_64 && readX(cpu, 0) >> 32 !== 0;
}

function refuse(cpu: usize, vm: usize): void {
  setDisposition(cpu, DISPOSITION_REFUSED);
  setError(cpu, vm, FFA_NOT_SUPPORTED);
}

/** A call that there is no code for. */
function refuseUnknown(cpu: usize, vm: usize): void {
  setDisposition(cpu, DISPOSITION_REFUSED);
  if (xenSwitch(SWITCH_UNKNOWN_FFA) === UNKNOWN_FFA_MINUS_ONE) writeFromEl2(cpu, 0, <u64>SMCCC_NOT_SUPPORTED);
  else setError(cpu, vm, FFA_NOT_SUPPORTED);
}

/** Whether a call may be looked at; one that is not FFA_VERSION ends negotiation first, whatever it is. */
function isOpen(vm: usize, id: u32): bool {
  if (id === FFA_VERSION) return true;
  endNegotiation(vm);
  return hasVersion(vm) || xenSwitch(SWITCH_GATE) !== GATE_VERSION_FIRST;
}

/** Calls that write their own answer. Returns false for any other. */
function dispatch(cpu: usize, vm: usize, id: u32): bool {
  switch (id) {
    case FFA_VERSION:
      handleVersion(cpu, vm);
      return true;
    case FFA_ID_GET:
      setSuccess(cpu, vm, endpointOf(vm));
      return true;
    case FFA_FEATURES:
      handleFeatures(cpu, vm);
      return true;
    case FFA_PARTITION_INFO_GET:
      handlePartitionInfo(cpu, vm);
      return true;
    case FFA_PARTITION_INFO_GET_REGS:
      if (!isRecentCall(vm, SWITCH_INFO_REGS)) return false;
      handlePartitionInfoRegs(cpu, vm);
      return true;
    case FFA_MSG_SEND_DIRECT_REQ:
    case FFA_MSG_SEND_DIRECT_REQ_64:
      handleDirectRequest(cpu, vm, id);
      return true;
    case FFA_MSG_SEND_DIRECT_REQ2:
      if (!isRecentCall(vm, SWITCH_DIRECT_REQ2)) return false;
      handleDirectRequest(cpu, vm, id);
      return true;
    case FFA_RUN:
      if (xenSwitch(SWITCH_RUN) !== CALL_HANDLED) return false;
      handleRun(cpu, vm);
      return true;
    case FFA_MEM_SHARE:
    case FFA_MEM_SHARE_64:
      handleShare(cpu, vm);
      return true;
    case FFA_NOTIFICATION_INFO_GET:
    case FFA_NOTIFICATION_INFO_GET_64:
      handleInfoGet(cpu, vm);
      return true;
    case FFA_NOTIFICATION_GET:
      handleGet(cpu, vm);
      return true;
    default:
      return false;
  }
}

/** A call that the code knows and that takes version 1.2. */
function isRecentCall(vm: usize, call: u32): bool {
  return xenSwitch(call) === CALL_HANDLED && load<u32>(vm, VM_VERSION) >= FFA_VERSION_1_2;
}

/** Calls whose answer is a status. Returns false for any other. */
function dispatchStatus(cpu: usize, vm: usize, id: u32): bool {
  switch (id) {
    case FFA_RXTX_MAP:
    case FFA_RXTX_MAP_64:
      return answer(cpu, vm, handleMap(cpu, vm));
    case FFA_RXTX_UNMAP:
      return answer(cpu, vm, handleUnmap(cpu, vm));
    case FFA_RX_RELEASE:
      return answer(cpu, vm, releaseRx(cpu, vm));
    case FFA_MSG_SEND2:
      return answer(cpu, vm, handleSend2(cpu, vm));
    case FFA_MEM_RECLAIM:
      return answer(cpu, vm, handleReclaim(cpu, vm));
    case FFA_NOTIFICATION_BIND:
      return answer(cpu, vm, handleBind(cpu, vm));
    case FFA_NOTIFICATION_UNBIND:
      return answer(cpu, vm, handleUnbind(cpu, vm));
    case FFA_NOTIFICATION_SET:
      return answer(cpu, vm, handleSet(cpu, vm));
    default:
      return false;
  }
}

/** Nothing is written by a call in which EL2 died. */
function answer(cpu: usize, vm: usize, status: i32): bool {
  if (causeOf(cpu) === CAUSE_NONE) setStatus(cpu, vm, status);
  return true;
}
