/** Parameter registers that hold no result: zero, or as the caller left them? */
import type { Dispute } from '../rule.ts';

const question = 'May a callee write zero to parameter registers that hold no result?';

const sides = [
  { who: 'SMCCC', says: 'registers without a result come back as the caller left them', clause: 'DEN0028 2.6, 2.7' },
  {
    who: 'FF-A',
    says: 'unused parameter registers are reserved: the caller writes zero and ignores them, and zero comes back',
    clause: 'DEN0077A 1.2, 11.2',
  },
];

const references = [
  'LKML, KVM: arm64: FF-A 1.2 for pKVM, v7 (1 July 2025)',
  'tf-a-tests test_smccc_callee_preserved and Hafnium smccc_regs_callee_preserved: x1–x7 are zero',
];

/** Zero in a register that the reply does not define. */
export const reservedParameters: Dispute = {
  id: 'reserved-parameters',
  question,
  sides,
  references,
  allows: (change, context) => context.ffa && change.after === 0n,
};

/** The caller's value in a register that FF-A wants to be zero. */
export const preservedParameters: Dispute = {
  id: 'preserved-parameters',
  question,
  sides,
  references: [...references, 'TF-A’s EL3 SPMC answers FFA_VERSION in x0 alone'],
  allows: (change, context) => context.ffa && change.after === change.before,
};
