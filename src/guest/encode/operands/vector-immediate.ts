import { type Attempt, type Operand, RANK_VALUE } from '../attempt.ts';
import type { Fields } from '../condition.ts';
import type { Piece } from '../pieces.ts';
import { getNumber, type NumberForm } from './immediate.ts';
import { hex, immediateValue, inRange, takeModifier } from './value.ts';

const elementBits = (fields: Fields): number => 8 << (fields.esize ?? 31 - Math.clz32(fields.immh!));

/** `$left`, `$right`: the shift of a vector whose element size an operand before gave, into immh and immb. */
export function vectorShiftOperand(right: boolean): Operand {
  return {
    parse: (attempt) => {
      const piece = attempt.need('a shift amount');
      const value = piece && immediateValue(attempt, piece);
      if (value === undefined) return false;
      const bits = elementBits(attempt.fields);
      const [low, high] = right ? [1, bits] : [0, bits - 1];
      if (!inRange(attempt, value, BigInt(low), BigInt(high), piece!.column, 'shift amount')) return false;
      const code = right ? 2 * bits - Number(value) : bits + Number(value);
      attempt.fields.immh = code >> 3;
      attempt.fields.immb = code & 7;
      return true;
    },
    print: (fields) => {
      const code = fields.immh! * 8 + fields.immb!;
      const bits = elementBits(fields);
      return `#${right ? 2 * bits - code : code - bits}`;
    },
  };
}

/** `$left(0)`: the shift by nothing that SXTL and UXTL leave out. */
export function noShiftOperand(): Operand {
  return {
    parse: (attempt) => {
      attempt.fields.immh = elementBits(attempt.fields) >> 3;
      attempt.fields.immb = 0;
      return true;
    },
    print: (fields) => (fields.immh! * 8 + fields.immb! === elementBits(fields) ? '' : undefined),
  };
}

/** The value of an 8-bit floating-point immediate (VFPExpandImm, DDI 0487, shared pseudocode). */
export function floatOf(imm8: number): number {
  const exponent = imm8 & 0x40 ? ((imm8 >> 4) & 3) - 3 : ((imm8 >> 4) & 3) + 1;
  return (imm8 & 0x80 ? -1 : 1) * (1 + (imm8 & 15) / 16) * 2 ** exponent;
}

