/** The partition runtime models (DEN0077A 1.2, 8.2 to 8.5): which calls a partition may make, by why it runs. */

import {
  PARTITION_PREEMPTED,
  PARTITION_STARTING,
  RTM_DIR_REQ,
  RTM_FFA_RUN,
  RTM_SEC_INTERRUPT,
  RTM_SP_INIT,
} from '../ffa/runtime';
import { FFA_VERSION_1_2 } from '../ffa/status';
import { isOn } from './access';
import { isPowerRequest } from './framework';
import { field, linked, NOBODY } from './partition';
import { P_CALLER, P_MODEL, P_STATE, P_VERSION } from './state';
import { FIRMWARE_WAIT_IN_REQUEST } from './switches';

/** Kinds of calls that change who runs. */
export const CALL_REQUEST: u32 = 0;
export const CALL_RUN: u32 = 1;
export const CALL_RESPONSE: u32 = 2;
export const CALL_WAIT: u32 = 3;
export const CALL_YIELD: u32 = 4;
export const CALL_ERROR: u32 = 5;
export const CALL_ABORT: u32 = 6;

/** Whether a partition that runs may make a call; `target` is whom it would run. The normal world may make any. */
export function mayCall(p: usize, call: u32, target: usize): bool {
  if (p === NOBODY || call === CALL_ABORT) return true;
  const model = field(p, P_MODEL);
  if (model === RTM_FFA_RUN) return mayInRun(p, call, target);
  if (model === RTM_DIR_REQ) return mayInRequest(p, call, target);
  if (model === RTM_SEC_INTERRUPT) return mayInInterrupt(call, target);
  return model === RTM_SP_INIT && mayInInit(p, call, target);
}

function mayInRun(p: usize, call: u32, target: usize): bool {
  if (call === CALL_REQUEST || call === CALL_RUN) return !precedes(target, p);
  return call === CALL_WAIT || call === CALL_YIELD;
}

function mayInRequest(p: usize, call: u32, target: usize): bool {
  if (call === CALL_REQUEST || call === CALL_RUN || call === CALL_YIELD) {
    if (isPowerRequest(p)) return false;
  }
  if (call === CALL_REQUEST || call === CALL_RUN) return !precedes(target, p);
  if (call === CALL_WAIT) return isOn(FIRMWARE_WAIT_IN_REQUEST);
  return call === CALL_RESPONSE || call === CALL_YIELD;
}

function mayInInterrupt(call: u32, target: usize): bool {
  if (call === CALL_RUN) return field(target, P_STATE) === PARTITION_PREEMPTED;
  return call === CALL_REQUEST || call === CALL_WAIT || call === CALL_YIELD;
}

/** From 1.3 on a partition that fails calls FFA_ABORT and not FFA_ERROR. */
function mayInInit(p: usize, call: u32, target: usize): bool {
  if (call === CALL_REQUEST) return field(target, P_STATE) !== PARTITION_STARTING;
  return call === CALL_WAIT || (call === CALL_ERROR && field(p, P_VERSION) <= FFA_VERSION_1_2);
}

/** Whether a partition stands before another in the call chain: it is blocked until the other answers. */
function precedes(earlier: usize, later: usize): bool {
  let p = linked(later, P_CALLER);
  // A chain has no loop, because no request may close one.
  while (p !== NOBODY) {
    if (p === earlier) return true;
    p = linked(p, P_CALLER);
  }
  return false;
}
