/**
 * What Hafnium, OP-TEE, Xen, Linux and TF-A answer, gathered from their sources and from their test suites: results in
 * registers, status codes and instances, call by call.
 */

/** Registers that FFA_SUCCESS brings back: `w2`, `w2-w3`, `x3-x17`. */
export const successResults: [name: string, form: 32 | 64, registers: string][] = [
  ['FEATURES', 32, 'w2-w3'],
  ['RX_RELEASE', 32, ''],
  ['RXTX_MAP', 64, ''],
  ['RXTX_UNMAP', 32, ''],
  ['PARTITION_INFO_GET', 32, 'w2 w3'],
  ['ID_GET', 32, 'w2'],
  ['SPM_ID_GET', 32, 'w2'],
  ['MEM_SHARE', 64, 'w2-w3'],
  ['MEM_LEND', 64, 'w2-w3'],
  ['MEM_DONATE', 64, 'w2-w3'],
  ['MEM_FRAG_TX', 32, 'w2-w3'],
  ['MEM_RECLAIM', 32, ''],
  ['NOTIFICATION_BIND', 32, ''],
  ['NOTIFICATION_GET', 32, 'w2-w3 w4-w5 w6 w7'],
  ['NOTIFICATION_INFO_GET', 64, 'x2 x3-x7'],
  ['PARTITION_INFO_GET_REGS', 64, 'x2 x3-x17'],
];

/** Replies other than FFA_SUCCESS and FFA_ERROR that end a call. */
export const otherReplies: [name: string, replies: string][] = [
  ['MSG_SEND_DIRECT_REQ', 'MSG_SEND_DIRECT_RESP INTERRUPT YIELD'],
  ['MSG_SEND_DIRECT_REQ2', 'MSG_SEND_DIRECT_RESP2 INTERRUPT YIELD'],
  ['RUN', 'MSG_SEND_DIRECT_RESP MSG_SEND_DIRECT_RESP2 INTERRUPT YIELD MSG_WAIT'],
  ['MSG_WAIT', 'MSG_SEND_DIRECT_REQ MSG_SEND_DIRECT_REQ2 RUN INTERRUPT'],
  ['MEM_SHARE', 'MEM_FRAG_RX'],
  ['MEM_FRAG_TX', 'MEM_FRAG_RX'],
  ['MEM_FRAG_RX', 'MEM_FRAG_TX'],
  ['MEM_RETRIEVE_REQ', 'MEM_RETRIEVE_RESP'],
];

/** Codes that some implementation or test suite answers with or expects. */
export const knownErrors: [name: string, errors: string][] = [
  ['FEATURES', 'NOT_SUPPORTED'],
  ['RX_RELEASE', 'DENIED INVALID_PARAMETERS NOT_SUPPORTED'],
  ['RX_ACQUIRE', 'INVALID_PARAMETERS DENIED NOT_SUPPORTED'],
  ['RXTX_MAP', 'DENIED INVALID_PARAMETERS NO_MEMORY NOT_SUPPORTED'],
  ['RXTX_UNMAP', 'INVALID_PARAMETERS NOT_SUPPORTED'],
  ['PARTITION_INFO_GET', 'BUSY INVALID_PARAMETERS NO_MEMORY DENIED NOT_SUPPORTED'],
  ['PARTITION_INFO_GET_REGS', 'INVALID_PARAMETERS RETRY NOT_SUPPORTED DENIED NOT_READY'],
  ['MSG_WAIT', 'INVALID_PARAMETERS DENIED NOT_SUPPORTED'],
  ['YIELD', 'INVALID_PARAMETERS DENIED NOT_SUPPORTED'],
  ['RUN', 'INVALID_PARAMETERS BUSY DENIED ABORTED NOT_SUPPORTED'],
  ['MSG_SEND_DIRECT_REQ', 'INVALID_PARAMETERS DENIED BUSY ABORTED NOT_SUPPORTED'],
  ['MSG_SEND_DIRECT_REQ2', 'INVALID_PARAMETERS DENIED BUSY ABORTED NOT_SUPPORTED'],
  ['MSG_SEND_DIRECT_RESP', 'INVALID_PARAMETERS DENIED NOT_SUPPORTED'],
  ['MSG_SEND_DIRECT_RESP2', 'INVALID_PARAMETERS DENIED NOT_SUPPORTED'],
  ['MSG_SEND2', 'DENIED INVALID_PARAMETERS BUSY NO_MEMORY NOT_SUPPORTED'],
  ['MEM_SHARE', 'INVALID_PARAMETERS DENIED NO_MEMORY BUSY ABORTED NOT_SUPPORTED'],
  ['MEM_RECLAIM', 'INVALID_PARAMETERS DENIED NO_MEMORY ABORTED'],
  ['MEM_FRAG_TX', 'INVALID_PARAMETERS NO_MEMORY ABORTED'],
  ['NOTIFICATION_BITMAP_CREATE', 'INVALID_PARAMETERS DENIED NO_MEMORY NOT_SUPPORTED'],
  ['NOTIFICATION_SET', 'INVALID_PARAMETERS DENIED NO_MEMORY NOT_SUPPORTED'],
  ['NOTIFICATION_INFO_GET', 'NO_DATA NOT_SUPPORTED'],
  ['CONSOLE_LOG', 'INVALID_PARAMETERS RETRY NOT_SUPPORTED'],
];

