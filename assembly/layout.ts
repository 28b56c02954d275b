/**
 * The linear-memory map. Every region is a START and a SIZE, each START computed from the one before, so that the host
 * reads and writes the same bytes without copies. The first 64 KiB belong to the compiler's static data.
 *
 *   00000  static data of the module
 *   10000  vCPU blocks: register file, system registers, trap record
 *          log of the SMCs that EL2 issued during the last trap
 *          scripted firmware replies and their RX-buffer bytes
 *          switches and state of EL2 and EL3
 *          secure partitions: definitions, scripts, log of their calls
 *          page states
 *          Xen: switches, state, VMs, page references, memory of the VMs that do not run on an engine
 *          guest RAM (64 KiB aligned, so that a native emulator can map it in place)
 *          the interpreter's tables: page attributes, decoded instructions, watched addresses
 *          what a snapshot keeps: machine state, and the pages written since as they were
 *          the usual outcome of a trap, and what each flipped bit changed in it
 *          the search: states, calls and replies that are tried
 */

export const STATIC_START: u32 = 0x0;
export const STATIC_SIZE: u32 = 0x10000;

// ---- vCPU block -----------------------------------------------------------------------------------------------------
export const VCPU_START: u32 = STATIC_START + STATIC_SIZE;
export const VCPU_STRIDE: u32 = 0x1000;
export const VCPU_COUNT: u32 = 8;
/** Blocks after those of the vCPUs: the contexts of secure partitions that are programs, in the order of their definitions. */
export const CONTEXT_COUNT: u32 = 8;
export const VCPU_SIZE: u32 = VCPU_STRIDE * (VCPU_COUNT + CONTEXT_COUNT);
/** Bytes of a block that are in use. */
export const VCPU_USED: u32 = 0xa90;

/*
 * Register file, offsets within a vCPU block. Slot 31 reads as XZR, slot 32 swallows writes to XZR, slot 33 is the
 * interpreter's working copy of the current stack pointer; SP_EL0 to SP_EL3 are authoritative at every trap and stop.
 *
 *   000 x0 … x30 | 0F8 xzr (reads 0) | 100 xzr (writes) | 108 sp | 110 SP_EL0 … 128 SP_EL3 | 130 PC | 138 PSTATE
 *   140 FPSR | 148 FPCR | 150 NZCV, the interpreter's working copy | 200 V0 … V31, 16 bytes each | 400 system registers
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
/** u32: N 3, Z 2, C 1, V 0. PSTATE is authoritative at every trap and stop. */
export const REG_NZCV: u32 = 0x150;
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
/** The others, in the order of a64/system-register-behaviour.ts. */
export const SYS_OTHERS_START: u32 = SYS_START + 0x100;

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
/** u32: 1 where somebody wrote vector registers, FPSR or FPCR in this trap; CHECK_BEFORE_V has what they held before. */
export const TRAP_VECTORS: u32 = 0x9c4;

/*
 * The interpreter's own words, offsets within a vCPU block.
 *
 *   A00 why the last run ended | A28 local exclusive monitor | A48 event register | A50 instructions begun
 */
/** u32: one of the STOP_ values. */
export const RUN_STOP: u32 = 0xa00;
/** u32: immediate of SVC, BRK and HLT; number of the encoding that is not implemented; what a system register lacks. */
export const RUN_DETAIL: u32 = 0xa04;
/** u64: address of a memory fault. */
export const RUN_ADDRESS: u32 = 0xa08;
/** u32: one of the ACCESS_ values. */
export const RUN_ACCESS: u32 = 0xa10;
/** u32: width of the access in bytes. */
export const RUN_WIDTH: u32 = 0xa14;
/** u32: the instruction word. */
export const RUN_WORD: u32 = 0xa18;
/** u32: RUN_FLAG_ bits, set by the host. */
export const RUN_FLAGS: u32 = 0xa1c;
/** u64: syndrome (ESR layout) of the exception that ended the run, where one did. */
export const RUN_SYNDROME: u32 = 0xa20;
/** u32: bytes that the monitor covers, 0 in the Open Access state; u64: address; u64 each: what was loaded. */
export const MONITOR_SIZE: u32 = 0xa28;
export const MONITOR_ADDRESS: u32 = 0xa30;
export const MONITOR_LOW: u32 = 0xa38;
export const MONITOR_HIGH: u32 = 0xa40;
/** u32: the event register of WFE. */
export const RUN_EVENT: u32 = 0xa48;
/** u32: exception level that a use of the FP and SIMD registers traps to, 0 where it does not. */
export const RUN_FP_TRAP: u32 = 0xa4c;
/** u64: instructions begun since reset. */
export const RUN_COUNT: u32 = 0xa50;
/** u32: whether software step executed the instruction before: 0 no, 1 yes, 2 yes and it was a load-exclusive. */
export const RUN_STEPPED: u32 = 0xa58;
/** u32: what is left of the run loop's budget while a model handles a call. */
export const RUN_LEFT: u32 = 0xa5c;

