/** FFA_VERSION from the host: do_ffa_version, and the trap as first posted. Bit 31 of the request is ignored. */

import { answerOf } from '../../el3/log';
import { FFA_VERSION } from '../../ffa/ids';
import { FFA_NOT_SUPPORTED } from '../../ffa/status';
import { majorOf, minorOf } from '../../ffa/version';
import { readW } from '../../machine/registers';
import { pkvmSwitch, setState32, state32 } from './access';
import { finishInit, isNotSupported } from './init';
import { openResult, setResult0, takeResult } from './result';
import { issueSmc } from './smc';
import { STATE_HYP_FFA_VERSION, STATE_NEGOTIATED } from './state';
import { DOWNGRADE_REFUSED, SWITCH_DOWNGRADE, SWITCH_VERSION_CALL, VERSION_RENEGOTIATED } from './switches';

export function handleVersion(cpu: usize): void {
  const request = readW(cpu, 1);
  openResult();
  if (pkvmSwitch(SWITCH_VERSION_CALL) === VERSION_RENEGOTIATED) renegotiate(cpu, request);
  else if (majorOf(request) !== 1) setResult0(<u64>FFA_NOT_SUPPORTED);
  else if (state32(STATE_NEGOTIATED)) answerNegotiated(request);
  else negotiate(cpu, request);
}

function answerNegotiated(request: u32): void {
  const version = state32(STATE_HYP_FFA_VERSION);
  const refused = minorOf(request) < minorOf(version) && pkvmSwitch(SWITCH_DOWNGRADE) === DOWNGRADE_REFUSED;
  setResult0(refused ? <u64>FFA_NOT_SUPPORTED : <u64>version);
}

/**
 * The first FFA_VERSION. A lower minor is asked of EL3, and whatever it answers but -1 makes the request the version;
 * then the calls that initialisation left over are made. Where they fail, the version stays lowered for the next try.
 */
function negotiate(cpu: usize, request: u32): void {
  if (minorOf(request) < minorOf(state32(STATE_HYP_FFA_VERSION)) && !lowerVersion(cpu, request)) return;
  if (finishInit(cpu) !== 0) {
    setResult0(<u64>FFA_NOT_SUPPORTED);
    return;
  }
  setState32(STATE_NEGOTIATED, 1);
  setResult0(state32(STATE_HYP_FFA_VERSION));
}

/** Asks EL3 for a lower version. EL3's registers become the result; returns false where it refused. */
function lowerVersion(cpu: usize, request: u32): bool {
  const entry = issueSmc(cpu, FFA_VERSION, request);
  takeResult(entry);
  if (isNotSupported(answerOf(entry, 0))) return false;
  setState32(STATE_HYP_FFA_VERSION, request);
  return true;
}

/**
 * The trap as first posted in April 2024: the version is what EL3 answered at boot, and the host may lower it at any
 * time. What x0 is after an accepted downgrade is not in the thread: here it is the version asked for.
 */
function renegotiate(cpu: usize, request: u32): void {
  const lower = minorOf(request) < minorOf(state32(STATE_HYP_FFA_VERSION));
  if (!lower || lowerVersion(cpu, request)) setResult0(state32(STATE_HYP_FFA_VERSION));
}
