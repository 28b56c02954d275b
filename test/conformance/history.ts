/**
 * Bugs of the past in EL3, EL2 and callers, each with what shows it here: stubs under guest-asm/history that go red with the
 * setting as it was and green as it is now. Numbers in the order of a survey of fixed SMCCC and FF-A bugs; what a source does
 * not say is unconfirmed, and said so.
 */

/** One stub, and the runs that are red and green in it: a model, or a model and the firmware behind it. */
export interface HistoryPart {
  /** File under guest-asm/history. */
  stub: string;
  before: string[];
  after: string[];
  /** For bugs of callers: the labels behind the old code and the new one, which stand in one stub. */
  code?: { before: string; after: string };
  /** Another stub that shows the mended side. */
  mended?: string;
  /** What goes red, as the stub's lines have it: `WHERE: CONDITION`. */
  red: string[];
}

export interface Exhibit {
  number: string;
  /** Where no stub has one. */
  title?: string;
  /** Whose bug it was. */
  actor: 'EL2' | 'EL3' | 'caller';
  /** Where it was mended. */
  source: string;
  parts: HistoryPart[];
  /** For races: scenarios of `trapline explore` that are found, and never found. */
  scenarios?: { before: string; after: string }[];
  /** A test that shows what no stub can. */
  test?: string;
  /** What of it is not as it was, and why. */
  inPart?: string;
}

/** Bugs that show only together: of all combinations one is red. */
export interface CrossProduct {
  exhibits: string[];
  part: HistoryPart;
}

