/** Names of the proxy's switches, for the command line and for the models. TypeScript only. */

import type { SwitchRow } from '../../switch-row.ts';
import * as s from './switches.ts';

const path = { forwarded: s.PATH_FORWARDED, handled: s.PATH_HANDLED };
const call = { forwarded: s.CALL_ALLOWED, refused: s.CALL_REFUSED };
const check = { off: s.CHECK_OFF, on: s.CHECK_ON };

/** The standard of each switch is what v6.18 does. */
export const pkvmSwitches: SwitchRow[] = [
  {
    name: 'smc_immediate',
    offset: s.SWITCH_SMC_IMMEDIATE,
    values: { ignored: s.IMMEDIATE_IGNORED, refused: s.IMMEDIATE_REFUSED },
    standard: s.IMMEDIATE_IGNORED,
    description: 'an SMC with an immediate other than 0: treated like SMC #0, or x0 = -1 and nothing else',
  },
  {
    name: 'upper_bits',
    offset: s.SWITCH_UPPER_BITS,
    values: { ignored: s.UPPER_BITS_IGNORED, refused: s.UPPER_BITS_REFUSED },
    standard: s.UPPER_BITS_IGNORED,
    description: 'bits 63:32 of x0: dropped before matching, or x0 = -1 and nothing else where any is set',
  },
  {
    name: 'last_number',
    offset: s.SWITCH_LAST_NUMBER,
    values: { '0x7f': 0x7f, '0xff': 0xff },
    standard: 0xff,
    description: 'last function number that counts as an FF-A call; what lies above is forwarded',
  },
  {
    name: 'gate',
    offset: s.SWITCH_GATE,
    values: { open: s.GATE_OPEN, 'version-first': s.GATE_VERSION_FIRST, 'direct-requests': s.GATE_DIRECT_REQUESTS },
    standard: s.GATE_VERSION_FIRST,
    description:
      'FF-A calls before a version is negotiated: as after it, INVALID_PARAMETERS, or that but for FFA_MSG_SEND_DIRECT_REQ',
  },
  {
    name: 'version_call',
    offset: s.SWITCH_VERSION_CALL,
    values: {
      forwarded: s.VERSION_FORWARDED,
      negotiated: s.VERSION_NEGOTIATED,
      renegotiated: s.VERSION_RENEGOTIATED,
    },
    standard: s.VERSION_NEGOTIATED,
    description: 'FFA_VERSION: forwarded, negotiated once, or trapped so that the host may lower it at any time',
  },
  {
    name: 'downgrade',
    offset: s.SWITCH_DOWNGRADE,
    values: { answered: s.DOWNGRADE_ANSWERED, refused: s.DOWNGRADE_REFUSED },
    standard: s.DOWNGRADE_REFUSED,
    description: 'a lower minor than the negotiated one: answered with the negotiated version, or refused with -1',
  },
  {
    name: 'hyp_version',
    offset: s.SWITCH_HYP_VERSION,
    kind: 'version',
    standard: 0x10002,
    description: 'highest FF-A version that the proxy works by',
  },
  {
    name: 'init_calls',
    offset: s.SWITCH_INIT_CALLS,
    values: { 'at-boot': s.INIT_AT_BOOT, deferred: s.INIT_DEFERRED },
    standard: s.INIT_DEFERRED,
    description: "when FFA_ID_GET and FFA_FEATURES are issued: at boot, or at the host's first FFA_VERSION",
  },
  {
    name: 'neg1_compare',
    offset: s.SWITCH_NEG1_COMPARE,
    values: { 64: s.COMPARE_64, 32: s.COMPARE_32 },
    standard: s.COMPARE_64,
    description: "how EL3's -1 to FFA_VERSION is recognised: all 64 bits of x0, or the low 32",
  },
  {
    name: 'buffer_size',
    offset: s.SWITCH_BUFFER_SIZE,
    values: { exact: s.SIZE_EXACT, 'low-bits': s.SIZE_LOW_BITS, strict: s.SIZE_STRICT },
    standard: s.SIZE_LOW_BITS,
    description:
      'which x2 of FFA_FEATURES(RXTX_MAP) names a buffer size: 0 to 2 exactly, by bits 1:0, or with the rest 0',
  },
  {
    name: 'smccc',
    offset: s.SWITCH_SMCCC,
    values: { '1.1': s.SMCCC_1_1, '1.2': s.SMCCC_1_2 },
    standard: s.SMCCC_1_2,
    description: "convention of the proxy's own SMCs: 1.1 passes x0-x7 and reads x0-x3, 1.2 passes and reads x0-x17",
  },
  {
    name: 'retval',
    offset: s.SWITCH_RETVAL,
    values: {
      'x0-x3': s.RETVAL_X0_X3,
      'x0-x7': s.RETVAL_X0_X7,
      'response-id': s.RETVAL_RESPONSE_ID,
      'response-id-any': s.RETVAL_RESPONSE_ID_ANY,
      'request-id': s.RETVAL_REQUEST_ID,
      always: s.RETVAL_ALWAYS,
    },
    standard: s.RETVAL_ALWAYS,
    description:
      'registers that a handled call writes back; response-id and request-id write x8-x17 by bit 30 of the result or of the request; response-id exempts FFA_VERSION, response-id-any does not',
  },
  {
    name: 'result',
    offset: s.SWITCH_RESULT,
    values: { uninitialised: s.RESULT_UNINITIALISED, zeroed: s.RESULT_ZEROED },
    standard: s.RESULT_UNINITIALISED,
    description: "the result structure on EL2's stack: what FFA_VERSION does not set leaks, or is 0",
  },
  {
    name: 'run_path',
    offset: s.SWITCH_RUN_PATH,
    values: path,
    standard: s.PATH_FORWARDED,
    description: 'FFA_RUN: by the generic forwarder, or issued by EL2 and written back by the retval rule',
  },
  {
    name: 'direct_path',
    offset: s.SWITCH_DIRECT_PATH,
    values: path,
    standard: s.PATH_FORWARDED,
    description: 'FFA_MSG_SEND_DIRECT_REQ, 32 and 64 bits: by the generic forwarder, or issued by EL2',
  },
  {
    name: 'id_get_path',
    offset: s.SWITCH_ID_GET_PATH,
    values: path,
    standard: s.PATH_FORWARDED,
    description: 'FFA_ID_GET: by the generic forwarder, or answered by EL2',
  },
  {
    name: 'partition_info_path',
    offset: s.SWITCH_PARTITION_INFO_PATH,
    values: path,
    standard: s.PATH_HANDLED,
    description: "FFA_PARTITION_INFO_GET: by the generic forwarder, or through the hypervisor's RX buffer",
  },
  {
    name: 'other_path',
    offset: s.SWITCH_OTHER_PATH,
    values: path,
    standard: s.PATH_FORWARDED,
    description: 'any other FF-A call that is let through: by the generic forwarder, or issued by EL2',
  },
  {
    name: 'direct_req_32',
    offset: s.SWITCH_DIRECT_REQ_32,
    values: call,
    standard: s.CALL_ALLOWED,
    description: 'FFA_MSG_SEND_DIRECT_REQ with the 32-bit id',
  },
  {
    name: 'direct_resp_64',
    offset: s.SWITCH_DIRECT_RESP_64,
    values: call,
    standard: s.CALL_ALLOWED,
    description: 'FFA_MSG_SEND_DIRECT_RESP with the 64-bit id',
  },
  {
    name: 'notifications',
    offset: s.SWITCH_NOTIFICATIONS,
    values: call,
    standard: s.CALL_REFUSED,
    description: 'the notification calls with 32-bit ids',
  },
  {
    name: 'calls_1_2',
    offset: s.SWITCH_CALLS_1_2,
    values: call,
    standard: s.CALL_REFUSED,
    description: 'FFA_MSG_SEND_DIRECT_RESP2, FFA_CONSOLE_LOG (32-bit id), FFA_PARTITION_INFO_GET_REGS',
  },
  {
    name: 'el3_intr_handle',
    offset: s.SWITCH_EL3_INTR_HANDLE,
    values: call,
    standard: s.CALL_ALLOWED,
    description: 'FFA_EL3_INTR_HANDLE',
  },
  {
    name: 'direct_req2',
    offset: s.SWITCH_DIRECT_REQ2,
    values: {
      forwarded: s.REQ2_FORWARDED,
      refused: s.REQ2_REFUSED,
      handled: s.REQ2_HANDLED,
      'handled-sender': s.REQ2_HANDLED_SENDER,
    },
    standard: s.REQ2_REFUSED,
    description:
      'FFA_MSG_SEND_DIRECT_REQ2: forwarded, refused, issued by EL2 from 1.2 on, or that with the sender checked',
  },
  {
    name: 'minimum_fragment',
    offset: s.SWITCH_MINIMUM_FRAGMENT,
    values: { 48: 48, 64: 64, 80: 80, 'by-version': s.MINIMUM_BY_VERSION },
    standard: 80,
    description: 'shortest first fragment of a memory transaction in bytes; by-version: 48, 64, 80 for 1.0, 1.1, 1.2',
  },
  {
    name: 'access_offset',
    offset: s.SWITCH_ACCESS_OFFSET,
    values: {
      'at-32': s.ACCESS_AT_32,
      'by-version': s.ACCESS_BY_VERSION,
      'from-descriptor': s.ACCESS_FROM_DESCRIPTOR,
    },
    standard: s.ACCESS_BY_VERSION,
    description:
      'where the endpoint memory access descriptor is read: 32, 32 or 48 by version, or where the header says',
  },
  {
    name: 'descriptor_bounds',
    offset: s.SWITCH_DESCRIPTOR_BOUNDS,
    values: check,
    standard: s.CHECK_OFF,
    description: 'whether access descriptor and ranges must lie within the bytes received',
  },
  {
    name: 'range_alignment',
    offset: s.SWITCH_RANGE_ALIGNMENT,
    values: check,
    standard: s.CHECK_OFF,
    description: 'whether the address of a range must be page aligned; off truncates it to its page',
  },
  {
    name: 'rx_release',
    offset: s.SWITCH_RX_RELEASE,
    values: { never: s.RELEASE_NEVER, 'after-copy': s.RELEASE_AFTER_COPY },
    standard: s.RELEASE_AFTER_COPY,
    description: 'whether the proxy releases its RX buffer while it retrieves a descriptor',
  },
  {
    name: 'retrieve_header',
    offset: s.SWITCH_RETRIEVE_HEADER,
    values: { 32: 32, 48: 48 },
    standard: 48,
    description: 'bytes of the header that the proxy sends with FFA_MEM_RETRIEVE_REQ',
  },
];
