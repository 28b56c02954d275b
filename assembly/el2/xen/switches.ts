/**
 * Switches of Xen's FF-A mediator: every way in which its posted and merged versions differ. Offsets from
 * XEN_SWITCH_START, u32 each; names and meanings for people are in switch-table.ts, the models in variants.ts.
 */

// ---- configuration of the build -------------------------------------------------------------------------------------
/** CONFIG_FFA_VM_TO_VM: VMs see each other and may send each other messages. CHECK_ values. */
export const SWITCH_VM_TO_VM: u32 = 0x00;

/** Several switches: whether the code makes a check. */
export const CHECK_OFF: u32 = 0;
export const CHECK_ON: u32 = 1;

/** Several switches: whether the code knows a call. */
export const CALL_REFUSED: u32 = 0;
export const CALL_HANDLED: u32 = 1;

// ---- version --------------------------------------------------------------------------------------------------------
/** FFA_MY_VERSION, the highest version that the mediator implements: the version word itself. */
export const SWITCH_OWN_VERSION: u32 = 0x04;

/** Calls other than FFA_VERSION before a version was asked for. */
export const SWITCH_GATE: u32 = 0x08;
/** Dispatched with version 0. */
export const GATE_OPEN: u32 = 0;
/** FFA_ERROR NOT_SUPPORTED. */
export const GATE_VERSION_FIRST: u32 = 1;

/** When a version counts. */
export const SWITCH_NEGOTIATION: u32 = 0x0c;
/** Whenever FFA_VERSION is called, for ever. */
export const NEGOTIATION_REPEATED: u32 = 0;
/** From the first other call on; one word, and a flag that says so. */
export const NEGOTIATION_FLAG: u32 = 1;
/** From the first other call on; the word that counts is not written before. */
export const NEGOTIATION_PUBLISHED: u32 = 2;

/** What FFA_VERSION stores for another major version. */
export const SWITCH_OTHER_MAJOR: u32 = 0x10;
export const OTHER_MAJOR_IGNORED: u32 = 0;
export const OTHER_MAJOR_OWN: u32 = 1;

// ---- registers ------------------------------------------------------------------------------------------------------
/** Registers that an answer of the mediator's own writes. */
export const SWITCH_RETVAL: u32 = 0x14;
export const RETVAL_X0_X7: u32 = 0;
/** x8–x17 are zeroed too for a 64-bit domain whose version is 1.2 or later. */
export const RETVAL_X0_X17: u32 = 1;

/** CHECK_ values: whether a 32-bit domain may use ids with bit 30. */
export const SWITCH_CONVENTION: u32 = 0x18;

/** When it is decided that a VM's entry in the list of partitions says AArch64. */
export const SWITCH_WIDTH_SAMPLED: u32 = 0x1c;
/** When the VM is created, which is before its width is known. */
export const WIDTH_AT_CREATION: u32 = 0;
export const WIDTH_AT_PUBLICATION: u32 = 1;

// ---- FFA_FEATURES ---------------------------------------------------------------------------------------------------
/** x2 to x7 of FFA_FEATURES. */
export const SWITCH_FEATURES_INPUT: u32 = 0x20;
/** NOT_SUPPORTED where any of them is not zero, in 64 bits. */
export const FEATURES_INPUT_ZERO: u32 = 0;
export const FEATURES_INPUT_IGNORED: u32 = 1;

/** What FFA_FEATURES knows. */
export const SWITCH_FEATURES: u32 = 0x24;
/** The same for every firmware and version. */
export const FEATURES_STATIC: u32 = 0;
/** By what the firmware supports and by the VM's version. */
export const FEATURES_BY_FIRMWARE: u32 = 1;

// ---- probe ----------------------------------------------------------------------------------------------------------
/** Which calls the probe asks the firmware for. */
export const SWITCH_FIRMWARE_CALLS: u32 = 0x28;
/** With MEM_SHARE's 32-bit id, without RX_ACQUIRE. */
export const FIRMWARE_CALLS_1_1: u32 = 0;
/** With RX_ACQUIRE, without MEM_SHARE's 32-bit id. */
export const FIRMWARE_CALLS_1_2: u32 = 1;

/** CHECK_ values: whether a firmware that has MSG_SEND2 is taken to have RX_ACQUIRE (Hafnium 2.14 does not say so). */
export const SWITCH_ACQUIRE_QUIRK: u32 = 0x2c;

