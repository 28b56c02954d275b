import { type Attempt, type Operand, RANK_VALUE } from '../attempt.ts';
import type { Fields } from '../condition.ts';
import { hex, immediateValue, inRange } from './value.ts';

/**
 * A number in one or more fields, as the table writes it: `#imm12*8`, `#±imm9`, `#CRm:op2`, `#immr<R`, `#b40+32`,
 * `#64-scale`.
 */
export interface NumberForm {
  /** From the most significant. */
  fields: readonly { name: string; width: number }[];
  signed: boolean;
  /** The number is a multiple of this; 'R' is the size in bytes of the register that sf selects. */
  scale: number | 'R';
  offset: number;
  /** The fields hold this less the number. */
  minuend: number | undefined;
  /** The number is below the width in bits of the register that sf selects. */
  belowWidth: boolean;
  /** The value where the operand is left out; undefined where it must be there. */
  absent: number | undefined;
  decimal: boolean;
}

const formPattern =
  /^#(?:(±)|(\d+)-)?([A-Za-z]\w*(?::[A-Za-z]\w*)*)(?:\*(\d+|R))?(?:\+(\d+))?(<R)?(?:(\?)(?:=(\d+))?)?$/;

/** Reads the table's notation, or undefined where `token` is not a number form. */
export function parseNumberForm(token: string, widthOf: (field: string) => number): NumberForm | undefined {
  const match = formPattern.exec(token);
  if (!match) return undefined;
  const [, sign, minuend, names, scale, offset, below, optional, absent] = match;
  return {
    fields: names!.split(':').map((name) => ({ name, width: widthOf(name) })),
    signed: sign === '±',
    scale: scale === 'R' ? 'R' : Number(scale ?? 1),
    offset: Number(offset ?? 0),
    minuend: minuend === undefined ? undefined : Number(minuend),
    belowWidth: below !== undefined,
    absent: optional ? Number(absent ?? 0) : undefined,
    decimal:
      sign === '±' || minuend !== undefined || scale !== undefined || below !== undefined || offset !== undefined,
  };
}

function scaleOf(form: NumberForm, fields: Fields): bigint {
  if (form.scale === 'R') return fields.sf === 1 ? 8n : 4n;
  return BigInt(form.scale);
}

function limits(form: NumberForm, fields: Fields): { low: bigint; high: bigint } {
  const bits = BigInt(form.fields.reduce((sum, field) => sum + field.width, 0));
  const scale = scaleOf(form, fields);
  if (form.signed) return { low: -(1n << (bits - 1n)) * scale, high: ((1n << (bits - 1n)) - 1n) * scale };
  if (form.minuend !== undefined)
    return { low: 1n, high: form.belowWidth && fields.sf === 0 ? 32n : BigInt(form.minuend) };
  const high = form.belowWidth ? (fields.sf === 1 ? 63n : 31n) : (1n << bits) - 1n;
  return { low: BigInt(form.offset), high: high * scale + BigInt(form.offset) };
}

function store(form: NumberForm, fields: Fields, number: bigint): void {
  let rest = number;
  for (const { name, width } of form.fields.toReversed()) {
    fields[name] = Number(BigInt.asUintN(width, rest));
    rest >>= BigInt(width);
  }
}

/** Checks range and step of `value` and puts it into the fields. */
export function setNumber(attempt: Attempt, form: NumberForm, value: bigint, column: number): boolean {
  const scale = scaleOf(form, attempt.fields);
  const { low, high } = limits(form, attempt.fields);
  if (value < low || value > high || (value - low) % scale !== 0n) {
    const steps = scale === 1n ? '' : ` in steps of ${scale}`;
    return attempt.fail(`immediate ${value} out of range ${low}..${high}${steps}`, column, RANK_VALUE);
  }
  const number = form.minuend === undefined ? value - BigInt(form.offset) : BigInt(form.minuend) - value;
  store(form, attempt.fields, number / scale);
  return true;
}

