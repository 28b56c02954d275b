/**
 * What happens to Xen apart from traps, as the host calls for it: booting, VMs that come and go, interrupts and timers.
 * SMCs that an operation issues are in the log, a fault is in the trap record, both those of CPU 0.
 */

import {
  CAUSE_NONE,
  OUTCOME_NOT_A_TRAP,
  REG_PC,
  REG_PSTATE,
  VCPU_COUNT,
  XEN_STATE_START,
  XEN_VM_COUNT,
} from '../../layout';
import { takeException } from '../../machine/exception';
import { beginRecord, causeOf, clearOutcome, recordException } from '../../machine/record';
import { blockOf } from '../../machine/registers';
import { endAtEl2 } from '../../machine/trap-end';
import { currentVm, vmAt, xenSwitch } from './access';
import { createDomain, destroyDomain, fireTeardownTimer } from './domain';
import { clearEvents } from './interrupt';
import { mediate } from './mediator';
import { MEMORY_OWN, MEMORY_RAM } from './memory';
import { probe } from './probe';
import { scheduleReceivers } from './schedule-receiver';
import { STATE_RUNNING } from './state';
import { SWITCH_VCPUS } from './switches';
import { handleXenTrap } from './trap';

/** The one VM of a run: domain 1, AArch64, in RAM. */
const RUN_VM: u32 = 0;
const RUN_DOMAIN: u32 = 1;
/** Results of `xenCall`: the mediator has no context for the VM, it answered, EL2 did not survive. */
const CALL_NOT_HANDLED: i32 = 0;
const CALL_HANDLED: i32 = 1;
const CALL_FAULT: i32 = -1;

/**
 * Boots Xen and creates the VM of a run. Without a mediator the VM is created without FF-A. Returns 0 or a negative
 * errno, where the VM never starts.
 */
export function bootXen(cpu: usize): i32 {
  const mediator = probe(cpu);
  const result = createDomain(cpu, RUN_VM, RUN_DOMAIN, xenSwitch(SWITCH_VCPUS), true, MEMORY_RAM);
  if (result === 0 || !mediator) return 0;
  destroyDomain(cpu, vmAt(RUN_VM));
  return result;
}

function begin(): usize {
  const cpu = blockOf(0);
  clearOutcome(cpu);
  clearEvents();
  return cpu;
}

/** Boots Xen without any VM. Returns whether there is a mediator. */
export function xenProbe(): bool {
  return probe(begin());
}

/** Creates a VM with memory of its own, eight pages. Returns 0 or a negative errno; see `createDomain`. */
export function xenCreateVm(vm: u32, domain: u32, vcpus: u32, aarch64: bool): i32 {
  return createDomain(begin(), vm, domain, vcpus, aarch64, MEMORY_OWN);
}

/** Creates a VM like that of a run, in RAM as it is. Returns 0 or a negative errno; see `createDomain`. */
export function xenAddVm(vm: u32, domain: u32): i32 {
  return createDomain(begin(), vm, domain, xenSwitch(SWITCH_VCPUS), true, MEMORY_RAM);
}

/** Destroys a VM; what firmware and partitions keep from being undone waits for the timer. */
export function xenDestroyVm(vm: u32): void {
  const cpu = begin();
  if (vm < XEN_VM_COUNT) destroyDomain(cpu, vmAt(vm));
}

/** The timer of delayed teardowns runs out. */
export function xenFireTimer(): void {
  fireTeardownTimer(begin());
}

/** The firmware's schedule receiver interrupt. Returns whether Xen has a handler for it. */
export function xenScheduleReceivers(): bool {
  return scheduleReceivers(begin());
}

/** Lets a CPU of the machine run a VM from now on. */
export function xenRunVm(vcpu: u32, vm: u32): void {
  if (vcpu < VCPU_COUNT && vm < XEN_VM_COUNT) store<u8>(XEN_STATE_START + vcpu, <u8>vm, STATE_RUNNING);
}

/**
 * Hands the registers of a CPU to the mediator without a trap. Returns 1 where it answered, 0 where it has no context for
 * the VM, -1 where EL2 did not survive.
 */
export function xenCall(vcpu: u32): i32 {
  if (vcpu >= VCPU_COUNT) return CALL_NOT_HANDLED;
  const cpu = blockOf(vcpu);
  beginRecord(cpu, 0, load<u64>(cpu, REG_PSTATE), load<u64>(cpu, REG_PC));
  clearEvents();
  const handled = mediate(cpu, currentVm(cpu));
  if (causeOf(cpu) !== CAUSE_NONE) return CALL_FAULT;
  return handled ? CALL_HANDLED : CALL_NOT_HANDLED;
}

/**
 * Takes a trap that the hardware reports with this syndrome, PC being the preferred return address: the way in for a
 * 32-bit domain, whose instructions the machine does not execute. Returns one of the OUTCOME_ values.
 */
export function xenTrap(vcpu: u32, syndrome: u32): i32 {
  if (vcpu >= VCPU_COUNT) return OUTCOME_NOT_A_TRAP;
  const cpu = blockOf(vcpu);
  beginRecord(cpu, 0, load<u64>(cpu, REG_PSTATE), load<u64>(cpu, REG_PC));
  takeException(cpu, 2, syndrome, load<u64>(cpu, REG_PC), false);
  recordException(cpu, 2);
  return endAtEl2(cpu, handleXenTrap(cpu));
}
