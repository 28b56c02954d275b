/**
 * Switches of the pKVM host proxy: every way in which its posted and merged versions differ. Offsets from
 * PKVM_SWITCH_START, u32 each; names and meanings for people are in switch-table.ts, the models in variants.ts.
 */

// ---- surroundings: what handle_host_smc checks before it asks the handlers ------------------------------------------
/** SMC with an immediate other than 0. */
export const SWITCH_SMC_IMMEDIATE: u32 = 0x00;
export const IMMEDIATE_IGNORED: u32 = 0;
export const IMMEDIATE_REFUSED: u32 = 1;

/** Bits 63:32 of x0. */
export const SWITCH_UPPER_BITS: u32 = 0x04;
export const UPPER_BITS_IGNORED: u32 = 0;
export const UPPER_BITS_REFUSED: u32 = 1;

// ---- which calls the proxy takes ------------------------------------------------------------------------------------
/** Last function number that counts as FF-A: the value itself. */
export const SWITCH_LAST_NUMBER: u32 = 0x08;

/** Calls other than FFA_VERSION before a version is negotiated. */
export const SWITCH_GATE: u32 = 0x0c;
export const GATE_OPEN: u32 = 0;
/** FFA_ERROR INVALID_PARAMETERS. */
export const GATE_VERSION_FIRST: u32 = 1;
/** The same but for FFA_MSG_SEND_DIRECT_REQ, 32 and 64 bits, which is treated as after it. */
export const GATE_DIRECT_REQUESTS: u32 = 2;

// ---- version --------------------------------------------------------------------------------------------------------
/** FFA_VERSION from the host. */
export const SWITCH_VERSION_CALL: u32 = 0x10;
export const VERSION_FORWARDED: u32 = 0;
/** Negotiated once. */
export const VERSION_NEGOTIATED: u32 = 1;
/** Can be lowered at any time, as first posted in April 2024. */
export const VERSION_RENEGOTIATED: u32 = 2;

/** A lower minor version than the negotiated one, once negotiated. */
export const SWITCH_DOWNGRADE: u32 = 0x14;
/** x0 = the negotiated version, as if compatible. */
export const DOWNGRADE_ANSWERED: u32 = 0;
/** x0 = -1. */
export const DOWNGRADE_REFUSED: u32 = 1;

/** Highest version that the proxy works by: the version word itself. */
export const SWITCH_HYP_VERSION: u32 = 0x18;

/** When FFA_ID_GET and FFA_FEATURES are issued. */
export const SWITCH_INIT_CALLS: u32 = 0x1c;
export const INIT_AT_BOOT: u32 = 0;
/** At the host's first FFA_VERSION. */
export const INIT_DEFERRED: u32 = 1;

/** How EL3's NOT_SUPPORTED in x0 is recognised. */
export const SWITCH_NEG1_COMPARE: u32 = 0x20;
/** Only 0xffffffffffffffff. */
export const COMPARE_64: u32 = 0;
/** By w0. */
export const COMPARE_32: u32 = 1;

/** Which x2 of FFA_FEATURES(RXTX_MAP) names a buffer size. */
export const SWITCH_BUFFER_SIZE: u32 = 0x24;
/** x2 is 0, 1 or 2. */
export const SIZE_EXACT: u32 = 0;
/** Bits 1:0 of x2 are 0, 1 or 2. */
export const SIZE_LOW_BITS: u32 = 1;
/** As SIZE_LOW_BITS; bits 15:2 of x2 and all of x3 must be zero too. */
export const SIZE_STRICT: u32 = 2;

// ---- registers ------------------------------------------------------------------------------------------------------
/** Convention of the proxy's own SMCs, and so how many result registers its results have. */
export const SWITCH_SMCCC: u32 = 0x28;
/** x0–x7 passed, x0–x3 read. */
export const SMCCC_1_1: u32 = 0;
/** x0–x17 passed and read. */
export const SMCCC_1_2: u32 = 1;

/** Registers that a handled call writes back to the host. */
export const SWITCH_RETVAL: u32 = 0x2c;
export const RETVAL_X0_X3: u32 = 0;
export const RETVAL_X0_X7: u32 = 1;
/** x0–x7; x8–x17 where the host's x0 is not FFA_VERSION and the answer's x0 has bit 30. */
export const RETVAL_RESPONSE_ID: u32 = 2;
/** x0–x7; x8–x17 where the host's x0 has bit 30. */
export const RETVAL_REQUEST_ID: u32 = 3;
/** x0–x17. */
export const RETVAL_ALWAYS: u32 = 4;
/** x0–x7; x8–x17 where the answer's x0 has bit 30, the -1 of FFA_VERSION included: v7's rule without its exception. */
export const RETVAL_RESPONSE_ID_ANY: u32 = 5;

