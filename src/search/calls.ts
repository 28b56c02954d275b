/** The alphabet of calls: every function id of the ABI table with values that are worth a try. */
import { FFA_FEATURES, FFA_MEM_FRAG_TX, FFA_MSG_SEND2, FFA_VERSION } from '../../assembly/ffa/ids.ts';
import { SMCCC_64, SMCCC_SVE_HINT } from '../../assembly/smccc/ids.ts';
import { ffaCalls } from '../abi/ffa.ts';
import type { CallRow, Field, Form } from '../abi/row.ts';
import { findCall } from '../abi/table.ts';
import { CONTENT } from './contents.ts';
import {
  FIRST_PAGE,
  HYPERVISOR_PAGE,
  ownAddress,
  PARTITION,
  patternOf,
  RX_PAGE,
  SECOND_PAGE,
  TX_PAGE,
  UNMAPPED,
} from './places.ts';
import { PASSED_REGISTERS, type SearchCall } from './sequence.ts';

const UPPER = 1n << 63n;
const BIT_31 = 1n << 31n;
const ALL_ONES = 0xffffffffn;
const VERSIONS = [0x10002n, 0x10001n, 0x10000n, 0x10003n, 0x20000n, 0x9n, BIT_31 | 0x10001n];

/** All ids of FF-A, and the ids of features. */
const queried: bigint[] = [
  ...ffaCalls.flatMap(({ id32, id64 }) => [id64, id32]).filter((id) => id !== undefined),
  1,
  2,
  3,
  0x84000064 + 0x80,
].map(BigInt);

/** A FFA_FEATURES that the driver makes comes first. */
const features = [0xc4000066n, ...queried.filter((id) => id !== 0xc4000066n)];

/** What each register of a field may be given, by the field; the first is what a driver would say. */
function valuesOf({ format, name }: Field, own: bigint): bigint[] {
  switch (format) {
    case 'version':
      return VERSIONS;
    case 'function':
      return features;
    case 'target':
      return [PARTITION << 16n, 0n, own << 16n];
    case 'endpoints':
      return [(own << 16n) | PARTITION, (PARTITION << 16n) | own, (own << 16n) | own, ((own + 1n) << 16n) | PARTITION];
    case 'endpoint':
      return [own, PARTITION, 0xffffn];
    case 'endpoint-high':
      return [own << 16n, (own + 1n) << 16n, 1n];
    case 'status':
      return [0n, ALL_ONES];
    case 'handle':
      return [0x55n, 0n];
    case 'pages':
      return [1n, 0n, 2n, 0x40n, 0x41n];
    case 'address':
      return addressesOf(name);
    case 'uuid':
      return [0n, BIT_31];
    case 'bytes':
    case 'number':
      return [0n, 1n, 16n, 0x1001n, ALL_ONES];
    case 'hex':
    case 'pair':
      return [0n, 1n, BIT_31, ALL_ONES];
  }
}

function addressesOf(name: string): bigint[] {
  const own = name === 'RX' ? RX_PAGE : name === 'TX' ? TX_PAGE : 0n;
  const other = name === 'RX' ? TX_PAGE : RX_PAGE;
  return [own, other, FIRST_PAGE, own + 8n, 0n, UNMAPPED, HYPERVISOR_PAGE];
}

const isPayload = ({ name }: Field): boolean => name === 'payload' || name === 'text';

/** Registers as a driver would fill them; every other one has a pattern, or is zero. */
function typical(row: CallRow, id: number, own: bigint, zero: boolean): bigint[] {
  const x = Array.from({ length: PASSED_REGISTERS }, (_, n) => (zero ? 0n : patternOf(n)));
  x[0] = BigInt(id);
  for (const field of row.arguments.filter((each) => !isPayload(each))) setField(x, field, valuesOf(field, own)[0]!);
  return x;
}

/** The value goes into the field's first register, and zero into its others. */
function setField(x: bigint[], { first, last }: Field, value: bigint): void {
  for (let n = first; n <= last; n++) x[n] = n === first ? value : 0n;
}

const call = (x: bigint[], content: number = CONTENT.none, vm = 0): SearchCall => ({ x, content, vm });

/** The call with one field otherwise than a driver would have it, one call a value. */
function variations(row: CallRow, id: number, form: Form, own: bigint): SearchCall[] {
  return row.arguments
    .filter((field) => !isPayload(field) && (field.form === undefined || field.form === form))
    .flatMap((field) => {
      const [usual, ...others] = valuesOf(field, own);
      const tried = [...others, usual! | UPPER];
      return tried.map((value) => {
        const x = typical(row, id, own, false);
        setField(x, field, value);
        return call(x);
      });
    });
}

/** The function id with bits that it should not have, and in the form that the call lacks. */
function oddIds(row: CallRow, id: number, own: bigint): SearchCall[] {
  const x = typical(row, id, own, false);
  const otherForm = (id ^ SMCCC_64) >>> 0;
  const ids = [BigInt(id | SMCCC_SVE_HINT) & ALL_ONES, BigInt(id) | (1n << 32n)];
  if (!findCall(otherForm)) ids.push(BigInt(otherForm));
  return ids.map((odd) => call([odd, ...x.slice(1)]));
}