export const exhibits: Exhibit[] = [
  {
    number: '1',
    actor: 'EL3',
    source: 'islet pull request 453 (August 2025)',
    parts: [
      {
        stub: '01-rmm-garbage-x4.S',
        before: ['none@no-ffa+realm=rmm+realm_unnamed=garbage'],
        after: ['none@no-ffa+realm=rmm'],
        red: ['finding call: x4 rule=x4-x7', 'returned: x4 == before', 'stop: brk #0'],
      },
    ],
  },
  {
    number: '2',
    actor: 'EL3',
    source: 'TF-A 11578303fd04 (November 2021)',
    parts: [
      {
        stub: '02-rmmd-window.S',
        before: ['none@no-ffa+realm=rmm+realm_window=x0-x7+realm_x0=32'],
        after: ['none@no-ffa+realm=rmm+realm_window=x0-x3'],
        red: ['finding call: x4..x7 rule=x4-x7', 'returned: x0 == before.x1', 'returned: x4..x7 == before'],
      },
    ],
  },
  {
    number: '3',
    actor: 'EL3',
    source: 'TF-A 8e51cccaefc1 (September 2022)',
    parts: [
      {
        stub: '03-rmmd-fifth-result.S',
        before: ['none@no-ffa+realm=rmm+realm_window=x0-x3'],
        after: ['none@no-ffa+realm=rmm'],
        red: ['read: x4 == 1'],
      },
    ],
  },
  {
    number: '4',
    actor: 'EL3',
    source: 'TF-A b96253db0838 (November 2022)',
    parts: [
      {
        stub: '04-trp-unknown-call.S',
        before: ['none@no-ffa+realm=rmm+realm_unknown=lost'],
        after: ['none@no-ffa+realm=rmm'],
        red: ['stop: brk #0', 'returned: x0 == 0xffffffffffffffff'],
      },
      {
        stub: '04-trp-zero-x4.S',
        before: ['none@no-ffa+realm=rmm+realm_unnamed=zero'],
        after: ['none@no-ffa+realm=rmm'],
        red: ['finding *: x4 rule=x4-x7', 'returned: x4 == before'],
      },
    ],
  },
  {
    number: '5',
    actor: 'EL3',
    source: 'TF-A c3260f9b82c5 (April 2014), tf-issues#141',
    parts: [
      {
        stub: '05-x19-x29-not-banked.S',
        before: ['none@tfa-spmd+optee+banked=without-x19-x29'],
        after: ['none@tfa-spmd+optee'],
        red: ['finding call: x19..x29 rule=x18-x30', 'returned: x19..x29 == before'],
      },
    ],
  },
  {
    number: '6',
    actor: 'EL3',
    source: 'TF-A 01fc1c24b9a0 (November 2018), CVE-2018-19440',
    parts: [
      {
        stub: '06-previous-results.S',
        before: ['none@no-ffa+other_unnamed=previous'],
        after: ['none@no-ffa'],
        red: ['second: x1..x3 == before', 'second: x1..x3 != secret'],
      },
    ],
  },
  {
    number: '7',
    actor: 'EL3',
    source: 'TF-A 76d53ee1aafc (July 2023)',
    parts: [
      {
        stub: '07-version-relay.S',
        before: ['none@tfa-spmd+hafnium+version_relay=leaks'],
        after: ['none@tfa-spmd+hafnium'],
        red: ['finding call: x5..x17 rule=leak-firmware', 'returned: x1..x7 == 0', 'returned: x8..x17 == before'],
      },
    ],
  },
  {
    number: '8',
    actor: 'EL3',
    source: 'TF-A bb9fc8c0bbf5 (February 2025)',
    parts: [
      {
        stub: '08-request2-gate.S',
        before: ['none@tfa-spmd+hafnium+request2_gate=off'],
        after: ['none@tfa-spmd+hafnium'],
        red: ['refused: w2 == FFA_NOT_SUPPORTED'],
      },
      {
        stub: '08-request2-payload.S',
        before: ['none@tfa-el3-spmc+world_switch=x0-x7'],
        after: ['none@tfa-el3-spmc'],
        red: ['partition 0x8001#1: x8..x17 == 0x1234', 'returned: x8..x17 == answer'],
      },
      {
        stub: '08-request64-below-1.2.S',
        before: ['none@tfa-spmd+optee+world_switch=x0-x17+version_gate=off'],
        after: ['none@tfa-spmd+optee'],
        red: ['partition 0x8001#1: x8..x17 == 0', 'finding partition 0x8001: x8..x17 rule=smc32-x8-x17'],
      },
      {
        stub: '08-smc32-switch.S',
        before: ['none@tfa-spmd+optee+world_switch=x0-x17'],
        after: ['none@tfa-spmd+optee'],
        red: ['finding *: x8..x17 rule=smc32-x8-x17', 'returned: x8..x17 == before'],
      },
    ],
  },
  {
    number: '8b',
    actor: 'EL3',
    source: 'arm-ffa 5ded592, 91bea9b, c2def10; RF-A 5b0d04b (March 2026)',
    parts: [
      {
        stub: '08b-count-by-version.S',
        before: ['none@tfa-spmd+hafnium+unnamed=garbage', 'none@tfa-spmd+hafnium+unnamed=zero'],
        after: ['none@tfa-spmd+hafnium'],
        red: ['finding call: x8..x17 rule=smc32-x8-x17', 'returned: x8..x17 == before'],
      },
    ],
  },
  {
    number: '9',
    actor: 'EL3',
    source: 'OP-TEE 649e9731d, 44a414396 (August 2023)',
    parts: [
      {
        stub: '09-error-with-request.S',
        before: ['none@tfa-spmd+optee+error_rest=request'],
        after: ['none@tfa-spmd+optee'],
        red: ['finding call: x4..x7 rule=reserved-results', 'refused: x1 == 0, x3..x7 == 0'],
      },
    ],
    inPart:
      'the sibling, 44a414396, is not run: what becomes of a partition whose error goes to the normal world is not known',
  },
  {
    number: '10',
    actor: 'EL3',
    source: 'OP-TEE a3915ecec (November 2023)',
    parts: [
      {
        stub: '10-reclaim-code-in-w1.S',
        before: ['none@tfa-spmd+optee+reclaim_error=w1'],
        after: ['none@tfa-spmd+optee'],
        red: ['finding call: x2 rule=status-code', 'reclaimed: w2 == FFA_INVALID_PARAMETERS, w1 == 0'],
      },
    ],
  },
  {
    number: '11',
    actor: 'EL3',
    source: 'OP-TEE 1d184480d (October 2023), d17db2afa (December 2024)',
    parts: [
      {
        stub: '11-payload-in-32-bits.S',
        before: ['none@tfa-spmd+optee+result_moves=32'],
        after: ['none@tfa-spmd+optee'],
        red: ['answered: x3..x7 == answer'],
      },
      {
        stub: '11-response-32-for-64.S',
        before: ['none@tfa-spmd+optee+response_form=32'],
        after: ['none@tfa-spmd+optee'],
        red: ['answered: x0 == FFA_MSG_SEND_DIRECT_RESP_64', 'parsed: w20 == 0x55'],
      },
    ],
  },
  {
    number: '12',
    actor: 'EL3',
    source: 'TF-A 4abd7fa71f3c (February 2018), e46b2fd210e2 (March 2021)',
    parts: [
      {
        stub: '12-error-code-width.S',
        before: ['none@tfa-spmd+hafnium+dispatcher_error_width=64+neg1=64'],
        after: ['none@tfa-spmd+hafnium'],
        red: [
          'finding call: x2 rule=status-width',
          'refused: x0 == 0xffffffff',
          'waited: x2 == 0xffffffff',
          'finding version: x0 rule=status-width',
        ],
      },
      {
        stub: '12-unknown-id-width.S',
        before: ['none@no-ffa+unknown_width=32'],
        after: ['none@no-ffa'],
        red: ['asked: x0 == 0xffffffffffffffff', 'asked: x20 == 1'],
      },
    ],
  },
  {
    number: '13',
    actor: 'EL2',
    source: 'Linux (commit unconfirmed), Xen 00c4db573101 (December 2025)',
    parts: [
      {
        stub: '13-absence-in-32-bits.S',
        before: ['pkvm/v6.18+neg1_compare=64'],
        after: ['pkvm/v6.18+neg1_compare=32'],
        red: ['boot: result == 0'],
      },
      {
        stub: '13-refusal-in-32-bits.S',
        before: ['pkvm/v6.18+neg1_compare=64'],
        after: ['pkvm/v6.18+neg1_compare=32'],
        red: ['asked: w0 == FFA_NOT_SUPPORTED', 'state asked: hyp_ffa_version == 0x10002'],
      },
    ],
    inPart:
      'Xen had the same comparison, to no effect that a guest could see: without usable firmware there is no FF-A either way',
  },
  {
    number: '14',
    actor: 'EL3',
    source: 'Hafnium 1fff55d2 (February 2026), d319fbbb (May 2024), 4b6d88d5 (September 2025)',
    parts: [
      {
        stub: '14-console-log-locks.S',
        before: ['none@tfa-spmd+hafnium'],
        after: [],
        mended: 'guest-asm/boot/host-agrees.S',
        red: ['chatty: x0 == 0x10003'],
      },
      {
        stub: '14-interrupt-locks.S',
        before: ['none@tfa-spmd+hafnium+boot_interrupt=on+interrupt_locks=on'],
        after: ['none@tfa-spmd+hafnium+boot_interrupt=on'],
        red: ['asked: x0 == 0x10003'],
      },
      {
        stub: '14-version-too-late.S',
        before: ['relay/plain+boot_calls=version-last@tfa-spmd+hafnium'],
        after: ['relay/plain+boot_calls=version-first@tfa-spmd+hafnium'],
        red: ['boot: result == 0', 'el3: FFA_VERSION …'],
      },
    ],
  },
  {
    number: '15',
    actor: 'EL2',
    source: 'Linux 6f4c348b1d5c to 162190f2ccdc (v6.18-rc1)',
    parts: [
      {
        stub: '15-write-back.S',
        before: ['pkvm/v6.17-stable', 'pkvm/v6.18'],
        after: ['pkvm/retval-v7', 'pkvm/retval-v8'],
        red: ['refused: x4..x7 == 0', 'refused: x8..x17 == before', 'finding call: x8..x17 rule=smc32-x8-x17'],
      },
    ],
  },
  {
    number: '15b',
    actor: 'EL2',
    source: 'Linux f41426939244 (v6.18-rc1)',
    parts: [
      {
        stub: '15b-downgrade-answered.S',
        before: ['pkvm/v6.17-stable'],
        after: ['pkvm/no-downgrade'],
        red: ['lower: x0 == 0xffffffffffffffff'],
      },
    ],
  },
  {
    number: '16',
    actor: 'EL2',
    source: 'Linux (commit unconfirmed)',
    parts: [
      {
        stub: '16-stack-in-the-result.S',
        before: ['pkvm/v6.18+result=uninitialised'],
        after: ['pkvm/v6.18+result=zeroed'],
        red: ['finding call: x1..x17 rule=undefined-value', 'asked: x1..x17 == 0'],
      },
    ],
  },
  {
    number: '17',
    actor: 'EL3',
    source: 'TF-A 3cc96af8db0d, 8fb85514cd56 (2026); Hafnium 3cc9d6f4 (July 2023)',
    parts: [
      {
        stub: '17-any-version-stored.S',
        before: ['none@tfa-el3-spmc+version_major=stored-as-asked+lock=never+before_version=allowed'],
        after: ['none@tfa-el3-spmc'],
        red: ['sent: x0 == FFA_ERROR, w2 == FFA_NOT_SUPPORTED', 'state sent: spmc_version == 0'],
      },
      {
        stub: '17-version-after-calls.S',
        before: ['none@tfa-el3-spmc+lock=never'],
        after: ['none@tfa-el3-spmc'],
        red: ['state again: spmc_version == 0x10002'],
      },
    ],
  },
  {
    number: '18a',
    actor: 'EL2',
    source: 'Xen da07df555803 (November 2024), ad2d3a7dafba (December 2025)',
    parts: [
      {
        stub: '18-call-before-version.S',
        before: ['xen/before-negotiation@preserving'],
        after: ['xen/negotiation-merged@preserving'],
        red: ['asked: x0 == FFA_ERROR, w2 == FFA_NOT_SUPPORTED'],
      },
      {
        stub: '18-newer-firmware.S',
        before: ['xen/before-negotiation+firmware_newer=refused@preserving'],
        after: ['xen/before-negotiation@preserving'],
        red: ['asked: x0 == 0x10001', 'state asked: ffa_fw_version == 0x10001'],
      },
      {
        stub: '18-version-clamped.S',
        before: ['xen/before-negotiation+version_answer=clamped@preserving'],
        after: ['xen/before-negotiation@preserving'],
        red: ['older: x0 == 0x10001', 'state older: guest_vers == 0', 'state newer: guest_vers == 0'],
      },
    ],
  },
  {
    number: '18b',
    title: 'The version, used by several CPUs without a lock',
    actor: 'EL3',
    source: 'TF-A 2e975efc4dcf (June 2026)',
    parts: [],
    scenarios: [
      { before: 'spmd/version-closed-unlocked', after: 'spmd/version-closed' },
      { before: 'spmd/version-torn-unlocked', after: 'spmd/version-torn' },
    ],
  },
  {
    number: '19',
    actor: 'EL3',
    source: 'OP-TEE 6a68b221a (October 2020)',
    parts: [
      {
        stub: '19-version-is-the-id.S',
        before: ['none@tfa-spmd+optee+partition_version=function-id'],
        after: ['none@tfa-spmd+optee'],
        red: ['partition 0x8001#1: x0 & 0x80000000 == 0', 'partition 0x8001#1: x0 & 0x7fff0000 == 0x10000'],
      },
    ],
  },
  {
    number: '20',
    actor: 'EL3',
    source: 'TF-A b678653db59f to eb863c75b10e (August 2026)',
    parts: [
      {
        stub: '20-gate-of-the-neighbours.S',
        before: ['none@tfa-spmd+hafnium+notification2_gate=neighbours'],
        after: ['none@tfa-spmd+hafnium'],
        red: ['mapped: x0 == FFA_SUCCESS', 'released: w2 != FFA_NOT_SUPPORTED'],
      },
    ],
  },
  {
    number: '21',
    actor: 'EL2',
    source: 'Xen 248b8eee6f, 7f4217cc60, ede2583fa1 (2017 to 2021); Linux ded4c39e93f3 (2018)',
    parts: [
      {
        stub: '21-dirty-id-legacy.S',
        before: ['xen/v1.2+vcpus=2+function_id=legacy-64@preserving'],
        after: ['xen/v1.2+vcpus=2@preserving'],
        red: ['trap call: psci', 'asked: x0 == 0'],
      },
      {
        stub: '21-dirty-id-mediator.S',
        before: ['xen/v1.2+function_id=mediator-64@preserving'],
        after: ['xen/v1.2@preserving'],
        red: ['asked: x0 == 0x10002'],
      },
      {
        stub: '21-dirty-id-psci.S',
        before: ['xen/v1.2+function_id=psci-64@preserving'],
        after: ['xen/v1.2@preserving'],
        red: ['stop: brk #0', 'asked: x0 == 0x10001'],
      },
      {
        stub: '21-signed-id.S',
        before: ['xen/v1.2+function_id=mediator-64@preserving'],
        after: ['xen/v1.2@preserving'],
        code: { before: 'old', after: 'new' },
        red: ['old: x0 == 0x10002'],
      },
    ],
  },
  {
    number: '22',
    actor: 'EL2',
    source: 'Xen f4af571dd7 (March 2026)',
    parts: [
      {
        stub: '22-psci-arguments.S',
        before: ['xen/v1.2+vcpus=2+psci_arguments=64@preserving'],
        after: ['xen/v1.2+vcpus=2@preserving'],
        red: ['state asked: cpu_on_entry == 0x80001000', 'state asked: cpu_on_context == 0x55'],
      },
    ],
    inPart: 'the other vCPU does not run in this machine; where it would start is what is shown',
  },
  {
    number: '23',
    actor: 'EL2',
    source: 'Hafnium 5bc0b4cd (July 2018), 3a71c98a (September 2019)',
    parts: [
      {
        stub: '23-hvc-volatiles.S',
        before: ['relay/plain+volatile=zeroed-x18', 'relay/plain+volatile=zeroed'],
        after: ['relay/plain'],
        red: [
          'finding call: x18 rule=x18-x30',
          'finding call: x4..x7 rule=x4-x7',
          'finding call: x8..x17 rule=smc32-x8-x17',
          'returned: x4..x18 == before',
        ],
      },
    ],
  },
  {
    number: '23b',
    actor: 'EL2',
    source: 'Hafnium e76acb40, c60cc1f4 (2023)',
    parts: [
      {
        stub: '23b-forwarded-registers.S',
        before: ['relay/plain+forwarded_registers=residue@no-ffa', 'relay/plain+forwarded_registers=zeroed@no-ffa'],
        after: ['relay/plain@no-ffa'],
        red: [
          'finding call: x8..x17 rule=undefined-value',
          'returned: x8..x17 == before',
          'finding call: x8..x17 rule=smc32-x8-x17',
        ],
      },
    ],
    inPart: 'Hafnium at S-EL2 did it to a partition; here a guest of the normal world stands for that',
  },
  {
    number: '24',
    actor: 'EL3',
    source: 'TF-A f8a35797b, b2d851785 (2023); Hafnium 79dbd6f9 (November 2023)',
    parts: [
      {
        stub: '24-hint-compared.S',
        before: ['relay/plain+hint=compared@preserving'],
        after: ['relay/plain@preserving'],
        red: ['asked: x0 == 0x10002'],
      },
      {
        stub: '24-hint-from-bit-0.S',
        before: ['none@tfa-spmd+hafnium+sve_hint=bit-0'],
        after: ['none@tfa-spmd+hafnium+sve_hint=bit-16'],
        red: ['state odd: sve_hint == 0', 'state even: sve_hint == 1'],
      },
      {
        stub: '24-reserved-id-bits.S',
        before: ['none@tfa-spmd+hafnium+reserved_bits=ignored'],
        after: ['none@tfa-spmd+hafnium'],
        red: ['reserved: x0 == 0xffffffffffffffff', 'hinted: x0 == 0x10003'],
      },
    ],
    inPart:
      'there is no SVE here, so that of the hint taken from bit 0 the flag is shown, and not the loss of Z0-Z31 above bit 127, P0-P15 and FFR',
  },
  {
    number: '25',
    actor: 'EL3',
    source: 'TF-A 8f60d99f4 (February 2025), pull request 457 (December 2015)',
    parts: [
      {
        stub: '25-interrupt-loses-simd.S',
        before: ['none@no-ffa+interrupt_after=1+interrupt_simd=lost'],
        after: ['none@no-ffa+interrupt_after=1'],
        red: [
          'finding call: v0..v31 rule=simd',
          'finding call: fpsr, fpcr rule=floating-point-status',
          'back: v0..v31 == initial',
        ],
      },
      {
        stub: '25-pair-stored.S',
        before: ['none@no-ffa+interrupt_after=1+interrupt_simd=pair-lost'],
        after: ['none@no-ffa+interrupt_after=1'],
        red: ['finding call: v30..v31 rule=simd', 'back: v30..v31 == initial'],
      },
    ],
    inPart: 'which pair of registers pull request 457 is about is unconfirmed; Q30 and Q31 stand for it',
  },
  {
    number: '26',
    actor: 'EL2',
    source: 'rcore-os/tgoskits pull request 1953 (August 2026); KVM f5115e8869e1 (2018, unconfirmed)',
    parts: [
      {
        stub: '26-hvc-skips.S',
        before: ['relay/plain+hvc_return=skips'],
        after: ['relay/plain'],
        red: ['done: x20 == 3', 'trap call: return_address == after'],
      },
      {
        stub: '26-smc-repeats.S',
        before: ['relay/plain+smc_return=stays'],
        after: ['relay/plain'],
        red: ['stop: brk #0', 'trap call: return_address == after'],
      },
    ],
  },
  {
    number: '27',
    actor: 'EL2',
    source: 'Linux 1744a6ef48b9 (March 2026)',
    parts: [
      {
        stub: '27-stale-increment.S',
        before: ['relay/plain+resume_increment=applied'],
        after: ['relay/plain'],
        red: ['stop: brk #0', 'stopped: x20 == 1'],
      },
    ],
    inPart:
      'one vCPU turns itself off and starts again by PSCI_CPU_SUSPEND, where it was CPU_OFF and another vCPU’s CPU_ON',
  },
  {
    number: '28a',
    actor: 'EL2',
    source: 'Xen 75571e162b (December 2023)',
    parts: [
      {
        stub: '28-unknown-ffa-call.S',
        before: ['xen/v1.2+unknown_ffa=minus-one@preserving'],
        after: ['xen/v1.2@preserving'],
        red: ['asked: x0 == FFA_ERROR, w2 == FFA_NOT_SUPPORTED'],
      },
    ],
  },
  {
    number: '28b',
    actor: 'EL2',
    source: 'Xen 4992308e97 (February 2026)',
    parts: [
      {
        stub: '28-features-input.S',
        before: ['xen/v1.2+features_input=must-be-zero@tfa-spmd+hafnium'],
        after: ['xen/v1.2@tfa-spmd+hafnium'],
        red: ['asked: x0 == FFA_SUCCESS'],
      },
    ],
  },
  {
    number: '28c',
    actor: 'EL2',
    source: 'Xen e70117a53f (February 2026)',
    parts: [
      {
        stub: '28-send2-without-acquire.S',
        before: ['xen/v1.2+features=static+acquire_quirk=off@tfa-spmd+hafnium'],
        after: ['xen/v1.2+acquire_quirk=off@tfa-spmd+hafnium'],
        red: ['asked: x0 == FFA_ERROR'],
      },
    ],
  },
  {
    number: '29',
    actor: 'EL2',
    source: 'Linux cf6348af645b (v7.1)',
    parts: [
      {
        stub: '29-smc-with-immediate.S',
        before: ['pkvm/v6.18+smc_immediate=ignored'],
        after: ['pkvm/v6.18+smc_immediate=refused'],
        red: ['asked: x0 == 0xffffffffffffffff', 'asked: x1..x17 == before', 'trap call: not-supported'],
      },
    ],
  },
  {
    number: '30',
    actor: 'EL2',
    source: 'QEMU 3f37979bf5da, after 9fcd15b9193e and 4825eaae4fdd',
    parts: [
      {
        stub: '30-unknown-is-undefined.S',
        before: ['relay/plain+unknown=undefined'],
        after: ['relay/plain'],
        red: ['done: x20 == 0', 'asked: x0 == 0xffffffffffffffff', 'trap call: not-supported'],
      },
    ],
  },
  {
    number: '31',
    title: 'The length bit of an injected exception is that of the trap',
    actor: 'EL2',
    source: 'Xen 9480d48437 (February 2025)',
    parts: [],
    test: 'test/el2/xen-trap.test.ts',
    inPart:
      'no trap of A64 code has IL = 0, so that there is nothing for a stub to show: the syndrome is given by hand',
  },
  {
    number: '32',
    actor: 'caller',
    source: 'zephyr pull request 113442 (July 2026)',
    parts: [
      {
        stub: '32-result-pointer.S',
        before: ['none@no-ffa'],
        after: [],
        code: { before: 'old', after: 'new' },
        red: ['old: x21 == 0x44'],
      },
    ],
  },
  {
    number: '33',
    actor: 'caller',
    source: 'edk2 pull requests 11027 (May 2025), 10974 (April 2025)',
    parts: [
      {
        stub: '33-probe-by-smccc-version.S',
        before: ['none@tfa-spmd+optee'],
        after: [],
        code: { before: 'partition 0x8001#1', after: 'partition 0x8001#2' },
        red: ['partition 0x8001#1: x0 & 0xffff0000 == 0x10000'],
      },
      {
        stub: '33-stack-base-in-x12.S',
        before: ['none@zeroing'],
        after: ['none@preserving'],
        code: { before: 'old', after: 'new' },
        red: ['old: sp == stack'],
      },
    ],
    inPart:
      'the callers were at S-EL0 and called by SVC; an SMC of the normal world and the calls of a partition stand for that',
  },
  {
    number: '34',
    actor: 'caller',
    source: 'Linux be4d4543f780 (December 2025)',
    parts: [
      {
        stub: '34-lists-of-16-bit-ids.S',
        before: ['none'],
        after: [],
        code: { before: 'old', after: 'new' },
        red: ['old: w20 == 2'],
      },
    ],
  },
  {
    number: '35',
    actor: 'caller',
    source: 'edk2 pull request 12800 (July 2026)',
    parts: [
      {
        stub: '35-run-target.S',
        before: ['none@tfa-spmd+hafnium+preempted_to=normal-world'],
        after: [],
        code: { before: 'old', after: 'new' },
        red: ['old: x4 == 0x22'],
      },
    ],
  },
];