// ---- RX and TX buffers ----------------------------------------------------------------------------------------------
/** Pages that FFA_RXTX_MAP accepts. */
export const SWITCH_MAP_PAGES: u32 = 0x30;
/** 0 or 1; with 0 the buffers can be neither used nor unmapped. */
export const MAP_PAGES_ZERO: u32 = 0;
export const MAP_PAGES_ONE: u32 = 1;

/** CHECK_ values: whether the addresses of FFA_RXTX_MAP must be page aligned; off truncates them. */
export const SWITCH_MAP_ALIGNMENT: u32 = 0x34;

/** Where the first composite stands in the descriptor with which a VM's buffers are forwarded: bytes. */
export const SWITCH_RXTX_DESCRIPTOR: u32 = 0x38;

/** CHECK_ values: whether FFA_RXTX_UNMAP is DENIED while the VM owns its RX buffer. */
export const SWITCH_UNMAP_OWNED: u32 = 0x3c;

/** CHECK_ values: whether there must be a TX buffer before it is read; off dereferences NULL. */
export const SWITCH_TX_CHECK: u32 = 0x40;

// ---- partitions -----------------------------------------------------------------------------------------------------
/** Where FFA_PARTITION_INFO_GET takes the secure partitions from. */
export const SWITCH_SP_LIST: u32 = 0x44;
/** Asks the firmware each time. */
export const SP_LIST_ASKED: u32 = 0;
/** From a copy made by the probe; UUIDs are compared at EL2. */
export const SP_LIST_CACHED: u32 = 1;

/** Whether VMs are listed for a UUID, which none of them has. */
export const SWITCH_VM_ENTRIES: u32 = 0x48;
export const VM_ENTRIES_ALWAYS: u32 = 0;
export const VM_ENTRIES_NIL_UUID: u32 = 1;

/** Whether a VM finds itself in the list. */
export const SWITCH_CALLER_ENTRY: u32 = 0x4c;
export const CALLER_ENTRY_NEVER: u32 = 0;
/** From version 1.2 on, before the others. */
export const CALLER_ENTRY_FROM_1_2: u32 = 1;

/** w3 of the answer to FFA_PARTITION_INFO_GET. */
export const SWITCH_REPORTED_SIZE: u32 = 0x50;
/** Always the size of an entry. */
export const REPORTED_SIZE_ALWAYS: u32 = 0;
/** 0 for a count, and for version 1.0. */
export const REPORTED_SIZE_LIST: u32 = 1;

/** CALL_ values: FFA_PARTITION_INFO_GET_REGS, from version 1.2 on. */
export const SWITCH_INFO_REGS: u32 = 0x54;

// ---- messages -------------------------------------------------------------------------------------------------------
/** CALL_ values: FFA_MSG_SEND_DIRECT_REQ2, from version 1.2 on. */
export const SWITCH_DIRECT_REQ2: u32 = 0x58;
/** CALL_ values. */
export const SWITCH_RUN: u32 = 0x5c;

/** A direct message whose sender and receiver are the same VM. */
export const SWITCH_DIRECT_SELF: u32 = 0x60;
/** NOT_SUPPORTED, like any message to a VM. */
export const DIRECT_SELF_NOT_SUPPORTED: u32 = 0;
/** INVALID_PARAMETERS. */
export const DIRECT_SELF_INVALID: u32 = 1;

/** Width of the status code in x2 where a direct message with a 64-bit id is refused at EL2. */
export const SWITCH_DIRECT_ERRORS: u32 = 0x64;
/** Sign-extended. */
export const DIRECT_ERRORS_64: u32 = 0;
/** Zero-extended. */
export const DIRECT_ERRORS_32: u32 = 1;

/** Whose convention decides whether x1 to x7 of an answer are cut to 32 bits. */
export const SWITCH_DIRECT_MASK: u32 = 0x68;
export const DIRECT_MASK_REQUEST: u32 = 0;
export const DIRECT_MASK_RESPONSE: u32 = 1;

/** Answers that reach the VM; any other is FFA_ERROR ABORTED. */
export const SWITCH_DIRECT_REPLIES: u32 = 0x6c;
/** ERROR, SUCCESS and DIRECT_RESP, 32 and 64 bits. */
export const DIRECT_REPLIES_FINAL: u32 = 0;
/** INTERRUPT and YIELD too, and DIRECT_RESP2 with all of x0–x17 as they came. */
export const DIRECT_REPLIES_CYCLE: u32 = 1;

/** x1 of that FFA_ERROR ABORTED. */
export const SWITCH_ABORT_X1: u32 = 0x70;
/** x1 of the request: sender and receiver. */
export const ABORT_X1_ENDPOINTS: u32 = 0;
export const ABORT_X1_ZERO: u32 = 1;