/** Calls that end at one kind of instance only. */
export const instances: [name: string, instances: string][] = [
  ['ID_GET', 'NV NP SV'],
  ['MSG_WAIT', 'SV SP'],
  ['RUN', 'NV NP SV'],
  ['NORMAL_WORLD_RESUME', 'SP'],
  ['NOTIFICATION_BITMAP_CREATE', 'NP'],
  ['RX_ACQUIRE', 'NP'],
  ['SECONDARY_EP_REGISTER', 'SV'],
  ['EL3_INTR_HANDLE', 'SP'],
  ['MSG_SEND_DIRECT_RESP2', 'SV SP'],
];

/**
 * Register roles by calling convention: what a caller of SMC32 and of SMC64 may rely on after the call, x1–x3, x4–x7,
 * x8–x17, x18–x30: R result, P preserved, C clobbered, r result or preserved.
 */
export const conventions: [version: '1.0' | '1.1' | '1.2', form: 32 | 64, roles: string][] = [
  ['1.0', 32, 'RCCP'],
  ['1.0', 64, 'RCCP'],
  ['1.1', 32, 'RPPP'],
  ['1.1', 64, 'RPPP'],
  ['1.2', 32, 'RrPP'],
  ['1.2', 64, 'RrrP'],
];

/** Whole exchanges: registers in and out as the specification's examples and the suites have them. */
export const exchanges: { name: string; x: [number, bigint][]; reply: string; results: [number, string][] }[] = [
  { name: 'VERSION', x: [[0, 0x84000063n]], reply: '', results: [[0, 'version']] },
  { name: 'FEATURES', x: [[0, 0x84000064n]], reply: 'SUCCESS', results: [[2, 'properties']] },
  { name: 'ID_GET', x: [[0, 0x84000069n]], reply: 'SUCCESS', results: [[2, 'id']] },
  {
    name: 'PARTITION_INFO_GET',
    x: [[0, 0x84000068n]],
    reply: 'SUCCESS',
    results: [
      [2, 'count'],
      [3, 'descriptor size'],
    ],
  },
  {
    name: 'MSG_SEND_DIRECT_REQ2',
    x: [[0, 0xc400008dn]],
    reply: 'MSG_SEND_DIRECT_RESP2',
    results: [
      [1, 'sender, receiver'],
      [4, 'payload'],
      [17, 'payload'],
    ],
  },
  {
    name: 'RUN',
    x: [[0, 0x8400006dn]],
    reply: 'MSG_SEND_DIRECT_RESP2',
    results: [
      [4, 'payload'],
      [17, 'payload'],
    ],
  },
];
