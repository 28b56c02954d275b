/**
 * Where the clause is not the last word: who reads it otherwise, and which changes that reading would allow. From the
 * reviews of pKVM's move to SMCCC 1.2 and FF-A 1.2 (LKML, May to October 2025).
 */
import type { CallContext } from './context.ts';
import type { DisputeText, RegisterChange } from './finding.ts';

export interface Dispute extends DisputeText {
  /** Whether the other reading allows this change. */
  allows(change: RegisterChange, context: CallContext): boolean;
}

const registerNumber = (change: RegisterChange): number => Number(change.register.slice(1));

/** EL2 answered by itself, or put a reply together from EL3's; it did not pass the call through. */
function answeredByEl2(context: CallContext): boolean {
  return context.trap.disposition === 'handled' || context.trap.disposition === 'refused';
}

/** What a full write-back stores where nothing was meant: a zeroed field, or what came with EL3's answer. */
function zeroOrReply({ after, writer }: RegisterChange): boolean {
  return after === 0n || writer === 'el3' || writer === 'partition' || writer === 'stale';
}

const smccc32 = {
  who: 'SMCCC',
  says: 'a caller knows from its own function id what it keeps: SMC32 leaves x8–x30 alone',
  clause: 'DEN0028 2.6',
};

/** Zero in a register that the reply does not define. */
export const reservedParameters: Dispute = {
  id: 'reserved-parameters',
  question: 'May a callee write zero to parameter registers that hold no result?',
  sides: [
    { who: 'SMCCC', says: 'registers without a result come back as the caller left them', clause: 'DEN0028 2.6, 2.7' },
    {
      who: 'FF-A',
      says: 'unused parameter registers are reserved: the caller writes zero and ignores them, and zero comes back',
      clause: 'DEN0077A 1.2, 11.2',
    },
  ],
  allows: (change, context) => context.ffa && change.after === 0n,
};

/** A reply of the 64-bit form, with results in x8–x17, ends a call of the 32-bit form. */
export const replyDecides: Dispute = {
  id: 'reply-decides',
  question: 'Does the request or the reply say which registers hold results?',
  sides: [
    smccc32,
    {
      who: 'FF-A 1.2, pKVM series v7, TF-A SPMD',
      says: 'FFA_RUN and FFA_MSG_WAIT are SMC32 and end with an SMC64 message whose payload lies in x4–x17',
      clause: 'DEN0077A 1.2, 4.10, 8.2, 8.3',
    },
  ],
  allows: (change, context) => context.ffa && ((context.results >>> registerNumber(change)) & 1) !== 0,
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
  allows: (change, context) => context.ffa && answeredByEl2(context) && zeroOrReply(change),
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
  allows: (change, context) => context.ffa && answeredByEl2(context) && zeroOrReply(change),
};
