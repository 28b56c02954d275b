/**
 * How many registers a reply writes back, as argued in the reviews of pKVM's move to SMCCC 1.2 and FF-A 1.2 (LKML, May to
 * October 2025) and in firmware since.
 */
import { type CallContext, isPassedOn } from '../context.ts';
import type { RegisterChange } from '../finding.ts';
import { generalNumber, isReply, isResult } from '../observe.ts';
import type { Dispute } from '../rule.ts';

const reviews = 'LKML, KVM: arm64: FF-A 1.2 for pKVM, v7 (1 July 2025) and v8 (19 July 2025)';

/** EL2 answered by itself, or put a reply together from EL3's; it did not pass the call through. */
function answeredByEl2({ trap }: CallContext): boolean {
  return trap.disposition === 'handled' || trap.disposition === 'refused';
}

/** What a full write-back stores where nothing was meant: a zeroed field, or what came with EL3’s answer. */
function zeroOrReply(change: RegisterChange): boolean {
  return change.after === 0n || isReply(change.writer);
}

const smccc32 = {
  who: 'SMCCC',
  says: 'a caller knows from its own function id what it keeps: SMC32 leaves x8–x30 alone',
  clause: 'DEN0028 2.6',
};

const replyHasPayload = {
  who: 'FF-A 1.2, pKVM series v7, TF-A SPMD',
  says: 'FFA_RUN and FFA_MSG_WAIT are SMC32 and end with an SMC64 message whose payload lies in x4–x17',
  clause: 'DEN0077A 1.2, 4.10, 8.2, 8.3',
};

/** A reply of the 64-bit form, with results in x8–x17, ends a call of the 32-bit form. */
export const replyDecides: Dispute = {
  id: 'reply-decides',
  question: 'Does the request or the reply say which registers hold results?',
  sides: [smccc32, replyHasPayload],
  references: [reviews, 'TF-A bb9fc8c0bbf5 (February 2025): bit 30 of the outgoing id decides'],
  allows: (change, context) => context.ffa && isResult(context, generalNumber(change) ?? 0),
};

/** The same question seen from the reply: its payload does not arrive because the request was SMC32. */
export const requestKeeps: Dispute = {
  ...replyDecides,
  id: 'request-keeps',
  allows: (change, context) => context.id.form === 32 && (generalNumber(change) ?? 0) >= 8,
};

/** The proxy stores all 18 registers of its reply, whatever the caller's convention. */
export const writesAll: Dispute = {
  id: 'writes-all',
  question: 'May a proxy write x8–x17 after every call that it answers?',
  sides: [
    smccc32,
    {
      who: 'pKVM as merged (v6.18)',
      says: 'x0–x17 are written back without looking at the function id, as FF-A zeroes what it does not use',
      clause: 'DEN0077A 1.2, 11.2',
    },
  ],
  references: [
    'Linux 6f4c348b1d5c to 162190f2ccdc (v6.18-rc1)',
    'RustedFirmware-A issue 96 (December 2025), arm-ffa c2def10 (March 2026): SMC32 writes x0–x7 only',
  ],
  allows: (change, context) => context.ffa && answeredByEl2(context) && zeroOrReply(change),
};

/** Xen shows its version per guest under this name. */
const isXen = ({ trap }: CallContext): boolean => trap.state.guest_vers !== undefined;

/** Zero in x8–x17 of every reply, once the guest speaks FF-A 1.2. */
export const zeroesAll: Dispute = {
  id: 'zeroes-all',
  question: 'May a mediator zero x8–x17 in every reply to a guest of FF-A 1.2?',
  sides: [
    smccc32,
    {
      who: 'Xen’s mediator, the arm-ffa crate before March 2026',
      says: 'from FF-A 1.2 on a reply has 18 registers whatever the form of the call, and those without a meaning are zero',
      clause: 'DEN0077A 1.2, 11.2',
    },
  ],
  references: [
    'Xen ffa_set_regs, c447b7308b (2026)',
    'arm-ffa 91bea9b (April 2025): zero; c2def10 (March 2026): SMC32 writes x0–x7 only; RustedFirmware-A issue 96',
  ],
  allows: (change, context) => context.ffa && isXen(context) && change.after === 0n,
};

/** The proxy stores all 18 registers because the caller used the 64-bit form, although the reply has no results there. */
export const requestDecides: Dispute = {
  id: 'request-decides',
  question: 'Does an SMC64 caller get x8–x17 back where the reply has no results in them?',
  sides: [
    { who: 'SMCCC', says: 'x4–x17 are preserved unless they contain results', clause: 'DEN0028 2.7' },
    {
      who: 'pKVM series v8 and as merged',
      says: 'a caller that used SMC64 expects x0–x17 to be the reply, results or not',
      clause: 'DEN0077A 1.2, 11.2',
    },
  ],
  references: [reviews, 'Linux 162190f2ccdc (v6.18-rc1)'],
  allows: (change, context) => context.ffa && answeredByEl2(context) && zeroOrReply(change),
};

/** The proxy demands zero in x8–x17 and the caller's values are there instead. */
export const keepsExtended: Dispute = {
  ...zeroesAll,
  id: 'keeps-extended',
  allows: (change, context) => !isPassedOn(context.trap) && change.changed === 0n,
};
