/** Switches of the firmware model. Offsets from FIRMWARE_SWITCH_START, u32 each; names are in switch-table.ts. */

/** Version word that FFA_VERSION returns. */
export const FIRMWARE_VERSION: u32 = 0x00;
/** Lowest version word that FFA_VERSION accepts. */
export const FIRMWARE_MINIMUM: u32 = 0x04;

/** Width of a -1 in the firmware's own answers. */
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

/** What the registers hold that an answer does not name. */
export const FIRMWARE_UNNAMED: u32 = 0x1c;
export const UNNAMED_ZERO: u32 = 0;
/** As the SMC passed them. */
export const UNNAMED_KEPT: u32 = 1;

/** What a function id outside FF-A gets. */
export const FIRMWARE_OTHER: u32 = 0x20;
/** FFA_SUCCESS, like everything else. */
export const OTHER_SUCCESS: u32 = 0;
/** x0 = -1 in 64 bits and nothing else (DEN0028 5.2). */
export const OTHER_NOT_SUPPORTED: u32 = 1;

/** SMCCC version word of the firmware. */
export const FIRMWARE_SMCCC_VERSION: u32 = 0x24;
