import * as s from '../../assembly/el2/xen/state.ts';
import * as layout from '../../assembly/layout.ts';
import { CONFIG_XEN_HEAP } from '../../assembly/machine/config.ts';
import type { LinearMemory } from './memory.ts';
import type { TrapPath } from './module.ts';
import type { ModelState } from './record.ts';

/** A virtual interrupt that Xen injected. */
export interface InjectedInterrupt {
  domain: number;
  vcpu: number;
  number: number;
}

/** What Xen's mediator keeps for a VM. */
export interface XenVm {
  domain: number;
  /** The version that the VM's calls go by, and the one last asked for where that is a word of its own. */
  version: number;
  versionRequested: number;
  negotiated: boolean;
  listed64Bit: boolean;
  /** Position in the list of partitions from 1, 0 where the VM is not in it. */
  position: number;
  pageCount: number;
  rxMapped: boolean;
  txMapped: boolean;
  rxFree: boolean;
  shareCount: number;
  /** Handles of what it shares, in the order of the list. */
  shareHandles: bigint[];
  securePending: boolean;
  vmPending: boolean;
  rxFullPending: boolean;
  references: number;
  /** References to each of its own pages. */
  pageReferences: number[];
}

/** Page number of no page (assembly/el2/xen/memory.ts). */
const noPage = 0xffff;
/** Where the pages of a VM with memory of its own begin for it. */
export const XEN_VM_BASE = 0x4000_0000n;

/** Xen apart from its traps: VMs that come and go, interrupts, timers, and what the mediator knows. */
export class XenControl {
  private readonly path: TrapPath;
  private readonly linear: LinearMemory;

  constructor(path: TrapPath, linear: LinearMemory) {
    this.path = path;
    this.linear = linear;
  }

  /** Physical address of Xen's RX page, its TX page being the one after. Counts from the next probe on. */
  setHeap(address: bigint): void {
    this.linear.setU64(layout.CONFIG_START + CONFIG_XEN_HEAP, address);
  }

  /** Boots Xen without a VM. Returns whether there is a mediator. */
  probe(): boolean {
    return this.path.xenProbe() !== 0;
  }

  /** Creates a VM with eight pages of memory of its own at {@link XEN_VM_BASE}. Returns 0 or a negative errno. */
  createVm(vm: number, domain: number, vcpus: number, aarch64: boolean): number {
    return this.path.xenCreateVm(vm, domain, vcpus, aarch64);
  }

  /** Creates a VM in the machine's RAM, beside the one that the boot creates. Returns 0 or a negative errno. */
  addVm(vm: number, domain: number): number {
    return this.path.xenAddVm(vm, domain);
  }

  destroyVm(vm: number): void {
    this.path.xenDestroyVm(vm);
  }

  fireTimer(): void {
    this.path.xenFireTimer();
  }

  /** The schedule receiver interrupt. Returns whether Xen has a handler for it. */
  scheduleReceivers(): boolean {
    return this.path.xenScheduleReceivers() !== 0;
  }

  /** Lets one of the machine's CPUs run a VM from now on. */
  runVm(vcpu: number, vm: number): void {
    this.path.xenRunVm(vcpu, vm);
  }

  /** The mediator alone, without a trap: 1 answered, 0 not handled, -1 the hypervisor faults. */
  call(vcpu: number): number {
    return this.path.xenCall(vcpu);
  }

  /** A trap with this syndrome, PC being the preferred return address. Returns one of the OUTCOME_ values. */
  trap(vcpu: number, syndrome: number): number {
    return this.path.xenTrap(vcpu, syndrome);
  }

  /** VMs in the list of partitions. */
  vmCount(): number {
    return this.state32(s.STATE_VM_COUNT);
  }

  /** Interrupts injected by the last trap or operation, the first INTERRUPT_CAPACITY of them. */
  interrupts(): InjectedInterrupt[] {
    const count = Math.min(this.state32(s.STATE_INTERRUPT_COUNT), s.INTERRUPT_CAPACITY);
    return Array.from({ length: count }, (_, index) => {
      const at = layout.XEN_STATE_START + s.STATE_INTERRUPTS + index * s.INTERRUPT_SIZE;
      const who = this.linear.u32(at);
      return { domain: who & 0xffff, vcpu: who >>> 16, number: this.linear.u32(at + 4) };
    });
  }

  /** Whether the last operation set the timer of delayed teardowns. */
  timerWasSet(): boolean {
    return this.state32(s.STATE_TIMER_SET) !== 0;
  }

