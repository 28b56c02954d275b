/**
 * What the firmware answers by its own rules, where no scripted reply matches. FF-A ids go to the fixed rules or to the
 * dispatcher, as the switch `service` says. Like real firmware it looks at w0 without the SVE hint.
 */

import { FFA_NUMBER_FIRST } from '../ffa/ids';
import { SMC_IN } from '../layout';
import {
  SMCCC_FAST,
  SMCCC_NUMBER_MASK,
  SMCCC_OWNER_MASK,
  SMCCC_OWNER_SHIFT,
  SMCCC_OWNER_STANDARD,
  SMCCC_SVE_HINT,
  SMCCC_VERSION,
} from '../smccc/ids';
import { firmwareSwitch, isOn } from './access';
import { answer } from './answer';
import { deliverDefined } from './delivery';
import { dispatch } from './dispatcher';
import { answerFixed } from './fixed';
import { FIRMWARE_UNKNOWN_WIDTH } from './history-switches';
import { answerRealm, isRealmCall } from './realm';
import {
  FIRMWARE_LAST_NUMBER,
  FIRMWARE_OTHER,
  FIRMWARE_OTHER_UNNAMED,
  FIRMWARE_RESERVED_BITS,
  FIRMWARE_SERVICE,
  FIRMWARE_SMCCC_VERSION,
  OTHER_NOT_SUPPORTED,
  RESERVED_REFUSED,
  SERVICE_FFA,
  SERVICE_NONE,
} from './switches';

const NEG1: u64 = <u64>-1;
const NEG1_NARROW: u64 = 0xffffffff;
/** Bits 23:17 of a function id. */
const RESERVED: u32 = 0xfe0000;

/** Fills the 18 result registers of an SMC. */
export function answerByRules(entry: usize): void {
  const id = load<u32>(entry, SMC_IN) & ~SMCCC_SVE_HINT;
  const service = firmwareSwitch(FIRMWARE_SERVICE);
  if (isMalformed(id)) answerOther(entry, id);
  else if (isRealmCall(id)) answerRealm(entry, id);
  else if (isFfa(id) && service === SERVICE_FFA) dispatch(entry, id);
  else if (isFfa(id) && service !== SERVICE_NONE) answerFixed(entry, id);
  else if (firmwareSwitch(FIRMWARE_OTHER) !== OTHER_NOT_SUPPORTED) answerFixed(entry, id);
  else answerOther(entry, id);
}

/** SMCCC version of the firmware, which the hypervisor knows from its own boot. */
export function smcccVersion(): u32 {
  return firmwareSwitch(FIRMWARE_SMCCC_VERSION);
}

/** A fast call whose reserved bits are not 0, where the firmware looks at them. */
function isMalformed(id: u32): bool {
  return (
    (id & SMCCC_FAST) !== 0 && (id & RESERVED) !== 0 && firmwareSwitch(FIRMWARE_RESERVED_BITS) === RESERVED_REFUSED
  );
}

function isFfa(id: u32): bool {
  const number = id & SMCCC_NUMBER_MASK;
  const owner = (id >> SMCCC_OWNER_SHIFT) & SMCCC_OWNER_MASK;
  if (!(id & SMCCC_FAST) || owner !== SMCCC_OWNER_STANDARD) return false;
  return number >= FFA_NUMBER_FIRST && number <= firmwareSwitch(FIRMWARE_LAST_NUMBER);
}

/** Outside FF-A: SMCCC_VERSION has an answer, and any other id is x0 = -1. */
function answerOther(entry: usize, id: u32): void {
  if (id === SMCCC_VERSION) answer(smcccVersion());
  else answer(isOn(FIRMWARE_UNKNOWN_WIDTH) ? NEG1_NARROW : NEG1);
  deliverDefined(entry, firmwareSwitch(FIRMWARE_OTHER_UNNAMED));
}
