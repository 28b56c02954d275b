/** Names of the firmware's switches, for the command line and the stubs' set-up lines. TypeScript only. */

import type { SwitchRow } from '../switch-row.ts';
import { historySwitches } from './history-table.ts';
import * as s from './switches.ts';

const onOff = { off: s.SWITCH_OFF, on: s.SWITCH_ON };
const codes = {
  denied: s.CODE_DENIED,
  'not-supported': s.CODE_NOT_SUPPORTED,
  'invalid-parameters': s.CODE_INVALID_PARAMETERS,
};
const unnamed = {
  zero: s.UNNAMED_ZERO,
  kept: s.UNNAMED_KEPT,
  'zero-x7': s.UNNAMED_ZERO_X7,
  garbage: s.UNNAMED_GARBAGE,
};
const answers = {
  refused: s.ANSWER_REFUSED,
  answered: s.ANSWER_OWN,
  stored: s.ANSWER_STORED,
  'stored-as-asked': s.ANSWER_AS_ASKED,
};
const fill = { none: s.FILL_NONE, garbage: s.FILL_GARBAGE };

/** Who answers, and the fixed rules. */
const generalSwitches: SwitchRow[] = [
  {
    name: 'version',
    offset: s.FIRMWARE_VERSION,
    kind: 'version',
    standard: 0x10002,
    description: 'FF-A version that FFA_VERSION returns',
  },
  {
    name: 'min',
    offset: s.FIRMWARE_MINIMUM,
    kind: 'version',
    standard: 0x10000,
    description: 'lowest version that FFA_VERSION accepts; below it, or with bit 31 or another major, it answers -1',
  },
  {
    name: 'neg1',
    offset: s.FIRMWARE_NEG1,
    values: { 64: s.NEG1_64, 32: s.NEG1_32 },
    standard: s.NEG1_64,
    description:
      "width of the -1 in FFA_VERSION's x0: sign-extended (64) or zero-extended (32, as TF-A and Hafnium do)",
  },
  {
    name: 'feat',
    offset: s.FIRMWARE_FEATURES,
    kind: 'number',
    standard: 0,
    description: 'x2 of the answer to FFA_FEATURES; bits 1:0 give the RX/TX buffer size as 0 = 4K, 1 = 64K, 2 = 16K',
  },
  {
    name: 'id',
    offset: s.FIRMWARE_ID,
    kind: 'number',
    standard: 0,
    description: 'x2 of the answer to FFA_ID_GET',
  },
  {
    name: 'features_ok',
    offset: s.FIRMWARE_FEATURES_OK,
    values: { yes: 1, no: 0 },
    standard: 1,
    description: 'whether FFA_FEATURES succeeds or answers FFA_ERROR NOT_SUPPORTED',
  },
  {
    name: 'direct',
    offset: s.FIRMWARE_DIRECT,
    values: { success: s.DIRECT_SUCCESS, echo: s.DIRECT_ECHO },
    standard: s.DIRECT_ECHO,
    description:
      'what a direct message gets by the fixed rules: FFA_SUCCESS, or the response with source and destination swapped',
  },
  {
    name: 'unnamed',
    offset: s.FIRMWARE_UNNAMED,
    values: unnamed,
    standard: s.UNNAMED_ZERO,
    description:
      'what the registers hold that an answer of the fixed rules or of the dispatcher does not name: 0, what the SMC passed, 0 up to x7 and kept above, or seeded garbage',
  },
  {
    name: 'other',
    offset: s.FIRMWARE_OTHER,
    values: { success: s.OTHER_SUCCESS, 'not-supported': s.OTHER_NOT_SUPPORTED },
    standard: s.OTHER_NOT_SUPPORTED,
    description: 'what a function id outside FF-A gets: FFA_SUCCESS, or x0 = -1 and nothing else',
  },
  {
    name: 'other_unnamed',
    offset: s.FIRMWARE_OTHER_UNNAMED,
    values: { ...unnamed, previous: s.UNNAMED_PREVIOUS },
    standard: s.UNNAMED_KEPT,
    description:
      'what x1 to x17 hold after such an id, and after SMCCC_VERSION; previous: x1 to x3 of the last answer, and the rest kept (TF-A before 01fc1c24b9a0, CVE-2018-19440)',
  },
  {
    name: 'smccc_version',
    offset: s.FIRMWARE_SMCCC_VERSION,
    kind: 'version',
    standard: 0x10002,
    description: 'SMCCC version; below 1.2 the hypervisor does not use FF-A at all',
  },
  {
    name: 'service',
    offset: s.FIRMWARE_SERVICE,
    values: { scripted: s.SERVICE_SCRIPTED, none: s.SERVICE_NONE, ffa: s.SERVICE_FFA },
    standard: s.SERVICE_SCRIPTED,
    description:
      'who answers FF-A ids: fixed rules that remember nothing, nobody, or a dispatcher with SPMC and partitions',
  },
  {
    name: 'last_number',
    offset: s.FIRMWARE_LAST_NUMBER,
    kind: 'number',
    standard: 0xef,
    description: 'last FF-A function number; a higher one is an id outside FF-A',
  },
  {
    name: 'reserved_bits',
    offset: s.FIRMWARE_RESERVED_BITS,
    values: { ignored: s.RESERVED_IGNORED, refused: s.RESERVED_REFUSED },
    standard: s.RESERVED_IGNORED,
    description: 'bits 23:17 of a fast id: ignored, or x0 = -1 where any is set',
  },
  {
    name: 'spmc',
    offset: s.FIRMWARE_SPMC,
    values: { el3: s.SPMC_EL3, below: s.SPMC_BELOW },
    standard: s.SPMC_EL3,
    description:
      "where the SPMC stands: at EL3, so that the partition's registers meet the normal world's, or at S-EL1 or S-EL2, so that its own do",
  },
  {
    name: 'spmc_id',
    offset: s.FIRMWARE_SPMC_ID,
    kind: 'number',
    standard: 0x8000,
    description: 'endpoint id of the SPMC',
  },
];

