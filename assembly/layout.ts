/**
 * The linear-memory map. Every region is a START and a SIZE, each START computed from the one before, so that the host
 * reads and writes the same bytes without copies. The first 64 KiB belong to the compiler's static data.
 *
 *   00000  static data of the module
 *   10000  vCPU blocks: register file, system registers, trap record
 *          log of the SMCs that EL2 issued during the last trap
 *          scripted firmware replies and their RX-buffer bytes
 *          switches and state of EL2 and EL3
 *          page states
 *          guest RAM (64 KiB aligned, so that a native emulator can map it in place)
 */

export const STATIC_START: u32 = 0x0;
export const STATIC_SIZE: u32 = 0x10000;

// ---- vCPU block -----------------------------------------------------------------------------------------------------
export const VCPU_START: u32 = STATIC_START + STATIC_SIZE;
export const VCPU_STRIDE: u32 = 0x1000;
export const VCPU_COUNT: u32 = 8;
export const VCPU_SIZE: u32 = VCPU_STRIDE * VCPU_COUNT;

/*
 * Register file, offsets within a vCPU block. Slot 31 reads as XZR, slot 32 swallows writes to XZR, slot 33 is the
 * interpreter's working copy of the current stack pointer; SP_EL0 to SP_EL3 are authoritative at every trap and stop.
 *
 *   000 x0 … x30 | 0F8 xzr (reads 0) | 100 xzr (writes) | 108 sp | 110 SP_EL0 … 128 SP_EL3 | 130 PC | 138 PSTATE
 *   140 FPSR | 148 FPCR | 200 V0 … V31, 16 bytes each | 400 system registers
 */
export const REG_X: u32 = 0x000;
export const REG_XZR_READ: u32 = 0x0f8;
export const REG_XZR_WRITE: u32 = 0x100;
export const REG_SP: u32 = 0x108;
export const REG_SP_EL0: u32 = 0x110;
export const REG_SP_EL1: u32 = 0x118;
export const REG_SP_EL2: u32 = 0x120;
export const REG_SP_EL3: u32 = 0x128;
export const REG_PC: u32 = 0x130;
/** PSTATE in the layout of SPSR_ELx (DDI 0487, C5.2.18): NZCV 31:28, SS 21, IL 20, BTYPE 11:10, DAIF 9:6, M 4:0. */
export const REG_PSTATE: u32 = 0x138;
export const REG_FPSR: u32 = 0x140;
export const REG_FPCR: u32 = 0x148;
export const REG_V: u32 = 0x200;

/** System registers, 8 bytes each. */
export const SYS_START: u32 = 0x400;
export const SYS_ELR_EL1: u32 = SYS_START + 0x00;
export const SYS_SPSR_EL1: u32 = SYS_START + 0x08;
export const SYS_ESR_EL1: u32 = SYS_START + 0x10;
export const SYS_FAR_EL1: u32 = SYS_START + 0x18;
export const SYS_VBAR_EL1: u32 = SYS_START + 0x20;
export const SYS_SCTLR_EL1: u32 = SYS_START + 0x28;
export const SYS_ELR_EL2: u32 = SYS_START + 0x30;
export const SYS_SPSR_EL2: u32 = SYS_START + 0x38;
export const SYS_ESR_EL2: u32 = SYS_START + 0x40;
export const SYS_FAR_EL2: u32 = SYS_START + 0x48;
export const SYS_VBAR_EL2: u32 = SYS_START + 0x50;
export const SYS_SCTLR_EL2: u32 = SYS_START + 0x58;
export const SYS_HCR_EL2: u32 = SYS_START + 0x60;
export const SYS_ELR_EL3: u32 = SYS_START + 0x68;
export const SYS_SPSR_EL3: u32 = SYS_START + 0x70;
export const SYS_ESR_EL3: u32 = SYS_START + 0x78;
export const SYS_FAR_EL3: u32 = SYS_START + 0x80;
export const SYS_VBAR_EL3: u32 = SYS_START + 0x88;
export const SYS_SCTLR_EL3: u32 = SYS_START + 0x90;
export const SYS_SCR_EL3: u32 = SYS_START + 0x98;
export const SYS_HPFAR_EL2: u32 = SYS_START + 0xa0;

