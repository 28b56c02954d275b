/**
 * Switches for what firmware once did and does no more, or does not do yet. Offsets from FIRMWARE_SWITCH_START, u32 each;
 * names and commits are in history-table.ts.
 */

// ---- the realm world ------------------------------------------------------------------------------------------------
/** SWITCH_ON: there is a realm management monitor at R-EL2, which answers RMI calls. */
export const FIRMWARE_REALM: u32 = 0x200;

/** Registers that its answer writes in the normal world. */
export const FIRMWARE_REALM_WINDOW: u32 = 0x204;
export const REALM_X0_X4: u32 = 0;
export const REALM_X0_X3: u32 = 1;
/** x1 to x3 from the results, x4 zero, x5 to x7 from the monitor's own x5 to x7. */
export const REALM_X0_X7: u32 = 2;

/** x0 of the answer: SWITCH_OFF all 64 bits, SWITCH_ON the low 32. */
export const FIRMWARE_REALM_X0: u32 = 0x208;

/** What the monitor passes back where the call has no fifth result. */
export const FIRMWARE_REALM_UNNAMED: u32 = 0x20c;
/** The caller's x4. */
export const REALM_KEPT: u32 = 0;
export const REALM_ZERO: u32 = 1;
/** What it happens to have. */
export const REALM_GARBAGE: u32 = 2;

/** SWITCH_ON: the answer to an unknown RMI call never leaves EL3. */
export const FIRMWARE_REALM_UNKNOWN: u32 = 0x210;

// ---- what EL3 saves -------------------------------------------------------------------------------------------------
/** SWITCH_ON: x19 to x29 are in no context, and hold the other world's values after a call that switched worlds. */
export const FIRMWARE_BANKED: u32 = 0x214;
/** The SMC after which a secure interrupt is taken, before the next instruction of the normal world; 0 for none. */
export const FIRMWARE_INTERRUPT_AFTER: u32 = 0x218;
/** What becomes of V0 to V31, FPSR and FPCR in such an interrupt. */
export const FIRMWARE_INTERRUPT_SIMD: u32 = 0x21c;
export const SIMD_KEPT: u32 = 0;
/** The secure world's are loaded and the normal world's never saved. */
export const SIMD_LOST: u32 = 1;
/** All but Q30 and Q31 come back: they are stored where they should be loaded. */
export const SIMD_PAIR_LOST: u32 = 2;

// ---- answers --------------------------------------------------------------------------------------------------------
/** SWITCH_ON: the -1 of an unknown function id is zero-extended. */
export const FIRMWARE_UNKNOWN_WIDTH: u32 = 0x220;
/** SWITCH_ON: status codes of the dispatcher's FFA_ERROR are sign-extended. */
export const FIRMWARE_DISPATCHER_ERROR_WIDTH: u32 = 0x224;
/** SWITCH_ON: x1 and x3 to x7 of the SPMC's FFA_ERROR are those of the request, in 32 bits. */
export const FIRMWARE_ERROR_REST: u32 = 0x228;
/** SWITCH_ON: the status code of FFA_MEM_RECLAIM is in w1, and w2 is 0. */
export const FIRMWARE_RECLAIM_ERROR: u32 = 0x22c;
/** SWITCH_ON: every direct response of the first kind has the 32-bit id. */
export const FIRMWARE_RESPONSE_FORM: u32 = 0x230;
/** SWITCH_ON: x1 to x7 of a partition's response lose their upper halves. */
export const FIRMWARE_RESULT_MOVES: u32 = 0x234;
/** SWITCH_ON: FFA_VERSION of a partition returns the function id. */
export const FIRMWARE_PARTITION_VERSION: u32 = 0x238;

/** SWITCH_ON: a preempted partition's interrupt goes to the normal world at once, and not to the partition that waits for it. */
export const FIRMWARE_PREEMPTED_TO: u32 = 0x24c;

// ---- the dispatcher -------------------------------------------------------------------------------------------------
/** SWITCH_ON: the relayed FFA_VERSION returns x5 to x17 of the SPMC's context. */
export const FIRMWARE_VERSION_RELAY: u32 = 0x23c;
/** SWITCH_ON: FFA_MSG_SEND_DIRECT_REQ2 and RESP2 pass whatever the versions are. */
export const FIRMWARE_REQUEST2_GATE: u32 = 0x240;
/** SWITCH_ON: the 1.3 check of the second notification calls takes in the buffer calls before them. */
export const FIRMWARE_NOTIFICATION2_GATE: u32 = 0x244;

/** Where the dispatcher finds the SVE hint of a function id. */
export const FIRMWARE_SVE_HINT: u32 = 0x248;
/** Nowhere: it is dropped, as it is where nobody has SVE. */
export const HINT_DROPPED: u32 = 0;
/** Bit 16: it goes on to the SPMC. */
export const HINT_BIT_16: u32 = 1;
/** Bit 0: it goes on to the SPMC with every odd id. */
export const HINT_BIT_0: u32 = 2;
