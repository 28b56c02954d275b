/**
 * Memory transaction descriptors (DEN0077A; from 1.2 on DEN0140). Offsets in bytes, little-endian.
 *
 *   transaction 1.0:  00 u16 sender | 02 u8 attributes | 04 u32 flags | 08 u64 handle | 10 u64 tag | 1C u32 receivers | 20 …
 *   transaction 1.1+: the same to 18 | 18 u32 size of an access descriptor | 1C u32 receivers | 20 u32 their offset | 30 …
 *   access:           00 u16 receiver | 02 u8 permissions | 03 u8 flags | 04 u32 offset of the composite
 *   composite:        00 u32 pages | 04 u32 ranges | 08 reserved | 10 ranges
 *   range:            00 u64 address | 08 u32 pages | 0C reserved
 */

export const TRANSACTION_SENDER: u32 = 0x00;
export const TRANSACTION_HANDLE: u32 = 0x08;
export const TRANSACTION_RECEIVERS: u32 = 0x1c;
export const TRANSACTION_ACCESS_OFFSET: u32 = 0x20;
export const TRANSACTION_SIZE_1_0: u32 = 32;
export const TRANSACTION_SIZE_1_1: u32 = 48;
export const ACCESS_COMPOSITE: u32 = 0x04;
export const ACCESS_SIZE_1_0: u32 = 16;
export const ACCESS_SIZE_1_2: u32 = 32;
export const COMPOSITE_RANGES: u32 = 0x04;
export const COMPOSITE_SIZE: u32 = 16;
export const RANGE_ADDRESS: u32 = 0x00;
export const RANGE_PAGES: u32 = 0x08;
export const RANGE_SIZE: u32 = 16;
