/** Version negotiation (DEN0077A 1.2, 13.2), between the guest and its callee and between EL2 and EL3. */
import { FFA_VERSION } from '../../../assembly/ffa/ids.ts';
import { SMCCC_INVALID_PARAMETER } from '../../../assembly/smccc/ids.ts';
import type { CallContext } from '../context.ts';
import { isPassedOn } from '../context.ts';
import {
  answerMeansCompatible,
  earlyMessages,
  locksEarly,
  namesOwn,
  renegotiates,
  staysAndAnswers,
} from '../disputes/negotiation.ts';
import { type Exchange, isRefusal, isVersion, low, majorOf } from '../exchange.ts';
import type { Fault, RegisterChange } from '../finding.ts';
import { answer } from '../observe.ts';
import type { Look, Rule } from '../rule.ts';

const CLAUSE = 'DEN0077A 1.2, 13.2';
const x0 = [{ bank: 'x' as const, first: 0, last: 0 }];
const BIT_31 = 0x80000000;

const isVersionCall = ({ call }: Exchange): boolean => call === FFA_VERSION;
const isCompatible = (request: number, own: number): boolean =>
  request < BIT_31 && majorOf(request) === majorOf(own) && request <= own;

/** EL2's own call to EL3 in the place of x0: what it asked, what came back. */
function exchanged({ input, output }: Exchange): RegisterChange {
  return { register: 'x0', before: input, after: output, changed: input ^ output, writer: 'el3', source: 0 };
}

type Judge = (exchange: Exchange) => boolean;

/** Who must change: the callee, but EL2 where it should not have passed the call on, or made it. */
function faultOf({ trap: { disposition } }: CallContext, atGuest: boolean, caller: boolean): Fault {
  if (!atGuest) return caller ? 'el2' : 'el3';
  if (disposition === 'forwarded') return caller ? 'el2' : 'el3';
  return disposition === 'untrapped' ? 'el3' : 'el2';
}

/**
 * A rule about each call between two that negotiate. `speaks` says which calls it is about, `breaks` which of them break
 * it. What only passed through EL2 is judged once, as the guest's. `byCaller`: it is the caller that breaks it.
 */
function exchangeRule(
  text: Omit<Rule, 'look' | 'registers'>,
  speaks: Judge,
  breaks: Judge,
  { byCaller = false } = {},
): Rule {
  return {
    ...text,
    guestOnly: true,
    registers: x0,
    look: (context) => {
      const { guest, el3 } = context.negotiation;
      const asked = guest && context.returned && speaks(guest) ? guest : undefined;
      const others = el3.filter(speaks);
      if (!asked && others.length === 0) return undefined;
      const atGuest = asked !== undefined && breaks(asked);
      const bad = atGuest ? [answer(context)] : others.filter(breaks).slice(0, 1).map(exchanged);
      return { bad, fault: faultOf(context, atGuest, byCaller) };
    },
  };
}

export const versionFirst = exchangeRule(
  {
    id: 'version-first',
    clause: 'DEN0077A 1.2, 13.2.2',
    demands: 'FFA_VERSION comes before any other FF-A call: until a version is agreed on, other calls are refused',
    applies: 'FF-A calls other than FFA_VERSION before a version is agreed on',
    problem: 'answered before any version was agreed on',
    disputes: [earlyMessages],
  },
  (exchange) => !isVersionCall(exchange) && exchange.before.phase === 'none',
  ({ output }) => !isRefusal(output),
  { byCaller: true },
);

export const versionIncompatible = exchangeRule(
  {
    id: 'version-incompatible',
    clause: 'DEN0077A 1.2, 13.2.1',
    demands: 'a request with bit 31 set, or of another major version, is refused with -1',
    applies: 'FFA_VERSION with bit 31 set or another major version',
    problem: 'incompatible version accepted',
    disputes: [namesOwn],
  },
  (exchange) => isVersionCall(exchange) && isIncompatible(exchange),
  ({ output }) => isVersion(output),
);

/** Judged by the callee's answer where it gave one, else by the only major version there is. */
function isIncompatible({ request, output, before }: Exchange): boolean {
  const own = isVersion(output) ? low(output) : (before.own ?? 0x10000);
  return request >= BIT_31 || majorOf(request) !== majorOf(own);
}

export const versionOpen = exchangeRule(
  {
    id: 'version-open',
    clause: 'DEN0077A 1.2, 13.2.2',
    demands: 'until another call is made, a compatible version may be asked for again and is accepted',
    applies: 'a second FFA_VERSION before any other call',
    problem: 'compatible version refused',
    disputes: [locksEarly],
  },
  (exchange) =>
    isVersionCall(exchange) &&
    exchange.before.phase === 'open' &&
    isCompatible(exchange.request, exchange.before.own ?? 0),
  ({ output }) => !isVersion(output),
);

