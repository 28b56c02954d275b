/** Which reply may end which call, and what codes look like. */
import { FFA_ERROR, FFA_ERROR_64, FFA_RUN, FFA_VERSION } from '../../../assembly/ffa/ids.ts';
import { FFA_NOT_SUPPORTED } from '../../../assembly/ffa/status.ts';
import { SMCCC_INVALID_PARAMETER, SMCCC_NOT_SUPPORTED } from '../../../assembly/smccc/ids.ts';
import { callExists, fieldExists } from '../../abi/row.ts';
import { statusExists, toStatus } from '../../abi/status.ts';
import { formOf } from '../../abi/table.ts';
import type { CallContext } from '../context.ts';
import { ignoresReservedBits, otherWidth, signExtended, withoutFfa } from '../disputes/codes.ts';
import type { RegisterChange } from '../finding.ts';
import { answer, observe } from '../observe.ts';
import type { Look, Rule } from '../rule.ts';

const WORD = 0xffffffffn;
const DIRECT_RESPONSE = 'FFA_MSG_SEND_DIRECT_RESP';

const isError = (word: number): boolean => word === FFA_ERROR || word === FFA_ERROR_64;
const complain = (bad: boolean, change: RegisterChange): Look => ({ bad: bad ? [change] : [] });

/** The reply is one that the call may end with, and the version has it. */
function isAllowedReply({ row, reply, version }: CallContext): boolean {
  if (!reply.row || !row?.replies.includes(reply.row.name)) return false;
  return callExists(reply.row, formOf(reply.word), version);
}

export const replyKind: Rule = {
  id: 'reply-kind',
  clause: 'DEN0077A, the definition of each call',
  demands: 'a call ends with one of the replies that its definition names, of the version that is spoken',
  applies: 'FF-A calls of the table, but FFA_VERSION',
  problem: 'no reply to this call',
  registers: [{ bank: 'x', first: 0, last: 0 }],
  disputes: [withoutFfa],
  look: (context) => {
    const { ffa, row, id } = context;
    if (!ffa || !row || id.word === FFA_VERSION || row.replies.length === 0) return undefined;
    return complain(!isAllowedReply(context), answer(context));
  },
};

/** FFA_SUCCESS of the 64-bit form is there for results of 64 bits alone. */
function hasWideResult({ row, version }: CallContext): boolean {
  return row?.results.some((field) => field.wide && fieldExists(field, 64, version)) ?? false;
}

function isAllowedForm(context: CallContext): boolean {
  const { id, reply, row, version } = context;
  const form = formOf(reply.word);
  if (reply.row?.name === 'FFA_SUCCESS') return form === 32 || hasWideResult(context);
  // In 1.3 a cycle that begins in one form ends in it, FFA_RUN included.
  const cycle = reply.row?.name === DIRECT_RESPONSE && row?.name === 'FFA_MSG_SEND_DIRECT_REQ';
  const from13 = version === '1.3' && id.form === 32 && row?.id32 === FFA_RUN;
  return cycle || from13 ? form === id.form : true;
}

export const replyForm: Rule = {
  id: 'reply-form',
  clause: 'DEN0077A, FFA_SUCCESS and FFA_MSG_SEND_DIRECT_RESP',
  demands: 'FFA_SUCCESS_64 only where a result has 64 bits; a direct response has the form of its request',
  applies: 'FF-A calls that end with FFA_SUCCESS or a direct response',
  problem: 'reply of the wrong form',
  registers: [{ bank: 'x', first: 0, last: 0 }],
  disputes: [otherWidth],
  look: (context) => {
    if (!context.ffa || !context.row || !isAllowedReply(context)) return undefined;
    return complain(!isAllowedForm(context), answer(context));
  },
};

/** The register with a code of 32 bits: w2 of FFA_ERROR, or w0 of FFA_VERSION that refuses. */
function codeRegister({ trap, reply, id }: CallContext): RegisterChange | undefined {
  if (isError(reply.word)) return observe(trap, 'x', 2);
  const code = toStatus(reply.x0);
  const refuses = code === SMCCC_NOT_SUPPORTED || code === SMCCC_INVALID_PARAMETER;
  return id.word === FFA_VERSION && refuses ? observe(trap, 'x', 0) : undefined;
}

export const statusWidth: Rule = {
  id: 'status-width',
  clause: 'DEN0077A, FFA_ERROR; DEN0028 2.6',
  demands: 'a status code is an int32: bits 63:32 of its register are zero',
  applies: 'FFA_ERROR, and FFA_VERSION where it refuses',
  problem: 'code of another width',
  registers: [
    { bank: 'x', first: 0, last: 0 },
    { bank: 'x', first: 2, last: 2 },
  ],
  disputes: [signExtended],
  look: (context) => {
    const found = context.ffa ? codeRegister(context) : undefined;
    if (!found || found.writer === 'undefined') return undefined;
    return complain(found.after >> 32n !== 0n, { ...found, changed: found.after & (WORD << 32n) });
  },
};

export const statusCode: Rule = {
  id: 'status-code',
  clause: 'DEN0077A, status codes',
  demands: 'FFA_ERROR carries in w2 a negative code that its version defines',
  applies: 'FFA_ERROR',
  problem: 'no code of this version',
  registers: [{ bank: 'x', first: 2, last: 2 }],
  disputes: [],
  look: ({ ffa, reply, trap, version }) => {
    const found = observe(trap, 'x', 2);
    if (!ffa || !isError(reply.word) || found.writer === 'undefined') return undefined;
    return complain(!statusExists(toStatus(found.after), 'FF-A', version), found);
  },
};

export const unknownCall: Rule = {
  id: 'unknown-call',
  clause: 'DEN0028 5.2; DEN0077A, FFA_ERROR',
  demands: 'an id that nobody has is answered with -1, 64 bits wide where it is SMC64, and FF-A’s with NOT_SUPPORTED',
  applies: 'fast calls with an id that the table does not have, of FF-A or with reserved bits set',
  problem: 'no refusal of an unknown id',
  registers: [{ bank: 'x', first: 0, last: 0 }],
  disputes: [ignoresReservedBits, withoutFfa],
  look: (context) => {
    const { id, row, ffa, reply, trap } = context;
    if (row || !id.fast || !(ffa || id.reserved !== 0)) return undefined;
    if (ffa) {
      const refused = isError(reply.word) && toStatus(trap.after.x[2] ?? 0n) === FFA_NOT_SUPPORTED;
      return complain(!refused, answer(context));
    }
    const wide = id.form === 64 ? reply.x0 === (WORD << 32n) + WORD : toStatus(reply.x0) === FFA_NOT_SUPPORTED;
    return complain(!wide, answer(context));
  },
};
