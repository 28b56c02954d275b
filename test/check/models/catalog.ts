/** For each rule a model that breaks it and nothing else, and its sound twin. */
import * as ffa from '../../../assembly/ffa/ids.ts';
import { FFA_NOT_SUPPORTED } from '../../../assembly/ffa/status.ts';
import * as layout from '../../../assembly/layout.ts';
import type { ScriptedReply } from '../../../src/engine/engine.ts';
import { type Base, type Damage, random64, reply } from './machine.ts';

/** The readings by which a profile takes the same hypervisor for sound. */
export type Family = 'smccc' | 'ffa' | 'linux' | 'xen';

export interface Model {
  rule: string;
  /** Name without `bad_`: what it does wrong. */
  bad: string;
  /** Name without `good_`. */
  good: string;
  /** Names of the registers that the finding must have. */
  registers: string;
  program: string;
  /** Number of the trap where it happens. */
  at: number;
  breaks: Damage;
  /** What makes a hypervisor sound that is not quite: for both of the twins, before `breaks`. */
  mends?: [number, Damage][];
  replies?: ScriptedReply[];
  /** Hypervisors to break instead of those that the family takes. */
  base?: Partial<Record<Family, Base>>;
  /** Only these of the families that have the rule. */
  families?: Family[];
  machines?: number;
  probe?: boolean;
}

const NARROW = 0xffffffffn;
const extended = [8, 9, 10, 11, 12, 13, 14, 15, 16, 17];
const SMC = '\n  smc #0\n';

/** Calls one after another, an SMC after each. */
const program = (...calls: string[]): string => calls.map((call) => `  ${call}${SMC}`).join('');

const version = 'ffa_version VERSION';
const query = 'ffa_features function=QUERY';
const map = 'ffa_rxtx_map_64 tx=tx, rx=rx, page_count=1';
/** A version, then a call of each form that EL2 answers itself. */
const calls = program(version, query, map);
const VERSION = 0;
const SMC32 = 1;
const SMC64 = 2;

/** EL2 that answers in sign-extended codes, mended. */
const narrowCode: Damage = (wreck) => {
  if (wreck.x(0) === BigInt(ffa.FFA_ERROR)) wreck.setX(2, wreck.x(2) & NARROW);
};
/** What a caller outside FF-A gets: EL3’s -1, and its own registers. */
const other = program(version, 'smccc_arch_features function=0x80008000');
const OTHER = 1;

const callerSaved: Model[] = [
  {
    rule: 'undefined-value',
    bad: 'x2_from_the_stack',
    good: 'x2_from_the_answer',
    registers: 'x2',
    program: calls,
    at: SMC32,
    breaks: (wreck) => wreck.setWriter(2, 'undefined'),
  },
  {
    rule: 'x4-x7',
    bad: 'x6_flipped',
    good: 'x6_kept',
    registers: 'x6',
    program: calls,
    at: SMC32,
    breaks: (wreck) => wreck.flip(6),
    families: ['smccc'],
  },
  {
    rule: 'x4-x7',
    bad: 'x6_flipped_outside_ffa',
    good: 'x6_kept_outside_ffa',
    registers: 'x6',
    program: other,
    at: OTHER,
    breaks: (wreck) => wreck.flip(6),
    families: ['ffa', 'xen'],
  },
  {
    rule: 'x8-x17',
    bad: 'x9_flipped_outside_ffa',
    good: 'x9_kept_outside_ffa',
    registers: 'x9',
    program: other,
    at: OTHER,
    breaks: (wreck) => wreck.flip(9),
  },
  {
    rule: 'x4-x17',
    bad: 'x12_lost',
    good: 'x12_kept',
    registers: 'x12',
    program: calls,
    at: SMC64,
    breaks: (wreck) => wreck.setX(12, 0x1234n),
    families: ['smccc'],
  },
  {
    rule: 'x4-x17',
    bad: 'x4_garbage_from_firmware',
    good: 'x4_kept_by_firmware',
    registers: 'x4',
    program: other,
    at: OTHER,
    breaks: (wreck) => wreck.setX(4, random64(), 'el3'),
    families: ['linux'],
  },
  {
    rule: 'smc32-x8-x17',
    bad: 'smc32_x13_flipped',
    good: 'smc32_x13_kept',
    registers: 'x13',
    program: calls,
    at: SMC32,
    breaks: (wreck) => wreck.flip(13),
  },
  {
    rule: 'smc64-x8-x17',
    bad: 'smc64_x8_flipped',
    good: 'smc64_x8_kept',
    registers: 'x8',
    program: calls,
    at: SMC64,
    breaks: (wreck) => wreck.flip(8),
  },
];

