/**
 * What the firmware answers by its own rules, where no scripted reply matches. It stands for EL3 and everything behind
 * it: one answer per function id, by the switches of switches.ts. Like real firmware it looks at w0 without the SVE hint.
 */

import {
  FFA_ERROR,
  FFA_FEATURES,
  FFA_ID_GET,
  FFA_MSG_SEND_DIRECT_REQ,
  FFA_MSG_SEND_DIRECT_REQ_64,
  FFA_MSG_SEND_DIRECT_REQ2,
  FFA_MSG_SEND_DIRECT_RESP,
  FFA_MSG_SEND_DIRECT_RESP_64,
  FFA_MSG_SEND_DIRECT_RESP2,
  FFA_NUMBER_FIRST,
  FFA_NUMBER_LAST,
  FFA_SUCCESS,
  FFA_VERSION,
} from '../ffa/ids';
import { FFA_NOT_SUPPORTED, FFA_VERSION_1_2, FFA_VERSION_MAJOR_MASK, FFA_VERSION_MAJOR_SHIFT } from '../ffa/status';
import { FIRMWARE_SWITCH_START, SMC_IN, SMC_OUT } from '../layout';
import { zeroX0X17 } from '../machine/registers';
import { registerMask } from '../machine/undefined';
import {
  SMCCC_64,
  SMCCC_FAST,
  SMCCC_NUMBER_MASK,
  SMCCC_OWNER_MASK,
  SMCCC_OWNER_SHIFT,
  SMCCC_OWNER_STANDARD,
  SMCCC_SVE_HINT,
  SMCCC_VERSION,
} from '../smccc/ids';
import { keepRegisters } from './replies';
import {
  DIRECT_ECHO,
  FIRMWARE_DIRECT,
  FIRMWARE_FEATURES,
  FIRMWARE_FEATURES_OK,
  FIRMWARE_ID,
  FIRMWARE_MINIMUM,
  FIRMWARE_NEG1,
  FIRMWARE_OTHER,
  FIRMWARE_SMCCC_VERSION,
  FIRMWARE_UNNAMED,
  FIRMWARE_VERSION,
  NEG1_32,
  OTHER_NOT_SUPPORTED,
  UNNAMED_KEPT,
} from './switches';

const NEG1: u64 = <u64>-1;

/** Fills the 18 result registers of an SMC. */
export function answerByRules(entry: usize): void {
  const id = load<u32>(entry, SMC_IN) & ~SMCCC_SVE_HINT;
  const other = load<u32>(FIRMWARE_SWITCH_START, FIRMWARE_OTHER);
  if (isFfa(id) || other !== OTHER_NOT_SUPPORTED) answerFfa(entry, id);
  else answerOther(entry, id);
}

function answerFfa(entry: usize, id: u32): void {
  prepareResults(entry);
  if (id === FFA_VERSION) setResult(entry, 0, versionFor(load<u32>(entry, SMC_IN + 8)));
  else if (id === FFA_ID_GET) succeed(entry, load<u32>(FIRMWARE_SWITCH_START, FIRMWARE_ID));
  else if (id === FFA_FEATURES) answerFeatures(entry);
  else if (isDirectRequest(id) && load<u32>(FIRMWARE_SWITCH_START, FIRMWARE_DIRECT) === DIRECT_ECHO) echo(entry, id);
  else setResult(entry, 0, FFA_SUCCESS);
}

/** SMCCC version of the firmware, which the hypervisor knows from its own boot. */
export function smcccVersion(): u32 {
  return load<u32>(FIRMWARE_SWITCH_START, FIRMWARE_SMCCC_VERSION);
}

function isFfa(id: u32): bool {
  const number = id & SMCCC_NUMBER_MASK;
  const owner = (id >> SMCCC_OWNER_SHIFT) & SMCCC_OWNER_MASK;
  return id & SMCCC_FAST && owner === SMCCC_OWNER_STANDARD && number >= FFA_NUMBER_FIRST && number <= FFA_NUMBER_LAST;
}

