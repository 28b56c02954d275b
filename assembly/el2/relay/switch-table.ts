/** Names of the relay's switches. The standard of each is what the architecture and the convention want. TypeScript only. */

import type { SwitchRow } from '../../switch-row.ts';
import * as s from './switches.ts';

export const relaySwitches: SwitchRow[] = [
  {
    // Axvisor (arm_vcpu): rcore-os/tgoskits pull request 1953
    name: 'hvc_return',
    offset: s.SWITCH_HVC_RETURN,
    values: { next: s.HVC_RETURN_NEXT, skips: s.HVC_RETURN_SKIPS },
    standard: s.HVC_RETURN_NEXT,
    description:
      'where a guest goes on after HVC: at the next instruction, or 4 bytes further (Axvisor before August 2026)',
  },
  {
    // KVM f5115e8869e1 (unconfirmed)
    name: 'smc_return',
    offset: s.SWITCH_SMC_RETURN,
    values: { next: s.SMC_RETURN_NEXT, stays: s.SMC_RETURN_STAYS },
    standard: s.SMC_RETURN_NEXT,
    description: 'where a guest goes on after a trapped SMC: at the next instruction, or at the same (KVM before 2018)',
  },
  {
    // Linux 1744a6ef48b9
    name: 'resume_increment',
    offset: s.SWITCH_RESUME_INCREMENT,
    values: { dropped: s.INCREMENT_DROPPED, applied: s.INCREMENT_APPLIED },
    standard: s.INCREMENT_DROPPED,
    description:
      'the 4 bytes that a trapped SMC is owed, where the call has the vCPU start elsewhere: dropped, or added to that address (KVM before 1744a6ef48b9)',
  },
  {
    // Hafnium 5bc0b4cd (x18), 3a71c98a (x4-x17)
    name: 'volatile',
    offset: s.SWITCH_VOLATILE,
    values: { kept: s.VOLATILE_KEPT, zeroed: s.VOLATILE_ZEROED, 'zeroed-x18': s.VOLATILE_ZEROED_X18 },
    standard: s.VOLATILE_KEPT,
    description:
      'registers without a result after HVC: kept, x1-x17 zero (Hafnium before 3a71c98a), or x1-x18 (before 5bc0b4cd)',
  },
  {
    // Hafnium e76acb40, c60cc1f4
    name: 'forwarded_registers',
    offset: s.SWITCH_FORWARDED_REGISTERS,
    values: { own: s.FORWARDED_OWN, zeroed: s.FORWARDED_ZEROED, residue: s.FORWARDED_RESIDUE },
    standard: s.FORWARDED_OWN,
    description:
      "x8-x17 of a call that is passed on, and after it: the caller's, 0 (Hafnium e76acb40 to c60cc1f4), or what EL2 last had there (before)",
  },
  {
    // Hafnium 79dbd6f9
    name: 'hint',
    offset: s.SWITCH_HINT,
    values: { masked: s.HINT_MASKED, compared: s.HINT_COMPARED },
    standard: s.HINT_MASKED,
    description: 'bit 16 of a function id: cleared before matching, or part of the id (Hafnium before 79dbd6f9)',
  },
  {
    // QEMU 3f37979bf5da; KVM acfb3b883f6d (unconfirmed)
    name: 'unknown',
    offset: s.SWITCH_UNKNOWN,
    values: { 'minus-one': s.UNKNOWN_MINUS_ONE, undefined: s.UNKNOWN_UNDEFINED },
    standard: s.UNKNOWN_MINUS_ONE,
    description:
      "an id that nobody has: x0 = -1, or an UNDEFINED exception (QEMU's emulated firmware before 3f37979bf5da)",
  },
  {
    // Hafnium 4b6d88d5
    name: 'boot_calls',
    offset: s.SWITCH_BOOT_CALLS,
    values: { none: s.BOOT_NONE, 'version-first': s.BOOT_VERSION_FIRST, 'version-last': s.BOOT_VERSION_LAST },
    standard: s.BOOT_NONE,
    description:
      'FF-A calls at boot: none, FFA_VERSION and then FFA_NOTIFICATION_BITMAP_CREATE, or the other way round (Hafnium before 4b6d88d5); a refused version ends it',
  },
];
