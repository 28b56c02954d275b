/** Calls that EL2 passes on itself instead of leaving them to the generic forwarder, and FFA_ID_GET answered locally. */

import { answerSmc } from '../../el3/monitor';
import { FFA_INVALID_PARAMETERS } from '../../ffa/status';
import { readW } from '../../machine/registers';
import { resultError, resultSuccess, takeResult } from './result';
import { prepareHostSmc } from './smc';
import { REQ2_HANDLED_SENDER } from './switches';

/** Endpoint id of the host: the id that a hypervisor's own host has in FF-A. */
export const HOST_FFA_ID: u32 = 0;

/** Issues the host's x0 to x17 as they stand and takes the answer; what of it reaches the host is the retval rule's. */
export function reissueHostSmc(cpu: usize): void {
  const entry = prepareHostSmc(cpu);
  answerSmc(cpu, entry);
  takeResult(entry);
}

/** FFA_MSG_SEND_DIRECT_REQ2 with version 1.2 or later: x1[31:16] is the sender. */
export function handleDirectRequest2(cpu: usize, rule: u32): void {
  const sender = readW(cpu, 1) >> 16;
  if (rule === REQ2_HANDLED_SENDER && sender !== HOST_FFA_ID) resultError(FFA_INVALID_PARAMETERS);
  else reissueHostSmc(cpu);
}

export function answerIdGet(): void {
  resultSuccess(HOST_FFA_ID);
}