/** The number that the fields hold. */
export function getNumber(form: NumberForm, fields: Fields): bigint {
  let number = 0n;
  let bits = 0;
  for (const { name, width } of form.fields) {
    number = (number << BigInt(width)) | BigInt(fields[name]!);
    bits += width;
  }
  if (form.signed) number = BigInt.asIntN(bits, number);
  if (form.minuend !== undefined) return BigInt(form.minuend) - number;
  return number * scaleOf(form, fields) + BigInt(form.offset);
}

/** `#imm16`, `#±imm7*8?`, …: a number. */
export function numberOperand(form: NumberForm): Operand {
  return {
    parse: (attempt) => {
      if (form.absent !== undefined && !attempt.peek()) {
        store(form, attempt.fields, BigInt(form.absent));
        return true;
      }
      const piece = attempt.need('an immediate');
      const value = piece && immediateValue(attempt, piece);
      return value !== undefined && setNumber(attempt, form, value, piece!.column);
    },
    print: (fields) => {
      const value = getNumber(form, fields);
      if (form.absent !== undefined && value === BigInt(form.absent)) return '';
      if (form.belowWidth && value > limits(form, fields).high) return undefined;
      return form.decimal ? `#${value}` : `#${hex(value)}`;
    },
  };
}

/** `$insert`: `#lsb, #width` of BFI, SBFIZ and UBFIZ, which rotate right by the register width less lsb. */
export function insertOperand(): Operand {
  return bitfieldOperand(
    (lsb, width, bits) => ({ immr: (bits - lsb) % bits, imms: width - 1 }),
    (immr, imms, bits) => ({ lsb: (bits - immr) % bits, width: imms + 1 }),
  );
}

/** `$extract`: `#lsb, #width` of BFXIL, SBFX and UBFX. */
export function extractOperand(): Operand {
  return bitfieldOperand(
    (lsb, width) => ({ immr: lsb, imms: lsb + width - 1 }),
    (immr, imms) => ({ lsb: immr, width: imms - immr + 1 }),
  );
}

function bitfieldOperand(
  toFields: (lsb: number, width: number, bits: number) => { immr: number; imms: number },
  fromFields: (immr: number, imms: number, bits: number) => { lsb: number; width: number },
): Operand {
  return {
    parse: (attempt) => {
      const bits = attempt.fields.sf === 1 ? 64 : 32;
      const lsb = boundedNumber(attempt, 0, bits - 1);
      const width = lsb === undefined ? undefined : boundedNumber(attempt, 1, bits - lsb);
      if (lsb === undefined || width === undefined) return false;
      Object.assign(attempt.fields, toFields(lsb, width, bits));
      return true;
    },
    print: (fields) => {
      const { lsb, width } = fromFields(fields.immr!, fields.imms!, fields.sf === 1 ? 64 : 32);
      return `#${lsb}, #${width}`;
    },
  };
}

/** `$shiftLeft`: the amount of LSL as UBFM encodes it. */
export function shiftLeftOperand(): Operand {
  return {
    parse: (attempt) => {
      const bits = attempt.fields.sf === 1 ? 64 : 32;
      const shift = boundedNumber(attempt, 0, bits - 1);
      if (shift === undefined) return false;
      attempt.fields.immr = (bits - shift) % bits;
      attempt.fields.imms = bits - 1 - shift;
      return true;
    },
    print: ({ imms, sf }) => `#${(sf === 1 ? 63 : 31) - imms!}`,
  };
}

/** Takes an immediate between two bounds; undefined after a failure. */
export function boundedNumber(attempt: Attempt, low: number, high: number): number | undefined {
  const piece = attempt.need('an immediate');
  const value = piece && immediateValue(attempt, piece);
  if (value === undefined) return undefined;
  return inRange(attempt, value, BigInt(low), BigInt(high), piece!.column) ? Number(value) : undefined;
}
