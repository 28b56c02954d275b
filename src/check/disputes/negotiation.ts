/** Version negotiation: when it ends, and what is answered afterwards (LKML, May 2024, May 2025 and May 2026; xen-devel). */
import { FFA_MSG_SEND_DIRECT_REQ, FFA_MSG_SEND_DIRECT_REQ_64 } from '../../../assembly/ffa/ids.ts';
import type { CallContext } from '../context.ts';
import { low, majorOf } from '../exchange.ts';
import type { Dispute } from '../rule.ts';

const onceClosed = {
  who: 'FF-A 1.2',
  says: 'the version cannot change for the lifetime of the caller; the only answer that says so is NOT_SUPPORTED',
  clause: 'DEN0077A 1.2, 13.2.2',
};

const effectiveStays = ({ negotiation: { guest } }: CallContext): boolean =>
  guest === undefined || guest.effectiveBefore === guest.effectiveAfter;

/** A version is asked for after the matter is closed, and the callee names the one that it keeps. */
export const staysAndAnswers: Dispute = {
  id: 'stays-and-answers',
  question: 'What does a callee answer to another version once the version is fixed?',
  sides: [
    onceClosed,
    {
      who: 'pKVM before 6.18, TF-A’s EL3 SPMC, Xen',
      says: 'the version in effect, which does not change: the caller is told what it has, and there is nothing to validate',
      clause: 'DEN0077A 1.2, 13.2.1',
    },
  ],
  references: [
    'LKML, KVM: arm64: restrict FF-A version renegotiation (May 2025); Linux f414269392443f66 (v6.18-rc1)',
    'TF-A 8fb85514cd56, 3cc96af8db0d (2026): the EL3 SPMC returns the locked version',
    'Xen ad2d3a7daf (December 2025)',
  ],
  allows: ({ after }, { negotiation: { guest, el3 } }) => {
    const before = [guest, ...el3].find((exchange) => exchange?.output === after)?.before;
    return before !== undefined && (low(after) === before.own || low(after) === before.agreed);
  },
};

/** The caller may conclude from that answer that it speaks the version that it asked for. */
export const answerMeansCompatible: Dispute = {
  ...staysAndAnswers,
  id: 'answer-means-compatible',
  question: 'May a caller that asked for a lower version and got the callee’s own use the lower one?',
  sides: [
    {
      who: 'pKVM from 6.18',
      says: 'yes: a compatible callee names its own version, so the caller goes on with structures of the lower one',
      clause: 'DEN0077A 1.2, 13.2.1',
    },
    {
      who: 'pKVM before 6.18',
      says: 'no: the version was fixed before, and a caller that knows it has no use for another',
      clause: 'DEN0077A 1.2, 13.2.2',
    },
  ],
  allows: (_, context) => {
    const { guest, agreed } = context.negotiation;
    const named = guest !== undefined && guest.before.own !== undefined && low(guest.output) === guest.before.own;
    return named && effectiveStays(context) && agreed !== guest.effectiveAfter;
  },
};

/** Negotiates again because boot loader and system want different versions. */
export const renegotiates: Dispute = {
  id: 'renegotiates',
  question: 'May the version in effect change after other calls?',
  sides: [
    onceClosed,
    {
      who: 'OP-TEE',
      says: 'boot loader and kernel are one caller to the Secure world and may want different versions',
      clause: 'OP-TEE thread_spmc.c, FFA_VERSION',
    },
  ],
  references: [
    'OP-TEE core/arch/arm/kernel/thread_spmc.c',
    'EBBR pull 138 (February 2025): U-Boot asks for 1.0, Linux 1.2',
  ],
  allows: (_, { negotiation: { guest } }) => guest !== undefined && guest.before.agreed !== guest.after.agreed,
};

/** The first answer ends negotiation, before any other call has. */
export const locksEarly: Dispute = {
  id: 'locks-early',
  question: 'Does the first agreement or the first other call end negotiation?',
  sides: [
    {
      who: 'FF-A 1.2, Xen, TF-A’s EL3 SPMC',
      says: 'FFA_VERSION may be repeated until another call is made; the last compatible version counts',
      clause: 'DEN0077A 1.2, 13.2.2',
    },
    {
      who: 'pKVM from 6.18, Hafnium behind the SPMD',
      says: 'a version that was agreed on is fixed: the hypervisor has begun to use it, and a message has reached the SPMC',
      clause: 'Linux f414269392443f66; Hafnium src/ffa, FFA_VERSION',
    },
  ],
  references: [
    'LKML, KVM: arm64: restrict FF-A version renegotiation (May 2025)',
    'Hafnium issue 18 (February 2026), 1fff55d2: a secure interrupt must not close negotiation',
  ],
  allows: (_, { negotiation: { guest, el3 } }) =>
    [guest, ...el3].some((exchange) => exchange !== undefined && exchange.request !== exchange.before.agreed),
};

/** Every call but FFA_VERSION waits for the negotiation, or not those that no version has changed. */
export const earlyMessages: Dispute = {
  id: 'early-messages',
  question: 'May a direct message precede FFA_VERSION?',
  sides: [
    { who: 'FF-A 1.2', says: 'FFA_VERSION comes before any other call', clause: 'DEN0077A 1.2, 13.2.2' },
    {
      who: 'RFC on the order of initialisation',
      says: 'direct requests are the same in 1.0 to 1.2, and the EFI variable service needs them early',
      clause: 'LKML, FF-A after pKVM (May 2026)',
    },
  ],
  references: ['LKML, firmware: arm_ffa: initialise after pKVM (RFC, May 2026)'],
  allows: (_, { id }) => id.word === FFA_MSG_SEND_DIRECT_REQ || id.word === FFA_MSG_SEND_DIRECT_REQ_64,
};

/** A request of another major version is answered with the callee's own. */
export const namesOwn: Dispute = {
  id: 'names-own',
  question: 'Is a request of another major version refused, or answered with the callee’s own version?',
  sides: [
    {
      who: 'FF-A 1.2, Hafnium, pKVM',
      says: 'versions of another major are incompatible: -1',
      clause: 'DEN0077A 1.2, 13.2.1',
    },
    {
      who: 'Xen, TF-A’s EL3 SPMC, OP-TEE',
      says: 'the callee names its own version and the caller decides, as 1.0 had it',
      clause: 'DEN0077A 1.0, FFA_VERSION',
    },
  ],
  references: ['Xen da07df555803 (November 2024)', 'TF-A 3cc96af8db0d (June 2026)'],
  allows: (_, { negotiation: { guest } }) =>
    guest !== undefined && guest.request < 0x80000000 && majorOf(guest.request) !== majorOf(guest.after.own ?? 0),
};