/*
 * What the preservation check of RUN_FLAG_CHECK found (machine/preserve.ts), offsets within a vCPU block.
 *
 *   A60 traps checked | A68 those in violation | A70 the first of them | B00 V0 … V31, FPSR and FPCR as they were
 *   before a model wrote any of them (TRAP_VECTORS)
 */
/** u64 each: traps that were checked, and those in violation. The host sets both to 0. */
export const CHECK_COUNT: u32 = 0xa60;
export const CHECK_VIOLATIONS: u32 = 0xa68;
/** u32 each, of the first trap in violation: bit n for xn changed, for xn undefined, for Vn changed; CHECK_ bits. */
export const CHECK_X: u32 = 0xa70;
export const CHECK_UNDEFINED: u32 = 0xa74;
export const CHECK_V: u32 = 0xa78;
export const CHECK_OTHERS: u32 = 0xa7c;
/** u64 each: address and x0 of its SMC or HVC. */
export const CHECK_ADDRESS: u32 = 0xa80;
export const CHECK_FUNCTION: u32 = 0xa88;
/** Of use within a trap only: a snapshot does not keep it. */
export const CHECK_BEFORE_V: u32 = 0xb00;
export const CHECK_BEFORE_FPSR: u32 = 0xd00;

/** CHECK_OTHERS bits. */
export const CHECK_SP_EL0: u32 = 1;
export const CHECK_SP_EL1: u32 = 2;
export const CHECK_PSTATE: u32 = 4;
export const CHECK_FPSR: u32 = 8;
export const CHECK_FPCR: u32 = 16;

/** Real code stands at VBAR_EL2: exceptions to EL2 go there and not to a model. */
export const RUN_FLAG_EL2_CODE: u32 = 1;
/** The same for EL3. */
export const RUN_FLAG_EL3_CODE: u32 = 2;
/** End the run after each SMC and HVC that a model took, so that the host can read the trap record. */
export const RUN_FLAG_STOP_AFTER_TRAP: u32 = 4;
/** End the run before the next SMC or HVC. */
export const RUN_FLAG_STOP_BEFORE_TRAP: u32 = 8;
/** Check after every trap that a model took whether the caller's registers came back. */
export const RUN_FLAG_CHECK: u32 = 16;

// ---- SMC log --------------------------------------------------------------------------------------------------------
/*
 * One entry per SMC that reached EL3 during the last trap (or during boot):
 *   000 in x0 … x17 | 090 out x0 … x17 | 120 u32 undefined-in mask | 124 u32 undefined-out mask
 *   128 u32 registers passed (8 for SMCCC 1.1, 18 for 1.2) | 12C u32 SMC_FLAG_ bits | 130 u32 index of the scripted reply
 *   134 u32 mask of the registers that EL3 left as passed | 138 u32 mask of those that a partition wrote
 *   13C u32 mask of those that hold what the secure side kept of an earlier call
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
export const SMC_KEPT: u32 = 0x134;
export const SMC_PARTITION: u32 = 0x138;
export const SMC_STALE: u32 = 0x13c;
/** The reply was scripted, not the firmware model's own. */
export const SMC_FLAG_SCRIPTED: u32 = 1;
/** The generic forwarder issued it: the caller's x0–x17 as they were. */
export const SMC_FLAG_FORWARDED: u32 = 2;
/** The arguments are the caller's own registers, whoever issued it. */
export const SMC_FLAG_CALLER: u32 = 4;

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
/** The dispatcher's, the SPMC's and the partitions' variables; the offsets are in el3/state.ts. */
export const FIRMWARE_STATE_SIZE: u32 = 0x2000;
/** u32 each; the offsets are in machine/config.ts. */
export const CONFIG_START: u32 = FIRMWARE_STATE_START + FIRMWARE_STATE_SIZE;
export const CONFIG_SIZE: u32 = 0x400;
/*
 * Which registers hold results, u32 masks with bit n for xn, two for each number of FF-A's window: the reply has the
 * 32-bit form, the 64-bit form. First what FFA_SUCCESS adds for the call of that number, then what the reply of that
 * number carries itself.
 */
