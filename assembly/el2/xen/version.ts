/**
 * FFA_VERSION, and what it takes for a version to count. The answer is always the mediator's own version; what is kept
 * is the version that the VM asked for, within the mediator's. Bit 31 of the request is part of neither field and stays.
 */

import { FFA_VERSION_1_0 } from '../../ffa/status';
import { majorOf, minorOf } from '../../ffa/version';
import { readW } from '../../machine/registers';
import { isVmToVm, xenSwitch } from './access';
import { joinList } from './list';
import { setResult } from './result';
import { VM_AARCH64, VM_LISTED_64BIT, VM_NEGOTIATED, VM_VERSION, VM_VERSION_REQUESTED } from './state';
import {
  NEGOTIATION_FLAG,
  NEGOTIATION_PUBLISHED,
  NEGOTIATION_REPEATED,
  OTHER_MAJOR_IGNORED,
  SWITCH_NEGOTIATION,
  SWITCH_OTHER_MAJOR,
  SWITCH_OWN_VERSION,
  SWITCH_VERSION_ANSWER,
  SWITCH_WIDTH_SAMPLED,
  VERSION_ANSWER_CLAMPED,
  WIDTH_AT_PUBLICATION,
} from './switches';

/** Nothing to keep. */
const NO_VERSION: u32 = 0;

/** Whether the VM's calls go by its version: it is in the list of partitions then, and can be sent messages. */
export function hasVersion(vm: usize): bool {
  return load<u32>(vm + (xenSwitch(SWITCH_NEGOTIATION) === NEGOTIATION_FLAG ? VM_NEGOTIATED : VM_VERSION)) !== 0;
}

/** FFA_VERSION: w1 is the version asked for. */
export function handleVersion(cpu: usize, vm: usize): void {
  const repeated = xenSwitch(SWITCH_NEGOTIATION) === NEGOTIATION_REPEATED;
  const clamped = xenSwitch(SWITCH_VERSION_ANSWER) === VERSION_ANSWER_CLAMPED;
  const version = clamped ? clampedVersion(readW(cpu, 1)) : versionFor(readW(cpu, 1));
  if (version !== NO_VERSION && (repeated || !hasVersion(vm))) keepVersion(vm, version, repeated);
  setResult(cpu, vm, clamped ? version : xenSwitch(SWITCH_OWN_VERSION));
}

/** Any version is one of two. */
function clampedVersion(request: u32): u32 {
  const own = xenSwitch(SWITCH_OWN_VERSION);
  return request < own ? FFA_VERSION_1_0 : own;
}

/** Any other call ends negotiation where a version was asked for, whatever becomes of the call. */
export function endNegotiation(vm: usize): void {
  const negotiation = xenSwitch(SWITCH_NEGOTIATION);
  const requested = load<u32>(vm + (negotiation === NEGOTIATION_FLAG ? VM_VERSION : VM_VERSION_REQUESTED));
  if (negotiation === NEGOTIATION_REPEATED || requested === 0 || hasVersion(vm)) return;
  sampleWidth(vm);
  store<u32>(vm, requested, VM_VERSION);
  store<u32>(vm, 1, VM_NEGOTIATED);
  if (isVmToVm()) joinList(vm);
}

/** What a request makes the VM's version: never more than the mediator's own. */
function versionFor(request: u32): u32 {
  const own = xenSwitch(SWITCH_OWN_VERSION);
  if (majorOf(request) !== majorOf(own)) {
    return xenSwitch(SWITCH_OTHER_MAJOR) === OTHER_MAJOR_IGNORED ? NO_VERSION : own;
  }
  return minorOf(request) > minorOf(own) ? own : request;
}

function keepVersion(vm: usize, version: u32, counts: bool): void {
  const joins = counts && !hasVersion(vm);
  const field = xenSwitch(SWITCH_NEGOTIATION) === NEGOTIATION_PUBLISHED ? VM_VERSION_REQUESTED : VM_VERSION;
  if (joins) sampleWidth(vm);
  store<u32>(vm + field, version);
  if (joins && isVmToVm()) joinList(vm);
}

function sampleWidth(vm: usize): void {
  const late = xenSwitch(SWITCH_WIDTH_SAMPLED) === WIDTH_AT_PUBLICATION;
  store<u32>(vm, late ? load<u32>(vm, VM_AARCH64) : 0, VM_LISTED_64BIT);
}
