/** Switches of the firmware model. Offsets from FIRMWARE_SWITCH_START, u32 each; names are in switch-table.ts. */

// ---- answers of fixed rules -----------------------------------------------------------------------------------------
/** Version word that FFA_VERSION returns. */
export const FIRMWARE_VERSION: u32 = 0x00;
/** Lowest version word that FFA_VERSION accepts. */
export const FIRMWARE_MINIMUM: u32 = 0x04;

/** Width of the -1 that refuses an FFA_VERSION. */
export const FIRMWARE_NEG1: u32 = 0x08;
/** Sign-extended: 0xffffffffffffffff. */
export const NEG1_64: u32 = 0;
/** Zero-extended: 0x00000000ffffffff. */
export const NEG1_32: u32 = 1;

/** x2 of the answer to FFA_FEATURES. */
export const FIRMWARE_FEATURES: u32 = 0x0c;
/** x2 of the answer to FFA_ID_GET. */
export const FIRMWARE_ID: u32 = 0x10;
/** 1: FFA_FEATURES succeeds; 0: it answers FFA_ERROR NOT_SUPPORTED. */
export const FIRMWARE_FEATURES_OK: u32 = 0x14;

/** What a direct message request gets. */
export const FIRMWARE_DIRECT: u32 = 0x18;
/** FFA_SUCCESS, without looking at it. */
export const DIRECT_SUCCESS: u32 = 0;
/** The matching response: source and destination swapped, the payload as it came. */
export const DIRECT_ECHO: u32 = 1;

/** What the registers hold that an answer of the fixed rules, or of the dispatcher, does not name. */
export const FIRMWARE_UNNAMED: u32 = 0x1c;
export const UNNAMED_ZERO: u32 = 0;
/** As the SMC passed them. */
export const UNNAMED_KEPT: u32 = 1;
/** x1 to x7 zero, x8 to x17 as the SMC passed them. */
export const UNNAMED_ZERO_X7: u32 = 2;
/** Different seeded garbage in each, on every call. */
export const UNNAMED_GARBAGE: u32 = 3;
/** x1 to x3 as the last answer left them, the others as the SMC passed them. */
export const UNNAMED_PREVIOUS: u32 = 4;

/** What a function id outside FF-A gets. */
export const FIRMWARE_OTHER: u32 = 0x20;
/** FFA_SUCCESS, like everything else. */
export const OTHER_SUCCESS: u32 = 0;
/** x0 = -1 in 64 bits and nothing else (DEN0028 5.2). */
export const OTHER_NOT_SUPPORTED: u32 = 1;

/** UNNAMED_ values: what x1 to x17 hold then, and after an architecture call. */
export const FIRMWARE_OTHER_UNNAMED: u32 = 0x74;

/** SMCCC version word of the firmware. */
export const FIRMWARE_SMCCC_VERSION: u32 = 0x24;

// ---- who answers ----------------------------------------------------------------------------------------------------
export const FIRMWARE_SERVICE: u32 = 0x28;
/** The fixed rules above. */
export const SERVICE_SCRIPTED: u32 = 0;
/** Nobody: an FF-A id is as unknown as any other. */
export const SERVICE_NONE: u32 = 1;
/** Dispatcher at EL3, SPMC and partitions. */
export const SERVICE_FFA: u32 = 2;

/** Last FF-A function number. */
export const FIRMWARE_LAST_NUMBER: u32 = 0x2c;

/** Fast calls with bits 23:17 of the id set. */
export const FIRMWARE_RESERVED_BITS: u32 = 0x30;
export const RESERVED_IGNORED: u32 = 0;
/** x0 = -1. */
export const RESERVED_REFUSED: u32 = 1;

/** Where the SPMC stands, and with it whose registers meet the normal world's at a world switch. */
export const FIRMWARE_SPMC: u32 = 0x34;
/** At EL3: the registers of the partition. */
export const SPMC_EL3: u32 = 0;
/** At S-EL1 or S-EL2: the registers of the SPMC. */
export const SPMC_BELOW: u32 = 1;

