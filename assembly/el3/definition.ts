/**
 * Definitions of the secure partitions, which the host writes before `boot` and nothing changes after (layout.ts).
 *
 *   partition:  00 u32 id | 04 u32 FF-A version | 08 u32 properties | 0C u32 DEFINITION_ flags | 10 u32 execution contexts
 *               14 u32 UUIDs | 18 u32 handlers | 20 UUIDs, 16 bytes each | 60 handlers, 16 bytes each
 *               160 u64 entry and 168 u64 stack pointer of a program
 *   handler:    00 u32 EVENT_ | 04 u32 which time, from 1, or 0 for every | 08 u32 first step | 0C u32 steps
 *   in the place of a program's handlers, interrupts: 00 u32 address of the instruction before which it comes, once
 *               04 u32 0 for a non-secure one, else the partition that a secure one is for
 *   step:       00 u32 STEP_ | 04 u32 operand | 08 source of x0 … x17, a byte each | 20 x0 … x17
 */

export const DEFINITION_ID: u32 = 0x00;
export const DEFINITION_VERSION: u32 = 0x04;
export const DEFINITION_PROPERTIES: u32 = 0x08;
export const DEFINITION_FLAGS: u32 = 0x0c;
export const DEFINITION_CONTEXTS: u32 = 0x10;
export const DEFINITION_UUID_COUNT: u32 = 0x14;
export const DEFINITION_HANDLER_COUNT: u32 = 0x18;
export const DEFINITION_UUIDS: u32 = 0x20;
export const DEFINITION_HANDLERS: u32 = 0x60;
export const DEFINITION_ENTRY: u32 = 0x160;
export const DEFINITION_STACK: u32 = 0x168;
export const UUID_CAPACITY: u32 = 4;
export const UUID_SIZE: u32 = 16;
export const HANDLER_CAPACITY: u32 = 16;
export const HANDLER_SIZE: u32 = 16;
export const HANDLER_EVENT: u32 = 0x00;
export const HANDLER_OCCURRENCE: u32 = 0x04;
export const HANDLER_FIRST: u32 = 0x08;
export const HANDLER_STEPS: u32 = 0x0c;
export const INTERRUPT_ADDRESS: u32 = 0x00;
export const INTERRUPT_FOR: u32 = 0x04;
export const STEP_KIND: u32 = 0x00;
export const STEP_OPERAND: u32 = 0x04;
export const STEP_SOURCES: u32 = 0x08;
export const STEP_VALUES: u32 = 0x20;

/** A part of the SPMC itself: it cannot be run or preempted, and does not take FFA_MSG_SEND_DIRECT_REQ2. */
export const DEFINITION_LOGICAL: u32 = 1;

/** A program, which runs at S-EL1; it has no script. */
export const DEFINITION_PROGRAM: u32 = 2;

/** What a partition is given control for. */
export const EVENT_REQ: u32 = 0;
export const EVENT_REQ_64: u32 = 1;
export const EVENT_REQ2: u32 = 2;
export const EVENT_RUN: u32 = 3;
export const EVENT_INTERRUPT: u32 = 4;
export const EVENT_INIT: u32 = 5;
export const EVENT_COUNT: u32 = 6;

/** What it does. The operand is in brackets. */
export const STEP_RESP: u32 = 0;
export const STEP_RESP_64: u32 = 1;
export const STEP_RESP2: u32 = 2;
export const STEP_WAIT: u32 = 3;
export const STEP_YIELD: u32 = 4;
/** FFA_ERROR [status code]. */
export const STEP_ERROR: u32 = 5;
/** FFA_RUN [endpoint]. */
export const STEP_RUN: u32 = 6;
/** Direct requests [receiver]. */
export const STEP_REQ: u32 = 7;
export const STEP_REQ_64: u32 = 8;
export const STEP_REQ2: u32 = 9;
export const STEP_ABORT: u32 = 10;
/** Any call [function id]. */
export const STEP_CALL: u32 = 11;
/** The response of the request's own kind. */
export const STEP_RESPOND: u32 = 13;
/** Not a call: a non-secure interrupt arrives [0], or a secure one for a partition [its id]. */
export const STEP_INTERRUPT: u32 = 12;

/** Where a register of the call comes from. */
export const SOURCE_DEFAULT: u32 = 0;
export const SOURCE_CONSTANT: u32 = 1;
/** The same register of the request that is being handled. */
export const SOURCE_REQUEST: u32 = 2;
/** What the partition has in it. */
export const SOURCE_KEPT: u32 = 3;