const calleeSaved: Model[] = [
  {
    rule: 'x18-x30',
    bad: 'x30_flipped',
    good: 'x30_kept',
    registers: 'x30',
    program: calls,
    at: SMC64,
    breaks: (wreck) => wreck.flip(30),
  },
  {
    rule: 'stack-pointers',
    bad: 'sp_el0_moved',
    good: 'sp_el0_kept',
    registers: 'sp_el0',
    program: calls,
    at: SMC32,
    breaks: (wreck) => wreck.change((file) => Object.assign(file, { spEl0: file.spEl0 ^ 0x10n })),
  },
  {
    rule: 'pstate',
    bad: 'flags_changed',
    good: 'flags_kept',
    registers: 'pstate',
    program: calls,
    at: SMC32,
    breaks: (wreck) => wreck.change((file) => Object.assign(file, { pstate: file.pstate ^ (1n << 30n) })),
  },
  {
    rule: 'simd',
    bad: 'v31_changed',
    good: 'v31_kept',
    registers: 'v31',
    program: calls,
    at: SMC64,
    breaks: (wreck) => wreck.change(({ v }) => Object.assign(v, { 31: v[31]! ^ (1n << 127n) })),
  },
  {
    rule: 'floating-point-status',
    bad: 'fpsr_set',
    good: 'fpsr_kept',
    registers: 'fpsr',
    program: calls,
    at: SMC32,
    breaks: (wreck) => wreck.change((file) => Object.assign(file, { fpsr: 1n })),
  },
];

/** The first machine's x20 at its first call: the second must never see it. */
let seen = 0n;
const remember: Damage = (wreck) => {
  seen = wreck.before(20);
};

const leaks: Model[] = [
  {
    rule: 'leak-other-vm',
    bad: 'x3_of_another_vm',
    good: 'x3_of_nobody',
    registers: 'x3',
    program: program(version, map, 'ffa_rxtx_unmap vm=0'),
    at: 5,
    breaks: (wreck) => wreck.setX(3, seen),
    mends: [[0, remember]],
    machines: 2,
  },
  {
    rule: 'leak-firmware',
    bad: 'x3_of_firmware',
    good: 'x3_zero',
    registers: 'x3',
    program: calls,
    at: SMC64,
    breaks: (wreck) => wreck.setX(3, random64(), 'el3'),
  },
  {
    rule: 'leak-hypervisor',
    bad: 'x3_of_el2',
    good: 'x3_zero',
    registers: 'x3',
    program: calls,
    at: SMC64,
    breaks: (wreck) => wreck.setX(3, random64(), 'el2'),
  },
];

/** One secure partition, 0x8001, which takes direct requests: Xen asks for the list before it forwards any. */
const descriptor = Uint8Array.from([0x01, 0x80, 1, 0, 1, 1, ...Array<number>(18).fill(0)]);
const partitions: ScriptedReply = { ...reply(ffa.FFA_PARTITION_INFO_GET, [ffa.FFA_SUCCESS, 0, 1, 24]), rx: descriptor };
const payload = Array.from({ length: 5 }, random64);
const response = reply(
  ffa.FFA_MSG_SEND_DIRECT_REQ_64,
  [ffa.FFA_MSG_SEND_DIRECT_RESP_64, 0x80010000, 0, ...payload],
  extended,
);

