/** Results: they arrive, and those of 32 bits are zero-extended. */
import { FFA_ERROR, FFA_ERROR_64 } from '../../../assembly/ffa/ids.ts';
import { SMCCC_64 } from '../../../assembly/smccc/ids.ts';
import { decodeFunctionId } from '../../abi/function-id.ts';
import { type Field, fieldExists, fieldWidth } from '../../abi/row.ts';
import { formOf, replyFields } from '../../abi/table.ts';
import type { CallContext } from '../context.ts';
import { requestKeeps } from '../disputes/write-back.ts';
import type { RegisterChange } from '../finding.ts';
import { isResult, observe } from '../observe.ts';
import type { Rule } from '../rule.ts';

const WORD = 0xffffffffn;
const PARAMETERS = 18;

/** Widths of the results that the reply's definition places in x1–x17; 0 where it places none. */
function resultWidths(context: CallContext, all: Field[]): (0 | 32 | 64)[] {
  const form = formOf(context.reply.word);
  const fields = all.filter((field) => fieldExists(field, form, context.version));
  return Array.from({ length: PARAMETERS }, (_, n) => {
    const field = n === 0 ? undefined : fields.find(({ first, last }) => first <= n && n <= last);
    return field ? fieldWidth(field, form) : 0;
  });
}

const sameFunction = (a: bigint, b: bigint): boolean =>
  (decodeFunctionId(a).word & ~SMCCC_64) === (decodeFunctionId(b).word & ~SMCCC_64);

/** EL3's answer to the caller's own call, where the caller gets that answer. */
function deliveredReply({ trap }: CallContext): bigint[] | undefined {
  const last = trap.smcs.at(-1);
  if (!last || !sameFunction(last.input[0] ?? 0n, trap.before.x[0] ?? 0n)) return undefined;
  return last.output[0] === trap.after.x[0] ? last.output : undefined;
}

/** Registers of the reply that are lost on the way. `changed` has the bits of the result that did not arrive. */
function lostResults(context: CallContext, reply: bigint[]): RegisterChange[] {
  // What FFA_SUCCESS carries besides the call's results is a matter of whoever says it.
  const success = context.reply.row?.name === 'FFA_SUCCESS';
  const fields = success ? (context.row?.results ?? []) : (context.reply.row?.arguments ?? []);
  return resultWidths(context, fields).flatMap((width, n) => {
    const mask = width === 64 ? (WORD << 32n) | WORD : width === 32 ? WORD : 0n;
    const change = observe(context.trap, 'x', n);
    const lost = ((reply[n] ?? 0n) ^ change.after) & mask;
    return lost === 0n || change.writer === 'undefined' ? [] : [{ ...change, changed: lost }];
  });
}

/** The payload of the answer that EL3 gave is what the caller finds. */
export const resultsArrive: Rule = {
  id: 'results-arrive',
  clause: 'DEN0077A 1.2, 4.10, 8.2, 8.3',
  demands: 'what EL3’s reply defines as results reaches the caller',
  applies: 'FF-A calls that end with EL3’s own reply to them',
  problem: 'result of the reply lost',
  registers: [{ bank: 'x', first: 1, last: 17 }],
  disputes: [requestKeeps],
  look: (context) => {
    const reply = context.ffa && context.reply.row ? deliveredReply(context) : undefined;
    return reply && { bad: lostResults(context, reply), fault: 'el2' };
  },
};

const isError = (word: number): boolean => word === FFA_ERROR || word === FFA_ERROR_64;

/** Registers that hold 32 bits by definition and more in fact. Status codes have a rule of their own. */
function overlong(context: CallContext, first: number): RegisterChange[] {
  const widths = resultWidths(context, replyFields(context.row, context.reply.word, context.version));
  const narrow = (n: number): boolean =>
    n === 0 ? context.reply.row !== undefined : widths[n] === 32 && !(n === 2 && isError(context.reply.word));
  return Array.from({ length: PARAMETERS - first }, (_, index) => first + index)
    .filter((n) => narrow(n) && (n === 0 || isResult(context, n)))
    .map((n) => observe(context.trap, 'x', n))
    .map((change) => ({ ...change, changed: change.after & (WORD << 32n) }))
    .filter(({ changed, writer }) => changed !== 0n && writer !== 'undefined');
}

/** W registers of a reply have nothing above them. */
export const upperResults: Rule = {
  id: 'upper-results',
  clause: 'DEN0028 2.6; DDI 0487, writes of W registers',
  demands: 'bits 63:32 of a 32-bit result are zero, those of the reply’s id too',
  applies: 'FF-A calls that end with an FF-A reply',
  problem: 'bits 63:32 of a 32-bit result are not zero',
  registers: [{ bank: 'x', first: 0, last: 17 }],
  disputes: [],
  look: (context) => (context.ffa && context.reply.row ? { bad: overlong(context, 0) } : undefined),
};

/** What whoever compares 64 bits with a function id needs. */
export const replyId64: Rule = {
  id: 'reply-id-64',
  clause: 'Linux drivers/firmware/arm_ffa/driver.c: x0 is compared as unsigned long',
  demands: 'bits 63:32 of x0 are zero where it holds the id of a reply',
  applies: 'FF-A calls that end with an FF-A reply',
  problem: 'bits 63:32 of the reply’s id are not zero',
  registers: [{ bank: 'x', first: 0, last: 0 }],
  disputes: [],
  look: (context) => {
    if (!context.ffa || !context.reply.row) return undefined;
    return { bad: overlong(context, 0).filter(({ register }) => register === 'x0') };
  },
};
