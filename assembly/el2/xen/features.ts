/** FFA_FEATURES: w1 is a function id or the number of a feature. */

import {
  FFA_ERROR,
  FFA_FEATURES,
  FFA_ID_GET,
  FFA_INTERRUPT,
  FFA_MEM_RECLAIM,
  FFA_MEM_SHARE,
  FFA_MEM_SHARE_64,
  FFA_MSG_SEND_DIRECT_REQ,
  FFA_MSG_SEND_DIRECT_REQ_64,
  FFA_MSG_SEND_DIRECT_REQ2,
  FFA_MSG_SEND2,
  FFA_NOTIFICATION_BIND,
  FFA_NOTIFICATION_GET,
  FFA_NOTIFICATION_INFO_GET,
  FFA_NOTIFICATION_INFO_GET_64,
  FFA_NOTIFICATION_SET,
  FFA_NOTIFICATION_UNBIND,
  FFA_PARTITION_INFO_GET,
  FFA_PARTITION_INFO_GET_REGS,
  FFA_RUN,
  FFA_RX_ACQUIRE,
  FFA_RX_RELEASE,
  FFA_RXTX_MAP,
  FFA_RXTX_MAP_64,
  FFA_RXTX_UNMAP,
  FFA_SUCCESS,
  FFA_SUCCESS_64,
  FFA_VERSION,
} from '../../ffa/ids';
import { FFA_NOT_SUPPORTED, FFA_VERSION_1_2 } from '../../ffa/status';
import { readW, readX } from '../../machine/registers';
import { SMCCC_64 } from '../../smccc/ids';
import { isOn, isVmToVm, xenSwitch } from './access';
import { INTERRUPT_NOTIFICATION, INTERRUPT_SCHEDULE_RECEIVER } from './interrupt';
import { setError, setSuccess } from './result';
import { firmwareSupports } from './smc';
import { VM_AARCH64, VM_VERSION } from './state';
import {
  FEATURES_INPUT_ZERO,
  FEATURES_STATIC,
  SWITCH_CONVENTION,
  SWITCH_FEATURES,
  SWITCH_FEATURES_INPUT,
} from './switches';

/** Feature numbers: notification pending interrupt, schedule receiver interrupt. */
const FEATURE_NPI: u32 = 1;
const FEATURE_SRI: u32 = 2;
/** w2 for FFA_RXTX_MAP from 1.2 on: the most pages of a buffer in bits 31:16, and 4K as the unit in 1:0. */
const MOST_PAGES: u32 = 1 << 16;

export function handleFeatures(cpu: usize, vm: usize): void {
  const queried = readW(cpu, 1);
  if (!isInputValid(cpu) || isTooWide(vm, queried) || !isKnown(vm, queried)) setError(cpu, vm, FFA_NOT_SUPPORTED);
  else setSuccess(cpu, vm, propertyOf(vm, queried));
}

function isInputValid(cpu: usize): bool {
  if (xenSwitch(SWITCH_FEATURES_INPUT) !== FEATURES_INPUT_ZERO) return true;
  for (let n: u32 = 2; n <= 7; n++) if (readX(cpu, n) !== 0) return false;
  return true;
}

/** Whether an id has bit 30 and the domain is one of 32 bits. */
export function isTooWide(vm: usize, id: u32): bool {
  return isOn(SWITCH_CONVENTION) && (id & SMCCC_64) !== 0 && !load<u32>(vm, VM_AARCH64);
}

function isKnown(vm: usize, queried: u32): bool {
  return isAlwaysKnown(queried) || (isStatic() ? isKnownStatically(queried) : isKnownByFirmware(vm, queried));
}

function isStatic(): bool {
  return xenSwitch(SWITCH_FEATURES) === FEATURES_STATIC;
}

function isAlwaysKnown(queried: u32): bool {
  switch (queried) {
    case FFA_ERROR:
    case FFA_SUCCESS:
    case FFA_SUCCESS_64:
    case FFA_VERSION:
    case FFA_FEATURES:
    case FFA_ID_GET:
    case FFA_RX_RELEASE:
    case FFA_RXTX_MAP:
    case FFA_RXTX_MAP_64:
    case FFA_RXTX_UNMAP:
    case FFA_PARTITION_INFO_GET:
    case FFA_MEM_RECLAIM:
    case FFA_NOTIFICATION_BIND:
    case FFA_NOTIFICATION_UNBIND:
    case FFA_NOTIFICATION_GET:
    case FFA_NOTIFICATION_SET:
    case FFA_NOTIFICATION_INFO_GET:
    case FFA_NOTIFICATION_INFO_GET_64:
    case FEATURE_NPI:
    case FEATURE_SRI:
      return true;
    default:
      return false;
  }
}

/** Said to be there whether the firmware has them or not. */
function isKnownStatically(queried: u32): bool {
  switch (queried) {
    case FFA_MSG_SEND_DIRECT_REQ:
    case FFA_MSG_SEND_DIRECT_REQ_64:
    case FFA_MSG_SEND2:
    case FFA_MEM_SHARE:
    case FFA_MEM_SHARE_64:
      return true;
    default:
      return false;
  }
}

function isKnownByFirmware(vm: usize, queried: u32): bool {
  const recent = load<u32>(vm, VM_VERSION) >= FFA_VERSION_1_2;
  switch (queried) {
    case FFA_INTERRUPT:
      return true;
    case FFA_MSG_SEND_DIRECT_REQ:
    case FFA_MSG_SEND_DIRECT_REQ_64:
    case FFA_RUN:
      return firmwareSupports(queried);
    case FFA_MSG_SEND2:
      return isVmToVm() || (firmwareSupports(FFA_MSG_SEND2) && firmwareSupports(FFA_RX_ACQUIRE));
    case FFA_MSG_SEND_DIRECT_REQ2:
      return recent && firmwareSupports(queried);
    case FFA_PARTITION_INFO_GET_REGS:
      return recent;
    case FFA_MEM_SHARE:
    case FFA_MEM_SHARE_64:
      return firmwareSupports(FFA_MEM_SHARE_64);
    default:
      return false;
  }
}

/** w2 of a success. */
function propertyOf(vm: usize, queried: u32): u32 {
  if (queried === FEATURE_NPI) return INTERRUPT_NOTIFICATION;
  if (queried === FEATURE_SRI) return INTERRUPT_SCHEDULE_RECEIVER;
  const map = queried === FFA_RXTX_MAP || queried === FFA_RXTX_MAP_64;
  return map && !isStatic() && load<u32>(vm, VM_VERSION) >= FFA_VERSION_1_2 ? MOST_PAGES : 0;
}
