/** Calls and replies in words, for reports. */
import { decodeFunctionId, type FunctionId, ownerName } from './function-id.ts';
import { type CallRow, type Field, type FieldFormat, type Form, fieldExists, type Version } from './row.ts';
import { statusName, toStatus } from './status.ts';
import { findCall, idName, isFfaId } from './table.ts';

export type Conduit = 'smc' | 'hvc';

/** One call, taken apart. */
export interface DecodedCall {
  id: FunctionId;
  /** `FFA_FEATURES`, or words for an id that the table does not have. */
  name: string;
  /** The arguments that have a meaning worth a word, without brackets; empty where there are none. */
  arguments: string;
  /** `SMC32`, `HVC64`, … */
  convention: string;
  owner: string;
  row: CallRow | undefined;
  /** What is odd about x0: the SVE hint, reserved bits, an upper half that is not zero. */
  remarks: string[];
}

/** One reply, taken apart. */
export interface DecodedReply {
  /** `FFA_ERROR`, `1.2`, `-1`, … */
  name: string;
  /** Arguments of an FF-A reply or what is to be said about a code; empty where there is nothing. */
  arguments: string;
  /** The status that FFA_ERROR carries. */
  status: string | undefined;
  row: CallRow | undefined;
  text: string;
}

/** Fields that a later version added stay out of words where nobody says which version is spoken. */
const DEFAULT_VERSION: Version = '1.2';

const hex = (value: bigint | number, digits: number): string => value.toString(16).padStart(digits, '0');

/** A version word as `1.2`; in hex where bit 31, which must be zero, is set. */
export function versionText(word: number): string {
  if (word >>> 31 !== 0) return `0x${hex(word >>> 0, 8)}`;
  return `${(word >>> 16) & 0x7fff}.${word & 0xffff}`;
}

/** Feature ids that FFA_FEATURES takes beside function ids. */
const features = new Map<number, string>([
  [1, 'notification pending interrupt'],
  [2, 'schedule receiver interrupt'],
  [3, 'managed exit interrupt'],
  [4, 'notification properties'],
]);

const functionText = (word: number): string => idName(word) ?? features.get(word) ?? `0x${hex(word, 8)}`;
const endpoint = (id: number): string => `0x${hex(id & 0xffff, 4)}`;
const plural = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;
const statusText = (code: number): string => (code === 0 ? '0' : (statusName(code, 'FF-A') ?? String(code)));

/** A value in words by its format, or undefined where it says nothing (a zero that means "not used", plain bits). */
const formatters: Record<FieldFormat, (value: bigint, word: number, name: string) => string | undefined> = {
  hex: () => undefined,
  uuid: () => undefined,
  pair: () => undefined,
  version: (_, word) => versionText(word),
  function: (_, word) => functionText(word),
  target: (_, word) => `${endpoint(word >>> 16)}:${word & 0xffff}`,
  endpoints: (_, word) => `${endpoint(word >>> 16)}→${endpoint(word)}`,
  endpoint: (_, word, name) => (word === 0 ? undefined : `${name} ${endpoint(word)}`),
  'endpoint-high': (_, word, name) => (word === 0 ? undefined : `${name} ${endpoint(word >>> 16)}`),
  status: (_, word) => statusText(word | 0),
  handle: (value) => `handle 0x${hex(value, 16)}`,
  bytes: (_, word, name) => `${name} ${plural(word, 'byte')}`,
  pages: (_, word) => plural(word, 'page'),
  address: (value, _, name) => (value === 0n ? undefined : `${name} 0x${hex(value, 1)}`),
  number: (_, word, name) => (word === 0 ? undefined : `${name} ${word}`),
};

/** The value of a field: one register by its width, or the halves of a handle put together. */
function fieldValue(part: Field, x: bigint[], form: Form): bigint {
  const low = x[part.first] ?? 0n;
  if (part.format === 'handle') return (low & 0xffffffffn) | (((x[part.last] ?? 0n) & 0xffffffffn) << 32n);
  return part.wide && form === 64 ? low : low & 0xffffffffn;
}

/** The fields that exist in this form and version, in words. */
function fieldTexts(fields: Field[], x: bigint[], form: Form, version: Version): string {
  return fields
    .filter((part) => fieldExists(part, form, version))
    .map((part) => {
      const value = fieldValue(part, x, form);
      return formatters[part.format](value, Number(value & 0xffffffffn), part.name);
    })
    .filter((text) => text !== undefined)
    .join(', ');
}

function remarksOn(id: FunctionId): string[] {
  const remarks: string[] = [];
  if (id.hint) remarks.push('SVE hint');
  if (id.fast && id.reserved !== 0) remarks.push(`reserved bits 23:17 = ${hex(id.reserved, 2)}`);
  if (id.upper !== 0) remarks.push(`x0[63:32] = ${hex(id.upper, 8)}`);
  return remarks;
}

