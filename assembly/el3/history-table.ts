/**
 * Names of the switches for what firmware once did (history-switches.ts). The standard of each is what it does since the
 * commit named, or what no firmware here has. TypeScript only.
 */

import type { SwitchRow } from '../switch-row.ts';
import * as h from './history-switches.ts';
import { SWITCH_OFF, SWITCH_ON } from './switches.ts';

/** A switch that is off unless history is wanted: the names of the two states, today's first. */
function once(name: string, offset: number, [now, then]: [string, string], description: string): SwitchRow {
  return { name, offset, values: { [now]: SWITCH_OFF, [then]: SWITCH_ON }, standard: SWITCH_OFF, description };
}

export const historySwitches: SwitchRow[] = [
  once('realm', h.FIRMWARE_REALM, ['none', 'rmm'], 'whether a realm management monitor answers RMI calls'),
  {
    // TF-A 11578303fd04 (x0-x7 to x0-x3), 8e51cccaefc1 (x0-x3 to x0-x4)
    name: 'realm_window',
    offset: h.FIRMWARE_REALM_WINDOW,
    values: { 'x0-x4': h.REALM_X0_X4, 'x0-x3': h.REALM_X0_X3, 'x0-x7': h.REALM_X0_X7 },
    standard: h.REALM_X0_X4,
    description:
      "registers that the answer to an RMI call writes: x0-x4 (TF-A since 8e51cccaefc1), x0-x3, or x0-x7 with x4 zero and the realm world's x5-x7 (before 11578303fd04)",
  },
  // TF-A 11578303fd04
  once('realm_x0', h.FIRMWARE_REALM_X0, ['64', '32'], 'bits of x0 of an RMI answer that arrive (TF-A 11578303fd04)'),
  {
    // islet pull request 453; TF-A b96253db0838
    name: 'realm_unnamed',
    offset: h.FIRMWARE_REALM_UNNAMED,
    values: { kept: h.REALM_KEPT, zero: h.REALM_ZERO, garbage: h.REALM_GARBAGE },
    standard: h.REALM_KEPT,
    description:
      "what the monitor passes as a fifth result of an RMI call that has none: the caller's x4, 0 (TF-A's test payload before b96253db0838), or what it has (islet before pull request 453)",
  },
  // TF-A b96253db0838
  once(
    'realm_unknown',
    h.FIRMWARE_REALM_UNKNOWN,
    ['refused', 'lost'],
    "an unknown RMI call: -1 to the caller, or to the monitor itself for ever (TF-A's test payload before b96253db0838)",
  ),
  // TF-A c3260f9b82c5
  once(
    'banked',
    h.FIRMWARE_BANKED,
    ['all', 'without-x19-x29'],
    "registers that EL3 keeps for each world: all, or x19-x29 come back as the secure world's (TF-A before c3260f9b82c5)",
  ),
  {
    name: 'interrupt_after',
    offset: h.FIRMWARE_INTERRUPT_AFTER,
    kind: 'number',
    standard: 0,
    description:
      'the SMC after which a secure interrupt is taken, before the next instruction of the normal world; 0 for none',
  },
  {
    // TF-A 8f60d99f4; pull request 457
    name: 'interrupt_simd',
    offset: h.FIRMWARE_INTERRUPT_SIMD,
    values: { kept: h.SIMD_KEPT, lost: h.SIMD_LOST, 'pair-lost': h.SIMD_PAIR_LOST },
    standard: h.SIMD_KEPT,
    description:
      "V0-V31, FPSR and FPCR in such an interrupt: kept, replaced by the secure world's (TF-A before 8f60d99f4), or all but Q30 and Q31 kept (pull request 457, which pair is unconfirmed)",
  },
  // TF-A 4abd7fa71f3c
  once('unknown_width', h.FIRMWARE_UNKNOWN_WIDTH, ['64', '32'], 'the -1 of an unknown id: 64 bits (TF-A 4abd7fa71f3c)'),
  // TF-A e46b2fd210e2
  once(
    'dispatcher_error_width',
    h.FIRMWARE_DISPATCHER_ERROR_WIDTH,
    ['32', '64'],
    "status code in x2 of the dispatcher's FFA_ERROR: zero-extended (TF-A since e46b2fd210e2) or sign-extended",
  ),
  // OP-TEE 649e9731d
  once(
    'error_rest',
    h.FIRMWARE_ERROR_REST,
    ['zero', 'request'],
    "x1 and x3-x7 of the SPMC's FFA_ERROR: 0, or the request's in 32 bits (OP-TEE before 649e9731d)",
  ),
  // OP-TEE a3915ecec
  once(
    'reclaim_error',
    h.FIRMWARE_RECLAIM_ERROR,
    ['w2', 'w1'],
    'register of the status code where FFA_MEM_RECLAIM is refused (OP-TEE before a3915ecec: w1)',
  ),
  // OP-TEE 1d184480d
  once(
    'response_form',
    h.FIRMWARE_RESPONSE_FORM,
    ['own', '32'],
    'id of a direct response: as the partition has it, or always the 32-bit one (OP-TEE before 1d184480d)',
  ),
  // OP-TEE d17db2afa
  once(
    'result_moves',
    h.FIRMWARE_RESULT_MOVES,
    ['64', '32'],
    "bits of x1-x7 of a partition's response that arrive (OP-TEE before d17db2afa: 32)",
  ),
  // OP-TEE 6a68b221a
  once(
    'partition_version',
    h.FIRMWARE_PARTITION_VERSION,
    ['own', 'function-id'],
    'what FFA_VERSION of a partition returns: the own version, or the function id (OP-TEE before 6a68b221a)',
  ),
  once(
    'preempted_to',
    h.FIRMWARE_PREEMPTED_TO,
    ['requester', 'normal-world'],
    'who gets FFA_INTERRUPT where a partition is preempted on behalf of another one: that one, or the normal world',
  ),
  // TF-A 76d53ee1aafc
  once(
    'version_relay',
    h.FIRMWARE_VERSION_RELAY,
    ['kept', 'leaks'],
    "x5-x17 after a relayed FFA_VERSION: 0 and the caller's, or what the SPMC's context holds (TF-A before 76d53ee1aafc)",
  ),
  // TF-A bb9fc8c0bbf5
  once(
    'request2_gate',
    h.FIRMWARE_REQUEST2_GATE,
    ['on', 'off'],
    'whether the dispatcher refuses the second kind of direct messages below 1.2 (TF-A since bb9fc8c0bbf5)',
  ),
  // TF-A eb863c75b10e
  once(
    'notification2_gate',
    h.FIRMWARE_NOTIFICATION2_GATE,
    ['own', 'neighbours'],
    'calls that the dispatcher refuses below 1.3: those of 1.3, or FFA_RX_RELEASE, RXTX_MAP, RXTX_UNMAP and PARTITION_INFO_GET as well (TF-A b678653db59f to eb863c75b10e)',
  ),
  {
    // TF-A b2d851785
    name: 'sve_hint',
    offset: h.FIRMWARE_SVE_HINT,
    values: { dropped: h.HINT_DROPPED, 'bit-16': h.HINT_BIT_16, 'bit-0': h.HINT_BIT_0 },
    standard: h.HINT_DROPPED,
    description:
      'bit of a function id that tells the SPMC, in bit 16, that there is no SVE state to save: none, 16, or 0 (TF-A before b2d851785)',
  },
];
