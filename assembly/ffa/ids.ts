/**
 * FF-A function identifiers, DEN0077A 1.0 to 1.3. An id is 0x84000000 | number for the 32-bit form and
 * 0xC4000000 | number for the 64-bit form (SMCCC: fast call, owner 4). The 32-bit form carries the plain name and the
 * 64-bit form the suffix `_64`; a call that exists in one form only carries the plain name.
 */

// ---- 1.0 ------------------------------------------------------------------------------------------------------------
export const FFA_ERROR: u32 = 0x84000060;
export const FFA_SUCCESS: u32 = 0x84000061;
export const FFA_SUCCESS_64: u32 = 0xc4000061;
export const FFA_INTERRUPT: u32 = 0x84000062;
export const FFA_VERSION: u32 = 0x84000063;
export const FFA_FEATURES: u32 = 0x84000064;
export const FFA_RX_RELEASE: u32 = 0x84000065;
export const FFA_RXTX_MAP: u32 = 0x84000066;
export const FFA_RXTX_MAP_64: u32 = 0xc4000066;
export const FFA_RXTX_UNMAP: u32 = 0x84000067;
export const FFA_PARTITION_INFO_GET: u32 = 0x84000068;
export const FFA_ID_GET: u32 = 0x84000069;
export const FFA_MSG_POLL: u32 = 0x8400006a;
export const FFA_MSG_WAIT: u32 = 0x8400006b;
export const FFA_YIELD: u32 = 0x8400006c;
export const FFA_RUN: u32 = 0x8400006d;
export const FFA_MSG_SEND: u32 = 0x8400006e;
export const FFA_MSG_SEND_DIRECT_REQ: u32 = 0x8400006f;
export const FFA_MSG_SEND_DIRECT_REQ_64: u32 = 0xc400006f;
export const FFA_MSG_SEND_DIRECT_RESP: u32 = 0x84000070;
export const FFA_MSG_SEND_DIRECT_RESP_64: u32 = 0xc4000070;
export const FFA_MEM_DONATE: u32 = 0x84000071;
export const FFA_MEM_DONATE_64: u32 = 0xc4000071;
export const FFA_MEM_LEND: u32 = 0x84000072;
export const FFA_MEM_LEND_64: u32 = 0xc4000072;
export const FFA_MEM_SHARE: u32 = 0x84000073;
export const FFA_MEM_SHARE_64: u32 = 0xc4000073;
export const FFA_MEM_RETRIEVE_REQ: u32 = 0x84000074;
export const FFA_MEM_RETRIEVE_REQ_64: u32 = 0xc4000074;
export const FFA_MEM_RETRIEVE_RESP: u32 = 0x84000075;
export const FFA_MEM_RELINQUISH: u32 = 0x84000076;
export const FFA_MEM_RECLAIM: u32 = 0x84000077;
export const FFA_MEM_OP_PAUSE: u32 = 0x84000078;
export const FFA_MEM_OP_RESUME: u32 = 0x84000079;
export const FFA_MEM_FRAG_RX: u32 = 0x8400007a;
export const FFA_MEM_FRAG_TX: u32 = 0x8400007b;
export const FFA_NORMAL_WORLD_RESUME: u32 = 0x8400007c;

// ---- 1.1 ------------------------------------------------------------------------------------------------------------
export const FFA_NOTIFICATION_BITMAP_CREATE: u32 = 0x8400007d;
export const FFA_NOTIFICATION_BITMAP_DESTROY: u32 = 0x8400007e;
export const FFA_NOTIFICATION_BIND: u32 = 0x8400007f;
export const FFA_NOTIFICATION_UNBIND: u32 = 0x84000080;
export const FFA_NOTIFICATION_SET: u32 = 0x84000081;
export const FFA_NOTIFICATION_GET: u32 = 0x84000082;
export const FFA_NOTIFICATION_INFO_GET: u32 = 0x84000083;
export const FFA_NOTIFICATION_INFO_GET_64: u32 = 0xc4000083;
export const FFA_RX_ACQUIRE: u32 = 0x84000084;
export const FFA_SPM_ID_GET: u32 = 0x84000085;
export const FFA_MSG_SEND2: u32 = 0x84000086;
export const FFA_SECONDARY_EP_REGISTER: u32 = 0x84000087;
export const FFA_SECONDARY_EP_REGISTER_64: u32 = 0xc4000087;
export const FFA_MEM_PERM_GET: u32 = 0x84000088;
export const FFA_MEM_PERM_GET_64: u32 = 0xc4000088;
export const FFA_MEM_PERM_SET: u32 = 0x84000089;
export const FFA_MEM_PERM_SET_64: u32 = 0xc4000089;

// ---- 1.2 ------------------------------------------------------------------------------------------------------------
export const FFA_CONSOLE_LOG: u32 = 0x8400008a;
export const FFA_CONSOLE_LOG_64: u32 = 0xc400008a;
/** 64-bit form only. */
export const FFA_PARTITION_INFO_GET_REGS: u32 = 0xc400008b;
export const FFA_EL3_INTR_HANDLE: u32 = 0x8400008c;
/** 64-bit form only. */
export const FFA_MSG_SEND_DIRECT_REQ2: u32 = 0xc400008d;
/** 64-bit form only. */
export const FFA_MSG_SEND_DIRECT_RESP2: u32 = 0xc400008e;

// ---- 1.3 (ALP2 to ALP4) ---------------------------------------------------------------------------------------------
export const FFA_ERROR_64: u32 = 0xc4000060;
export const FFA_INTERRUPT_64: u32 = 0xc4000062;
export const FFA_MSG_WAIT_64: u32 = 0xc400006b;
export const FFA_YIELD_64: u32 = 0xc400006c;
export const FFA_RUN_64: u32 = 0xc400006d;
export const FFA_NORMAL_WORLD_RESUME_64: u32 = 0xc400007c;
/** 64-bit form only. */
export const FFA_NS_RES_INFO_GET: u32 = 0xc400008f;
export const FFA_ABORT: u32 = 0x84000090;
export const FFA_ABORT_64: u32 = 0xc4000090;
/** 64-bit forms only; known from TF-A alone. */
export const FFA_NOTIFICATION_BIND2: u32 = 0xc4000094;
export const FFA_NOTIFICATION_UNBIND2: u32 = 0xc4000095;
export const FFA_NOTIFICATION_SET2: u32 = 0xc4000096;
export const FFA_NOTIFICATION_GET2: u32 = 0xc4000097;

// ---- ranges ---------------------------------------------------------------------------------------------------------
/** First FF-A function number within owner 4 (DEN0028, tables 6-2 to 6-5). */
export const FFA_NUMBER_FIRST: u32 = 0x60;
/** Last FF-A function number by the specification; implementations recognise wider or narrower windows. */
export const FFA_NUMBER_LAST: u32 = 0xef;