export const RESULT_MASK_START: u32 = CONFIG_START + CONFIG_SIZE;
export const RESULT_MASK_OF_REPLY: u32 = 0x800;
export const RESULT_MASK_SIZE: u32 = 0x1000;
/** Working storage of the handlers: an SMC's arguments and results, the structure a handler fills. */
export const SCRATCH_START: u32 = RESULT_MASK_START + RESULT_MASK_SIZE;
export const SCRATCH_SIZE: u32 = 0x4000;
/** The half of it that is EL3's: what EL2 keeps in the other half lasts over an SMC. */
export const EL3_SCRATCH_START: u32 = SCRATCH_START + SCRATCH_SIZE / 2;

// ---- secure partitions ----------------------------------------------------------------------------------------------
/** u32 count, then the definitions; the offsets are in el3/definition.ts. The host writes them before `boot`. */
export const PARTITION_COUNT: u32 = SCRATCH_START + SCRATCH_SIZE;
export const PARTITION_START: u32 = PARTITION_COUNT + 0x10;
export const PARTITION_STRIDE: u32 = 0x180;
export const PARTITION_CAPACITY: u32 = CONTEXT_COUNT;
export const PARTITION_SIZE: u32 = PARTITION_STRIDE * PARTITION_CAPACITY;
/** Steps of all partitions' scripts. */
export const STEP_START: u32 = PARTITION_START + PARTITION_SIZE;
export const STEP_STRIDE: u32 = 0xb0;
export const STEP_CAPACITY: u32 = 256;
export const STEP_SIZE: u32 = STEP_STRIDE * STEP_CAPACITY;
/*
 * One entry per call of a partition, since reset:
 *   000 in x0 … x17 | 090 out x0 … x17 | 120 u32 partition id | 124 u32 number of the SMC in which the call was made
 *   128 u32 number of the SMC in which it returned, PARTITION_CALL_OPEN before | 12C u32 state of the partition then
 *   130 u32 number of the step, 1 + index, 0 where the script is silent
 *   134 u32 0 for a call, for a program that was stopped 1 + the STOP_ value | 138 u64 address of its SMC, 0 in a script
 *   140 in x18 … x30 | 1A8 out x18 … x30, of programs | 210 u64 instructions that programs had executed by then
 */
export const PARTITION_LOG_START: u32 = STEP_START + STEP_SIZE;
export const PARTITION_LOG_STRIDE: u32 = 0x220;
export const PARTITION_LOG_CAPACITY: u32 = 512;
export const PARTITION_LOG_SIZE: u32 = PARTITION_LOG_STRIDE * PARTITION_LOG_CAPACITY;
export const PARTITION_CALL_IN: u32 = 0x000;
export const PARTITION_CALL_OUT: u32 = 0x090;
export const PARTITION_CALL_ID: u32 = 0x120;
export const PARTITION_CALL_MADE: u32 = 0x124;
export const PARTITION_CALL_RETURNED: u32 = 0x128;
export const PARTITION_CALL_STATE: u32 = 0x12c;
export const PARTITION_CALL_STEP: u32 = 0x130;
export const PARTITION_CALL_STOP: u32 = 0x134;
export const PARTITION_CALL_ADDRESS: u32 = 0x138;
export const PARTITION_CALL_IN_X18: u32 = 0x140;
export const PARTITION_CALL_OUT_X18: u32 = 0x1a8;
export const PARTITION_CALL_COUNT: u32 = 0x210;
export const PARTITION_CALL_OPEN: u32 = 0xffffffff;

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
/** Where secure partitions that are programs stand, a range each. The normal world cannot reach those that are in use. */
export const SECURE_START: u32 = 0x80f00000;
export const SECURE_STRIDE: u32 = 0x20000;

