/**
 * FF-A status codes and version words (DEN0077A). A status travels as an int32 in w2 of FFA_ERROR; only FFA_VERSION
 * answers with one in w0, and there it is an SMCCC code.
 */

export const FFA_STATUS_SUCCESS: i32 = 0;
export const FFA_NOT_SUPPORTED: i32 = -1;
export const FFA_INVALID_PARAMETERS: i32 = -2;
export const FFA_NO_MEMORY: i32 = -3;
export const FFA_BUSY: i32 = -4;
export const FFA_INTERRUPTED: i32 = -5;
export const FFA_DENIED: i32 = -6;
export const FFA_RETRY: i32 = -7;
export const FFA_ABORTED: i32 = -8;
/** Since 1.1. */
export const FFA_NO_DATA: i32 = -9;
/** Since 1.3. */
export const FFA_NOT_READY: i32 = -10;

/*
 *  31 30        16 15         0
 * ┌──┬────────────┬────────────┐
 * │0 │   major    │   minor    │   version word: w1 and w0 of FFA_VERSION
 * └──┴────────────┴────────────┘
 */
export const FFA_VERSION_1_0: u32 = 0x10000;
export const FFA_VERSION_1_1: u32 = 0x10001;
export const FFA_VERSION_1_2: u32 = 0x10002;
export const FFA_VERSION_1_3: u32 = 0x10003;
/** Bits 30:16. Bit 31 must be zero and belongs to neither field. */
export const FFA_VERSION_MAJOR_SHIFT: u32 = 16;
export const FFA_VERSION_MAJOR_MASK: u32 = 0x7fff;
export const FFA_VERSION_MINOR_MASK: u32 = 0xffff;