/** Endpoint id of the SPMC. */
export const FIRMWARE_SPMC_ID: u32 = 0x38;

// ---- FFA_VERSION ----------------------------------------------------------------------------------------------------
/** ANSWER_ values. A request with bit 31: -1, or the bit is ignored. */
export const FIRMWARE_VERSION_BIT31: u32 = 0x3c;
/** A minor version above the own one. */
export const FIRMWARE_VERSION_HIGHER: u32 = 0x40;
/** Another major version. */
export const FIRMWARE_VERSION_MAJOR: u32 = 0x44;
/** -1. */
export const ANSWER_REFUSED: u32 = 0;
/** The own version; the caller's is not stored. */
export const ANSWER_OWN: u32 = 1;
/** The own version, which is stored as the caller's. */
export const ANSWER_STORED: u32 = 2;
/** The own version, and what was asked for is stored, whatever it is. */
export const ANSWER_AS_ASKED: u32 = 3;

/** What ends the negotiation. */
export const FIRMWARE_LOCK: u32 = 0x4c;
export const LOCK_NEVER: u32 = 0;
/** Any other call that reaches the SPMC. */
export const LOCK_OTHER_CALL: u32 = 1;
/** The first FFA_VERSION too: it reaches the SPMC as a message, which counts as another call. */
export const LOCK_FIRST_VERSION: u32 = 2;

/** What a request gets after that. */
export const FIRMWARE_LOCKED: u32 = 0x50;
/** -1, but for the version that was agreed. */
export const LOCKED_REFUSED: u32 = 0;
/** The version that was agreed, -1 where none was. */
export const LOCKED_AGREED: u32 = 1;
/** The own version, and nothing changes. */
export const LOCKED_OWN: u32 = 2;

/** Other calls before a version was stored. */
export const FIRMWARE_BEFORE_VERSION: u32 = 0x54;
export const BEFORE_ALLOWED: u32 = 0;
/** NOT_SUPPORTED. */
export const BEFORE_REFUSED: u32 = 1;

/** Version word that the SPMC takes the normal world to have before it says so, 0 for none. */
export const FIRMWARE_DEFAULT_VERSION: u32 = 0x58;

/** SWITCH_ON: a secure interrupt reaches the SPMC before the normal world's first call. */
export const FIRMWARE_BOOT_INTERRUPT: u32 = 0x5c;
/** SWITCH_ON: that counts as another call. */
export const FIRMWARE_INTERRUPT_LOCKS: u32 = 0x60;

/** When partitions come to wait for messages. */
export const FIRMWARE_PARTITION_START: u32 = 0x64;
export const START_AT_BOOT: u32 = 0;
/** After the normal world has asked for a version. */
export const START_NEGOTIATED: u32 = 1;

// ---- registers ------------------------------------------------------------------------------------------------------
/** Width of a status code in x2 of an FFA_ERROR that the SPMC makes; the dispatcher's are zero-extended. */
export const FIRMWARE_ERROR_WIDTH: u32 = 0x68;
export const ERROR_64: u32 = 0;
export const ERROR_32: u32 = 1;

/** Registers of the normal world that a message from the secure world is written to. */
export const FIRMWARE_WORLD_SWITCH: u32 = 0x6c;
/** x0 to x7, and x8 to x17 where the message's own id has bit 30. */
export const WORLD_BIT30: u32 = 0;
export const WORLD_X0_X7: u32 = 1;
export const WORLD_X0_X17: u32 = 2;
/** x0 to x7, and x8 to x17 where the caller's id has bit 30. */
export const WORLD_REQUEST: u32 = 3;
/** Those that the message defines; the others are as the switch `unnamed` says. */
export const WORLD_DEFINED: u32 = 4;

/** SWITCH_ON: x8 to x17 pass only to a world of FF-A 1.2, and are 0 where they come from an older one. */
export const FIRMWARE_VERSION_GATE: u32 = 0x70;

/** UNNAMED_ values: the same for a success of an SPMC at EL3. */
export const FIRMWARE_SPMC_UNNAMED: u32 = 0x48;

