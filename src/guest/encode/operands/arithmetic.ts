import { type Attempt, type Operand, RANK_VALUE } from '../attempt.ts';
import { bitmaskFields, bitmaskValue, wideFields } from '../bitmask.ts';
import type { Fields } from '../condition.ts';
import { evaluate, hex, immediateValue, inRange, takeModifier } from './value.ts';

const registerWidth = (fields: Fields): 32 | 64 => (fields.sf === 1 ? 64 : 32);

/** Takes `lsl #amount` if it follows: the amount, undefined where none follows, 'failed' where it is no left shift. */
function takeLeftShift(attempt: Attempt): { amount: bigint; column: number } | 'failed' | undefined {
  const modifier = takeModifier(attempt);
  if (modifier === undefined || modifier === 'failed') return modifier;
  if (modifier.operator !== 'lsl') attempt.fail('only lsl is allowed here', modifier.column, RANK_VALUE);
  else if (modifier.amount === undefined) attempt.fail('missing shift amount', modifier.amountColumn, RANK_VALUE);
  else return { amount: modifier.amount, column: modifier.amountColumn };
  return 'failed';
}

function shiftedImmediate(value: bigint, shift: bigint | undefined): { imm12: number; sh: number } | undefined {
  if (value < 0n || value > 0xfff000n) return undefined;
  if (value <= 0xfffn) return { imm12: Number(value), sh: shift === 12n ? 1 : 0 };
  if (shift !== undefined || (value & 0xfffn) !== 0n) return undefined;
  return { imm12: Number(value >> 12n), sh: 1 };
}

/** `$aimm`: the 12-bit immediate of ADD and SUB, in place or shifted left by 12; `$aimm(-)` takes its negative. */
export function addImmediateOperand(negated: boolean): Operand {
  return {
    parse: (attempt) => {
      const piece = attempt.need('an immediate');
      const value = piece && immediateValue(attempt, piece);
      if (value === undefined) return false;
      const shift = takeLeftShift(attempt);
      if (shift === 'failed') return false;
      if (shift && shift.amount !== 0n && shift.amount !== 12n) {
        return attempt.fail('shift amount must be 0 or 12', shift.column, RANK_VALUE);
      }
      const found = shiftedImmediate(negated ? -value : value, shift?.amount);
      if (!found)
        return attempt.fail(`immediate ${value} out of range 0..4095 or shifted by 12`, piece!.column, RANK_VALUE);
      Object.assign(attempt.fields, found);
      return true;
    },
    print: ({ imm12, sh }) => `#${negated ? '-' : ''}${hex(imm12!)}${sh ? ', lsl #12' : ''}`,
  };
}

/** The value as the register holds it; undefined where it does not fit. Half-words above may all be ones, as in -1. */
function inRegister(value: bigint, width: 32 | 64): bigint | undefined {
  if (width === 64) return BigInt.asUintN(64, value);
  const high = value >> 32n;
  return high === 0n || high === -1n ? BigInt.asUintN(32, value) : undefined;
}

/** `$limm`: a logical immediate; `$limm(~)` takes its complement. */
export function logicalOperand(inverted: boolean): Operand {
  return {
    parse: (attempt) => {
      const piece = attempt.need('an immediate');
      const value = piece && immediateValue(attempt, piece);
      if (value === undefined) return false;
      const width = registerWidth(attempt.fields);
      const held = inRegister(inverted ? ~value : value, width);
      const found = held === undefined ? undefined : bitmaskFields(width, held);
      if (!found)
        return attempt.fail(`${hex(value)} is not a ${width}-bit logical immediate`, piece!.column, RANK_VALUE);
      Object.assign(attempt.fields, found);
      return true;
    },
    print: (fields) => {
      const width = registerWidth(fields);
      const value = bitmaskValue(width, fields.N!, fields.immr!, fields.imms!);
      if (value === undefined) return undefined;
      return `#${hex(inverted ? BigInt.asUintN(width, ~value) : value)}`;
    },
  };
}

/** `$move`: the value of MOV as MOVZ makes it, `$move(~)` as MOVN does. */
export function moveOperand(inverted: boolean): Operand {
  return {
    parse: (attempt) => {
      const piece = attempt.need('an immediate');
      const value = piece && immediateValue(attempt, piece);
      if (value === undefined) return false;
      const width = registerWidth(attempt.fields);
      const held = inRegister(value, width);
      const found = held === undefined ? undefined : wideFields(width, inverted ? BigInt.asUintN(width, ~held) : held);
      if (!found) {
        return attempt.fail(`${hex(value)} cannot be moved by a single instruction`, piece!.column, RANK_VALUE);
      }
      Object.assign(attempt.fields, found);
      return true;
    },
    print: (fields) => {
      const shifted = BigInt(fields.imm16!) << BigInt(16 * fields.hw!);
      return `#${hex(inverted ? BigInt.asUintN(registerWidth(fields), ~shifted) : shifted)}`;
    },
  };
}

const halfWord = /^#?\s*:abs_g([0-3])(_nc)?:/;

/** `:abs_g1:expression`: a half-word of an address; `_nc` does not check that nothing stands above it. */
function takeHalfWord(attempt: Attempt): boolean | undefined {
  const piece = attempt.peek();
  const match = piece && halfWord.exec(piece.text);
  if (!match) return undefined;
  attempt.take();
  const value = evaluate(attempt, piece.text.slice(match[0].length), piece.column + match[0].length);
  if (value === undefined) return false;
  const hw = Number(match[1]);
  const half = BigInt.asUintN(64, value) >> BigInt(16 * hw);
  if (!match[2] && half > 0xffffn)
    return attempt.fail(`${hex(value)} has bits above that half-word`, piece.column, RANK_VALUE);
  if (hw > 1 && attempt.fields.sf === 0)
    return attempt.fail('a 32-bit register has two half-words', piece.column, RANK_VALUE);
  Object.assign(attempt.fields, { imm16: Number(half & 0xffffn), hw });
  return true;
}

/** `$wide`: the half-word of MOVZ, MOVN and MOVK with its shift. */
export function wideOperand(): Operand {
  return {
    parse: (attempt) => {
      const half = takeHalfWord(attempt);
      if (half !== undefined) return half;
      const piece = attempt.need('an immediate');
      const value = piece && immediateValue(attempt, piece);
      if (value === undefined || !inRange(attempt, value, 0n, 0xffffn, piece!.column)) return false;
      const shift = takeLeftShift(attempt) ?? { amount: 0n, column: 0 };
      if (shift === 'failed') return false;
      const highest = registerWidth(attempt.fields) - 16;
      if (shift.amount % 16n !== 0n || shift.amount < 0n || shift.amount > BigInt(highest)) {
        return attempt.fail(`shift amount must be a multiple of 16 up to ${highest}`, shift.column, RANK_VALUE);
      }
      Object.assign(attempt.fields, { imm16: Number(value), hw: Number(shift.amount / 16n) });
      return true;
    },
    print: ({ imm16, hw }) => `#${hex(imm16!)}${hw ? `, lsl #${16 * hw}` : ''}`,
  };
}