function unknownName(id: FunctionId): string {
  const word = `0x${hex(id.word, 8)}`;
  if (!id.fast) return `yielding call ${word} (${ownerName(id)})`;
  if (isFfaId(id)) return `unknown FF-A call ${word}`;
  return `${ownerName(id)} call ${word}`;
}

/** Takes a call apart. `x` is x0 … x7 or more, as the caller passed them; `version` is that of FF-A between the two. */
export function decodeCall(x: bigint[], conduit: Conduit = 'smc', version: Version = DEFAULT_VERSION): DecodedCall {
  const id = decodeFunctionId(x[0] ?? 0n);
  const row = findCall(id.word);
  return {
    id,
    name: row?.name ?? unknownName(id),
    arguments: row ? fieldTexts(row.arguments, x, id.form, version) : '',
    convention: `${conduit.toUpperCase()}${id.form}`,
    owner: row?.specification ?? ownerName(id),
    row,
    remarks: remarksOn(id),
  };
}

/** `FFA_FEATURES(FFA_MEM_SHARE_64) SMC32`, with what is odd about x0 after a comma. */
export function describeCall(x: bigint[], conduit: Conduit = 'smc'): string {
  const call = decodeCall(x, conduit);
  const head = `${call.name}${call.arguments ? `(${call.arguments})` : ''} ${call.convention}`;
  return [head, ...call.remarks].join(', ');
}

/** How wide a negative code in x0 is: whoever compares 64 bits and whoever compares 32 see different values. */
function widthText(x0: bigint): string {
  const upper = x0 >> 32n;
  if (upper === 0xffffffffn) return '64-bit';
  return upper === 0n ? '32-bit zero-extended' : `x0[63:32] = ${hex(upper, 8)}`;
}

function ffaReply(row: CallRow, word: number, x: bigint[], upper: bigint): DecodedReply {
  const status = row.name === 'FFA_ERROR' ? statusText(toStatus(x[2] ?? 0n)) : undefined;
  const name = idName(word) ?? row.name;
  const args = status ?? fieldTexts(row.arguments, x, row.id64 === word ? 64 : 32, DEFAULT_VERSION);
  const detail = status ? ` ${status}` : args && `(${args})`;
  const garbage = upper === 0n ? '' : `, x0[63:32] = ${hex(upper, 8)}`;
  return { name, arguments: args, status, row, text: `${name}${detail}${garbage}` };
}

function codeReply(x0: bigint, call: CallRow | undefined): DecodedReply {
  const code = toStatus(x0);
  // FFA_VERSION answers with the codes of the calling convention, not with those of FF-A.
  const name = statusName(code, call?.specification === 'PSCI' ? 'PSCI' : 'SMCCC');
  const detail = [name, widthText(x0)].filter((part) => part !== undefined).join(', ');
  return { name: String(code), arguments: detail, status: name, row: undefined, text: `${code} (${detail})` };
}

function valueReply(x0: bigint, call: CallRow | undefined): DecodedReply {
  const plain = (name: string): DecodedReply => ({
    name,
    arguments: '',
    status: undefined,
    row: undefined,
    text: name,
  });
  const format = call?.results[0]?.format;
  const word = Number(x0 & 0xffffffffn);
  const looksLikeVersion = call === undefined && word >>> 16 === 1;
  if ((format === 'version' || looksLikeVersion) && x0 >> 31n === 0n) return plain(versionText(word));
  if (x0 === 0n) return plain('0 (SUCCESS)');
  return plain(`0x${hex(x0, 16)}`);
}

/** Negative values from here on are codes, those below are data. */
const LOWEST_CODE = -32;

/**
 * Takes a reply apart. `x` is x0 … x7 or more of the reply. `callX` is the call that it answers: without it a number is
 * read as a version where it can be one.
 */
export function decodeReply(x: bigint[], callX?: bigint[]): DecodedReply {
  const x0 = x[0] ?? 0n;
  const word = Number(x0 & 0xffffffffn);
  const row = findCall(word);
  if (row?.specification === 'FF-A') return ffaReply(row, word, x, x0 >> 32n);
  const call = callX && findCall(decodeFunctionId(callX[0] ?? 0n).word);
  const code = toStatus(x0);
  return code < 0 && code >= LOWEST_CODE ? codeReply(x0, call) : valueReply(x0, call);
}

/** `FFA_ERROR NOT_SUPPORTED`, `FFA_SUCCESS_32`, `1.2`, `-1 (NOT_SUPPORTED, 64-bit)`. */
export function describeReply(x: bigint[], callX?: bigint[]): string {
  return decodeReply(x, callX).text;
}