/** A byte per page of RAM: one of the PAGE_ states. */
export const PAGE_STATE_START: u32 = PARTITION_LOG_START + PARTITION_LOG_SIZE;
export const PAGE_STATE_SIZE: u32 = RAM_SIZE / PAGE_SIZE;
export const PAGE_OWNED: u32 = 0;
export const PAGE_SHARED_HYP: u32 = 1;
export const PAGE_SHARED_FFA: u32 = 2;
export const PAGE_NOT_HOST: u32 = 3;

// ---- Xen ------------------------------------------------------------------------------------------------------------
/** u32 each; the offsets are in el2/xen/switches.ts. */
export const XEN_SWITCH_START: u32 = PAGE_STATE_START + PAGE_STATE_SIZE;
export const XEN_SWITCH_SIZE: u32 = 0x400;
/** The mediator's own variables; the offsets are in el2/xen/state.ts. */
export const XEN_STATE_START: u32 = XEN_SWITCH_START + XEN_SWITCH_SIZE;
export const XEN_STATE_SIZE: u32 = 0x2000;
/** VMs that can exist at once; the fields of each are in el2/xen/state.ts. */
export const XEN_VM_COUNT: u32 = 8;
export const XEN_VM_STRIDE: u32 = 0x4600;
export const XEN_VM_START: u32 = XEN_STATE_START + XEN_STATE_SIZE;
export const XEN_VM_SIZE: u32 = XEN_VM_STRIDE * XEN_VM_COUNT;
/** u16 per page: references to it. The pages of RAM come first, then those of each VM with memory of its own. */
export const XEN_VM_PAGES: u32 = 8;
export const XEN_REFERENCE_START: u32 = XEN_VM_START + XEN_VM_SIZE;
export const XEN_REFERENCE_SIZE: u32 = (RAM_SIZE / PAGE_SIZE + XEN_VM_PAGES * XEN_VM_COUNT) * 2;
/** Memory of the VMs that do not run in RAM. */
export const XEN_MEMORY_START: u32 = XEN_REFERENCE_START + XEN_REFERENCE_SIZE;
export const XEN_MEMORY_SIZE: u32 = XEN_VM_PAGES * XEN_VM_COUNT * PAGE_SIZE;
/** Bytes of all that a snapshot keeps of Xen. */
export const XEN_KEPT_SIZE: u32 = XEN_STATE_SIZE + XEN_VM_SIZE + XEN_REFERENCE_SIZE + XEN_MEMORY_SIZE;

/** u32 each; the offsets are in el2/relay/switches.ts. */
export const RELAY_SWITCH_START: u32 = XEN_MEMORY_START + XEN_MEMORY_SIZE;
export const RELAY_SWITCH_SIZE: u32 = 0x100;

const RAM_ALIGNMENT: u32 = 0x10000;
export const RAM_START: u32 = (RELAY_SWITCH_START + RELAY_SWITCH_SIZE + RAM_ALIGNMENT - 1) & ~(RAM_ALIGNMENT - 1);

// ---- the interpreter's tables ---------------------------------------------------------------------------------------
/** A byte per page of RAM: ATTRIBUTE_ bits. An access to a page that has none of its kind's bits takes the fast path. */
export const PAGE_ATTRIBUTE_START: u32 = RAM_START + RAM_SIZE;
export const PAGE_ATTRIBUTE_SIZE: u32 = RAM_SIZE / PAGE_SIZE;
/** The hypervisor's: EL0 and EL1 cannot reach it. */
export const ATTRIBUTE_HYPERVISOR: u32 = 1;
/** Not written since the snapshot. */
export const ATTRIBUTE_CLEAN: u32 = 2;
/** Instructions of it are decoded. */
export const ATTRIBUTE_CODE: u32 = 4;
/** Some vCPU's exclusive monitor is set within it. */
export const ATTRIBUTE_MONITORED: u32 = 8;