const versionSwitches: SwitchRow[] = [
  {
    name: 'version_bit31',
    offset: s.FIRMWARE_VERSION_BIT31,
    values: { refused: s.ANSWER_REFUSED, ignored: s.ANSWER_OWN },
    standard: s.ANSWER_REFUSED,
    description: 'FFA_VERSION with bit 31 set: -1, or as without it',
  },
  {
    name: 'version_higher',
    offset: s.FIRMWARE_VERSION_HIGHER,
    values: answers,
    standard: s.ANSWER_OWN,
    description:
      'a higher minor version: -1, the own version, or that and the own version is stored, or the one asked for (TF-A before 3cc96af8db0d)',
  },
  {
    name: 'version_major',
    offset: s.FIRMWARE_VERSION_MAJOR,
    values: { refused: s.ANSWER_REFUSED, answered: s.ANSWER_OWN, 'stored-as-asked': s.ANSWER_AS_ASKED },
    standard: s.ANSWER_REFUSED,
    description:
      'another major version: -1, or the own version, or that and the one asked for is stored (TF-A before 3cc96af8db0d, Hafnium before 3cc9d6f4)',
  },
  {
    name: 'lock',
    offset: s.FIRMWARE_LOCK,
    values: { never: s.LOCK_NEVER, 'other-call': s.LOCK_OTHER_CALL, 'first-version': s.LOCK_FIRST_VERSION },
    standard: s.LOCK_OTHER_CALL,
    description:
      'what ends the negotiation: nothing, another call that reaches the SPMC, or the first FFA_VERSION as well, because it reaches the SPMC as a message',
  },
  {
    name: 'locked',
    offset: s.FIRMWARE_LOCKED,
    values: { refused: s.LOCKED_REFUSED, agreed: s.LOCKED_AGREED, own: s.LOCKED_OWN },
    standard: s.LOCKED_REFUSED,
    description: 'FFA_VERSION after that: -1 but for the same version, the version that was agreed, or the own one',
  },
  {
    name: 'before_version',
    offset: s.FIRMWARE_BEFORE_VERSION,
    values: { allowed: s.BEFORE_ALLOWED, refused: s.BEFORE_REFUSED },
    standard: s.BEFORE_ALLOWED,
    description: 'other calls before a version was stored: handled, or NOT_SUPPORTED',
  },
  {
    name: 'default_version',
    offset: s.FIRMWARE_DEFAULT_VERSION,
    kind: 'version',
    standard: 0x10000,
    description: 'version that the SPMC takes the normal world to have before it asks for one; 0 for none',
  },
  {
    name: 'boot_interrupt',
    offset: s.FIRMWARE_BOOT_INTERRUPT,
    values: onOff,
    standard: s.SWITCH_OFF,
    description: "a secure interrupt reaches the SPMC before the normal world's first call",
  },
  {
    name: 'interrupt_locks',
    offset: s.FIRMWARE_INTERRUPT_LOCKS,
    values: onOff,
    standard: s.SWITCH_OFF,
    description: 'such an interrupt ends the negotiation, as in Hafnium before February 2026',
  },
  {
    name: 'partition_start',
    offset: s.FIRMWARE_PARTITION_START,
    values: { boot: s.START_AT_BOOT, negotiated: s.START_NEGOTIATED },
    standard: s.START_AT_BOOT,
    description: 'when partitions come to wait for messages: at boot, or after the first FFA_VERSION',
  },
];

