/**
 * Partition information descriptors (DEN0077A, FFA_PARTITION_INFO_GET). Offsets in bytes, little-endian.
 *
 *   1.0:       00 u16 id | 02 u16 execution contexts | 04 u32 properties
 *   1.1, 1.2:  the same | 08 UUID, 16 bytes
 *   1.3:       the same with the protocol UUID | 18 image UUID | 28 u32 FF-A version | 2C reserved
 */
export const INFO_ID: u32 = 0x00;
export const INFO_CONTEXTS: u32 = 0x02;
export const INFO_PROPERTIES: u32 = 0x04;
export const INFO_UUID: u32 = 0x08;
export const INFO_VERSION: u32 = 0x28;
export const INFO_SIZE_1_0: u32 = 8;
export const INFO_SIZE_1_1: u32 = 24;
export const INFO_SIZE_1_3: u32 = 48;

/** FFA_PARTITION_INFO_GET, w5: only the number of descriptors is wanted. */
export const INFO_COUNT_ONLY: u32 = 1;

/** Partition properties. */
export const RECEIVES_DIRECT_REQ: u32 = 1 << 0;
export const SENDS_DIRECT_REQ: u32 = 1 << 1;
/** Sends and receives indirect messages. */
export const USES_INDIRECT: u32 = 1 << 2;
export const RECEIVES_NOTIFICATIONS: u32 = 1 << 3;
export const RECEIVES_DIRECT_REQ2: u32 = 1 << 9;
export const SENDS_DIRECT_REQ2: u32 = 1 << 10;
export const RUNS_AARCH64: u32 = 1 << 8;
/** Bits that FF-A 1.0 defines. */
export const PROPERTIES_1_0: u32 = 0x7;
/** Bits that are new in 1.2. */
export const PROPERTIES_1_2: u32 = RECEIVES_DIRECT_REQ2 | SENDS_DIRECT_REQ2;