/** u32 per page of RAM: address of the page's decoded instructions in the pool, or 0. */
export const CODE_MAP_START: u32 = PAGE_ATTRIBUTE_START + PAGE_ATTRIBUTE_SIZE;
export const CODE_MAP_SIZE: u32 = (RAM_SIZE / PAGE_SIZE) * 4;
/** u32 per slot of the pool: number of its page. */
export const CODE_PAGE_START: u32 = CODE_MAP_START + CODE_MAP_SIZE;
export const CODE_SLOT_COUNT: u32 = 256;
export const CODE_PAGE_SIZE: u32 = CODE_SLOT_COUNT * 4;
/** The pool: 16 bytes for each word of a page (a64/operation.ts), and one record more that leads to the next page. */
export const CODE_POOL_START: u32 = CODE_PAGE_START + CODE_PAGE_SIZE;
export const OPERATION_SIZE: u32 = 16;
export const CODE_SLOT_SIZE: u32 = (PAGE_SIZE / 4 + 1) * OPERATION_SIZE;
export const CODE_POOL_SIZE: u32 = CODE_SLOT_SIZE * CODE_SLOT_COUNT;

/** A bit per word of RAM: a run ends before the instruction there. */
export const WATCH_START: u32 = CODE_POOL_START + CODE_POOL_SIZE;
export const WATCH_SIZE: u32 = RAM_SIZE / 32;

/** u32 count of the pages written since the snapshot, u64 system counter, then u16 page numbers in the order of writing. */
export const DIRTY_START: u32 = WATCH_START + WATCH_SIZE;
export const DIRTY_COUNT: u32 = DIRTY_START;
/** u64: instructions that all vCPUs have begun; the system counter. */
export const CLOCK: u32 = DIRTY_START + 8;
export const DIRTY_LIST: u32 = DIRTY_START + 16;
export const DIRTY_SIZE: u32 = 16 + (RAM_SIZE / PAGE_SIZE) * 2;

/** What a snapshot keeps besides RAM (machine/snapshot.ts). */
export const SNAPSHOT_START: u32 = (DIRTY_START + DIRTY_SIZE + 15) & ~15;
export const SNAPSHOT_SIZE: u32 =
  VCPU_SIZE + PKVM_STATE_SIZE + FIRMWARE_STATE_SIZE + PAGE_STATE_SIZE + REPLY_CAPACITY + 16 + XEN_KEPT_SIZE;

/** The bytes that the written pages had at the snapshot, in the order of the list. Used no further than that. */
export const UNDO_START: u32 = (SNAPSHOT_START + SNAPSHOT_SIZE + PAGE_SIZE - 1) & ~(PAGE_SIZE - 1);
export const UNDO_SIZE: u32 = RAM_SIZE;

/*
 * The usual outcome of a trap that is tried over and over with one bit flipped (machine/flip.ts), then what the flips did:
 *
 *   0000 vCPU block | 1000 first SMCs of the log | 2000 u32 count of pages written, from 2010 on u16 numbers | 3000 pKVM
 *   3400 page states | 5000 Xen: state and VMs | 2A000 the written pages | 4A000 flips: mask, effects, rows
 */
export const FLIP_START: u32 = UNDO_START + UNDO_SIZE;
export const FLIP_BLOCK: u32 = FLIP_START;
export const FLIP_LOG: u32 = FLIP_START + 0x1000;
export const FLIP_PAGE_COUNT: u32 = FLIP_START + 0x2000;
export const FLIP_PAGE_LIST: u32 = FLIP_START + 0x2010;
export const FLIP_PKVM: u32 = FLIP_START + 0x3000;
export const FLIP_PAGE_STATES: u32 = FLIP_PKVM + PKVM_STATE_SIZE;
export const FLIP_XEN: u32 = FLIP_START + 0x5000;
export const FLIP_PAGES: u32 = FLIP_START + 0x2a000;
/** Pages whose bytes are compared; of others only that they are written. */
export const FLIP_PAGE_CAPACITY: u32 = 32;
/** SMCs that are compared, the first ones of a trap. */
export const FLIP_SMC_COUNT: u32 = 8;
/** Bits flipped in one call. */
export const FLIP_CAPACITY: u32 = 512;
/** A byte per bit: whether to flip it. Set by the host. */
export const FLIP_MASK: u32 = FLIP_PAGES + FLIP_PAGE_CAPACITY * PAGE_SIZE;
/** A byte per bit: EFFECT_ bits. */
export const FLIP_EFFECTS: u32 = FLIP_MASK + FLIP_CAPACITY;
/*
 * Per bit, valid where an effect says so: what came out otherwise, x0 to x30 of the caller, then x0 to x17 of each SMC
 * that EL2 made.
 */