/** FILL_ values: upper halves of 32-bit results. */
export const FIRMWARE_UPPER: u32 = 0x78;
/** FILL_ values: x18 to x30, SP_EL0, V0 to V31 and the flags of whoever made the SMC. */
export const FIRMWARE_BEYOND: u32 = 0x7c;
/** As it is: zero, or kept. */
export const FILL_NONE: u32 = 0;
export const FILL_GARBAGE: u32 = 1;
/** What the garbage is made from. */
export const FIRMWARE_SEED: u32 = 0x80;

/** x8 to x17 of an SPMC below EL3, where its answer has no use for them. */
export const FIRMWARE_SPMC_REGISTERS: u32 = 0x84;
/** As it was given them by the last message that carried any. */
export const SPMC_KEEPS: u32 = 0;
export const SPMC_ZEROES: u32 = 1;

/** How an SPMC below EL3 passes a message between a partition and the normal world. */
export const FIRMWARE_PAYLOAD: u32 = 0x88;
/** Registers as they are, x0 to x17. */
export const PAYLOAD_WHOLE: u32 = 0;
/** What the message defines, in its width; everything else is its own. */
export const PAYLOAD_DEFINED: u32 = 1;

// ---- direct messages ------------------------------------------------------------------------------------------------
/** CODE_ values: the receiver, or the sender, has not the property. */
export const FIRMWARE_NO_PROPERTY: u32 = 0x8c;
/** CODE_ values: FFA_MSG_SEND_DIRECT_REQ2 by a sender below 1.2, after the dispatcher let it pass. */
export const FIRMWARE_REQUEST2_VERSION: u32 = 0x90;
/** CODE_ values: a response of the wrong kind, or to another than the requester. */
export const FIRMWARE_RESPONSE_MISMATCH: u32 = 0x94;
/** CODE_ values: a response from the normal world. */
export const FIRMWARE_NORMAL_RESPONSE: u32 = 0x98;
/** CODE_ values: a call of a partition that the SPMC does not have. */
export const FIRMWARE_PARTITION_UNKNOWN: u32 = 0x9c;
/** CODE_ values: FFA_RUN of an endpoint of the normal world, by the normal world. */
export const FIRMWARE_RUN_NORMAL: u32 = 0xa0;
export const CODE_DENIED: u32 = 0;
export const CODE_NOT_SUPPORTED: u32 = 1;
export const CODE_INVALID_PARAMETERS: u32 = 2;

/** SWITCH_ON: the UUID of FFA_MSG_SEND_DIRECT_REQ2 must be nil or the receiver's. */
export const FIRMWARE_REQUEST_UUID: u32 = 0xa4;

/** Framework messages (w2 bit 31) from the normal world. */
export const FIRMWARE_FRAMEWORK: u32 = 0xa8;
export const FRAMEWORK_INVALID: u32 = 0;
export const FRAMEWORK_NOT_SUPPORTED: u32 = 1;
/** Those with a number below 256 go to the partition. */
export const FRAMEWORK_PASSED: u32 = 2;

/** SWITCH_ON: the response has the width of the request. */
export const FIRMWARE_RESPONSE_WIDTH: u32 = 0xac;
/** SWITCH_ON: x2 and x3 of FFA_MSG_SEND_DIRECT_RESP2 must be 0; else they are zeroed. */
export const FIRMWARE_RESPONSE2_RESERVED: u32 = 0xb0;

// ---- execution ------------------------------------------------------------------------------------------------------
/** SWITCH_ON: a non-secure interrupt preempts a partition; else it waits until the partition leaves. */
export const FIRMWARE_PREEMPTION: u32 = 0xb4;
/** SWITCH_ON: a partition may wait although a request is open. */
export const FIRMWARE_WAIT_IN_REQUEST: u32 = 0xb8;
/** SWITCH_ON: partitions have FFA_YIELD. */
export const FIRMWARE_YIELD: u32 = 0xbc;
/** SWITCH_ON: partitions have FFA_RUN. */
export const FIRMWARE_PARTITION_RUN: u32 = 0xc0;
/** SWITCH_ON: partitions have direct requests. */
export const FIRMWARE_PARTITION_REQUEST: u32 = 0xc4;
/** SWITCH_ON: FFA_RUN gives cycles to a partition that waits; else DENIED. */
export const FIRMWARE_RUN_WAITING: u32 = 0xc8;
/** SWITCH_ON: an FFA_ERROR of a partition ends the request that it handles. */
export const FIRMWARE_ERROR_ENDS_REQUEST: u32 = 0xcc;