/** Whether the callee shows that it works in another version than before. */
function changesEffective({ effectiveBefore, effectiveAfter, before }: Exchange): boolean {
  return before.phase === 'closed' && effectiveBefore !== effectiveAfter;
}

export const versionClosed = exchangeRule(
  {
    id: 'version-closed',
    clause: 'DEN0077A 1.2, 13.2.2',
    demands: 'once another call is made, a request for another version is refused with -1',
    applies: 'FFA_VERSION for another version after other calls',
    problem: 'another version accepted after other calls',
    disputes: [staysAndAnswers],
  },
  (exchange) =>
    isVersionCall(exchange) && exchange.before.phase === 'closed' && exchange.request !== exchange.before.agreed,
  (exchange) => isVersion(exchange.output) && !changesEffective(exchange),
);

export const versionFixed = exchangeRule(
  {
    id: 'version-fixed',
    clause: 'DEN0077A 1.2, 13.2.2',
    demands: 'once another call is made, the version in effect does not change',
    applies: 'FF-A calls after the first other call, where the callee shows its version',
    problem: 'version in effect changed after other calls',
    disputes: [renegotiates],
  },
  ({ before, effectiveBefore }) => before.phase === 'closed' && effectiveBefore !== undefined,
  changesEffective,
);

/** Whose idea of the version differs, once each has one. */
export function disagreement({
  negotiation,
  trap,
}: Pick<CallContext, 'negotiation' | 'trap'>): 'guest' | 'el3' | undefined {
  const { guest, agreed, agreedWithEl3 } = negotiation;
  const effective = guest?.effectiveAfter;
  if (!guest || effective === undefined || guest.after.phase === 'none') return undefined;
  if (agreed !== undefined && agreed !== effective) return 'guest';
  const hasEl3 = agreedWithEl3 !== undefined && !isPassedOn(trap);
  return hasEl3 && agreedWithEl3 !== effective ? 'el3' : undefined;
}

export const versionAgreed: Rule = {
  id: 'version-agreed',
  clause: CLAUSE,
  demands: 'after FFA_VERSION caller, EL2 and EL3 mean the same version',
  applies: 'FFA_VERSION where EL2 shows its version',
  problem: 'caller, EL2 and EL3 mean different versions',
  guestOnly: true,
  registers: x0,
  disputes: [answerMeansCompatible],
  look: (context) => {
    const { guest } = context.negotiation;
    if (!guest || !isVersionCall(guest) || guest.effectiveAfter === undefined || !context.returned) return undefined;
    const who = disagreement(context);
    return { bad: who ? [answer(context)] : [], fault: 'el2' };
  },
};

/*
 * Version word:  31    30         16 15          0
 *               ┌─────┬─────────────┬─────────────┐
 *               │ MBZ │    major    │    minor    │
 *               └─────┴─────────────┴─────────────┘
 */
const MAJOR_MASK = 0x7fff0000n;
const NOT_SUPPORTED = 0xffffffff;

/** From 1.3 on the calling convention's INVALID_PARAMETER is an answer, too. */
function isVersionWord({ reply: { x0: value, word }, version }: CallContext): boolean {
  if (word === NOT_SUPPORTED || (version === '1.3' && (word | 0) === SMCCC_INVALID_PARAMETER)) return true;
  return value >> 31n === 0n && (value & MAJOR_MASK) !== 0n;
}

/** FFA_VERSION that returned to the guest, of the calling convention. */
function versionAnswer(context: CallContext, breaks: (context: CallContext) => boolean): Look | undefined {
  if (context.id.word !== FFA_VERSION) return undefined;
  return { bad: breaks(context) ? [answer(context)] : [] };
}

export const versionWord: Rule = {
  id: 'version-word',
  clause: CLAUSE,
  demands: 'FFA_VERSION returns -1 or a version: bit 31 is zero and the major version is not',
  applies: 'FFA_VERSION',
  problem: 'is no version',
  registers: x0,
  disputes: [],
  look: (context) => versionAnswer(context, (asked) => !isVersionWord(asked)),
};

/** EL3 said -1 to FFA_VERSION in this trap, and the caller does not hear of it. */
function losesRefusal({ trap: { smcs }, reply }: CallContext): boolean {
  const last = smcs.findLast(({ input }) => (low(input[0]) & ~0x10000) >>> 0 === FFA_VERSION);
  return last !== undefined && low(last.output[0]) === NOT_SUPPORTED && reply.word !== NOT_SUPPORTED;
}

export const refusalKept: Rule = {
  id: 'refusal-kept',
  clause: CLAUSE,
  demands:
    'a version that EL3 refuses is refused to the caller, however wide EL3’s -1 is: NOT_SUPPORTED is an int32 in w0',
  applies: 'FFA_VERSION',
  problem: 'hides EL3’s refusal',
  guestOnly: true,
  registers: x0,
  disputes: [],
  look: (context) => versionAnswer(context, losesRefusal),
};

/** What every profile judges: no version says otherwise. */
export const versionAnswers: Rule[] = [versionWord, refusalKept];