/** A decimal literal, or the bits of a double or single in hexadecimal. */
function readFloat(text: string, double: boolean): number | undefined {
  if (/^[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?$/.test(text)) return Number(text);
  const digits = /^0x0*([0-9a-fA-F]+)$/.exec(text)?.[1];
  if (!digits || digits.length > (double ? 16 : 8)) return undefined;
  const view = new DataView(new ArrayBuffer(8));
  view.setBigUint64(0, BigInt(text));
  return double ? view.getFloat64(0) : view.getFloat32(4);
}

function floatPiece(attempt: Attempt, double: boolean): { piece: Piece; value: number } | undefined {
  const piece = attempt.need('a floating-point constant');
  if (!piece) return undefined;
  const value = readFloat(piece.text.replace(/^#\s*/, ''), double);
  if (value !== undefined) return { piece, value };
  attempt.expect('a floating-point constant', piece.column);
  return undefined;
}

/**
 * `$fp8(imm8)`, `$fp8d(abc:defgh)`: a floating-point immediate of 8 bits, of a double with ftype 1 or where `double`.
 */
export function floatOperand(form: NumberForm, double: boolean): Operand {
  return {
    parse: (attempt) => {
      const found = floatPiece(attempt, double || attempt.fields.ftype === 1);
      if (!found) return false;
      const imm8 = Array.from({ length: 256 }, (_, code) => code).find((code) => floatOf(code) === found.value);
      if (imm8 === undefined) {
        return attempt.fail('not a floating-point constant of 8 bits', found.piece.column, RANK_VALUE);
      }
      let rest = imm8;
      for (const { name, width } of form.fields.toReversed()) {
        attempt.fields[name] = rest & (2 ** width - 1);
        rest >>= width;
      }
      return true;
    },
    print: (fields) => {
      const value = floatOf(Number(getNumber(form, fields)));
      return `#${Number.isInteger(value) ? value.toFixed(1) : value}`;
    },
  };
}

/** `#0.0`: a zero that must be written. */
export function floatZeroOperand(): Operand {
  return {
    parse: (attempt) => {
      const found = floatPiece(attempt, false);
      if (!found) return false;
      return Object.is(found.value, 0) || attempt.fail('expected #0.0', found.piece.column, RANK_VALUE);
    },
    print: () => '#0.0',
  };
}

/** `$byte`: an immediate of 8 bits, signed or unsigned, in abc and defgh. */
export function byteOperand(): Operand {
  return {
    parse: (attempt) => {
      const piece = attempt.need('an immediate');
      const value = piece && immediateValue(attempt, piece);
      if (value === undefined || !inRange(attempt, value, -128n, 255n, piece!.column)) return false;
      const byte = Number(value & 0xffn);
      Object.assign(attempt.fields, { abc: byte >> 5, defgh: byte & 31 });
      return true;
    },
    print: ({ abc, defgh }) => `#${hex(abc! * 32 + defgh!)}`,
  };
}

/** The 64-bit value whose bytes are all ones or zeros, as the bits of `byte` say. */
function expandBytes(byte: number): bigint {
  let value = 0n;
  for (let bit = 7; bit >= 0; bit -= 1) value = (value << 8n) | (byte & (1 << bit) ? 0xffn : 0n);
  return value;
}

function compressBytes(value: bigint): number | undefined {
  const byte = Array.from({ length: 8 }, (_, bit) => Number((value >> BigInt(8 * bit)) & 1n) << bit).reduce(
    (a, b) => a | b,
  );
  return expandBytes(byte) === value ? byte : undefined;
}

/** `$bytes`: a 64-bit immediate of bytes 00 and FF, a bit each in abc and defgh. */
export function bytesOperand(): Operand {
  return {
    parse: (attempt) => {
      const piece = attempt.need('an immediate');
      const value = piece && immediateValue(attempt, piece);
      if (value === undefined) return false;
      const byte = compressBytes(BigInt.asUintN(64, value));
      if (byte === undefined) return attempt.fail('each byte must be 0x00 or 0xff', piece!.column, RANK_VALUE);
      Object.assign(attempt.fields, { abc: byte >> 5, defgh: byte & 31 });
      return true;
    },
    print: ({ abc, defgh }) => `#${hex(expandBytes(abc! * 32 + defgh!))}`,
  };
}

/**
 * `$lsl8(amount)`: an optional left shift by whole bytes; `$msl8(amount)` is a shift in of ones by 8 or 16 that must
 * be there.
 */
export function byteShiftOperand(operator: 'lsl' | 'msl', field: string, width: number): Operand {
  const lowest = operator === 'msl' ? 8 : 0;
  const highest = lowest + 8 * (2 ** width - 1);
  return {
    parse: (attempt) => {
      const modifier = takeModifier(attempt) ?? { operator, amount: BigInt(lowest), column: 0, amountColumn: 0 };
      if (modifier === 'failed') return false;
      const { amount, column, amountColumn } = modifier;
      if (modifier.operator !== operator) return attempt.expect(operator, column);
      if (operator === 'msl' && column === 0) return attempt.fail('missing msl', attempt.statement.end);
      if (amount === undefined) return attempt.fail('missing shift amount', amountColumn, RANK_VALUE);
      if (amount < lowest || amount > highest || amount % 8n !== 0n) {
        return attempt.fail(
          `shift amount must be a multiple of 8 from ${lowest} to ${highest}`,
          amountColumn,
          RANK_VALUE,
        );
      }
      attempt.fields[field] = (Number(amount) - lowest) / 8;
      return true;
    },
    print: (fields) => {
      const amount = lowest + 8 * (fields[field] ?? 0);
      return amount === 0 ? '' : `${operator} #${amount}`;
    },
  };
}

/** `#=32<<Q`: a number that must be exactly what the fields give, as the step of a post-indexed structure. */
export function exactOperand(expected: (fields: Fields) => number): Operand {
  return {
    parse: (attempt) => {
      const piece = attempt.need('an immediate');
      const value = piece && immediateValue(attempt, piece);
      if (value === undefined) return false;
      const wanted = expected(attempt.fields);
      return value === BigInt(wanted) || attempt.fail(`expected #${wanted}`, piece!.column, RANK_VALUE);
    },
    print: (fields) => `#${expected(fields)}`,
  };
}