export const SWITCH_OFF: u32 = 0;
export const SWITCH_ON: u32 = 1;

// ---- discovery and buffers ------------------------------------------------------------------------------------------
/** Which calls FFA_FEATURES knows. */
export const FIRMWARE_FEATURE_LIST: u32 = 0xd0;
/** All of them, with the answer of the switches `feat` and `features_ok`. */
export const FEATURES_CONSTANT: u32 = 0;
export const FEATURES_HAFNIUM: u32 = 1;
export const FEATURES_EL3_SPMC: u32 = 2;
export const FEATURES_OPTEE: u32 = 3;

/** Largest RX or TX buffer in pages of 4 KiB; FFA_FEATURES names it to callers from 1.2 on. 0: not limited, not named. */
export const FIRMWARE_MAXIMUM_PAGES: u32 = 0xd4;
/** SWITCH_ON: FFA_RXTX_MAP in its 32-bit form too. */
export const FIRMWARE_RXTX_MAP_32: u32 = 0xd8;

/** Which RX and TX buffers FFA_RXTX_MAP refuses for their common pages. */
export const FIRMWARE_RXTX_OVERLAP: u32 = 0xdc;
export const OVERLAP_REFUSED: u32 = 0;
/** Those with the same address. */
export const OVERLAP_SAME: u32 = 1;
export const OVERLAP_ALLOWED: u32 = 2;

/** Bytes of a partition information descriptor for callers from 1.1 on: 24, or 48 as in FF-A 1.3. The value itself. */
export const FIRMWARE_DESCRIPTOR_SIZE: u32 = 0xe0;
/** w3 of FFA_PARTITION_INFO_GET for callers of 1.0: 0 or 8. The value itself. */
export const FIRMWARE_SIZE_1_0: u32 = 0xe4;
/** SWITCH_ON: an unknown UUID is INVALID_PARAMETERS; else success with no descriptor. */
export const FIRMWARE_INFO_UUID: u32 = 0xe8;
/** SWITCH_ON: bits 31:1 of w5 must be 0. */
export const FIRMWARE_INFO_FLAGS: u32 = 0xec;
/** SWITCH_ON: FFA_PARTITION_INFO_GET_REGS is known. */
export const FIRMWARE_INFO_REGS: u32 = 0xf0;

/** SWITCH_ON: a hypervisor may tell of the buffers of its virtual machines. */
export const FIRMWARE_FORWARDED_BUFFERS: u32 = 0xfc;

/** SWITCH_ON: FFA_MSG_SEND2 is known. */
export const FIRMWARE_INDIRECT: u32 = 0x100;

/** Who has notifications, by whose rules. */
export const FIRMWARE_NOTIFICATIONS: u32 = 0xf8;
export const NOTIFICATIONS_NONE: u32 = 0;
/** Bits are bound to one sender each, as in Hafnium. */
export const NOTIFICATIONS_BOUND: u32 = 1;
/** One bitmap for the whole normal world, which only the SPMC itself sets, as in OP-TEE. */
export const NOTIFICATIONS_SINGLE: u32 = 2;

/** What FFA_MEM_SHARE, LEND and DONATE get. */
export const FIRMWARE_MEMORY: u32 = 0xf4;
/** NOT_SUPPORTED. */
export const MEMORY_REFUSED: u32 = 0;
/** A handle, whatever the descriptor says. */
export const MEMORY_ACCEPTED: u32 = 1;
/** A handle where the descriptor is one of the caller's version, else INVALID_PARAMETERS. */
export const MEMORY_CHECKED: u32 = 2;