/** Header of an indirect message, in the sender's TX buffer and as delivered. */
export const SWITCH_MESSAGE_HEADER: u32 = 0x74;
/** 20 bytes. */
export const MESSAGE_HEADER_1_1: u32 = 0;
/** 40 bytes delivered, and at least that much from a sender of version 1.2 on. */
export const MESSAGE_HEADER_1_2: u32 = 1;

/** What FFA_MSG_SEND2 to a secure partition needs of the firmware. */
export const SWITCH_SEND2_TO_SP: u32 = 0x78;
export const SEND2_TO_SP_SEND2: u32 = 0;
/** RX_ACQUIRE as well: only then does the firmware know the VM's TX buffer. */
export const SEND2_TO_SP_ACQUIRE: u32 = 1;

// ---- memory sharing -------------------------------------------------------------------------------------------------
/** A descriptor that sets the NS attribute. */
export const SWITCH_NS_ATTRIBUTE: u32 = 0x7c;
/** NOT_SUPPORTED, like any other attribute. */
export const NS_ATTRIBUTE_NOT_SUPPORTED: u32 = 0;
/** INVALID_PARAMETERS. */
export const NS_ATTRIBUTE_INVALID: u32 = 1;

/** A descriptor longer than the TX buffer. */
export const SWITCH_OVERSIZED_SHARE: u32 = 0x80;
export const OVERSIZED_SHARE_DENIED: u32 = 0;
/** Success with handle 0, and nothing is shared: the status is that of the check before. */
export const OVERSIZED_SHARE_SUCCESS: u32 = 1;

/** CHECK_ values: whether an access descriptor must have 16 bytes or more and stand at a multiple of 16. */
export const SWITCH_ACCESS_CHECK: u32 = 0x84;
/** CHECK_ values: whether ranges must be page aligned and may not wrap. */
export const SWITCH_RANGE_CHECK: u32 = 0x88;

/** Most pages of one share: the number itself. */
export const SWITCH_SHARE_PAGES: u32 = 0x8c;

/** Access descriptor that the firmware gets. */
export const SWITCH_ACCESS_DESCRIPTOR: u32 = 0x90;
/** 16 bytes. */
export const ACCESS_DESCRIPTOR_1_1: u32 = 0;
/** 32 bytes, with what the VM put into it, where the firmware is 1.2 or later. */
export const ACCESS_DESCRIPTOR_BY_FIRMWARE: u32 = 1;

// ---- notifications --------------------------------------------------------------------------------------------------
/** Which endpoint of FFA_NOTIFICATION_SET must be a secure partition. */
export const SWITCH_NOTIFICATION_SET: u32 = 0x94;
/** The sender, which is the VM itself: always NOT_SUPPORTED. */
export const NOTIFICATION_SET_SENDER: u32 = 0;
export const NOTIFICATION_SET_RECEIVER: u32 = 1;

// ---- history: what stands in history-table.ts -----------------------------------------------------------------------
export const SWITCH_VERSION_ANSWER: u32 = 0x200;
export const VERSION_ANSWER_OWN: u32 = 0;
export const VERSION_ANSWER_CLAMPED: u32 = 1;

export const SWITCH_FIRMWARE_NEWER: u32 = 0x204;
export const FIRMWARE_NEWER_USED: u32 = 0;
export const FIRMWARE_NEWER_REFUSED: u32 = 1;

/** Where x0[63:32] counts. */
export const SWITCH_FUNCTION_ID: u32 = 0x208;
export const FUNCTION_ID_32: u32 = 0;
export const FUNCTION_ID_PSCI_64: u32 = 1;
export const FUNCTION_ID_LEGACY_64: u32 = 2;
export const FUNCTION_ID_MEDIATOR_64: u32 = 3;

export const SWITCH_PSCI_ARGUMENTS: u32 = 0x20c;
export const PSCI_ARGUMENTS_32: u32 = 0;
export const PSCI_ARGUMENTS_64: u32 = 1;

/** vCPUs of the VM of a run: the number itself. */
export const SWITCH_VCPUS: u32 = 0x210;

export const SWITCH_UNKNOWN_FFA: u32 = 0x214;
export const UNKNOWN_FFA_ERROR: u32 = 0;
export const UNKNOWN_FFA_MINUS_ONE: u32 = 1;

export const SWITCH_UNDEFINED_IL: u32 = 0x218;
export const UNDEFINED_IL_ONE: u32 = 0;
export const UNDEFINED_IL_COPIED: u32 = 1;
