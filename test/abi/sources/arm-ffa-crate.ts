/**
 * Which registers carry what, as the arm-ffa crate packs and unpacks them (ArmFirmwareCrates/arm-ffa, August 2026, FF-A 1.3
 * ALP4): `w` is cut to 32 bits, `x` is whole, `-` stands between the first and the last of a row of registers. Registers
 * that it does not name it fills with zero. Versions are those of `minimum_ffa_version`.
 */

export interface PackedCall {
  name: string;
  form: 32 | 64;
  since: '1.0' | '1.1' | '1.2' | '1.3';
  registers: string;
}

const rows: [since: PackedCall['since'], form: 32 | 64, name: string, registers: string][] = [
  ['1.0', 32, 'ERROR', 'w1 w2 w3'],
  ['1.3', 64, 'ERROR', 'w1 w2 w3'],
  ['1.0', 32, 'INTERRUPT', 'w1 w2'],
  ['1.3', 64, 'INTERRUPT', 'w1 w2'],
  ['1.0', 32, 'VERSION', 'w1 w2'],
  ['1.0', 32, 'FEATURES', 'w1 w2'],
  ['1.1', 32, 'RX_ACQUIRE', 'w1'],
  ['1.0', 32, 'RX_RELEASE', 'w1'],
  ['1.0', 32, 'RXTX_MAP', 'w1 w2 w3'],
  ['1.0', 64, 'RXTX_MAP', 'x1 x2 w3'],
  ['1.0', 32, 'RXTX_UNMAP', 'w1'],
  ['1.0', 32, 'PARTITION_INFO_GET', 'w1-w4 w5'],
  ['1.2', 64, 'PARTITION_INFO_GET_REGS', 'x1-x2 x3'],
  ['1.0', 32, 'ID_GET', ''],
  ['1.1', 32, 'SPM_ID_GET', ''],
  ['1.0', 32, 'MSG_WAIT', 'w2'],
  ['1.3', 64, 'MSG_WAIT', 'w2'],
  ['1.0', 32, 'RUN', 'w1'],
  ['1.3', 64, 'RUN', 'w1'],
  ['1.0', 32, 'NORMAL_WORLD_RESUME', ''],
  ['1.3', 64, 'NORMAL_WORLD_RESUME', ''],
  ['1.1', 32, 'SECONDARY_EP_REGISTER', 'w1'],
  ['1.1', 64, 'SECONDARY_EP_REGISTER', 'x1'],
  ['1.1', 32, 'MSG_SEND2', 'w1 w2'],
  ['1.0', 32, 'MSG_SEND_DIRECT_REQ', 'w1 w2 w3-w7'],
  ['1.0', 64, 'MSG_SEND_DIRECT_REQ', 'w1 w2 x3-x17'],
  ['1.0', 32, 'MSG_SEND_DIRECT_RESP', 'w1 w2 w3-w7'],
  ['1.0', 64, 'MSG_SEND_DIRECT_RESP', 'w1 w2 x3-x17'],
  ['1.2', 64, 'MSG_SEND_DIRECT_REQ2', 'w1 x2-x3 x4-x17'],
  ['1.2', 64, 'MSG_SEND_DIRECT_RESP2', 'w1 x2-x3 x4-x17'],
  ['1.0', 32, 'MEM_DONATE', 'w1 w2 w3 w4'],
  ['1.0', 64, 'MEM_DONATE', 'w1 w2 x3 w4'],
  ['1.0', 32, 'MEM_LEND', 'w1 w2 w3 w4'],
  ['1.0', 64, 'MEM_LEND', 'w1 w2 x3 w4'],
  ['1.0', 32, 'MEM_SHARE', 'w1 w2 w3 w4'],
  ['1.0', 64, 'MEM_SHARE', 'w1 w2 x3 w4'],
  ['1.0', 32, 'MEM_RETRIEVE_REQ', 'w1 w2 w3 w4'],
  ['1.0', 64, 'MEM_RETRIEVE_REQ', 'w1 w2 x3 w4'],
  ['1.0', 32, 'MEM_RETRIEVE_RESP', 'w1 w2'],
  ['1.0', 32, 'MEM_RELINQUISH', ''],
  ['1.0', 32, 'MEM_RECLAIM', 'w1-w2 w3'],
  ['1.1', 32, 'MEM_PERM_GET', 'w1 w2'],
  ['1.1', 64, 'MEM_PERM_GET', 'x1 w2'],
  ['1.1', 32, 'MEM_PERM_SET', 'w1 w2 w3'],
  ['1.1', 64, 'MEM_PERM_SET', 'x1 w2 w3'],
  ['1.0', 32, 'MEM_OP_PAUSE', 'w1-w2'],
  ['1.0', 32, 'MEM_OP_RESUME', 'w1-w2'],
  ['1.0', 32, 'MEM_FRAG_RX', 'w1-w2 w3 w4'],
  ['1.0', 32, 'MEM_FRAG_TX', 'w1-w2 w3 w4'],
  ['1.2', 32, 'CONSOLE_LOG', 'w1 w2-w7'],
  ['1.2', 64, 'CONSOLE_LOG', 'w1 x2-x17'],
  ['1.1', 32, 'NOTIFICATION_BITMAP_CREATE', 'w1 w2'],
  ['1.1', 32, 'NOTIFICATION_BITMAP_DESTROY', 'w1'],
  ['1.1', 32, 'NOTIFICATION_BIND', 'w1 w2 w3-w4'],
  ['1.1', 32, 'NOTIFICATION_UNBIND', 'w1 w3-w4'],
  ['1.1', 32, 'NOTIFICATION_SET', 'w1 w2 w3-w4'],
  ['1.1', 32, 'NOTIFICATION_GET', 'w1 w2'],
  ['1.1', 32, 'NOTIFICATION_INFO_GET', ''],
  ['1.1', 64, 'NOTIFICATION_INFO_GET', ''],
  ['1.2', 32, 'EL3_INTR_HANDLE', ''],
];

export const packedCalls: PackedCall[] = rows.map(([since, form, name, registers]) => ({
  since,
  form,
  name,
  registers,
}));

/** Bits that the crate refuses with an error where one is set: register, mask. */
export const refusedBits: [name: string, register: number, mask: number][] = [
  ['VERSION', 2, 0xfffffffc],
  ['MSG_SEND2', 2, 0xfffffffd],
  ['PARTITION_INFO_GET', 5, 0xfffffffe],
  ['MEM_RECLAIM', 3, 0xfffffffc],
  ['NOTIFICATION_SET', 2, 0xfffc],
  ['NOTIFICATION_BITMAP_CREATE', 1, 0xffff0000],
  ['NOTIFICATION_BITMAP_DESTROY', 1, 0xffff0000],
];
