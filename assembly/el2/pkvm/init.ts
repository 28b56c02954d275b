/** hyp_ffa_init, and the calls that later versions put off until the host has negotiated (hyp_ffa_post_init). */

import { smcccVersion } from '../../el3/firmware';
import { answerOf } from '../../el3/log';
import { FFA_FEATURES, FFA_ID_GET, FFA_RXTX_MAP_64, FFA_SUCCESS, FFA_VERSION } from '../../ffa/ids';
import { FFA_NOT_SUPPORTED } from '../../ffa/status';
import { majorOf, minorOf } from '../../ffa/version';
import { SMCCC_VERSION_1_2 } from '../../smccc/ids';
import { pkvmSwitch, setState32 } from './access';
import { HOST_FFA_ID } from './message';
import { issueSmc } from './smc';
import { STATE_HYP_BUFFERS, STATE_HYP_FFA_VERSION } from './state';
import {
  COMPARE_32,
  INIT_AT_BOOT,
  SIZE_EXACT,
  SIZE_STRICT,
  SWITCH_BUFFER_SIZE,
  SWITCH_HYP_VERSION,
  SWITCH_INIT_CALLS,
  SWITCH_NEG1_COMPARE,
  SWITCH_VERSION_CALL,
  VERSION_FORWARDED,
  VERSION_RENEGOTIATED,
} from './switches';

/** Linux errno values that make pKVM's own initialisation fail. */
const EINVAL: i32 = 22;
const EOPNOTSUPP: i32 = 95;

/** No buffer size is named. */
const NO_SIZE: u32 = 0;
const SIZE_4K: u32 = 4096;

/**
 * Returns 0 or a negative errno. An EL3 without SMCCC 1.2, or without FF-A, is not an error: the proxy stays installed
 * without buffers and with version 0.
 */
export function bootPkvm(cpu: usize): i32 {
  if (smcccVersion() < SMCCC_VERSION_1_2) return 0;
  const answer = answerOf(issueSmc(cpu, FFA_VERSION, pkvmSwitch(SWITCH_HYP_VERSION)), 0);
  if (isNotSupported(answer)) return 0;
  if (majorOf(<u32>answer) !== 1) return -EOPNOTSUPP;
  if (pkvmSwitch(SWITCH_INIT_CALLS) === INIT_AT_BOOT) {
    const failure = finishInit(cpu);
    if (failure !== 0) return failure;
  }
  setState32(STATE_HYP_FFA_VERSION, initialVersion(<u32>answer));
  setState32(STATE_HYP_BUFFERS, 1);
  return 0;
}

/** The lower of EL3's answer and the proxy's own; the first proxy keeps none, the first trap keeps the raw answer. */
function initialVersion(answer: u32): u32 {
  const call = pkvmSwitch(SWITCH_VERSION_CALL);
  if (call === VERSION_FORWARDED) return 0;
  const own = pkvmSwitch(SWITCH_HYP_VERSION);
  return call === VERSION_RENEGOTIATED || minorOf(answer) < minorOf(own) ? answer : own;
}

/** FFA_ID_GET must give the host's id and FFA_FEATURES(RXTX_MAP) a buffer size of 4K; returns 0 or a negative errno. */
export function finishInit(cpu: usize): i32 {
  const identity = issueSmc(cpu, FFA_ID_GET);
  if (answerOf(identity, 0) !== FFA_SUCCESS) return -EOPNOTSUPP;
  if (answerOf(identity, 2) !== HOST_FFA_ID) return -EINVAL;
  const features = issueSmc(cpu, FFA_FEATURES, FFA_RXTX_MAP_64);
  if (answerOf(features, 0) !== FFA_SUCCESS) return -EOPNOTSUPP;
  const size = bufferSize(answerOf(features, 2), answerOf(features, 3));
  if (size === NO_SIZE) return -EINVAL;
  return size > SIZE_4K ? -EOPNOTSUPP : 0;
}

/** Bytes of an RX or TX buffer as x2 and x3 of FFA_FEATURES name them, or NO_SIZE. */
function bufferSize(x2: u64, x3: u64): u32 {
  const rule = pkvmSwitch(SWITCH_BUFFER_SIZE);
  const reserved = rule === SIZE_STRICT && ((x2 & 0xfffc) !== 0 || x3 !== 0);
  if (reserved) return NO_SIZE;
  const code = rule === SIZE_EXACT ? x2 : x2 & 3;
  if (code === 0) return SIZE_4K;
  if (code === 1) return 0x10000;
  return code === 2 ? 0x4000 : NO_SIZE;
}

/** Whether EL3 answered -1 to FFA_VERSION, as the proxy compares it. */
export function isNotSupported(x0: u64): bool {
  return pkvmSwitch(SWITCH_NEG1_COMPARE) === COMPARE_32 ? <i32>x0 === FFA_NOT_SUPPORTED : <i64>x0 === FFA_NOT_SUPPORTED;
}
