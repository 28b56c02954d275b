/** FF-A: parameter registers without a result come back as zero. */
import { FFA_VERSION } from '../../../assembly/ffa/ids.ts';
import type { CallContext } from '../context.ts';
import { preservedParameters } from '../disputes/reserved.ts';
import { keepsExtended } from '../disputes/write-back.ts';
import type { RegisterChange } from '../finding.ts';
import { isResult, observeX } from '../observe.ts';
import type { Rule } from '../rule.ts';
import { leakOf } from './leaks.ts';

/** An answer of FF-A's: one of its replies, or what FFA_VERSION returns. A bare -1 is the calling convention's. */
function isFfaAnswer({ ffa, reply, id }: CallContext): boolean {
  return ffa && (reply.row !== undefined || id.word === FFA_VERSION);
}

/** Registers of a range without a result that are not zero and not some other rule's. */
function notZero(context: CallContext, first: number, last: number): RegisterChange[] {
  return observeX(context, first, last)
    .filter((_, index) => !isResult(context, first + index))
    .filter(({ writer }) => writer !== 'undefined')
    .filter((change) => change.after !== 0n && leakOf(change, context) === undefined);
}

/** x1–x7: what every test suite of FF-A asserts. */
export const reservedResults: Rule = {
  id: 'reserved-results',
  clause: 'DEN0077A 1.2, 11.2',
  demands: 'x1–x7 are zero unless they contain results',
  applies: 'FF-A calls that end with an FF-A reply, and FFA_VERSION',
  problem: 'not zero',
  registers: [{ bank: 'x', first: 1, last: 7 }],
  disputes: [preservedParameters],
  look: (context) => (isFfaAnswer(context) ? { bad: notZero(context, 1, 7) } : undefined),
};

const VERSION_1_2 = 0x10002;

/** X8–x17: what Xen does for a guest that has negotiated 1.2, whatever the form of its call. */
export const zeroExtended: Rule = {
  id: 'zero-x8-x17',
  clause: 'Xen ffa_set_regs, from FF-A 1.2 on',
  demands: 'x8–x17 are zero unless they contain results, from the first call after 1.2 was agreed on',
  applies: 'FF-A calls after the negotiation of 1.2 that end with an FF-A reply, and FFA_VERSION',
  problem: 'not zero',
  registers: [{ bank: 'x', first: 8, last: 17 }],
  disputes: [keepsExtended],
  look: (context) => {
    const { guest } = context.negotiation;
    const agreed = guest?.after.phase === 'closed' ? (guest.after.agreed ?? 0) : 0;
    if (!isFfaAnswer(context) || agreed < VERSION_1_2) return undefined;
    return { bad: notZero(context, 8, 17) };
  },
};
