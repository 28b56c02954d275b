/** What each register of a call is, before and after: the calling convention, and on top of it the call's own definition. */
import { type ConventionVersion, conventionRow } from './convention.ts';
import { decodeFunctionId } from './function-id.ts';
import { type CallRow, type Field, type Form, fieldExists, fieldWidth, type Version } from './row.ts';
import { findCall, findCallByName, idName, replyFields } from './table.ts';

/**
 * `must be zero`: the callee checks it. `should be zero`: reserved, the caller writes zero and the callee ignores it.
 * `none`: no parameter register of this form.
 */
export type InputRole = 'function id' | 'argument' | 'must be zero' | 'should be zero' | 'none';
/**
 * `zero`: a parameter register of FF-A that no reply to this call fills. `result or preserved`: the convention leaves it
 * to the function's definition, and the table has none. `scratch`: anything.
 */
export type OutputRole = 'result' | 'zero' | 'preserved' | 'result or preserved' | 'scratch';

/** One register of one call. */
export interface RegisterRole {
  /** Number of the register: xn. */
  n: number;
  input: InputRole;
  output: OutputRole;
  /** Bits that the argument takes; the others are ignored. Undefined without an argument. */
  argumentWidth: 32 | 64 | undefined;
  argument: Field | undefined;
  /** Bits of the result; the others are zero. Undefined without a result that the table knows. */
  resultWidth: 32 | 64 | undefined;
  result: Field | undefined;
  /** The reply that carries the result, where it is not FFA_SUCCESS. */
  reply: string | undefined;
  clause: string;
}

/** SMCCC version that an FF-A version needs: the use of x8–x17 came with 1.2. */
export function conventionOf(version: Version): ConventionVersion {
  return version === '1.0' || version === '1.1' ? '1.1' : '1.2';
}

const covers = (n: number) => (field: Field) => field.first <= n && n <= field.last;
const GENERAL_REGISTERS = 31;
const LAST_PARAMETER_32 = 7;
const LAST_PARAMETER_64 = 17;

/** The last parameter register of FF-A calls of this form and version. */
export function lastParameter(form: Form, version: Version): number {
  return form === 64 && conventionOf(version) === '1.2' ? LAST_PARAMETER_64 : LAST_PARAMETER_32;
}

interface CarriedResult {
  field: Field;
  reply: string | undefined;
  width: 32 | 64;
}

/** Every result that some reply to the call may carry in xn, FFA_SUCCESS first. */
function resultsIn(row: CallRow, form: Form, version: Version, n: number): CarriedResult[] {
  if (row.replies.length === 0) {
    return row.results.filter(covers(n)).map((field) => ({ field, reply: undefined, width: fieldWidth(field, form) }));
  }
  const names = [...row.replies].sort((a, b) => Number(b === 'FFA_SUCCESS') - Number(a === 'FFA_SUCCESS'));
  return names.flatMap((name) => {
    const reply = findCallByName(name);
    const word = (form === 64 ? reply?.id64 : undefined) ?? reply?.id32 ?? reply?.id64;
    if (word === undefined) return [];
    const replyForm = decodeFunctionId(BigInt(word)).form;
    return replyFields(row, word, version)
      .filter(covers(n))
      .map((field) => ({
        field,
        reply: name === 'FFA_SUCCESS' ? undefined : name,
        width: fieldWidth(field, replyForm),
      }));
  });
}

function inputRole(row: CallRow, argument: Field | undefined, n: number, last: number): InputRole {
  if (n === 0) return 'function id';
  if (argument)
    return argument.zero !== 0n && argument.parts.length === 0 && isAll(argument) ? 'must be zero' : 'argument';
  if (row.specification === 'FF-A' && n <= last) return 'should be zero';
  return 'none';
}

const isAll = (field: Field): boolean => field.zero === (field.wide ? 0xffffffffffffffffn : 0xffffffffn);