/*
 * Trap record, offsets within a vCPU block: what the last trap of this vCPU did.
 *
 *   800 caller's x0 … x30 | 8F8 SP_EL0 | 900 SP_EL1 | 908 PC | 910 PSTATE
 *   920 writer of x0 … x30, a byte each | 940 reply register that x0 … x30 came from, a byte each
 *   960 exception record | 9B0 outcome
 */
export const TRAP_BEFORE_X: u32 = 0x800;
export const TRAP_BEFORE_SP_EL0: u32 = 0x8f8;
export const TRAP_BEFORE_SP_EL1: u32 = 0x900;
export const TRAP_BEFORE_PC: u32 = 0x908;
export const TRAP_BEFORE_PSTATE: u32 = 0x910;
export const TRAP_WRITER: u32 = 0x920;
export const TRAP_SOURCE: u32 = 0x940;
/** u32: the trapped instruction word. */
export const TRAP_INSTRUCTION: u32 = 0x960;
/** u32: exception level that the exception was taken from. */
export const TRAP_SOURCE_EL: u32 = 0x964;
/** u32: exception level that the exception was taken to. */
export const TRAP_TARGET_EL: u32 = 0x968;
/** u32: immediate of the SMC or HVC. */
export const TRAP_IMMEDIATE: u32 = 0x96c;
/** u64 each: ESR, ELR (preferred return address), SPSR and vector address on entry; PSTATE on entry. */
export const TRAP_ESR: u32 = 0x970;
export const TRAP_ELR: u32 = 0x978;
export const TRAP_SPSR: u32 = 0x980;
export const TRAP_VECTOR: u32 = 0x988;
export const TRAP_PSTATE: u32 = 0x990;
/** u64: ELR_ELx as the handler left it for the exception return. */
export const TRAP_RETURN: u32 = 0x998;
/** u32: one of the DISPOSITION_ values. */
export const TRAP_DISPOSITION: u32 = 0x9b0;
/** u32: one of the OUTCOME_ values, what `trap` returned. */
export const TRAP_OUTCOME: u32 = 0x9b4;
/** u32: SMCs that EL2 issued (or that reached EL3 untrapped) in this trap; may exceed SMC_LOG_CAPACITY. */
export const TRAP_SMC_COUNT: u32 = 0x9b8;
/** u32: for OUTCOME_EL2_FAULT and OUTCOME_EL2_PANIC, one of the CAUSE_ values. */
export const TRAP_CAUSE: u32 = 0x9bc;
/** u32: WARN_ON conditions that the handler met (a panic on a real nVHE hypervisor). */
export const TRAP_WARN_COUNT: u32 = 0x9c0;

// ---- SMC log --------------------------------------------------------------------------------------------------------
/*
 * One entry per SMC that reached EL3 during the last trap (or during boot):
 *   000 in x0 … x17 | 090 out x0 … x17 | 120 u32 undefined-in mask | 124 u32 undefined-out mask
 *   128 u32 registers passed (8 for SMCCC 1.1, 18 for 1.2) | 12C u32 SMC_FLAG_ bits | 130 u32 index of the scripted reply
 */
