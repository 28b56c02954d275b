/** Words of the configuration block: what the host sets before `reset`. Offsets from CONFIG_START. */

/** u32: which family of models stands at EL2, one of the EL2_FAMILY_ values. */
export const CONFIG_EL2_FAMILY: u32 = 0x00;
/** u32: scripted replies in use. */
export const CONFIG_REPLY_COUNT: u32 = 0x04;
/** u64: what undefined registers hold; 0 fills them with zeros, anything else gives each register its own pattern. */
export const CONFIG_UNDEFINED_FILL: u32 = 0x08;
/** u64: HCR_EL2 that `reset` gives every vCPU. */
export const CONFIG_HCR_EL2: u32 = 0x10;
/** u64: SCR_EL3 that `reset` gives every vCPU. */
export const CONFIG_SCR_EL3: u32 = 0x18;
/** u64: physical address of the first of Xen's two heap pages, RX and then TX; 0 takes HYP_RX and HYP_TX. */
export const CONFIG_XEN_HEAP: u32 = 0x20;
/** u32: 0 where the hypervisor boots before the guest, 1 where the guest's HVC starts it. */
export const CONFIG_LATE_EL2: u32 = 0x28;

/** u32: definitions of secure partitions up to the last that is a program; 0 where none is. */
export const CONFIG_CONTEXTS: u32 = 0x2c;
/** u64: instructions that secure partitions may have executed since reset; the host may change it between runs. */
export const CONFIG_SECURE_LIMIT: u32 = 0x30;

/** No software at EL2. */
export const EL2_FAMILY_NONE: u32 = 0;
/** pKVM's host handler. */
export const EL2_FAMILY_PKVM: u32 = 1;
/** Xen's FF-A mediator. */
export const EL2_FAMILY_XEN: u32 = 2;
/** The relay. */
export const EL2_FAMILY_RELAY: u32 = 3;

// ---- system register fields that decide where SMC and HVC go (DDI 0487, D24.2) --------------------------------------
/** Within the hypervisor's own memory. */
export const VBAR_EL2: u32 = 0x800f8000;
/** Before there is one: what the boot loader left, below RAM. */
export const VBAR_EL2_STUB: u32 = 0x0e002000;
/** HCR_EL2 fields. */
export const HCR_TSC: u32 = 1 << 19;
export const HCR_TGE: u32 = 1 << 27;
export const HCR_RW: u32 = 0x80000000;
/** SCR_EL3 fields. */
export const SCR_NS: u32 = 1 << 0;
export const SCR_SMD: u32 = 1 << 7;
export const SCR_HCE: u32 = 1 << 8;
export const SCR_RW: u32 = 1 << 10;
