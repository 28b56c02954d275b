/** SMC Calling Convention (DEN0028): the function identifier, the owners, the architecture and PSCI calls. */

/*
 *  31   30  29      24 23      17  16  15            0
 * ┌────┬───┬──────────┬──────────┬────┬───────────────┐
 * │fast│64 │  owner   │ zero     │SVE │    number     │   W0, DEN0028 table 2-1
 * └────┴───┴──────────┴──────────┴────┴───────────────┘
 */
export const SMCCC_FAST: u32 = 0x80000000;
export const SMCCC_64: u32 = 0x40000000;
export const SMCCC_OWNER_SHIFT: u32 = 24;
export const SMCCC_OWNER_MASK: u32 = 0x3f;
/** Bit 16: the caller has no live SVE state (SMCCC 1.3). Never part of what the id names. */
export const SMCCC_SVE_HINT: u32 = 0x10000;
export const SMCCC_NUMBER_MASK: u32 = 0xffff;

export const SMCCC_OWNER_ARCH: u32 = 0;
export const SMCCC_OWNER_CPU: u32 = 1;
export const SMCCC_OWNER_SIP: u32 = 2;
export const SMCCC_OWNER_OEM: u32 = 3;
export const SMCCC_OWNER_STANDARD: u32 = 4;
export const SMCCC_OWNER_STANDARD_HYP: u32 = 5;
export const SMCCC_OWNER_VENDOR_HYP: u32 = 6;
export const SMCCC_OWNER_VENDOR_EL3: u32 = 7;

// ---- Arm architecture calls -----------------------------------------------------------------------------------------
export const SMCCC_VERSION: u32 = 0x80000000;
export const SMCCC_ARCH_FEATURES: u32 = 0x80000001;
export const SMCCC_ARCH_SOC_ID: u32 = 0x80000002;
export const SMCCC_ARCH_SOC_ID_64: u32 = 0xc0000002;
/** SMCCC 1.5; 64-bit form only. */
export const SMCCC_ARCH_FEATURE_AVAILABILITY: u32 = 0xc0000003;
export const SMCCC_ARCH_WORKAROUND_1: u32 = 0x80008000;
export const SMCCC_ARCH_WORKAROUND_2: u32 = 0x80007fff;
export const SMCCC_ARCH_WORKAROUND_3: u32 = 0x80003fff;

/** Results of SMCCC_VERSION: [30:16] major, [15:0] minor. */
export const SMCCC_VERSION_1_0: u32 = 0x10000;
export const SMCCC_VERSION_1_1: u32 = 0x10001;
export const SMCCC_VERSION_1_2: u32 = 0x10002;

export const SMCCC_SUCCESS: i32 = 0;
/** Also the answer to an unknown function id (DEN0028 5.2). */
export const SMCCC_NOT_SUPPORTED: i32 = -1;
export const SMCCC_NOT_REQUIRED: i32 = -2;
export const SMCCC_INVALID_PARAMETER: i32 = -3;

// ---- PSCI (DEN0022) -------------------------------------------------------------------------------------------------
export const PSCI_NUMBER_LAST: u32 = 0x1f;
export const PSCI_VERSION: u32 = 0x84000000;
export const PSCI_CPU_SUSPEND: u32 = 0x84000001;
export const PSCI_CPU_SUSPEND_64: u32 = 0xc4000001;
export const PSCI_CPU_OFF: u32 = 0x84000002;
export const PSCI_CPU_ON: u32 = 0x84000003;
export const PSCI_CPU_ON_64: u32 = 0xc4000003;
export const PSCI_AFFINITY_INFO: u32 = 0x84000004;
export const PSCI_AFFINITY_INFO_64: u32 = 0xc4000004;
export const PSCI_MIGRATE: u32 = 0x84000005;
export const PSCI_MIGRATE_64: u32 = 0xc4000005;
export const PSCI_MIGRATE_INFO_TYPE: u32 = 0x84000006;
export const PSCI_MIGRATE_INFO_UP_CPU: u32 = 0x84000007;
export const PSCI_MIGRATE_INFO_UP_CPU_64: u32 = 0xc4000007;
export const PSCI_SYSTEM_OFF: u32 = 0x84000008;
export const PSCI_SYSTEM_RESET: u32 = 0x84000009;
export const PSCI_FEATURES: u32 = 0x8400000a;
export const PSCI_CPU_FREEZE: u32 = 0x8400000b;
export const PSCI_CPU_DEFAULT_SUSPEND: u32 = 0x8400000c;
export const PSCI_CPU_DEFAULT_SUSPEND_64: u32 = 0xc400000c;
export const PSCI_NODE_HW_STATE: u32 = 0x8400000d;
export const PSCI_NODE_HW_STATE_64: u32 = 0xc400000d;
export const PSCI_SYSTEM_SUSPEND: u32 = 0x8400000e;
export const PSCI_SYSTEM_SUSPEND_64: u32 = 0xc400000e;
export const PSCI_SET_SUSPEND_MODE: u32 = 0x8400000f;
export const PSCI_STAT_RESIDENCY: u32 = 0x84000010;
export const PSCI_STAT_RESIDENCY_64: u32 = 0xc4000010;
export const PSCI_STAT_COUNT: u32 = 0x84000011;
export const PSCI_STAT_COUNT_64: u32 = 0xc4000011;
export const PSCI_SYSTEM_RESET2: u32 = 0x84000012;
export const PSCI_SYSTEM_RESET2_64: u32 = 0xc4000012;
export const PSCI_MEM_PROTECT: u32 = 0x84000013;
export const PSCI_MEM_PROTECT_CHECK_RANGE: u32 = 0x84000014;
export const PSCI_MEM_PROTECT_CHECK_RANGE_64: u32 = 0xc4000014;

export const PSCI_INVALID_PARAMETERS: i32 = -2;
export const PSCI_ALREADY_ON: i32 = -4;

/** Result of PSCI_VERSION: [31:16] major, [15:0] minor. */
export const PSCI_VERSION_1_1: u32 = 0x10001;

// ---- Realm Management Interface (DEN0137) ---------------------------------------------------------------------------
export const RMI_FIRST: u32 = 0xc4000150;
export const RMI_LAST: u32 = 0xc400018f;
export const RMI_VERSION: u32 = 0xc4000150;
export const RMI_GRANULE_DELEGATE: u32 = 0xc4000151;
export const RMI_GRANULE_UNDELEGATE: u32 = 0xc4000152;
export const RMI_RTT_READ_ENTRY: u32 = 0xc4000161;