/** Lengths and contents that a memory call may come with. */
const transfers: [total: bigint, fragment: bigint, content: number][] = [
  [96n, 96n, CONTENT.transaction11],
  [80n, 80n, CONTENT.transaction10],
  [112n, 112n, CONTENT.transaction12],
  [112n, 96n, CONTENT.transaction11],
  // Descriptors that end before their first range.
  [64n, 64n, CONTENT.transaction10],
  [80n, 80n, CONTENT.transaction11],
  [128n, 112n, CONTENT.transaction12],
  [96n, 96n, CONTENT.transactionOfTx],
  [96n, 96n, CONTENT.twoPages],
  [96n, 96n, CONTENT.unaligned],
  [0x1010n, 96n, CONTENT.transaction11],
];

const isTransfer = ({ name }: CallRow): boolean => /^FFA_MEM_(SHARE|LEND|DONATE|RETRIEVE_REQ)$/.test(name);

/** Calls that read the TX page, with something in it. */
function withContents(row: CallRow, id: number, own: bigint): SearchCall[] {
  const filled = (content: number, registers: Record<number, bigint>): SearchCall => {
    const x = typical(row, id, own, false);
    for (const [n, value] of Object.entries(registers)) x[Number(n)] = value;
    return call(x, content);
  };
  if (isTransfer(row)) {
    return transfers.map(([total, fragment, content]) => filled(content, { 1: total, 2: fragment, 3: 0n, 4: 0n }));
  }
  if (id === FFA_MEM_FRAG_TX) return [filled(CONTENT.range, { 3: 16n })];
  if (id !== FFA_MSG_SEND2) return [];
  return [CONTENT.message, CONTENT.message12, CONTENT.messageToVm].map((content) => filled(content, {}));
}

/** The ids of a row and their forms. */
function idsOf({ id32, id64 }: CallRow): [id: number, form: Form][] {
  const ids: [number | undefined, Form][] = [
    [id32, 32],
    [id64, 64],
  ];
  return ids.filter((entry): entry is [number, Form] => entry[0] !== undefined);
}

/** Names of what calls are answered with. */
const replyNames = new Set(ffaCalls.flatMap(({ replies }) => replies));

/** Calls that a guest makes come before those that only partitions make and replies, FFA_VERSION before all others. */
function rank(row: CallRow, form: Form): number {
  if (row.id32 === FFA_VERSION) return 0;
  if (replyNames.has(row.name) || (row.since64 !== undefined && form === 64)) return 3;
  return row.instances.some((instance) => instance === 'NV' || instance === 'NP') ? 1 : 2;
}

/** An id that no version of FF-A has. */
const UNKNOWN_ID = 0x840000efn;

/**
 * The calls that a search makes, in the order in which it makes them: as a driver would make them, then with memory
 * descriptors and messages, with zeros, and with odd values. `own` is the caller's endpoint id.
 */
export function callAlphabet(own: bigint): SearchCall[] {
  const ids = ffaCalls
    .flatMap((row) => idsOf(row).map(([id, form]) => ({ row, id, form })))
    .sort((a, b) => rank(a.row, a.form) - rank(b.row, b.form));
  const each = (make: (row: CallRow, id: number, form: Form) => SearchCall[]): SearchCall[] =>
    ids.flatMap(({ row, id, form }) => make(row, id, form));
  const versions = (row: CallRow, id: number, form: Form) =>
    id === FFA_VERSION ? variations(row, id, form, own).slice(0, 2) : [];
  const calls = [
    ...each((row, id) => [call(typical(row, id, own, false))]),
    ...each(versions),
    ...each((row, id) => withContents(row, id, own)),
    ...each((row, id) => [call(typical(row, id, own, true))]),
    ...each((row, id, form) => (id === FFA_FEATURES ? [] : variations(row, id, form, own))),
    ...each((row, id, form) => (id === FFA_FEATURES ? variations(row, id, form, own) : [])),
    ...each((row, id) => oddIds(row, id, own)),
    call([UNKNOWN_ID, ...Array.from({ length: PASSED_REGISTERS - 1 }, (_, n) => patternOf(n + 1))]),
  ];
  return distinct(calls);
}

function distinct(calls: SearchCall[]): SearchCall[] {
  const seen = new Map(calls.map((each) => [`${each.x.join()}/${each.content}/${each.vm}`, each]));
  return [...seen.values()];
}

/** Pages that the alphabet shares; the second page is that of fragments. */
export const sharedPages = [FIRST_PAGE, SECOND_PAGE];

/** The same calls by another VM, with memory of its own, whose contents begin behind `contents` others. */
export function callsOfVm(calls: readonly SearchCall[], vm: number, contents: number): SearchCall[] {
  return calls.map(({ x, content }) => ({
    x: x.map(ownAddress),
    content: content === CONTENT.none ? content : content + contents,
    vm,
  }));
}
