/** What becomes of the mediator's context when a domain is created and destroyed. */

import { FFA_NOTIFICATION_BITMAP_CREATE, FFA_NOTIFICATION_BITMAP_DESTROY } from '../../ffa/ids';
import { FFA_STATUS_SUCCESS } from '../../ffa/status';
import { XEN_STATE_START, XEN_VM_COUNT, XEN_VM_STRIDE } from '../../layout';
import { endpointOf, indexOf, isVmToVm, setState32, state32, vmAt } from './access';
import { leaveList } from './list';
import { NO_PAGE, prepareMemory } from './memory';
import { destroyShares } from './reclaim';
import { destroyBuffers, setBuffers } from './rxtx';
import { callFirmware } from './smc';
import { tellCreation, tellDestruction } from './sp-message';
import {
  STATE_FIRMWARE_VERSION,
  STATE_MEDIATOR,
  STATE_NOTIFICATIONS,
  STATE_TEARDOWN,
  STATE_TEARDOWN_LENGTH,
  STATE_TIMER_SET,
  VM_AARCH64,
  VM_CONTEXT,
  VM_DOMAIN,
  VM_DYING,
  VM_EXISTS,
  VM_MEMORY,
  VM_REFERENCES,
  VM_VCPUS,
} from './state';

/** Xen errno values. */
const EIO: i32 = 5;
const ENOMEM: i32 = 12;
const EBUSY: i32 = 16;
const ENODEV: i32 = 19;
const ERANGE: i32 = 34;

/** First domain id that is no domain's. */
const DOMAIN_LIMIT: u32 = 0x7ff0;

/**
 * Creates a domain and the mediator's context for it. `kind` is one of the MEMORY_ kinds. Returns 0 or a negative
 * errno: ENODEV without a mediator, ERANGE for the domain id, EIO where a secure partition objects, ENOMEM where the
 * firmware does; EBUSY where the number is another domain's. The context of a failed creation stays until teardown.
 */
export function createDomain(cpu: usize, index: u32, domain: u32, vcpus: u32, aarch64: bool, kind: u32): i32 {
  if (index >= XEN_VM_COUNT || load<u32>(vmAt(index), VM_EXISTS)) return -EBUSY;
  const vm = vmAt(index);
  clearDomain(vm);
  store<u32>(vm, 1, VM_EXISTS);
  store<u32>(vm, domain, VM_DOMAIN);
  store<u32>(vm, vcpus, VM_VCPUS);
  store<u32>(vm, aarch64 ? 1 : 0, VM_AARCH64);
  store<u32>(vm, kind, VM_MEMORY);
  prepareMemory(vm);
  return createContext(cpu, vm);
}

function clearDomain(vm: usize): void {
  memory.fill(vm, 0, XEN_VM_STRIDE);
  store<u32>(vm, 1, VM_REFERENCES);
  setBuffers(vm, NO_PAGE, NO_PAGE, 0, 0);
}

function createContext(cpu: usize, vm: usize): i32 {
  const usable = state32(STATE_MEDIATOR) && (isVmToVm() || state32(STATE_FIRMWARE_VERSION));
  if (!usable) return -ENODEV;
  if (load<u32>(vm, VM_DOMAIN) >= DOMAIN_LIMIT) return -ERANGE;
  store<u32>(vm, 1, VM_CONTEXT);
  if (!tellCreation(cpu, vm)) return -EIO;
  if (!state32(STATE_NOTIFICATIONS)) return 0;
  const status = callFirmware(cpu, FFA_NOTIFICATION_BITMAP_CREATE, endpointOf(vm), load<u32>(vm, VM_VCPUS));
  return status === FFA_STATUS_SUCCESS ? 0 : -ENOMEM;
}

/** Takes the context apart, as far as firmware and partitions let it; the rest is left to the timer. */
export function destroyDomain(cpu: usize, vm: usize): void {
  if (!load<u32>(vm, VM_EXISTS) || load<u32>(vm, VM_DYING)) return;
  store<u32>(vm, 1, VM_DYING);
  if (!load<u32>(vm, VM_CONTEXT)) return;
  leaveList(vm);
  destroyBuffers(cpu, vm);
  if (state32(STATE_NOTIFICATIONS)) callFirmware(cpu, FFA_NOTIFICATION_BITMAP_DESTROY, endpointOf(vm));
  if (!finishTeardown(cpu, vm)) waitForTimer(vm);
}

/** The timer has run out: tries once more for the VM that has waited longest. */
export function fireTeardownTimer(cpu: usize): void {
  const length = state32(STATE_TEARDOWN_LENGTH);
  if (length === 0) return;
  const first = XEN_STATE_START + STATE_TEARDOWN;
  const vm = vmAt(load<u8>(first));
  memory.copy(first, first + 1, length - 1);
  setState32(STATE_TEARDOWN_LENGTH, length - 1);
  if (!finishTeardown(cpu, vm)) waitForTimer(vm);
  else if (length > 1) setState32(STATE_TIMER_SET, 1);
}

/** Returns whether nothing is left. Shares that were given up count for ever, so a VM with one of them waits for ever. */
function finishTeardown(cpu: usize, vm: usize): bool {
  const told = tellDestruction(cpu, vm);
  return destroyShares(cpu, vm) && told;
}

function waitForTimer(vm: usize): void {
  const length = state32(STATE_TEARDOWN_LENGTH);
  store<u8>(XEN_STATE_START + STATE_TEARDOWN + length, <u8>indexOf(vm));
  setState32(STATE_TEARDOWN_LENGTH, length + 1);
  setState32(STATE_TIMER_SET, 1);
}