const registerSwitches: SwitchRow[] = [
  {
    name: 'spmc_unnamed',
    offset: s.FIRMWARE_SPMC_UNNAMED,
    values: unnamed,
    standard: s.UNNAMED_ZERO_X7,
    description: 'what the registers hold that a success of an SPMC at EL3 does not name',
  },
  {
    name: 'error_width',
    offset: s.FIRMWARE_ERROR_WIDTH,
    values: { 64: s.ERROR_64, 32: s.ERROR_32 },
    standard: s.ERROR_64,
    description: "status code in x2 of the SPMC's FFA_ERROR: sign-extended (64) or zero-extended (32)",
  },
  {
    name: 'world_switch',
    offset: s.FIRMWARE_WORLD_SWITCH,
    values: {
      bit30: s.WORLD_BIT30,
      'x0-x7': s.WORLD_X0_X7,
      'x0-x17': s.WORLD_X0_X17,
      request: s.WORLD_REQUEST,
      defined: s.WORLD_DEFINED,
    },
    standard: s.WORLD_BIT30,
    description:
      "registers that a message from the secure world writes: x0-x7 and x8-x17 by bit 30 of its id, x0-x7, x0-x17, x8-x17 by bit 30 of the caller's id, or those that it defines",
  },
  {
    name: 'version_gate',
    offset: s.FIRMWARE_VERSION_GATE,
    values: onOff,
    standard: s.SWITCH_ON,
    description: 'x8-x17 pass only to a world of FF-A 1.2, and are 0 where they come from an older one',
  },
  {
    name: 'upper',
    offset: s.FIRMWARE_UPPER,
    values: fill,
    standard: s.FILL_NONE,
    description: 'upper halves of 32-bit results: as they are, or seeded garbage',
  },
  {
    name: 'beyond',
    offset: s.FIRMWARE_BEYOND,
    values: fill,
    standard: s.FILL_NONE,
    description:
      "x18-x30, SP_EL0, V0-V31 and the flags of a guest that calls EL3 directly: kept, or seeded garbage; a hypervisor's own are not modelled",
  },
  {
    name: 'garbage_seed',
    offset: s.FIRMWARE_SEED,
    kind: 'number',
    standard: 1,
    description: 'what the garbage is made from',
  },
  {
    name: 'spmc_registers',
    offset: s.FIRMWARE_SPMC_REGISTERS,
    values: { kept: s.SPMC_KEEPS, zeroed: s.SPMC_ZEROES },
    standard: s.SPMC_KEEPS,
    description:
      'x8-x17 of an SPMC below EL3 where its answer has no use for them: as the last message that carried any left them, or 0',
  },
  {
    name: 'payload',
    offset: s.FIRMWARE_PAYLOAD,
    values: { whole: s.PAYLOAD_WHOLE, defined: s.PAYLOAD_DEFINED },
    standard: s.PAYLOAD_WHOLE,
    description:
      "what of a partition's registers a message carries: x0-x17 as they are, or what the message defines in its width",
  },
];