export const SMC_LOG_START: u32 = VCPU_START + VCPU_SIZE;
export const SMC_LOG_STRIDE: u32 = 0x140;
export const SMC_LOG_CAPACITY: u32 = 256;
export const SMC_LOG_SIZE: u32 = SMC_LOG_STRIDE * SMC_LOG_CAPACITY;
export const SMC_IN: u32 = 0x000;
export const SMC_OUT: u32 = 0x090;
export const SMC_UNDEFINED_IN: u32 = 0x120;
export const SMC_UNDEFINED_OUT: u32 = 0x124;
export const SMC_REGISTERS: u32 = 0x128;
export const SMC_FLAGS: u32 = 0x12c;
export const SMC_REPLY_INDEX: u32 = 0x130;
/** The reply was scripted, not the firmware model's own. */
export const SMC_FLAG_SCRIPTED: u32 = 1;
/** The generic forwarder issued it: the caller's x0–x17 as they were. */
export const SMC_FLAG_FORWARDED: u32 = 2;

// ---- scripted firmware replies --------------------------------------------------------------------------------------
/*
 * The firmware answers an SMC with the first unused entry that matches it, else by its own rules.
 *   000 u32 REPLY_MATCH_ kind | 004 u32 function id to match | 008 u64 address of the trapped instruction to match
 *   010 x0 … x17 | 0A0 u32 used | 0A4 u32 RX bytes offset in the pool | 0A8 u32 RX bytes length
 *   0AC u32 mask of the registers that the reply leaves as the SMC passed them
 */
export const REPLY_START: u32 = SMC_LOG_START + SMC_LOG_SIZE;
export const REPLY_STRIDE: u32 = 0xb0;
export const REPLY_CAPACITY: u32 = 1024;
export const REPLY_SIZE: u32 = REPLY_STRIDE * REPLY_CAPACITY;
export const REPLY_MATCH: u32 = 0x000;
export const REPLY_FUNCTION: u32 = 0x004;
export const REPLY_ADDRESS: u32 = 0x008;
export const REPLY_X: u32 = 0x010;
export const REPLY_USED: u32 = 0x0a0;
export const REPLY_RX_OFFSET: u32 = 0x0a4;
export const REPLY_RX_LENGTH: u32 = 0x0a8;
export const REPLY_KEEP: u32 = 0x0ac;
export const REPLY_MATCH_ANY: u32 = 0;
export const REPLY_MATCH_FUNCTION: u32 = 1;
export const REPLY_MATCH_ADDRESS: u32 = 2;
/** Matches function id and address of the trapped instruction. */
export const REPLY_MATCH_BOTH: u32 = 3;

export const RX_POOL_START: u32 = REPLY_START + REPLY_SIZE;
export const RX_POOL_SIZE: u32 = 0x40000;

// ---- switches and state ---------------------------------------------------------------------------------------------
/** u32 each; the offsets are in el2/pkvm/switches.ts. */
export const PKVM_SWITCH_START: u32 = RX_POOL_START + RX_POOL_SIZE;
export const PKVM_SWITCH_SIZE: u32 = 0x400;
/** The proxy's own variables; the offsets are in el2/pkvm/state.ts. */
export const PKVM_STATE_START: u32 = PKVM_SWITCH_START + PKVM_SWITCH_SIZE;
export const PKVM_STATE_SIZE: u32 = 0x400;
/** u32 each; the offsets are in el3/switches.ts. */
export const FIRMWARE_SWITCH_START: u32 = PKVM_STATE_START + PKVM_STATE_SIZE;
export const FIRMWARE_SWITCH_SIZE: u32 = 0x400;
export const FIRMWARE_STATE_START: u32 = FIRMWARE_SWITCH_START + FIRMWARE_SWITCH_SIZE;
export const FIRMWARE_STATE_SIZE: u32 = 0x400;
/** u32 each; the offsets are in machine/config.ts. */
export const CONFIG_START: u32 = FIRMWARE_STATE_START + FIRMWARE_STATE_SIZE;
export const CONFIG_SIZE: u32 = 0x400;
/** Working storage of the handlers: an SMC's arguments and results, the structure a handler fills. */
export const SCRATCH_START: u32 = CONFIG_START + CONFIG_SIZE;
export const SCRATCH_SIZE: u32 = 0x4000;

