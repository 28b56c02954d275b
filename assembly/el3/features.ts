/** FFA_FEATURES: w1 is a function id, or a feature id where bit 31 is 0; w2 its input property. */

import {
  FFA_ABORT,
  FFA_ABORT_64,
  FFA_MEM_RETRIEVE_REQ,
  FFA_MEM_RETRIEVE_REQ_64,
  FFA_MEM_SHARE,
  FFA_MSG_SEND_DIRECT_REQ2,
  FFA_MSG_SEND_DIRECT_RESP2,
  FFA_RXTX_MAP,
  FFA_RXTX_MAP_64,
} from '../ffa/ids';
import { FFA_NOT_SUPPORTED, FFA_VERSION_1_1, FFA_VERSION_1_2, FFA_VERSION_1_3 } from '../ffa/status';
import { SMCCC_64 } from '../smccc/ids';
import { bankW, firmwareSwitch } from './access';
import { answerError, answerSuccess, answerX } from './answer';
import { versionOf } from './caller';
import {
  EL3_SPMC_FOR_BOTH,
  EL3_SPMC_FOR_NORMAL_WORLD,
  EL3_SPMC_FOR_PARTITIONS,
  HAFNIUM_FOR_BOTH,
  HAFNIUM_FOR_NORMAL_WORLD,
  HAFNIUM_FOR_PARTITIONS,
  OPTEE_FOR_BOTH,
} from './feature-lists';
import { NOBODY } from './partition';
import {
  FEATURES_CONSTANT,
  FEATURES_EL3_SPMC,
  FEATURES_HAFNIUM,
  FEATURES_OPTEE,
  FIRMWARE_FEATURE_LIST,
  FIRMWARE_FEATURES,
  FIRMWARE_FEATURES_OK,
  FIRMWARE_MAXIMUM_PAGES,
} from './switches';

const FUNCTION_ID: u32 = 1 << 31;

/** Feature ids. */
const NOTIFICATION_PENDING: u32 = 1;
const SCHEDULE_RECEIVER: u32 = 2;
const MANAGED_EXIT: u32 = 3;
const NOTIFICATIONS: u32 = 4;
/** Interrupts by which Hafnium tells of them. */
const HAFNIUM_NOTIFICATION_PENDING: u32 = 5;
const HAFNIUM_SCHEDULE_RECEIVER: u32 = 8;
const HAFNIUM_MANAGED_EXIT: u32 = 4;
/** No notifications per execution context, neither for virtual machines nor for partitions. */
const NOTIFICATIONS_GLOBAL: u32 = 0b11;

/** FFA_MEM_RETRIEVE_REQ: the NS bit is known; a hypervisor may retrieve. */
const RETRIEVE_NS: u32 = 1 << 1;
const RETRIEVE_HYPERVISOR: u32 = 1 << 2;
/** Memory transactions may use a buffer of the caller's. */
const DYNAMIC_BUFFERS: u32 = 1;

export function getFeatures(caller: usize, bank: usize): void {
  const list = firmwareSwitch(FIRMWARE_FEATURE_LIST);
  if (list === FEATURES_CONSTANT) answerConstant();
  else if (bankW(bank, 1) & FUNCTION_ID) answerFunction(caller, list, bankW(bank, 1), bankW(bank, 2));
  else answerFeature(caller, list, bankW(bank, 1), bankW(bank, 2));
}

function answerConstant(): void {
  if (firmwareSwitch(FIRMWARE_FEATURES_OK)) answerProperties(firmwareSwitch(FIRMWARE_FEATURES));
  else answerError(FFA_NOT_SUPPORTED);
}

function answerProperties(w2: u32): void {
  answerSuccess();
  answerX(2, w2);
  answerX(3, 0);
}

function answerFunction(caller: usize, list: u32, id: u32, property: u32): void {
  if (!isListed(caller, list, id)) answerError(FFA_NOT_SUPPORTED);
  else if (id === FFA_MEM_RETRIEVE_REQ || id === FFA_MEM_RETRIEVE_REQ_64) answerRetrieve(caller, list, property);
  else if (list === FEATURES_EL3_SPMC && property !== 0) answerError(FFA_NOT_SUPPORTED);
  else if (list === FEATURES_EL3_SPMC) answerSuccess();
  else answerProperties(propertiesOf(caller, list, id));
}

