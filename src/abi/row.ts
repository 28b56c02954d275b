/** The shape of the ABI table: what a row says about one call, and how its fields are written down. */
import * as ffaIds from '../../assembly/ffa/ids.ts';
import * as smcccIds from '../../assembly/smccc/ids.ts';

/** The specification that defines a call. Versions of a row count within it. */
export type Specification = 'FF-A' | 'PSCI' | 'RMI' | 'SMCCC';
export type Version = `${number}.${number}`;
/** SMC32/HVC32 or SMC64/HVC64: bit 30 of the function id. */
export type Form = 32 | 64;

/**
 * How a report shows a value. `hex`, `uuid` and `pair` fields are left to the register rows. `handle` and `pair` are one
 * 64-bit value in the lower halves of two registers, the low half first.
 */
export type FieldFormat =
  | 'hex'
  | 'uuid'
  | 'version'
  | 'function'
  | 'target'
  | 'endpoints'
  | 'endpoint'
  | 'endpoint-high'
  | 'status'
  | 'handle'
  | 'pair'
  | 'bytes'
  | 'pages'
  | 'address'
  | 'number';

/** A named part of a register: bits high to low, both included. */
export interface BitPart {
  name: string;
  high: number;
  low: number;
}

/** One argument or result: the registers x[first] to x[last] together. */
export interface Field {
  first: number;
  last: number;
  /** The 64-bit form uses the X registers, not only their lower halves. */
  wide: boolean;
  name: string;
  format: FieldFormat;
  /** What the bits of each register stand for; empty where the value is one. */
  parts: BitPart[];
  /**
   * Bits of each register that must be zero: the callee checks them. Registers without a field are reserved: the caller
   * should write zero and nobody checks.
   */
  zero: bigint;
  since: Version | undefined;
  /** Exists in this form only. */
  form: Form | undefined;
}

export interface CallRow {
  name: string;
  specification: Specification;
  /** Function ids, from the constant files. A call has at least one of the two. */
  id32: number | undefined;
  id64: number | undefined;
  since: Version;
  /** Where the 64-bit form came later than the 32-bit form. */
  since64: Version | undefined;
  /** The first version without the call. */
  until: Version | undefined;
  /** For a reply: what it carries. */
  arguments: Field[];
  /** What FFA_SUCCESS carries as the reply to this call; x0 itself for calls outside FF-A and for FFA_VERSION. */
  results: Field[];
  /** Names of the replies that may end the call. */
  replies: string[];
  /** Names of the status codes that implementations are known to answer with; empty where nothing is known. */
  errors: string[];
  /**
   * Who may call: NV non-secure virtual (VM to hypervisor), NP non-secure physical (EL2 or EL1 to EL3), SV secure virtual
   * (partition to SPMC), SP secure physical (SPMC to SPMD); empty where the specification of the row makes no difference.
   */
  instances: string[];
  clause: string;
}

export interface FieldOptions {
  since?: Version;
  form?: Form;
  /** Parts as `31:16 sender`, `0 count only`. */
  parts?: string[];
  /** Bits that must be zero: those of no part (`others`), all (`all`), or a mask. */
  zero?: 'others' | 'all' | bigint;
}

const WORD = 0xffffffffn;

/** A part from its notation: `31:16 sender`, or `0 count only` for one bit. Throws where the notation is wrong. */
export function bitPart(notation: string): BitPart {
  const match = /^(\d+)(?::(\d+))? (.+)$/.exec(notation);
  if (!match) throw new Error(`not a bit range: ${notation}`);
  const high = Number(match[1]);
  return { name: match[3] ?? '', high, low: Number(match[2] ?? high) };
}

/** The bits of a part within its register. */
export function partMask({ high, low }: BitPart): bigint {
  return ((1n << BigInt(high - low + 1)) - 1n) << BigInt(low);
}

function zeroMask(options: FieldOptions, parts: BitPart[], wide: boolean): bigint {
  const all = wide ? (WORD << 32n) | WORD : WORD;
  if (options.zero === 'all') return all;
  if (options.zero === 'others') return parts.reduce((rest, part) => rest & ~partMask(part), all);
  return options.zero ?? 0n;
}

/**
 * A field from the notation of the specification: `w1`, `x4-x17`. An `x` register is 64 bits wide in the 64-bit form and
 * 32 bits in the 32-bit form. Throws where the notation is wrong.
 */
export function field(registers: string, name: string, format: FieldFormat = 'hex', options: FieldOptions = {}): Field {
  const match = /^([wx])(\d+)(?:-[wx](\d+))?$/.exec(registers);
  if (!match) throw new Error(`not a register range: ${registers}`);
  const first = Number(match[2]);
  const wide = match[1] === 'x';
  const parts = (options.parts ?? []).map(bitPart);
  return {
    first,
    last: Number(match[3] ?? first),
    wide,
    name,
    format,
    parts,
    zero: zeroMask(options, parts, wide),
    since: options.since,
    form: options.form,
  };
}

const ids: Record<string, number> = { ...ffaIds, ...smcccIds };

/** The 64-bit form's own constant, or the plain one where that has bit 30 set. Throws where the constants lack the name. */
export function functionIds(name: string): { id32: number | undefined; id64: number | undefined } {
  const plain = ids[name];
  if (plain === undefined) throw new Error(`no function id named ${name}`);
  const only64 = (plain & smcccIds.SMCCC_64) !== 0;
  return { id32: only64 ? undefined : plain, id64: only64 ? plain : ids[`${name}_64`] };
}

/** Orders two versions: negative where `a` is the older one. */
export function compareVersions(a: Version, b: Version): number {
  const [majorA = 0, minorA = 0] = a.split('.').map(Number);
  const [majorB = 0, minorB = 0] = b.split('.').map(Number);
  return majorA - majorB || minorA - minorB;
}

/** Bits that a field takes of each of its registers in this form: 64 in an X register, else 32. */
export function fieldWidth({ wide }: Field, form: Form): 32 | 64 {
  return wide && form === 64 ? 64 : 32;
}

/** Whether the field exists in this form and version of its call. */
export function fieldExists(candidate: Field, form: Form, version: Version): boolean {
  if (candidate.form !== undefined && candidate.form !== form) return false;
  return candidate.since === undefined || compareVersions(candidate.since, version) <= 0;
}

/** Whether the call exists in this form and version of its specification. */
export function callExists(row: CallRow, form: Form, version: Version): boolean {
  if ((form === 32 ? row.id32 : row.id64) === undefined) return false;
  if (row.until !== undefined && compareVersions(row.until, version) <= 0) return false;
  const since = form === 64 ? (row.since64 ?? row.since) : row.since;
  return compareVersions(since, version) <= 0;
}