// ---- physical memory ------------------------------------------------------------------------------------------------
/** Physical address of the first byte of RAM. */
export const RAM_BASE: u32 = 0x80000000;
export const RAM_SIZE: u32 = 0x1000000;
export const PAGE_SIZE: u32 = 0x1000;
/** The hypervisor's own FF-A pages: TX, RX and the descriptor buffer. The guest cannot reach them. */
export const HYP_TX: u32 = 0x800f0000;
export const HYP_RX: u32 = 0x800f1000;
export const HYP_DESCRIPTOR: u32 = 0x800f2000;
/** All of the hypervisor's memory: [HYP_START, HYP_END) is not mapped for the guest. */
export const HYP_START: u32 = 0x800f0000;
export const HYP_END: u32 = 0x80100000;

/** A byte per page of RAM: one of the PAGE_ states. */
export const PAGE_STATE_START: u32 = SCRATCH_START + SCRATCH_SIZE;
export const PAGE_STATE_SIZE: u32 = RAM_SIZE / PAGE_SIZE;
export const PAGE_OWNED: u32 = 0;
export const PAGE_SHARED_HYP: u32 = 1;
export const PAGE_SHARED_FFA: u32 = 2;
export const PAGE_NOT_HOST: u32 = 3;

const RAM_ALIGNMENT: u32 = 0x10000;
export const RAM_START: u32 = (PAGE_STATE_START + PAGE_STATE_SIZE + RAM_ALIGNMENT - 1) & ~(RAM_ALIGNMENT - 1);
export const LAYOUT_END: u32 = RAM_START + RAM_SIZE;

// ---- values that cross the border -----------------------------------------------------------------------------------
/** TRAP_WRITER bytes: who wrote the register during the trap. */
export const WRITER_CALLER: u32 = 0;
export const WRITER_EL2: u32 = 1;
export const WRITER_EL3: u32 = 2;
/** Uninitialised EL2 stack: the value is undefined and may leak. */
export const WRITER_UNDEFINED: u32 = 3;

export const DISPOSITION_NONE: u32 = 0;
/** EL2 ran a handler for the call and answered. */
export const DISPOSITION_HANDLED: u32 = 1;
/** EL2 answered with an error because policy says so; no handler ran. */
export const DISPOSITION_REFUSED: u32 = 2;
/** EL2 passed the call on to EL3 as it was. */
export const DISPOSITION_FORWARDED: u32 = 3;
/** EL2 answered x0 = -1 and nothing else. */
export const DISPOSITION_NOT_SUPPORTED: u32 = 4;
/** EL2's PSCI relay answered. */
export const DISPOSITION_PSCI: u32 = 5;
/** The call went to EL3 without passing EL2. */
export const DISPOSITION_UNTRAPPED: u32 = 6;
/** The instruction was UNDEFINED: an exception to EL1 (or EL2). */
export const DISPOSITION_UNDEFINED: u32 = 7;

/** What `trap` returns. */
export const OUTCOME_RESUME: u32 = 0;
/** PC is an exception vector of the guest's own (EL1). */
export const OUTCOME_VECTOR: u32 = 1;
/** EL2 dereferenced NULL or wrote past a buffer. */
export const OUTCOME_EL2_FAULT: u32 = 2;
/** EL2 would panic or loop for ever. */
export const OUTCOME_EL2_PANIC: u32 = 3;
/** The instruction word is neither SMC nor HVC. */
export const OUTCOME_NOT_A_TRAP: u32 = 4;

export const CAUSE_NONE: u32 = 0;
export const CAUSE_NULL_DEREFERENCE: u32 = 1;
export const CAUSE_BUFFER_OVERFLOW: u32 = 2;
export const CAUSE_ENDLESS_LOOP: u32 = 3;
export const CAUSE_UNEXPECTED_EXCEPTION: u32 = 4;
