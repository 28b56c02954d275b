/** Reading switches, the mediator's variables and the VMs. `vm` is always the address of a VM's block. */

import {
  VCPU_START,
  VCPU_STRIDE,
  XEN_STATE_START,
  XEN_SWITCH_START,
  XEN_VM_COUNT,
  XEN_VM_START,
  XEN_VM_STRIDE,
} from '../../layout';
import { STATE_RUNNING, VM_DOMAIN, VM_EXISTS } from './state';
import { CHECK_ON, SWITCH_VM_TO_VM } from './switches';

export function xenSwitch(offset: u32): u32 {
  return load<u32>(XEN_SWITCH_START + offset);
}

/** For the switches that take CHECK_ values. */
export function isOn(offset: u32): bool {
  return xenSwitch(offset) === CHECK_ON;
}

export function isVmToVm(): bool {
  return isOn(SWITCH_VM_TO_VM);
}

export function state32(offset: u32): u32 {
  return load<u32>(XEN_STATE_START + offset);
}

export function setState32(offset: u32, value: u32): void {
  store<u32>(XEN_STATE_START + offset, value);
}

export function vmAt(index: u32): usize {
  return XEN_VM_START + index * XEN_VM_STRIDE;
}

/** Number of a VM, from 0. */
export function indexOf(vm: usize): u32 {
  return (<u32>vm - XEN_VM_START) / XEN_VM_STRIDE;
}

/** The VM that runs on a CPU of the machine. */
export function currentVm(cpu: usize): usize {
  const index = (<u32>cpu - VCPU_START) / VCPU_STRIDE;
  return vmAt(load<u8>(XEN_STATE_START + index, STATE_RUNNING));
}

/** The VM of a domain id, or 0. */
function findDomain(domain: u32): usize {
  for (let index: u32 = 0; index < XEN_VM_COUNT; index++) {
    const vm = vmAt(index);
    if (load<u32>(vm, VM_EXISTS) && load<u32>(vm, VM_DOMAIN) === domain) return vm;
  }
  return 0;
}

/** The VM of an FF-A id, or 0. */
export function findEndpoint(endpoint: u32): usize {
  return endpoint === 0 ? <usize>0 : findDomain(endpoint - 1);
}

/** FF-A id of a VM: 0 is the hypervisor's, so it is one more than the domain id. */
export function endpointOf(vm: usize): u32 {
  return load<u32>(vm, VM_DOMAIN) + 1;
}

/** Secure endpoints have bit 15, by a convention that Xen relies on. */
export function isSecure(endpoint: u32): bool {
  return (endpoint & 0x8000) !== 0;
}