export const crossProducts: CrossProduct[] = [
  {
    exhibits: ['12', '13'],
    part: {
      stub: 'cross-refusal-width.S',
      before: ['pkvm/v6.18+neg1_compare=64@scripted+neg1=32'],
      after: [
        'pkvm/v6.18+neg1_compare=64@scripted+neg1=64',
        'pkvm/v6.18+neg1_compare=32@scripted+neg1=32',
        'pkvm/v6.18+neg1_compare=32@scripted+neg1=64',
      ],
      red: ['asked: w0 == FFA_NOT_SUPPORTED', 'state asked: hyp_ffa_version == 0x10002'],
    },
  },
  {
    exhibits: ['21'],
    part: {
      stub: '21-signed-id.S',
      before: ['xen/v1.2+function_id=mediator-64@preserving'],
      after: ['xen/v1.2@preserving'],
      code: { before: 'old', after: 'new' },
      red: ['old: x0 == 0x10002'],
    },
  },
  {
    exhibits: ['8b', '33'],
    part: {
      stub: 'cross-x8-x17.S',
      before: ['none@tfa-spmd+hafnium+unnamed=zero'],
      after: ['none@tfa-spmd+hafnium'],
      code: { before: 'old', after: 'new' },
      red: ['old: sp == stack'],
    },
  },
  {
    exhibits: ['1', '3', '4'],
    part: {
      stub: 'cross-x4.S',
      before: ['none@no-ffa+realm=rmm+realm_window=x0-x4+realm_unnamed=garbage'],
      after: [
        'none@no-ffa+realm=rmm+realm_window=x0-x4',
        'none@no-ffa+realm=rmm+realm_window=x0-x3+realm_unnamed=garbage',
        'none@no-ffa+realm=rmm+realm_window=x0-x3',
      ],
      code: { before: 'live_in_x4', after: 'new' },
      red: ['stop: brk #0', 'finding *: x4 rule=x4-x7'],
    },
  },
  {
    exhibits: ['14'],
    part: {
      stub: 'cross-negotiation.S',
      before: ['relay/plain+boot_calls=version-last@preserving+lock=other-call+default_version=1.0'],
      after: [
        'relay/plain+boot_calls=version-last@preserving+lock=never+default_version=1.0',
        'relay/plain+boot_calls=version-last@preserving+lock=other-call+default_version=1.2',
        'relay/plain+boot_calls=version-last@preserving+lock=never+default_version=1.2',
        'relay/plain+boot_calls=version-first@preserving+lock=other-call+default_version=1.0',
        'relay/plain+boot_calls=version-first@preserving+lock=never+default_version=1.0',
        'relay/plain+boot_calls=version-first@preserving+lock=other-call+default_version=1.2',
        'relay/plain+boot_calls=version-first@preserving+lock=never+default_version=1.2',
      ],
      red: ['boot: result == 0'],
    },
  },
];
