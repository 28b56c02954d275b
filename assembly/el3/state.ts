/** The firmware model's own variables. Offsets from FIRMWARE_STATE_START; u32 where nothing else is said. */

/** Scripted replies before this index are all used, so a search starts here. */
export const STATE_FIRST_REPLY: u32 = 0x00;
/** SMCs that reached EL3 since reset. */
export const STATE_SMC_NUMBER: u32 = 0x04;
/** 1: the partitions have initialised. */
export const STATE_BOOTED: u32 = 0x08;

// ---- versions -------------------------------------------------------------------------------------------------------
/** What the normal world last asked for, as the dispatcher stored it. */
export const STATE_DISPATCHER_VERSION: u32 = 0x0c;
/** 1: the dispatcher stores no other. */
export const STATE_DISPATCHER_LOCKED: u32 = 0x10;
/** The SPMC's last answer to an FFA_VERSION, a refusal included. */
export const STATE_ANSWERED_VERSION: u32 = 0x14;
/** The normal world's version as the SPMC has it, 0 for none. */
export const STATE_SPMC_VERSION: u32 = 0x18;
/** 1: the SPMC has ended the negotiation. */
export const STATE_SPMC_LOCKED: u32 = 0x1c;

/** The normal world's RX and TX buffers (mailbox.ts). */
export const STATE_MAILBOX: u32 = 0x20;

// ---- others ---------------------------------------------------------------------------------------------------------
/** Garbage values made so far. */
export const STATE_GARBAGE: u32 = 0x38;
/** Calls of partitions since reset; may exceed PARTITION_LOG_CAPACITY. */
export const STATE_CALL_COUNT: u32 = 0x3c;
/** Memory handles given out. */
export const STATE_HANDLES: u32 = 0x40;
/** Number of the SMC that last loaded x8 to x17 of the SPMC's registers. */
export const STATE_BANK_LOADED: u32 = 0x44;
/** A memory transaction that comes in fragments: bytes in all, bytes received. */
export const STATE_FRAGMENT_TOTAL: u32 = 0x48;
export const STATE_FRAGMENT_RECEIVED: u32 = 0x4c;

/** x0 to x17 of the SPMC's context as EL3 keeps it. */
export const STATE_BANK: u32 = 0x50;

/*
 * The answer that is being made: x0 to x17, then masks.
 *
 *   000 x0 … x17 | 090 defined | 094 a partition's | 098 x8 to x17 travel with it
 */
export const STATE_ANSWER: u32 = 0xe0;
export const ANSWER_DEFINED: u32 = 0x90;
export const ANSWER_PARTITION: u32 = 0x94;
export const ANSWER_EXTENDED: u32 = 0x98;

/** u64: instructions that partitions have executed since reset. */
export const STATE_SECURE_COUNT: u32 = 0x180;

// ---- partitions -----------------------------------------------------------------------------------------------------
/*
 * Blocks of the partitions:
 *   00 u32 index | 04 state | 08 runtime model | 0C endpoint that asked | 10 function id of its request, 0 for none
 *   14 partition that is blocked on this one, 1 + index | 18 partition that this one interrupted, 1 + index
 *   1C next step | 20 end of the steps | 24 open entry of the call log, 1 + index | 28 FF-A version | 2C version locked
 *   30 how often each event came | 48 RX and TX buffers (mailbox.ts) | 60 x0 … x17 | F0 x0 … x17 of the request
 *   180 bit n: interrupt n of a program has come
 */
export const STATE_PARTITIONS: u32 = 0x200;
export const STATE_PARTITION_STRIDE: u32 = 0x1a0;
export const P_INDEX: u32 = 0x00;
export const P_STATE: u32 = 0x04;
export const P_MODEL: u32 = 0x08;
export const P_ORIGIN: u32 = 0x0c;
export const P_REQUEST: u32 = 0x10;
export const P_CALLER: u32 = 0x14;
export const P_INTERRUPTED: u32 = 0x18;
export const P_STEP: u32 = 0x1c;
export const P_STEP_END: u32 = 0x20;
export const P_OPEN_CALL: u32 = 0x24;
export const P_VERSION: u32 = 0x28;
export const P_LOCKED: u32 = 0x2c;
export const P_EVENTS: u32 = 0x30;
export const P_MAILBOX: u32 = 0x48;
export const P_BANK: u32 = 0x60;
export const P_REQUEST_BANK: u32 = 0xf0;
export const P_INTERRUPTS: u32 = 0x180;

// ---- notifications --------------------------------------------------------------------------------------------------
/** Bitmaps of virtual machines and partitions (bitmap.ts). */
export const STATE_BITMAPS: u32 = 0xf00;
export const STATE_BITMAP_STRIDE: u32 = 0xa8;

/** Buffers of virtual machines that a hypervisor told of (forwarded.ts). */
export const STATE_FORWARDED: u32 = 0x1ec0;
export const STATE_FORWARDED_STRIDE: u32 = 0x20;

/** x0 to x3 of the last answer, where they stay in the context (history.ts). */
export const STATE_PREVIOUS: u32 = 0x1fe0;
/** 1: the last call came to the SPMC with the SVE hint. */
export const STATE_SVE_HINT: u32 = 0x1fd8;
