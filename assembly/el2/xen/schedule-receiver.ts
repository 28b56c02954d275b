/** The schedule receiver interrupt: Xen asks the firmware which VMs have notifications, and interrupts each. */

import { answerOf } from '../../el3/log';
import { FFA_NOTIFICATION_INFO_GET_64 } from '../../ffa/ids';
import { FFA_STATUS_SUCCESS } from '../../ffa/status';
import { CAUSE_ENDLESS_LOOP, SMC_LOG_CAPACITY } from '../../layout';
import { setCause } from '../../machine/record';
import { SMCCC_64 } from '../../smccc/ids';
import { findEndpoint, state32 } from './access';
import { injectNotification } from './interrupt';
import { issueSmc, statusOf } from './smc';
import { STATE_NOTIFICATIONS, VM_CONTEXT, VM_SECURE_PENDING } from './state';

/*
 *  63                     12 11     7 6    1 0
 * ┌─────────────────────────┬────────┬──────┬────┐
 * │ ids of each list less 1 │ lists  │  0   │more│   x2; the ids follow in x3 to x7, 16 bits each
 * └─────────────────────────┴────────┴──────┴────┘
 */
const MORE: u64 = 1;
const LISTS_SHIFT: u64 = 7;
const LISTS_MASK: u64 = 0x1f;
const SIZES_SHIFT: u64 = 12;

/** Returns whether there is a handler for the interrupt: only where the firmware's notifications are in use. */
export function scheduleReceivers(cpu: usize): bool {
  if (!state32(STATE_NOTIFICATIONS)) return false;
  for (let round: u32 = 0; round < SMC_LOG_CAPACITY; round++) {
    const entry = issueSmc(cpu, FFA_NOTIFICATION_INFO_GET_64);
    if (statusOf(entry) !== FFA_STATUS_SUCCESS) return true;
    interruptAll(entry);
    if (!(answerOf(entry, 2) & MORE)) return true;
  }
  setCause(cpu, CAUSE_ENDLESS_LOOP);
  return true;
}

/** The first id of each list is a VM's; its vCPUs, which follow, are not looked at. */
function interruptAll(entry: usize): void {
  const x2 = answerOf(entry, 2);
  const lists = <u32>((x2 >> LISTS_SHIFT) & LISTS_MASK);
  let position: u32 = 0;
  for (let list: u32 = 0; list < lists; list++) {
    interrupt(idAt(entry, position));
    position += (<u32>((x2 >> SIZES_SHIFT) >> (2 * <u64>list)) & 3) + 1;
  }
}

/** An id of the answer: four to a register with a 64-bit answer, two with a 32-bit one; 0 past x7. */
function idAt(entry: usize, position: u32): u32 {
  const perRegister: u32 = <u32>answerOf(entry, 0) & SMCCC_64 ? 4 : 2;
  const register = position / perRegister + 3;
  if (register > 7) return 0;
  return <u32>(answerOf(entry, register) >> ((position % perRegister) * 16)) & 0xffff;
}

function interrupt(endpoint: u32): void {
  const vm = findEndpoint(endpoint);
  if (vm === 0 || !load<u32>(vm, VM_CONTEXT)) return;
  store<u32>(vm, 1, VM_SECURE_PENDING);
  injectNotification(vm);
}