const results: Model[] = [
  {
    rule: 'reserved-results',
    bad: 'x5_from_x6',
    good: 'x5_zero',
    registers: 'x5',
    program: calls,
    at: VERSION,
    breaks: (wreck) => wreck.setX(5, wreck.before(6)),
  },
  {
    rule: 'zero-x8-x17',
    bad: 'x9_from_x10',
    good: 'x9_zero',
    registers: 'x9',
    program: calls,
    at: SMC32,
    breaks: (wreck) => wreck.setX(9, wreck.before(10)),
  },
  {
    rule: 'results-arrive',
    bad: 'payload_x5_lost',
    good: 'payload_x5_delivered',
    registers: 'x5',
    program: program(version, 'ffa_msg_send_direct_req_64 sender=SELF, receiver=0x8001, framework_message=0'),
    replies: [partitions, response],
    at: 1,
    breaks: (wreck) => wreck.setX(5, wreck.before(5), 'caller'),
  },
  {
    rule: 'upper-results',
    bad: 'properties_with_bit_40',
    good: 'properties_of_32_bits',
    registers: 'x2',
    program: calls,
    at: SMC32,
    breaks: (wreck) => wreck.setX(2, wreck.x(2) | (1n << 40n)),
  },
  {
    rule: 'reply-id-64',
    bad: 'reply_id_with_bit_40',
    good: 'reply_id_of_32_bits',
    registers: 'x0',
    program: calls,
    at: SMC32,
    breaks: (wreck) => wreck.setX(0, wreck.x(0) | (1n << 40n)),
  },
];

const arguments_: Model[] = [
  {
    rule: 'upper-arguments',
    bad: 'x1_read_as_64_bits',
    good: 'x1_read_as_32_bits',
    registers: 'x1',
    program: calls,
    at: SMC32,
    breaks: (wreck) => {
      if (wreck.before(1) >> 32n !== 0n) wreck.setX(2, 1n);
    },
    probe: true,
  },
  {
    rule: 'upper-function-id',
    bad: 'x0_read_as_64_bits',
    good: 'x0_read_as_32_bits',
    registers: 'x0',
    program: calls,
    at: SMC32,
    breaks: (wreck) => {
      if (wreck.before(0) >> 32n !== 0n) wreck.setX(0, -1n);
    },
    probe: true,
  },
];

/** A call that EL2 refuses; Xen’s code has 32 bits already. */
const refused = program(version, 'ffa_msg_wait');
const REFUSED = 1;

const codes: Model[] = [
  {
    rule: 'status-width',
    bad: 'code_with_garbage_above',
    good: 'code_of_32_bits',
    registers: 'x2',
    program: refused,
    at: REFUSED,
    mends: [[REFUSED, narrowCode]],
    breaks: (wreck) => wreck.setX(2, (wreck.x(2) & NARROW) | (0x1234n << 32n)),
  },
  {
    rule: 'status-code',
    bad: 'code_in_w1',
    good: 'code_in_w2',
    registers: 'x2',
    program: refused,
    at: REFUSED,
    mends: [[REFUSED, narrowCode]],
    breaks: (wreck) => {
      wreck.setX(1, wreck.x(2));
      wreck.setX(2, 0n);
    },
  },
  {
    rule: 'unknown-call',
    bad: 'unknown_id_succeeds',
    good: 'unknown_id_refused',
    registers: 'x0',
    // The 32-bit form of a call that has none.
    program: program(version, 'load32 w0, 0x8400008b'),
    replies: [
      reply(
        0x8400008b,
        [ffa.FFA_ERROR, 0, BigInt.asUintN(32, BigInt(FFA_NOT_SUPPORTED))],
        [8, 9, 10, 11, 12, 13, 14, 15, 16, 17],
      ),
    ],
    at: 1,
    breaks: (wreck) => {
      wreck.setX(0, BigInt(ffa.FFA_SUCCESS));
      wreck.setX(2, 0n);
    },
  },
  {
    rule: 'reply-kind',
    bad: 'features_interrupted',
    good: 'features_succeeds',
    registers: 'x0',
    program: calls,
    at: SMC32,
    breaks: (wreck) => wreck.setX(0, BigInt(ffa.FFA_INTERRUPT)),
  },
  {
    rule: 'reply-form',
    bad: 'features_succeeds_in_64_bits',
    good: 'features_succeeds_in_32_bits',
    registers: 'x0',
    program: calls,
    at: SMC32,
    breaks: (wreck) => wreck.setX(0, BigInt(ffa.FFA_SUCCESS_64)),
  },
];