const messageSwitches: SwitchRow[] = [
  {
    name: 'no_property',
    offset: s.FIRMWARE_NO_PROPERTY,
    values: codes,
    standard: s.CODE_DENIED,
    description: 'a direct request that sender or receiver has not the property or the version for',
  },
  {
    name: 'request2_version',
    offset: s.FIRMWARE_REQUEST2_VERSION,
    values: codes,
    standard: s.CODE_DENIED,
    description: 'FFA_MSG_SEND_DIRECT_REQ2 of a sender whom the SPMC has below 1.2',
  },
  {
    name: 'request_uuid',
    offset: s.FIRMWARE_REQUEST_UUID,
    values: onOff,
    standard: s.SWITCH_ON,
    description: "the UUID of FFA_MSG_SEND_DIRECT_REQ2 must be nil or the receiver's",
  },
  {
    name: 'framework',
    offset: s.FIRMWARE_FRAMEWORK,
    values: {
      'invalid-parameters': s.FRAMEWORK_INVALID,
      'not-supported': s.FRAMEWORK_NOT_SUPPORTED,
      passed: s.FRAMEWORK_PASSED,
    },
    standard: s.FRAMEWORK_INVALID,
    description:
      'framework messages of the normal world that no partition asked for: an error, or passed to the partition',
  },
  {
    name: 'response_mismatch',
    offset: s.FIRMWARE_RESPONSE_MISMATCH,
    values: codes,
    standard: s.CODE_DENIED,
    description: 'a response of another kind than the request, or to another endpoint',
  },
  {
    name: 'response_width',
    offset: s.FIRMWARE_RESPONSE_WIDTH,
    values: onOff,
    standard: s.SWITCH_OFF,
    description: 'a 32-bit request takes a 32-bit response only',
  },
  {
    name: 'response2_reserved',
    offset: s.FIRMWARE_RESPONSE2_RESERVED,
    values: onOff,
    standard: s.SWITCH_OFF,
    description: 'x2 and x3 of FFA_MSG_SEND_DIRECT_RESP2 must be 0; else they are zeroed',
  },
  {
    name: 'normal_response',
    offset: s.FIRMWARE_NORMAL_RESPONSE,
    values: codes,
    standard: s.CODE_INVALID_PARAMETERS,
    description: 'a direct response of the normal world',
  },
];

const executionSwitches: SwitchRow[] = [
  {
    name: 'preemption',
    offset: s.FIRMWARE_PREEMPTION,
    values: onOff,
    standard: s.SWITCH_ON,
    description: 'a non-secure interrupt preempts a partition; else it waits until the partition leaves',
  },
  {
    name: 'wait_in_request',
    offset: s.FIRMWARE_WAIT_IN_REQUEST,
    values: onOff,
    standard: s.SWITCH_OFF,
    description: 'a partition may wait although a request is open; else DENIED',
  },
  {
    name: 'yield',
    offset: s.FIRMWARE_YIELD,
    values: onOff,
    standard: s.SWITCH_ON,
    description: 'partitions have FFA_YIELD',
  },
  {
    name: 'partition_run',
    offset: s.FIRMWARE_PARTITION_RUN,
    values: onOff,
    standard: s.SWITCH_ON,
    description: 'partitions have FFA_RUN; else INVALID_PARAMETERS',
  },
  {
    name: 'partition_request',
    offset: s.FIRMWARE_PARTITION_REQUEST,
    values: onOff,
    standard: s.SWITCH_ON,
    description: 'partitions have direct requests; else INVALID_PARAMETERS',
  },
  {
    name: 'partition_unknown',
    offset: s.FIRMWARE_PARTITION_UNKNOWN,
    values: codes,
    standard: s.CODE_NOT_SUPPORTED,
    description: 'a call of a partition that the SPMC does not have',
  },
  {
    name: 'run_waiting',
    offset: s.FIRMWARE_RUN_WAITING,
    values: onOff,
    standard: s.SWITCH_ON,
    description: 'FFA_RUN gives cycles to a partition that waits; else DENIED',
  },
  {
    name: 'run_normal',
    offset: s.FIRMWARE_RUN_NORMAL,
    values: codes,
    standard: s.CODE_INVALID_PARAMETERS,
    description: 'FFA_RUN of an endpoint of the normal world, by the normal world',
  },
  {
    name: 'error_ends_request',
    offset: s.FIRMWARE_ERROR_ENDS_REQUEST,
    values: onOff,
    standard: s.SWITCH_OFF,
    description: 'FFA_ERROR of a partition ends the request that it handles; else NOT_SUPPORTED',
  },
];