  /** Number of the firmware's schedule receiver interrupt where Xen handles it. */
  scheduleReceiverInterrupt(): number | undefined {
    return this.state32(s.STATE_NOTIFICATIONS) === 0 ? undefined : this.state32(s.STATE_SRI_NUMBER);
  }

  vm(index: number): XenVm {
    const field = (offset: number) => this.linear.u32(vmBlock(index) + offset);
    return {
      domain: field(s.VM_DOMAIN),
      version: field(s.VM_VERSION),
      versionRequested: field(s.VM_VERSION_REQUESTED),
      negotiated: field(s.VM_NEGOTIATED) !== 0,
      listed64Bit: field(s.VM_LISTED_64BIT) !== 0,
      position: this.positionOf(index),
      pageCount: field(s.VM_PAGE_COUNT),
      rxMapped: field(s.VM_RX_PAGE) !== noPage,
      txMapped: field(s.VM_TX_PAGE) !== noPage,
      rxFree: field(s.VM_RX_FREE) !== 0,
      shareCount: field(s.VM_SHARE_COUNT),
      shareHandles: this.shareHandles(index),
      securePending: field(s.VM_SECURE_PENDING) !== 0,
      vmPending: field(s.VM_VM_PENDING) !== 0,
      rxFullPending: field(s.VM_RX_FULL_PENDING) !== 0,
      references: field(s.VM_REFERENCES),
      pageReferences: this.pageReferences(index),
    };
  }

  /** The eight pages of a VM with memory of its own, to read and to write. */
  memory(index: number): Uint8Array {
    const size = layout.XEN_VM_PAGES * layout.PAGE_SIZE;
    const start = layout.XEN_MEMORY_START + index * size;
    return this.linear.bytes.subarray(start, start + size);
  }

  /** What the report shows: the mediator's variables and those of the VM on CPU 0, by their names in Xen. */
  modelState(): ModelState {
    const vm = this.vm(this.linear.u8(layout.XEN_STATE_START + s.STATE_RUNNING));
    return {
      ffa_fw_version: BigInt(this.state32(s.STATE_FIRMWARE_VERSION)),
      ffa_vm_count: BigInt(this.vmCount()),
      guest_vers: BigInt(vm.version),
      guest_vers_tmp: BigInt(vm.versionRequested),
      page_count: BigInt(vm.pageCount),
      rx_is_free: BigInt(vm.rxFree),
      shm_count: BigInt(vm.shareCount),
      secure_pending: BigInt(vm.securePending),
      ...this.cpuOnState(),
    };
  }

  /** Where the first VM's other vCPU is to start, once PSCI_CPU_ON has said so. */
  private cpuOnState(): ModelState {
    const base = layout.XEN_VM_START;
    if (this.linear.u32(base + s.VM_CPU_ON) === 0) return {};
    return {
      cpu_on_entry: this.linear.u64(base + s.VM_CPU_ON_ENTRY),
      cpu_on_context: this.linear.u64(base + s.VM_CPU_ON_CONTEXT),
    };
  }

  private state32(offset: number): number {
    return this.linear.u32(layout.XEN_STATE_START + offset);
  }

  private positionOf(index: number): number {
    const list = layout.XEN_STATE_START + s.STATE_LIST;
    return this.linear.bytes.subarray(list, list + this.vmCount()).indexOf(index) + 1;
  }

  private shareHandles(index: number): bigint[] {
    const block = vmBlock(index);
    return Array.from({ length: this.linear.u32(block + s.VM_SHARES_LISTED) }, (_, position) => {
      const slot = this.linear.u8(block + s.VM_SHARE_ORDER + position);
      return this.linear.u64(block + s.VM_SHARES + slot * s.SHARE_STRIDE + s.SHARE_HANDLE);
    });
  }

  private pageReferences(index: number): number[] {
    const first = layout.RAM_SIZE / layout.PAGE_SIZE + index * layout.XEN_VM_PAGES;
    const start = layout.XEN_REFERENCE_START + first * 2;
    return Array.from({ length: layout.XEN_VM_PAGES }, (_, page) => this.linear.u16(start + page * 2));
  }
}

function vmBlock(index: number): number {
  if (!Number.isInteger(index) || index < 0 || index >= layout.XEN_VM_COUNT) throw new RangeError(`no VM ${index}`);
  return layout.XEN_VM_START + index * layout.XEN_VM_STRIDE;
}
