/** Fixed rules: one answer per function id, and nothing is remembered. They stand for EL3 and everything behind it. */

import {
  FFA_FEATURES,
  FFA_ID_GET,
  FFA_MSG_SEND_DIRECT_REQ,
  FFA_MSG_SEND_DIRECT_REQ_64,
  FFA_MSG_SEND_DIRECT_REQ2,
  FFA_MSG_SEND_DIRECT_RESP,
  FFA_MSG_SEND_DIRECT_RESP_64,
  FFA_MSG_SEND_DIRECT_RESP2,
  FFA_PARTITION_INFO_GET,
  FFA_VERSION,
} from '../ffa/ids';
import { FFA_NOT_SUPPORTED, FFA_VERSION_1_2 } from '../ffa/status';
import { majorOf } from '../ffa/version';
import { SMC_IN } from '../layout';
import { SMCCC_64 } from '../smccc/ids';
import { bankW, bankX, firmwareSwitch } from './access';
import { answer, answerError, answerSuccess, answerX } from './answer';
import { deliverDefined } from './delivery';
import {
  DIRECT_ECHO,
  FIRMWARE_DIRECT,
  FIRMWARE_FEATURES,
  FIRMWARE_FEATURES_OK,
  FIRMWARE_ID,
  FIRMWARE_MINIMUM,
  FIRMWARE_NEG1,
  FIRMWARE_UNNAMED,
  FIRMWARE_VERSION,
  NEG1_32,
} from './switches';

const NEG1: u64 = <u64>-1;
const LOW_HALF: u64 = 0xffffffff;
/** Of a partition information descriptor, from 1.1 on. */
const DESCRIPTOR_SIZE: u64 = 24;

export function answerFixed(entry: usize, id: u32): void {
  const bank = entry + SMC_IN;
  if (id === FFA_VERSION) answer(versionFor(bankW(bank, 1)));
  else if (id === FFA_ID_GET) succeed(firmwareSwitch(FIRMWARE_ID));
  else if (id === FFA_FEATURES) answerFeatures();
  else if (id === FFA_PARTITION_INFO_GET) listNobody();
  else if (isRequest(id) && firmwareSwitch(FIRMWARE_DIRECT) === DIRECT_ECHO) echo(bank, id);
  else answerSuccess();
  deliverDefined(entry, firmwareSwitch(FIRMWARE_UNNAMED));
}

/** No partition, and how large a descriptor of one would be: a hypervisor that lists partitions at its start needs both. */
function listNobody(): void {
  answerSuccess();
  answerX(2, 0);
  answerX(3, DESCRIPTOR_SIZE);
}

function isRequest(id: u32): bool {
  return id === FFA_MSG_SEND_DIRECT_REQ || id === FFA_MSG_SEND_DIRECT_REQ_64 || id === FFA_MSG_SEND_DIRECT_REQ2;
}

function succeed(x2: u64): void {
  answerSuccess();
  answerX(2, x2);
}

/** FFA_VERSION: the firmware's own version, or -1 for bit 31, another major, or less than the lowest it accepts. */
function versionFor(request: u32): u64 {
  const version = firmwareSwitch(FIRMWARE_VERSION);
  const other = majorOf(request) !== majorOf(version);
  if (!(request >> 31) && !other && request >= firmwareSwitch(FIRMWARE_MINIMUM)) return version;
  return firmwareSwitch(FIRMWARE_NEG1) === NEG1_32 ? LOW_HALF : NEG1;
}

function answerFeatures(): void {
  if (firmwareSwitch(FIRMWARE_FEATURES_OK)) succeed(firmwareSwitch(FIRMWARE_FEATURES));
  else answerError(FFA_NOT_SUPPORTED);
}

/**
 * A direct message comes back as its response: source and destination swapped, the payload as it came. The payload is
 * w3–w7 or x3–x7, and x4–x17 for REQ2.
 */
function echo(bank: usize, id: u32): void {
  const second = id === FFA_MSG_SEND_DIRECT_REQ2;
  if (second && firmwareSwitch(FIRMWARE_VERSION) < FFA_VERSION_1_2) {
    answerError(FFA_NOT_SUPPORTED);
    return;
  }
  answer(responseOf(id));
  answerX(1, rotl<u32>(bankW(bank, 1), 16));
  answerX(2, 0);
  answerX(3, 0);
  const last: u32 = second ? 17 : 7;
  const width = id & SMCCC_64 ? NEG1 : LOW_HALF;
  for (let n: u32 = second ? 4 : 3; n <= last; n++) answerX(n, bankX(bank, n) & width);
}

function responseOf(id: u32): u32 {
  if (id === FFA_MSG_SEND_DIRECT_REQ) return FFA_MSG_SEND_DIRECT_RESP;
  return id === FFA_MSG_SEND_DIRECT_REQ_64 ? FFA_MSG_SEND_DIRECT_RESP_64 : FFA_MSG_SEND_DIRECT_RESP2;
}