export const FLIP_ROWS: u32 = FLIP_EFFECTS + FLIP_CAPACITY;
export const FLIP_ROW_SMCS: u32 = 31 * 8;
export const FLIP_ROW_SIZE: u32 = FLIP_ROW_SMCS + FLIP_SMC_COUNT * 18 * 8;
export const FLIP_SIZE: u32 = FLIP_ROWS + FLIP_ROW_SIZE * FLIP_CAPACITY - FLIP_START;

// ---- the search -----------------------------------------------------------------------------------------------------
/*
 * What assembly/search works with; the host writes the tables.
 *
 *   result: 00 u64 hash of the state that calls are tried from | 08 u64 hash of the state after the last one
 *           10 u32 areas | 18 u64 hash of what the last one gave back
 *   areas: u32 start and u32 size each, whole SEARCH_BLOCKs
 *   mask and shadow: the areas one after another
 *   others: x18 to x30 | contents: bytes for the TX page | calls | replies
 */
export const SEARCH_START: u32 = (FLIP_START + FLIP_SIZE + 15) & ~15;
export const SEARCH_HASH: u32 = SEARCH_START;
export const SEARCH_HASH_AFTER: u32 = SEARCH_START + 0x08;
export const SEARCH_AREA_COUNT: u32 = SEARCH_START + 0x10;
export const SEARCH_ANSWER: u32 = SEARCH_START + 0x18;
export const SEARCH_AREAS: u32 = SEARCH_START + 0x40;
export const SEARCH_AREA_CAPACITY: u32 = 24;
export const SEARCH_BLOCK: u32 = 64;
export const SEARCH_OTHERS: u32 = SEARCH_START + 0x100;
/** Bytes of all areas together. */
export const SEARCH_TRACKED_SIZE: u32 = 0x30000;
export const SEARCH_MASK: u32 = SEARCH_START + 0x200;
export const SEARCH_SHADOW: u32 = SEARCH_MASK + SEARCH_TRACKED_SIZE;
export const SEARCH_CONTENTS: u32 = SEARCH_SHADOW + SEARCH_TRACKED_SIZE;
export const SEARCH_CONTENT_SIZE: u32 = 0x80;
export const SEARCH_CONTENT_CAPACITY: u32 = 32;
/** x0 to x17, u32 instruction, u32 number of the VM, u32 1 + number of the contents, u64 address that they go to. */
export const SEARCH_CALLS: u32 = SEARCH_CONTENTS + SEARCH_CONTENT_SIZE * SEARCH_CONTENT_CAPACITY;
export const SEARCH_CALL_STRIDE: u32 = 0xb0;
export const SEARCH_CALL_INSTRUCTION: u32 = 0x90;
export const SEARCH_CALL_VM: u32 = 0x94;
export const SEARCH_CALL_CONTENT: u32 = 0x98;
export const SEARCH_CALL_TARGET: u32 = 0xa0;
export const SEARCH_CALL_CAPACITY: u32 = 8192;
/** As in the table of scripted replies. */
export const SEARCH_REPLIES: u32 = SEARCH_CALLS + SEARCH_CALL_STRIDE * SEARCH_CALL_CAPACITY;
export const SEARCH_REPLY_CAPACITY: u32 = 4096;
export const SEARCH_END: u32 = SEARCH_REPLIES + REPLY_STRIDE * SEARCH_REPLY_CAPACITY;
export const LAYOUT_END: u32 = SEARCH_END;

/** What `searchTry` returns: the outcome in bits 2:0, SMCs in bits 15:8 (255 for more), and these. */
export const TRIED_UNDEFINED: u32 = 1 << 3;
export const TRIED_CHANGED: u32 = 1 << 4;
export const TRIED_WARNED: u32 = 1 << 5;
/** The first and the second of the replies that it was given were taken. */
export const TRIED_FIRST_REPLY: u32 = 1 << 6;
export const TRIED_SECOND_REPLY: u32 = 1 << 7;

// ---- values that cross the border -----------------------------------------------------------------------------------
/** What a flipped bit did: other bits in the caller's registers, in what EL3 was asked, in what EL2 keeps, in memory. */
export const EFFECT_REGISTERS: u32 = 1;
export const EFFECT_SMC: u32 = 2;
export const EFFECT_STATE: u32 = 4;
export const EFFECT_MEMORY: u32 = 8;
/** Another path: EL2 did something else, asked EL3 something else, or answered something of another kind. */
export const EFFECT_PATH: u32 = 16;
/** The input is a reply of EL3's, not the caller's registers. */
export const FLIP_FLAG_REPLY: u32 = 1;
/** EL3 answers by itself: an answer of another kind is another path. */
export const FLIP_FLAG_LIVE: u32 = 2;

