/** The shape of the ABI table: what a row says about one call, and how its fields are written down. */
import * as ffaIds from '../../assembly/ffa/ids.ts';
import * as smcccIds from '../../assembly/smccc/ids.ts';

/** The specification that defines a call. Versions of a row count within it. */
export type Specification = 'FF-A' | 'PSCI' | 'SMCCC';
export type Version = `${number}.${number}`;
/** SMC32/HVC32 or SMC64/HVC64: bit 30 of the function id. */
export type Form = 32 | 64;

/** How a report shows a value. `hex` and `uuid` fields are left to the register rows. */
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
  | 'bytes'
  | 'pages'
  | 'address'
  | 'number';

/** One argument or result: the registers x[first] to x[last] together. */
export interface Field {
  first: number;
  last: number;
  /** The 64-bit form uses the X registers, not only their lower halves. */
  wide: boolean;
  name: string;
  format: FieldFormat;
  /** The callee checks that it is zero. Registers without a field are reserved: the caller writes zero, nobody checks. */
  mustBeZero: boolean;
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
  mustBeZero?: boolean;
}

/**
 * A field from the notation of the specification: `w1`, `x4-x17`. An `x` register is 64 bits wide in the 64-bit form and
 * 32 bits in the 32-bit form. Throws where the notation is wrong.
 */
export function field(registers: string, name: string, format: FieldFormat = 'hex', options: FieldOptions = {}): Field {
  const match = /^([wx])(\d+)(?:-[wx](\d+))?$/.exec(registers);
  if (!match) throw new Error(`not a register range: ${registers}`);
  const first = Number(match[2]);
  return {
    first,
    last: Number(match[3] ?? first),
    wide: match[1] === 'x',
    name,
    format,
    mustBeZero: options.mustBeZero ?? false,
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

/** Whether the field exists in this form and version of its call. */
export function fieldExists(candidate: Field, form: Form, version: Version): boolean {
  if (candidate.form !== undefined && candidate.form !== form) return false;
  return candidate.since === undefined || compareVersions(candidate.since, version) <= 0;
}
