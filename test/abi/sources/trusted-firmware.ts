/**
 * Numbers as firmware and kernel headers have them, each name as its header spells it. Nothing here is derived from the
 * table that it checks.
 */

/** TF-A (TrustedFirmware-A/trusted-firmware-a, July 2026): include/services/ffa_svc.h. `FNUM` → number. */
export const tfaNumbers: Record<string, number> = {
  ERROR: 0x60,
  SUCCESS: 0x61,
  INTERRUPT: 0x62,
  VERSION: 0x63,
  FEATURES: 0x64,
  RX_RELEASE: 0x65,
  RXTX_MAP: 0x66,
  RXTX_UNMAP: 0x67,
  PARTITION_INFO_GET: 0x68,
  ID_GET: 0x69,
  MSG_POLL: 0x6a,
  MSG_WAIT: 0x6b,
  MSG_YIELD: 0x6c,
  MSG_RUN: 0x6d,
  MSG_SEND: 0x6e,
  MSG_SEND_DIRECT_REQ: 0x6f,
  MSG_SEND_DIRECT_RESP: 0x70,
  MEM_DONATE: 0x71,
  MEM_LEND: 0x72,
  MEM_SHARE: 0x73,
  MEM_RETRIEVE_REQ: 0x74,
  MEM_RETRIEVE_RESP: 0x75,
  MEM_RELINQUISH: 0x76,
  MEM_RECLAIM: 0x77,
  MEM_FRAG_RX: 0x7a,
  MEM_FRAG_TX: 0x7b,
  NORMAL_WORLD_RESUME: 0x7c,
  NOTIFICATION_BITMAP_CREATE: 0x7d,
  NOTIFICATION_BITMAP_DESTROY: 0x7e,
  NOTIFICATION_BIND: 0x7f,
  NOTIFICATION_UNBIND: 0x80,
  NOTIFICATION_SET: 0x81,
  NOTIFICATION_GET: 0x82,
  NOTIFICATION_INFO_GET: 0x83,
  RX_ACQUIRE: 0x84,
  SPM_ID_GET: 0x85,
  MSG_SEND2: 0x86,
  SECONDARY_EP_REGISTER: 0x87,
  MEM_PERM_GET: 0x88,
  MEM_PERM_SET: 0x89,
  CONSOLE_LOG: 0x8a,
  PARTITION_INFO_GET_REGS: 0x8b,
  EL3_INTR_HANDLE: 0x8c,
  MSG_SEND_DIRECT_REQ2: 0x8d,
  MSG_SEND_DIRECT_RESP2: 0x8e,
  NS_RES_INFO_GET: 0x8f,
  ABORT: 0x90,
};

/** TF-A's names where they are not the specification's. */
export const tfaNames: Record<string, string> = { MSG_YIELD: 'YIELD', MSG_RUN: 'RUN' };

/** The calls that ffa_svc.h has in the 64-bit form, and those of them that it has in no other. */
export const tfaForm64: string[] = [
  'ERROR',
  'SUCCESS',
  'RXTX_MAP',
  'MSG_SEND_DIRECT_REQ',
  'MSG_SEND_DIRECT_RESP',
  'MEM_DONATE',
  'MEM_LEND',
  'MEM_SHARE',
  'MEM_RETRIEVE_REQ',
  'SECONDARY_EP_REGISTER',
  'NOTIFICATION_INFO_GET',
  'PARTITION_INFO_GET_REGS',
  'CONSOLE_LOG',
  'MSG_SEND_DIRECT_REQ2',
  'MSG_SEND_DIRECT_RESP2',
  'MEM_PERM_GET',
  'MEM_PERM_SET',
  'NS_RES_INFO_GET',
  'ABORT',
];
export const tfaOnly64: string[] = [
  'PARTITION_INFO_GET_REGS',
  'MSG_SEND_DIRECT_REQ2',
  'MSG_SEND_DIRECT_RESP2',
  'NS_RES_INFO_GET',
];

