/** The notification calls, by the rules of Hafnium (notification-bound.ts) or of OP-TEE (notification-single.ts). */

import {
  FFA_NOTIFICATION_BIND,
  FFA_NOTIFICATION_BITMAP_CREATE,
  FFA_NOTIFICATION_BITMAP_DESTROY,
  FFA_NOTIFICATION_GET,
  FFA_NOTIFICATION_INFO_GET,
  FFA_NOTIFICATION_INFO_GET_64,
  FFA_NOTIFICATION_SET,
  FFA_NOTIFICATION_UNBIND,
} from '../ffa/ids';
import { bankW, firmwareSwitch } from './access';
import * as bound from './notification-bound';
import * as single from './notification-single';
import { NOBODY } from './partition';
import { FIRMWARE_NOTIFICATIONS, NOTIFICATIONS_BOUND, NOTIFICATIONS_SINGLE } from './switches';

/** Returns whether the call is one of these, and the SPMC has it for the caller. */
export function callNotifications(caller: usize, bank: usize): bool {
  const rules = firmwareSwitch(FIRMWARE_NOTIFICATIONS);
  if (rules === NOTIFICATIONS_BOUND) return callBound(caller, bank);
  return rules === NOTIFICATIONS_SINGLE && caller === NOBODY && callSingle(bank);
}

function callBound(caller: usize, bank: usize): bool {
  switch (bankW(bank, 0)) {
    case FFA_NOTIFICATION_BITMAP_CREATE:
      bound.create(caller, bank);
      return true;
    case FFA_NOTIFICATION_BITMAP_DESTROY:
      bound.destroy(caller, bank);
      return true;
    case FFA_NOTIFICATION_BIND:
      bound.bind(caller, bank);
      return true;
    case FFA_NOTIFICATION_UNBIND:
      bound.unbind(caller, bank);
      return true;
    case FFA_NOTIFICATION_SET:
      bound.set(caller, bank);
      return true;
    case FFA_NOTIFICATION_GET:
      bound.get(caller, bank);
      return true;
    case FFA_NOTIFICATION_INFO_GET_64:
      bound.tell(caller);
      return true;
    default:
      return false;
  }
}

function callSingle(bank: usize): bool {
  switch (bankW(bank, 0)) {
    case FFA_NOTIFICATION_BITMAP_CREATE:
      single.create(bank);
      return true;
    case FFA_NOTIFICATION_BITMAP_DESTROY:
      single.destroy(bank);
      return true;
    case FFA_NOTIFICATION_BIND:
      single.bind(bank);
      return true;
    case FFA_NOTIFICATION_UNBIND:
      single.unbind(bank);
      return true;
    case FFA_NOTIFICATION_GET:
      single.get(bank);
      return true;
    case FFA_NOTIFICATION_INFO_GET:
    case FFA_NOTIFICATION_INFO_GET_64:
      single.tell(bank);
      return true;
    default:
      return false;
  }
}
