/** Virtual interrupts: the mediator asks the virtual GIC for them, and the machine keeps a log of what was asked. */

import { XEN_STATE_START } from '../../layout';
import { setState32, state32 } from './access';
import {
  INTERRUPT_CAPACITY,
  INTERRUPT_SIZE,
  STATE_INTERRUPT_COUNT,
  STATE_INTERRUPTS,
  STATE_TIMER_SET,
  VM_DOMAIN,
} from './state';

/** SGIs that guests get: a notification is pending, a receiver is to be scheduled. */
export const INTERRUPT_NOTIFICATION: u32 = 8;
export const INTERRUPT_SCHEDULE_RECEIVER: u32 = 9;

/** Starts the log anew: nothing was asked for, and no timer was set. */
export function clearEvents(): void {
  setState32(STATE_INTERRUPT_COUNT, 0);
  setState32(STATE_TIMER_SET, 0);
}

/** A pending notification interrupts the VM's vCPU 0. */
export function injectNotification(vm: usize): void {
  const count = state32(STATE_INTERRUPT_COUNT);
  setState32(STATE_INTERRUPT_COUNT, count + 1);
  if (count >= INTERRUPT_CAPACITY) return;
  const at = XEN_STATE_START + STATE_INTERRUPTS + count * INTERRUPT_SIZE;
  store<u16>(at, <u16>load<u32>(vm, VM_DOMAIN));
  store<u16>(at, 0, 2);
  store<u32>(at, INTERRUPT_NOTIFICATION, 4);
}