/** The same header's codes, and those of Linux (include/linux/arm_ffa.h) after them. */
export const tfaStatus: Record<string, number> = {
  NOT_SUPPORTED: -1,
  INVALID_PARAMETER: -2,
  NO_MEMORY: -3,
  BUSY: -4,
  INTERRUPTED: -5,
  DENIED: -6,
  RETRY: -7,
  ABORTED: -8,
};
export const linuxStatus: Record<string, number> = {
  NOT_SUPPORTED: -1,
  INVALID_PARAMETERS: -2,
  NO_MEMORY: -3,
  BUSY: -4,
  INTERRUPTED: -5,
  DENIED: -6,
  RETRY: -7,
  ABORTED: -8,
  NO_DATA: -9,
};

/** PSCI: include/lib/psci/psci.h of TF-A. */
export const tfaPsci: Record<string, number> = {
  VERSION: 0x84000000,
  CPU_SUSPEND_AARCH32: 0x84000001,
  CPU_SUSPEND_AARCH64: 0xc4000001,
  CPU_OFF: 0x84000002,
  CPU_ON_AARCH32: 0x84000003,
  CPU_ON_AARCH64: 0xc4000003,
  AFFINITY_INFO_AARCH32: 0x84000004,
  AFFINITY_INFO_AARCH64: 0xc4000004,
  MIG_AARCH32: 0x84000005,
  MIG_AARCH64: 0xc4000005,
  MIG_INFO_TYPE: 0x84000006,
  MIG_INFO_UP_CPU_AARCH32: 0x84000007,
  MIG_INFO_UP_CPU_AARCH64: 0xc4000007,
  SYSTEM_OFF: 0x84000008,
  SYSTEM_RESET: 0x84000009,
  FEATURES: 0x8400000a,
  NODE_HW_STATE_AARCH32: 0x8400000d,
  NODE_HW_STATE_AARCH64: 0xc400000d,
  SYSTEM_SUSPEND_AARCH32: 0x8400000e,
  SYSTEM_SUSPEND_AARCH64: 0xc400000e,
  SET_SUSPEND_MODE: 0x8400000f,
  STAT_RESIDENCY_AARCH32: 0x84000010,
  STAT_RESIDENCY_AARCH64: 0xc4000010,
  STAT_COUNT_AARCH32: 0x84000011,
  STAT_COUNT_AARCH64: 0xc4000011,
  SYSTEM_RESET2_AARCH32: 0x84000012,
  SYSTEM_RESET2_AARCH64: 0xc4000012,
  MEM_PROTECT: 0x84000013,
  MEM_CHK_RANGE_AARCH32: 0x84000014,
  MEM_CHK_RANGE_AARCH64: 0xc4000014,
};

/** TF-A's PSCI names where they are not the specification's. */
export const tfaPsciNames: [RegExp, string][] = [
  [/^MIG(?=_AARCH|_INFO)/, 'MIGRATE'],
  [/^MEM_CHK_RANGE/, 'MEM_PROTECT_CHECK_RANGE'],
];

/** PSCI codes of Linux (include/uapi/linux/psci.h). */
export const linuxPsciStatus: Record<string, number> = {
  NOT_SUPPORTED: -1,
  INVALID_PARAMETERS: -2,
  DENIED: -3,
  ALREADY_ON: -4,
  ON_PENDING: -5,
  INTERNAL_FAILURE: -6,
  NOT_PRESENT: -7,
  DISABLED: -8,
  INVALID_ADDRESS: -9,
};

/** Architecture calls and codes of Linux (include/linux/arm-smccc.h). */
export const linuxSmccc: Record<string, number> = {
  VERSION: 0x80000000,
  ARCH_FEATURES: 0x80000001,
  ARCH_WORKAROUND_1: 0x80008000,
  ARCH_WORKAROUND_2: 0x80007fff,
};
export const linuxSmcccStatus: Record<string, number> = { NOT_SUPPORTED: -1, NOT_REQUIRED: -2, INVALID_PARAMETER: -3 };