/** The structure on EL2's stack that takes a call's result. */
export const SWITCH_RESULT: u32 = 0x30;
export const RESULT_UNINITIALISED: u32 = 0;
export const RESULT_ZEROED: u32 = 1;

// ---- single calls ---------------------------------------------------------------------------------------------------
/** PATH_ values: the generic forwarder passes the call on, or EL2 issues it and writes its result back. */
export const SWITCH_RUN_PATH: u32 = 0x34;
/** FFA_MSG_SEND_DIRECT_REQ, 32 and 64 bits. */
export const SWITCH_DIRECT_PATH: u32 = 0x38;
/** FFA_ID_GET; handled: answered locally. */
export const SWITCH_ID_GET_PATH: u32 = 0x3c;
export const SWITCH_PARTITION_INFO_PATH: u32 = 0x40;
/** Every other FF-A call that the proxy neither handles nor refuses. */
export const SWITCH_OTHER_PATH: u32 = 0x74;
export const PATH_FORWARDED: u32 = 0;
export const PATH_HANDLED: u32 = 1;

/** CALL_ values: FFA_ERROR NOT_SUPPORTED, or not. */
export const SWITCH_DIRECT_REQ_32: u32 = 0x44;
export const SWITCH_DIRECT_RESP_64: u32 = 0x48;
/** The notification calls with 32-bit ids. */
export const SWITCH_NOTIFICATIONS: u32 = 0x4c;
/** FFA_MSG_SEND_DIRECT_RESP2, FFA_CONSOLE_LOG, FFA_PARTITION_INFO_GET_REGS. */
export const SWITCH_CALLS_1_2: u32 = 0x50;
export const SWITCH_EL3_INTR_HANDLE: u32 = 0x54;
export const CALL_ALLOWED: u32 = 0;
export const CALL_REFUSED: u32 = 1;

/** FFA_MSG_SEND_DIRECT_REQ2. */
export const SWITCH_DIRECT_REQ2: u32 = 0x58;
export const REQ2_FORWARDED: u32 = 0;
export const REQ2_REFUSED: u32 = 1;
/** Issued by EL2 from version 1.2 on, NOT_SUPPORTED below. */
export const REQ2_HANDLED: u32 = 2;
/** As REQ2_HANDLED, and a sender other than 0 is INVALID_PARAMETERS. */
export const REQ2_HANDLED_SENDER: u32 = 3;

// ---- memory sharing -------------------------------------------------------------------------------------------------
/** Shortest first fragment accepted: bytes, or MINIMUM_BY_VERSION. */
export const SWITCH_MINIMUM_FRAGMENT: u32 = 0x5c;
/** 48, 64 or 80 for FF-A 1.0, 1.1 and 1.2. */
export const MINIMUM_BY_VERSION: u32 = 0;

/** Where the endpoint memory access descriptor stands. */
export const SWITCH_ACCESS_OFFSET: u32 = 0x60;
/** At 32, as in FF-A 1.0. */
export const ACCESS_AT_32: u32 = 0;
/** At 32 up to version 1.0, at 48 above. */
export const ACCESS_BY_VERSION: u32 = 1;
/** At 32 up to version 1.0, above at the offset that the descriptor names. */
export const ACCESS_FROM_DESCRIPTOR: u32 = 2;

/** CHECK_ values. Whether the access descriptor and the ranges must lie within the bytes received. */
export const SWITCH_DESCRIPTOR_BOUNDS: u32 = 0x64;
/** Whether the address of a range must be page aligned. */
export const SWITCH_RANGE_ALIGNMENT: u32 = 0x68;
export const CHECK_OFF: u32 = 0;
export const CHECK_ON: u32 = 1;

/** Whether the proxy releases its RX buffer while it retrieves a descriptor. */
export const SWITCH_RX_RELEASE: u32 = 0x6c;
export const RELEASE_NEVER: u32 = 0;
export const RELEASE_AFTER_COPY: u32 = 1;

/** Bytes of the header that the proxy sends with FFA_MEM_RETRIEVE_REQ, whatever the version: the value itself. */
export const SWITCH_RETRIEVE_HEADER: u32 = 0x70;
