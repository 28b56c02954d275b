/** Names of the switches for what Xen once did. The standard of each is what v1.2 does. TypeScript only. */

import type { SwitchRow } from '../../switch-row.ts';
import * as s from './switches.ts';

export const xenHistorySwitches: SwitchRow[] = [
  {
    // Xen da07df555803
    name: 'version_answer',
    offset: s.SWITCH_VERSION_ANSWER,
    values: { own: s.VERSION_ANSWER_OWN, clamped: s.VERSION_ANSWER_CLAMPED },
    standard: s.VERSION_ANSWER_OWN,
    description:
      'what FFA_VERSION answers: the own version, or what it stores, which is 1.0 for anything below the own version and that for all else (before da07df555803)',
  },
  {
    // Xen da07df555803
    name: 'firmware_newer',
    offset: s.SWITCH_FIRMWARE_NEWER,
    values: { used: s.FIRMWARE_NEWER_USED, refused: s.FIRMWARE_NEWER_REFUSED },
    standard: s.FIRMWARE_NEWER_USED,
    description: 'firmware of a higher minor version: used with the own one, or incompatible (before da07df555803)',
  },
  {
    // Xen 248b8eee6f (PSCI), 7f4217cc60 (legacy ids), ede2583fa1 (mediators)
    name: 'function_id',
    offset: s.SWITCH_FUNCTION_ID,
    values: {
      '32': s.FUNCTION_ID_32,
      'psci-64': s.FUNCTION_ID_PSCI_64,
      'legacy-64': s.FUNCTION_ID_LEGACY_64,
      'mediator-64': s.FUNCTION_ID_MEDIATOR_64,
    },
    standard: s.FUNCTION_ID_32,
    description:
      'where x0 counts with all 64 bits: nowhere, in PSCI, where an unknown id ended the domain (before 248b8eee6f), in the range of ids before the convention (before 7f4217cc60), or in a mediator (before ede2583fa1)',
  },
  {
    // Xen f4af571dd7
    name: 'psci_arguments',
    offset: s.SWITCH_PSCI_ARGUMENTS,
    values: { '32': s.PSCI_ARGUMENTS_32, '64': s.PSCI_ARGUMENTS_64 },
    standard: s.PSCI_ARGUMENTS_32,
    description: 'bits of the arguments of a 32-bit PSCI call that count (before f4af571dd7: 64)',
  },
  {
    name: 'vcpus',
    offset: s.SWITCH_VCPUS,
    kind: 'number',
    standard: 1,
    description:
      'vCPUs of the guest; with more than one PSCI_CPU_ON notes where another is to start, and it never runs',
  },
  {
    // Xen 75571e162b
    name: 'unknown_ffa',
    offset: s.SWITCH_UNKNOWN_FFA,
    values: { error: s.UNKNOWN_FFA_ERROR, 'minus-one': s.UNKNOWN_FFA_MINUS_ONE },
    standard: s.UNKNOWN_FFA_ERROR,
    description: 'an FF-A call that the mediator does not have: FFA_ERROR, or x0 = -1 alone (before 75571e162b)',
  },
  {
    // Xen 9480d48437
    name: 'undefined_il',
    offset: s.SWITCH_UNDEFINED_IL,
    values: { one: s.UNDEFINED_IL_ONE, copied: s.UNDEFINED_IL_COPIED },
    standard: s.UNDEFINED_IL_ONE,
    description: "ESR_EL1.IL of an injected UNDEFINED exception: 1, or the trap's own (before 9480d48437)",
  },
];