/** Firmware on its own that keeps x8–x17 and zeroes the rest: the callee whose version nobody sees. */
const bareReplies = [
  reply(ffa.FFA_VERSION, [0x10002n], extended),
  reply(ffa.FFA_FEATURES, [ffa.FFA_SUCCESS], extended),
  reply(ffa.FFA_VERSION, [0x10001n], extended),
];

const negotiation: Model[] = [
  {
    rule: 'version-first',
    bad: 'features_before_version',
    good: 'version_before_features',
    registers: 'x0',
    program: program(query),
    at: 0,
    mends: [[0, narrowCode]],
    breaks: (wreck) => {
      wreck.setX(0, BigInt(ffa.FFA_SUCCESS));
      wreck.setX(2, 0n);
    },
  },
  {
    rule: 'version-incompatible',
    bad: 'bit_31_accepted',
    good: 'bit_31_refused',
    registers: 'x0',
    program: program('ffa_version 0x80010002'),
    at: 0,
    mends: [[0, (wreck) => wreck.setX(0, NARROW)]],
    breaks: (wreck) => wreck.setX(0, 0x10002n),
  },
  {
    rule: 'version-open',
    bad: 'same_version_refused',
    good: 'same_version_again',
    registers: 'x0',
    program: program(version, version),
    at: 1,
    breaks: (wreck) => wreck.setX(0, NARROW),
  },
  {
    rule: 'version-closed',
    bad: 'third_version_named',
    good: 'other_version_refused',
    registers: 'x0',
    program: program(version, query, 'ffa_version FFA_VERSION_1_0'),
    replies: bareReplies,
    base: { ffa: 'bare' },
    at: 2,
    mends: [[2, (wreck) => wreck.setX(0, NARROW, 'el3')]],
    breaks: (wreck) => wreck.setX(0, 0x10001n, 'el3'),
  },
  {
    rule: 'version-fixed',
    bad: 'version_lowered_by_another_call',
    good: 'version_kept',
    registers: 'x0',
    program: program(version, query, query),
    at: 2,
    breaks: (wreck) => wreck.setEffectiveVersion(0x10001),
  },
  {
    rule: 'version-agreed',
    bad: 'lower_version_named',
    good: 'own_version_named',
    registers: 'x0',
    program: program(version),
    at: VERSION,
    breaks: (wreck) => wreck.setX(0, 0x10001n),
    families: ['ffa', 'linux'],
  },
  {
    rule: 'version-agreed',
    bad: 'lower_version_named_later',
    good: 'own_version_named_later',
    registers: 'x0',
    // Xen publishes the version with the first other call; from then on it must stay what it was.
    program: program(version, query, version),
    at: 2,
    breaks: (wreck) => wreck.setX(0, 0x10001n),
    families: ['xen'],
  },
  {
    rule: 'version-word',
    bad: 'version_with_bit_32',
    good: 'version_of_31_bits',
    registers: 'x0',
    program: program(version),
    at: VERSION,
    breaks: (wreck) => wreck.setX(0, wreck.x(0) | (1n << 32n)),
  },
  {
    rule: 'refusal-kept',
    bad: 'refusal_of_el3_forgotten',
    good: 'refusal_of_el3_heeded',
    registers: 'x0',
    program: program(version),
    at: VERSION,
    breaks: (wreck) => wreck.setFirstSmc([BigInt(ffa.FFA_VERSION), 0x10003n], [NARROW]),
  },
  {
    rule: 'el2-lives',
    bad: 'el2_panics',
    good: 'el2_answers',
    registers: '',
    program: calls,
    at: SMC64,
    breaks: (wreck) => {
      wreck.outcome = layout.OUTCOME_EL2_PANIC;
    },
  },
];

export const catalog: Model[] = [
  ...callerSaved,
  ...calleeSaved,
  ...leaks,
  ...results,
  ...arguments_,
  ...codes,
  ...negotiation,
];