function outputRole(row: CallRow, form: Form, version: Version, n: number, hasResult: boolean): OutputRole {
  if (hasResult || n === 0) return 'result';
  const ffa = row.specification === 'FF-A';
  if (ffa && n <= LAST_PARAMETER_32) return 'zero';
  const { output } = conventionRow(ffa ? conventionOf(version) : '1.2', form, n);
  return output;
}

/**
 * The roles of x0 to x30 in a call of the table. `version` is that of the call's own specification for FF-A; calls
 * outside FF-A are read in SMCCC 1.2.
 */
export function registerRoles(row: CallRow, form: Form, version: Version): RegisterRole[] {
  const last = lastParameter(form, version);
  const fields = row.arguments.filter((field) => row.specification !== 'FF-A' || fieldExists(field, form, version));
  return Array.from({ length: GENERAL_REGISTERS }, (_, n) => {
    const argument = fields.find(covers(n));
    const [carried] = resultsIn(row, form, version, n);
    return {
      n,
      input: inputRole(row, argument, n, last),
      output: outputRole(row, form, version, n, carried !== undefined),
      argumentWidth: argument && fieldWidth(argument, form),
      argument,
      resultWidth: carried?.width,
      result: carried?.field,
      reply: carried?.reply,
      clause: row.clause,
    };
  });
}

/**
 * Registers x1–x17 of which the callee reads 32 bits, by the call's definition: all arguments of the 32-bit form, and the
 * W registers among those of the 64-bit form. None for ids of the 64-bit form that the table does not have.
 */
export function narrowArguments(callX0: bigint, version: Version): number[] {
  const { word, form } = decodeFunctionId(callX0);
  if (form === 32) return Array.from({ length: LAST_PARAMETER_32 }, (_, n) => n + 1);
  const fields = findCall(word)?.arguments.filter((field) => !field.wide && fieldExists(field, form, version)) ?? [];
  return fields.flatMap(({ first, last }) => Array.from({ length: last - first + 1 }, (_, n) => first + n));
}

function partsText(field: Field): string {
  const parts = field.parts.map(({ high, low, name }) => `[${high === low ? high : `${high}:${low}`}] ${name}`);
  if (parts.length > 0) return ` (${[...parts, ...(field.zero === 0n ? [] : ['the rest must be zero'])].join(', ')})`;
  const bits = Array.from({ length: 64 }, (_, n) => n).filter((n) => (field.zero >> BigInt(n)) & 1n);
  return bits.length === 0 || isAll(field) ? '' : ` (bit ${bits.join(', ')} must be zero)`;
}

const sinceText = ({ since }: Field): string => (since === undefined ? '' : `, since ${since}`);

/** What the register is before the call, in words. */
export function inputText({ input, argument, argumentWidth }: RegisterRole): string {
  if (!argument) return input;
  const zero = input === 'must be zero' ? ', must be zero' : '';
  const width = argumentWidth === 32 ? ', bits 63:32 ignored' : '';
  return `${argument.name}${partsText(argument)}${zero}${sinceText(argument)}${width}`;
}

/** What the register is after the call, in words. */
export function outputText({ n, output, result, reply, resultWidth }: RegisterRole): string {
  if (!result) return n === 0 ? 'the reply' : output;
  const width = resultWidth === 32 ? ', 32 bits' : '';
  return `${result.name}${partsText(result)}${reply ? ` of ${reply}` : ''}${sinceText(result)}${width}`;
}

/**
 * One register of a call in words, for tooltips: `x1 of FFA_RUN: target information ([31:16] endpoint, [15:0] vCPU), bits
 * 63:32 ignored; after it: …, 32 bits (DEN0077A FFA_RUN)`. Undefined for calls that the table does not have.
 */
export function describeRegister(callX0: bigint, n: number, version: Version): string | undefined {
  const id = decodeFunctionId(callX0);
  const row = findCall(id.word);
  const role = row && registerRoles(row, id.form, version)[n];
  if (!role) return undefined;
  return `x${n} of ${idName(id.word)}: ${inputText(role)}; after it: ${outputText(role)} (${role.clause})`;
}