/** TRAP_WRITER bytes: who wrote the register during the trap. */
export const WRITER_CALLER: u32 = 0;
export const WRITER_EL2: u32 = 1;
export const WRITER_EL3: u32 = 2;
/** Uninitialised EL2 stack: the value is undefined and may leak. */
export const WRITER_UNDEFINED: u32 = 3;
/** A secure partition: the value came with EL3's answer, from the partition's own registers. */
export const WRITER_PARTITION: u32 = 4;
/** The secure side kept the value since an earlier call, and it came back with EL3's answer to this one. */
export const WRITER_STALE: u32 = 5;

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
/** A hypercall of EL2's own, which is not modelled: nothing is written. */
export const DISPOSITION_HYPERCALL: u32 = 8;
/** The HVC started the hypervisor, or tried to. */
export const DISPOSITION_STARTED: u32 = 9;

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
/** EL3 never comes back with an answer. */
export const OUTCOME_EL3_LOOP: u32 = 5;

export const CAUSE_NONE: u32 = 0;
export const CAUSE_NULL_DEREFERENCE: u32 = 1;
export const CAUSE_BUFFER_OVERFLOW: u32 = 2;
export const CAUSE_ENDLESS_LOOP: u32 = 3;
export const CAUSE_UNEXPECTED_EXCEPTION: u32 = 4;
/** EL2 lives, and ends the guest. */
export const CAUSE_DOMAIN_CRASH: u32 = 5;

/** Why `run` ended. The PC is that of the instruction that ended it, which has not completed but where it says so. */
export const STOP_BUDGET: u32 = 0;
export const STOP_BRK: u32 = 1;
export const STOP_HLT: u32 = 2;
export const STOP_SVC: u32 = 3;
export const STOP_WFI: u32 = 4;
export const STOP_WFE: u32 = 5;
/** UNDEFINED, and there is no vector to go to. */
export const STOP_UNDEFINED: u32 = 6;
/** PSTATE.IL, and there is no vector to go to. */
export const STOP_ILLEGAL_STATE: u32 = 7;
/** Nothing is there, or it is the hypervisor's. */
export const STOP_UNMAPPED: u32 = 8;
/** A data access or the PC is not aligned. */
export const STOP_ALIGNMENT: u32 = 9;
/** The architecture allows the instruction, and the interpreter does not know it. */
export const STOP_UNIMPLEMENTED: u32 = 10;
/** The same for a system register or system instruction. */
export const STOP_UNIMPLEMENTED_REGISTER: u32 = 11;
/** SCTLR_ELx.M would be set: there is no translation. */
export const STOP_MMU: u32 = 12;
/** A trap of a system instruction or register, or of FP, and there is no vector to go to. */
export const STOP_TRAPPED: u32 = 13;
/** A watched address: the instruction there has not begun. */
export const STOP_WATCH: u32 = 14;
/** A model took a trap; PC is where the guest goes on. */
export const STOP_AFTER_TRAP: u32 = 15;
/** An SMC or HVC, which RUN_FLAG_STOP_BEFORE_TRAP forbids. */
export const STOP_BEFORE_TRAP: u32 = 16;
/** EL2 faults or panics in a trap; registers are as EL2 left them, the trap record has the caller's. */
export const STOP_EL2_FAULT: u32 = 17;
export const STOP_EL2_PANIC: u32 = 18;
/** Software step, and there is no vector to go to. */
export const STOP_STEP: u32 = 19;
/** An SMC or HVC that a trap record says was UNDEFINED, and there is no vector to go to; registers are the vector's. */
export const STOP_UNDEFINED_TRAP: u32 = 20;
/** The stack pointer is not aligned, and there is no vector to go to. */
export const STOP_STACK_ALIGNMENT: u32 = 21;

export const ACCESS_READ: u32 = 0;
export const ACCESS_WRITE: u32 = 1;
export const ACCESS_FETCH: u32 = 2;
/** Reads and writes at once. */
export const ACCESS_ATOMIC: u32 = 3;
