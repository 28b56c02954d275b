/** The mediator's own variables and the fields of a VM. */

// ---- the mediator: offsets from XEN_STATE_START ---------------------------------------------------------------------
/** u32: 1 once the probe has made FF-A available to VMs. */
export const STATE_MEDIATOR: u32 = 0x00;
/** u32: version word that EL2 uses with the firmware, 0 without usable firmware. Bit 31 is kept where it is set. */
export const STATE_FIRMWARE_VERSION: u32 = 0x04;
/** u32: 1 where the firmware's notifications are in use. */
export const STATE_NOTIFICATIONS: u32 = 0x08;
/** u32: number of the schedule receiver interrupt, which Xen has a handler for then. */
export const STATE_SRI_NUMBER: u32 = 0x0c;
/** u32: VMs in the list of partitions: those that have negotiated, with VM-to-VM only. */
export const STATE_VM_COUNT: u32 = 0x10;
/** u32: changes whenever a VM joins or leaves the list; 16 bits of it travel. */
export const STATE_TAG: u32 = 0x18;
/** u32: VMs whose teardown waits for the timer. */
export const STATE_TEARDOWN_LENGTH: u32 = 0x1c;
/** u32: secure partitions that the probe has kept. */
export const STATE_SP_COUNT: u32 = 0x20;
/** u32: bytes of an entry of theirs. */
export const STATE_SP_SIZE: u32 = 0x24;
/** u32: virtual interrupts injected since the last trap began; may exceed INTERRUPT_CAPACITY. */
export const STATE_INTERRUPT_COUNT: u32 = 0x28;
/** u32: 1 where the timer of delayed teardowns was set since the last trap began. */
export const STATE_TIMER_SET: u32 = 0x34;
/** u8 each: numbers of the VMs in the list of partitions, in the order of joining. */
export const STATE_LIST: u32 = 0x40;
/** u8 each: numbers of the VMs whose teardown waits, the longest first. */
export const STATE_TEARDOWN: u32 = 0x48;
/** u8 each: which VM runs on each of the machine's CPUs. */
export const STATE_RUNNING: u32 = 0x50;
/** A bit per call that the firmware supports: number from 0x60 on, twice, and 1 more for the 64-bit id. */
export const STATE_FIRMWARE_CALLS: u32 = 0x60;
/** u16 domain, u16 vCPU, u32 number of each virtual interrupt injected. */
export const STATE_INTERRUPTS: u32 = 0x100;
export const INTERRUPT_SIZE: u32 = 8;
export const INTERRUPT_CAPACITY: u32 = 64;
/** The entries that the probe has kept, a page at most. */
export const STATE_SP_LIST: u32 = 0x1000;

// ---- a VM: offsets from its block -----------------------------------------------------------------------------------
/** u32: 1 while there is a domain. */
export const VM_EXISTS: u32 = 0x00;
/** u32: 1 once the mediator keeps a context for it; without one its FF-A calls are not handled. */
export const VM_CONTEXT: u32 = 0x04;
/** u32: 1 once it is being destroyed. */
export const VM_DYING: u32 = 0x08;
/** u32: domain id. Its FF-A id is one more. */
export const VM_DOMAIN: u32 = 0x0c;
/** u32: vCPUs. */
export const VM_VCPUS: u32 = 0x10;
/** u32: 1 for AArch64, 0 for AArch32. */
export const VM_AARCH64: u32 = 0x14;
/** u32: one of the MEMORY_ kinds (memory.ts). */
export const VM_MEMORY: u32 = 0x18;
/** u32: references to the domain; one more than 1 while any memory is shared. */
export const VM_REFERENCES: u32 = 0x1c;
/** u32: the version that its calls go by. */
export const VM_VERSION: u32 = 0x20;
/** u32: the version last asked for, where that is a word of its own. */
export const VM_VERSION_REQUESTED: u32 = 0x24;
/** u32: 1 once VM_VERSION counts, where that is a flag of its own. */
export const VM_NEGOTIATED: u32 = 0x28;
/** u32: 1 where its entry in the list of partitions says AArch64. */
export const VM_LISTED_64BIT: u32 = 0x2c;
/** u32: page numbers (memory.ts) of its buffers, NO_PAGE without. */
export const VM_RX_PAGE: u32 = 0x30;
export const VM_TX_PAGE: u32 = 0x34;
/** u32: pages of each buffer. */
export const VM_PAGE_COUNT: u32 = 0x38;
/** u32: 1 while EL2 may write the RX buffer, 0 while the VM owns it. */
export const VM_RX_FREE: u32 = 0x3c;
/** u32: shares that count against the limit, those given up for lost included. */
export const VM_SHARE_COUNT: u32 = 0x40;
/** u32: shares in the list. */
export const VM_SHARES_LISTED: u32 = 0x44;
/** u32: 1 while notifications from the Secure world are pending. */
export const VM_SECURE_PENDING: u32 = 0x48;
/** u32: 1 while notifications from VMs are pending. */
export const VM_VM_PENDING: u32 = 0x4c;
/** u32: 1 while its full RX buffer is to be reported. */
export const VM_RX_FULL_PENDING: u32 = 0x50;
/** u64: a bit per secure partition that has yet to be told. */
export const VM_UNTOLD: u32 = 0x58;
/** u8 each: slots of the shares in the list, in order. */
export const VM_SHARE_ORDER: u32 = 0x60;
/** The shares. */
export const VM_SHARES: u32 = 0x80;

// After the shares:
/** u64: where the vCPU that PSCI_CPU_ON turned on is to start, and its context id. */
export const VM_CPU_ON_ENTRY: u32 = 0x4580;
export const VM_CPU_ON_CONTEXT: u32 = 0x4588;
/** u32: 1 once there is such a vCPU. */
export const VM_CPU_ON: u32 = 0x4590;

// ---- a share: offsets from its slot ---------------------------------------------------------------------------------
/** u32: 1 while the slot is in use. */
export const SHARE_USED: u32 = 0x00;
/** u32: pages. */
export const SHARE_PAGE_COUNT: u32 = 0x04;
/** u64: handle from the firmware. */
export const SHARE_HANDLE: u32 = 0x08;
/** u16: sender; u16: receiver. */
export const SHARE_SENDER: u32 = 0x10;
export const SHARE_RECEIVER: u32 = 0x12;
/** 16 bytes that the VM put into its access descriptor. */
export const SHARE_IMPLEMENTATION_DEFINED: u32 = 0x18;
/** u16 each: page numbers, NO_PAGE from the first on that was not to be had. */
export const SHARE_PAGES: u32 = 0x28;
/** Most pages that a share can have. */
export const SHARE_PAGE_CAPACITY: u32 = 256;
export const SHARE_STRIDE: u32 = 0x228;
/** Most shares that a VM can have at once. */
export const SHARE_CAPACITY: u32 = 32;
