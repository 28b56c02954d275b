/** FFA_MSG_SEND_DIRECT_REQ, FFA_MSG_SEND_DIRECT_REQ2 and FFA_RUN: issued by Xen on a VM's behalf, to secure partitions only. */

import { answerOf, setArgument } from '../../el3/log';
import { answerSmc } from '../../el3/monitor';
import {
  FFA_ERROR,
  FFA_INTERRUPT,
  FFA_MSG_SEND_DIRECT_REQ2,
  FFA_MSG_SEND_DIRECT_RESP,
  FFA_MSG_SEND_DIRECT_RESP_64,
  FFA_MSG_SEND_DIRECT_RESP2,
  FFA_RUN,
  FFA_SUCCESS,
  FFA_SUCCESS_64,
  FFA_YIELD,
} from '../../ffa/ids';
import { FFA_ABORTED, FFA_INVALID_PARAMETERS, FFA_NOT_SUPPORTED, FFA_STATUS_SUCCESS } from '../../ffa/status';
import { writeFromEl2 } from '../../machine/record';
import { readW, readX } from '../../machine/registers';
import { SMCCC_64 } from '../../smccc/ids';
import { endpointOf, isSecure, xenSwitch } from './access';
import { setResult, setResultFrom, setWholeResultFrom } from './result';
import { firmwareSupports, prepareSmc } from './smc';
import {
  ABORT_X1_ENDPOINTS,
  DIRECT_ERRORS_32,
  DIRECT_MASK_REQUEST,
  DIRECT_REPLIES_FINAL,
  DIRECT_SELF_INVALID,
  SWITCH_ABORT_X1,
  SWITCH_DIRECT_ERRORS,
  SWITCH_DIRECT_MASK,
  SWITCH_DIRECT_REPLIES,
  SWITCH_DIRECT_SELF,
} from './switches';

/** w1: sender and receiver. */
export function handleDirectRequest(cpu: usize, vm: usize, id: u32): void {
  const status = checkEndpoints(vm, id, readW(cpu, 1));
  if (status !== FFA_STATUS_SUCCESS) {
    refuse(cpu, vm, id, status);
    return;
  }
  const entry = prepareSmc(cpu, id);
  setArgument(entry, 1, readW(cpu, 1));
  for (let n: u32 = 2; n <= 7; n++) setArgument(entry, n, readX(cpu, n) & maskOf(id));
  if (id === FFA_MSG_SEND_DIRECT_REQ2) for (let n: u32 = 8; n <= 17; n++) setArgument(entry, n, readX(cpu, n));
  answerSmc(cpu, entry);
  handOn(cpu, vm, id, entry);
}

function checkEndpoints(vm: usize, id: u32, endpoints: u32): i32 {
  const receiver = endpoints & 0xffff;
  if (!firmwareSupports(id)) return FFA_NOT_SUPPORTED;
  if (endpoints >> 16 !== endpointOf(vm)) return FFA_INVALID_PARAMETERS;
  const self = receiver === endpointOf(vm) && xenSwitch(SWITCH_DIRECT_SELF) === DIRECT_SELF_INVALID;
  if (self) return FFA_INVALID_PARAMETERS;
  return isSecure(receiver) ? FFA_STATUS_SUCCESS : FFA_NOT_SUPPORTED;
}

/** w1: endpoint in bits 31:16 and its vCPU. Nothing else is passed on. */
export function handleRun(cpu: usize, vm: usize): void {
  const target = readW(cpu, 1);
  if (!firmwareSupports(FFA_RUN) || !isSecure(target >> 16)) {
    refuse(cpu, vm, FFA_RUN, FFA_NOT_SUPPORTED);
    return;
  }
  const entry = prepareSmc(cpu, FFA_RUN);
  setArgument(entry, 1, target);
  answerSmc(cpu, entry);
  handOn(cpu, vm, FFA_RUN, entry);
}

/** Registers that a function id's convention passes, as a mask. */
function maskOf(id: u32): u64 {
  return id & SMCCC_64 ? <u64>-1 : 0xffffffff;
}

/** FFA_ERROR of Xen's own: the status code has the width of the request, or 32 bits. */
function refuse(cpu: usize, vm: usize, id: u32, status: i32): void {
  const narrow = xenSwitch(SWITCH_DIRECT_ERRORS) === DIRECT_ERRORS_32;
  setResult(cpu, vm, FFA_ERROR, narrow ? <u32>status : <u64>status & maskOf(id));
}

/** Passes the firmware's answer to the VM; x0 counts with all 64 bits. */
function handOn(cpu: usize, vm: usize, id: u32, entry: usize): void {
  const x0 = answerOf(entry, 0);
  const cycle = xenSwitch(SWITCH_DIRECT_REPLIES) !== DIRECT_REPLIES_FINAL;
  if (cycle && x0 === FFA_MSG_SEND_DIRECT_RESP2) setWholeResultFrom(cpu, entry);
  else if (isFinal(x0) || (cycle && (x0 === FFA_YIELD || x0 === FFA_INTERRUPT))) {
    const byRequest = xenSwitch(SWITCH_DIRECT_MASK) === DIRECT_MASK_REQUEST;
    setResultFrom(cpu, vm, entry, maskOf(byRequest ? id : <u32>x0));
  } else abort(cpu, vm, id);
}

function isFinal(x0: u64): bool {
  return (
    x0 === FFA_ERROR ||
    x0 === FFA_SUCCESS ||
    x0 === FFA_SUCCESS_64 ||
    x0 === FFA_MSG_SEND_DIRECT_RESP ||
    x0 === FFA_MSG_SEND_DIRECT_RESP_64
  );
}

/** The firmware's answer is none that Xen knows. */
function abort(cpu: usize, vm: usize, id: u32): void {
  const endpoints = readW(cpu, 1);
  refuse(cpu, vm, id, FFA_ABORTED);
  if (xenSwitch(SWITCH_ABORT_X1) === ABORT_X1_ENDPOINTS) writeFromEl2(cpu, 1, endpoints);
}