const discoverySwitches: SwitchRow[] = [
  {
    name: 'feature_list',
    offset: s.FIRMWARE_FEATURE_LIST,
    values: {
      constant: s.FEATURES_CONSTANT,
      hafnium: s.FEATURES_HAFNIUM,
      'el3-spmc': s.FEATURES_EL3_SPMC,
      optee: s.FEATURES_OPTEE,
    },
    standard: s.FEATURES_CONSTANT,
    description: 'which calls FFA_FEATURES knows: all, by feat and features_ok, or those of an SPMC',
  },
  {
    name: 'max_pages',
    offset: s.FIRMWARE_MAXIMUM_PAGES,
    kind: 'number',
    standard: 0,
    description: 'largest RX or TX buffer in 4K pages, which FFA_FEATURES names from 1.2 on; 0 for 63 and not named',
  },
  {
    name: 'rxtx_map_32',
    offset: s.FIRMWARE_RXTX_MAP_32,
    values: onOff,
    standard: s.SWITCH_ON,
    description: 'FFA_RXTX_MAP exists in its 32-bit form too',
  },
  {
    name: 'rxtx_overlap',
    offset: s.FIRMWARE_RXTX_OVERLAP,
    values: { refused: s.OVERLAP_REFUSED, 'same-refused': s.OVERLAP_SAME, allowed: s.OVERLAP_ALLOWED },
    standard: s.OVERLAP_REFUSED,
    description: 'RX and TX buffers with common pages: refused, refused where they have the same address, or allowed',
  },
  {
    name: 'descriptor_size',
    offset: s.FIRMWARE_DESCRIPTOR_SIZE,
    values: { 24: 24, 48: 48 },
    standard: 24,
    description: 'bytes of a partition information descriptor for callers from 1.1 on',
  },
  {
    name: 'size_1_0',
    offset: s.FIRMWARE_SIZE_1_0,
    values: { 0: 0, 8: 8 },
    standard: 0,
    description: 'w3 of FFA_PARTITION_INFO_GET for callers of 1.0',
  },
  {
    name: 'info_uuid',
    offset: s.FIRMWARE_INFO_UUID,
    values: onOff,
    standard: s.SWITCH_ON,
    description: 'FFA_PARTITION_INFO_GET with an unknown UUID is INVALID_PARAMETERS; else a success with no descriptor',
  },
  {
    name: 'info_flags',
    offset: s.FIRMWARE_INFO_FLAGS,
    values: onOff,
    standard: s.SWITCH_ON,
    description: 'bits 31:1 of w5 of FFA_PARTITION_INFO_GET must be 0',
  },
  {
    name: 'info_regs',
    offset: s.FIRMWARE_INFO_REGS,
    values: onOff,
    standard: s.SWITCH_ON,
    description: 'FFA_PARTITION_INFO_GET_REGS exists',
  },
  {
    name: 'forwarded_buffers',
    offset: s.FIRMWARE_FORWARDED_BUFFERS,
    values: onOff,
    standard: s.SWITCH_OFF,
    description: 'a hypervisor may map and unmap the buffers of its virtual machines, and acquire an RX',
  },
  {
    name: 'indirect',
    offset: s.FIRMWARE_INDIRECT,
    values: onOff,
    standard: s.SWITCH_OFF,
    description: 'FFA_MSG_SEND2 exists',
  },
  {
    name: 'notifications',
    offset: s.FIRMWARE_NOTIFICATIONS,
    values: { none: s.NOTIFICATIONS_NONE, bound: s.NOTIFICATIONS_BOUND, single: s.NOTIFICATIONS_SINGLE },
    standard: s.NOTIFICATIONS_NONE,
    description:
      'notification calls: NOT_SUPPORTED, for machines and partitions with each bit bound to a sender, or one bitmap for the normal world',
  },
  {
    name: 'memory',
    offset: s.FIRMWARE_MEMORY,
    values: { refused: s.MEMORY_REFUSED, accepted: s.MEMORY_ACCEPTED, checked: s.MEMORY_CHECKED },
    standard: s.MEMORY_CHECKED,
    description:
      "FFA_MEM_SHARE, LEND and DONATE: NOT_SUPPORTED, a handle for anything, or one for a descriptor of the caller's version",
  },
];

export const firmwareSwitches: SwitchRow[] = [
  ...generalSwitches,
  ...versionSwitches,
  ...registerSwitches,
  ...messageSwitches,
  ...executionSwitches,
  ...discoverySwitches,
  ...historySwitches,
];