function isDirectRequest(id: u32): bool {
  return id === FFA_MSG_SEND_DIRECT_REQ || id === FFA_MSG_SEND_DIRECT_REQ_64 || id === FFA_MSG_SEND_DIRECT_REQ2;
}

/** Registers that the answer does not name: 0, or as the SMC passed them. */
function prepareResults(entry: usize): void {
  if (load<u32>(FIRMWARE_SWITCH_START, FIRMWARE_UNNAMED) === UNNAMED_KEPT) keepRegisters(entry, registerMask(0, 17));
  else zeroX0X17(entry + SMC_OUT);
}

function setResult(entry: usize, n: u32, value: u64): void {
  store<u64>(entry + ((<usize>n) << 3), value, SMC_OUT);
}

function succeed(entry: usize, x2: u64): void {
  setResult(entry, 0, FFA_SUCCESS);
  setResult(entry, 2, x2);
}

function refuse(entry: usize): void {
  setResult(entry, 0, FFA_ERROR);
  setResult(entry, 2, <u64>FFA_NOT_SUPPORTED);
}

/** Outside FF-A: SMCCC_VERSION has an answer, and any other id is x0 = -1 with the other registers as they came. */
function answerOther(entry: usize, id: u32): void {
  keepRegisters(entry, registerMask(1, 17));
  setResult(entry, 0, id === SMCCC_VERSION ? smcccVersion() : NEG1);
}

/** FFA_VERSION: the firmware's own version, or -1 for bit 31, another major, or less than the lowest it accepts. */
function versionFor(request: u32): u64 {
  const version = load<u32>(FIRMWARE_SWITCH_START, FIRMWARE_VERSION);
  const refused =
    request >> 31 ||
    majorOf(request) !== majorOf(version) ||
    request < load<u32>(FIRMWARE_SWITCH_START, FIRMWARE_MINIMUM);
  if (!refused) return version;
  return load<u32>(FIRMWARE_SWITCH_START, FIRMWARE_NEG1) === NEG1_32 ? NEG1 & 0xffffffff : NEG1;
}

function majorOf(version: u32): u32 {
  return (version >> FFA_VERSION_MAJOR_SHIFT) & FFA_VERSION_MAJOR_MASK;
}

function answerFeatures(entry: usize): void {
  if (load<u32>(FIRMWARE_SWITCH_START, FIRMWARE_FEATURES_OK)) {
    succeed(entry, load<u32>(FIRMWARE_SWITCH_START, FIRMWARE_FEATURES));
  } else refuse(entry);
}

/**
 * A direct message comes back as its response: source and destination swapped, the payload as it came. The payload is
 * w3–w7 or x3–x7, and x4–x17 for REQ2.
 */
function echo(entry: usize, id: u32): void {
  if (id === FFA_MSG_SEND_DIRECT_REQ2 && load<u32>(FIRMWARE_SWITCH_START, FIRMWARE_VERSION) < FFA_VERSION_1_2) {
    refuse(entry);
    return;
  }
  setResult(entry, 0, responseOf(id));
  setResult(entry, 1, rotl<u32>(load<u32>(entry, SMC_IN + 8), 16));
  setResult(entry, 2, 0);
  if (id === FFA_MSG_SEND_DIRECT_REQ2) {
    setResult(entry, 3, 0);
    echoPayload(entry, 4, 17, NEG1);
  } else echoPayload(entry, 3, 7, id & SMCCC_64 ? NEG1 : 0xffffffff);
}

function responseOf(id: u32): u32 {
  if (id === FFA_MSG_SEND_DIRECT_REQ) return FFA_MSG_SEND_DIRECT_RESP;
  return id === FFA_MSG_SEND_DIRECT_REQ_64 ? FFA_MSG_SEND_DIRECT_RESP_64 : FFA_MSG_SEND_DIRECT_RESP2;
}

function echoPayload(entry: usize, first: u32, last: u32, width: u64): void {
  for (let n = first; n <= last; n++) setResult(entry, n, load<u64>(entry + ((<usize>n) << 3), SMC_IN) & width);
}