function propertiesOf(caller: usize, list: u32, id: u32): u32 {
  const named = versionOf(caller) >= FFA_VERSION_1_2 ? firmwareSwitch(FIRMWARE_MAXIMUM_PAGES) << 16 : 0;
  if (id === FFA_RXTX_MAP_64 || id === FFA_RXTX_MAP) return named;
  const number = id & ~SMCCC_64;
  return list === FEATURES_OPTEE && number === FFA_MEM_SHARE ? DYNAMIC_BUFFERS : 0;
}

/** From 1.1 on the caller must know the NS bit. The SPMC at EL3 has it for partitions alone. */
function answerRetrieve(caller: usize, list: u32, property: u32): void {
  const knows = (property & RETRIEVE_NS) !== 0;
  const modern = versionOf(caller) >= FFA_VERSION_1_1;
  if (list === FEATURES_HAFNIUM) {
    if (modern && !knows) answerError(FFA_NOT_SUPPORTED);
    else answerProperties(RETRIEVE_NS | RETRIEVE_HYPERVISOR);
  } else if (caller === NOBODY) {
    if (knows) answerError(FFA_NOT_SUPPORTED);
    else answerSuccess();
  } else if (modern && !knows) answerError(FFA_NOT_SUPPORTED);
  else {
    answerSuccess();
    if (knows) answerX(2, RETRIEVE_NS);
  }
}

/** OP-TEE knows the managed exit and gives it no interrupt. */
function answerFeature(caller: usize, list: u32, id: u32, property: u32): void {
  const number = list === FEATURES_HAFNIUM && property === 0 ? featureOf(caller, id) : 0;
  if (number !== 0 || (list === FEATURES_OPTEE && id === MANAGED_EXIT)) answerProperties(number);
  else answerError(FFA_NOT_SUPPORTED);
}

/** What Hafnium answers for a feature id, 0 where it does not support it. */
function featureOf(caller: usize, id: u32): u32 {
  const normal = caller === NOBODY;
  if (id === NOTIFICATION_PENDING) return normal ? 0 : HAFNIUM_NOTIFICATION_PENDING;
  if (id === MANAGED_EXIT) return normal ? 0 : HAFNIUM_MANAGED_EXIT;
  if (id === SCHEDULE_RECEIVER) return normal ? HAFNIUM_SCHEDULE_RECEIVER : 0;
  return id === NOTIFICATIONS ? NOTIFICATIONS_GLOBAL : 0;
}

function isListed(caller: usize, list: u32, id: u32): bool {
  if (list === FEATURES_OPTEE)
    return isIn(OPTEE_FOR_BOTH, id) && !(isRequest2(id) && versionOf(caller) < FFA_VERSION_1_2);
  if (list === FEATURES_EL3_SPMC) return isIn(EL3_SPMC_FOR_BOTH, id) || isIn(el3SpmcList(caller), id);
  if (id === FFA_ABORT || id === FFA_ABORT_64) return caller !== NOBODY && versionOf(caller) >= FFA_VERSION_1_3;
  return isIn(HAFNIUM_FOR_BOTH, id) || isIn(hafniumList(caller), id);
}

function el3SpmcList(caller: usize): StaticArray<u32> {
  return caller === NOBODY ? EL3_SPMC_FOR_NORMAL_WORLD : EL3_SPMC_FOR_PARTITIONS;
}

function hafniumList(caller: usize): StaticArray<u32> {
  return caller === NOBODY ? HAFNIUM_FOR_NORMAL_WORLD : HAFNIUM_FOR_PARTITIONS;
}

function isRequest2(id: u32): bool {
  return id === FFA_MSG_SEND_DIRECT_REQ2 || id === FFA_MSG_SEND_DIRECT_RESP2;
}

function isIn(list: StaticArray<u32>, id: u32): bool {
  for (let n = 0; n < list.length; n++) if (list[n] === id) return true;
  return false;
}
