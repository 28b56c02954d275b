import type { Fields } from '../../../guest/encode/condition.ts';
import * as word from '../../word.ts';
import { from, type InstructionBuilder, orStackPointer, to } from '../builder.ts';
import { FLAGS } from '../micro.ts';
import { type Decoder, type DecoderTable, field } from './row.ts';

const shifts = [word.shiftLeft, word.shiftRight, word.shiftRightSigned, word.rotateRight];

/** The second operand of the shifted-register forms. */
export function shiftedOperand(builder: InstructionBuilder, fields: Fields): number {
  const [amount, register] = [field(fields, 'imm6'), from(field(fields, 'Rm'))];
  if (amount === 0) return register;
  return builder.compute(shifts[field(fields, 'shift')]!, fields.sf === 1, register, builder.constant(amount));
}

/** A register extended as `option` says and shifted left: UXTB, UXTH, UXTW, UXTX, and the same for signed. */
export function extendedRegister(
  builder: InstructionBuilder,
  register: number,
  option: number,
  amount: number,
): number {
  const bits = 8 << (option & 3);
  const extend = option >= 4 ? word.signExtend : word.zeroExtend;
  const extended = bits === 64 ? register : builder.compute(extend, true, register, builder.constant(bits));
  return amount === 0 ? extended : builder.compute(word.shiftLeft, true, extended, builder.constant(amount));
}

type Operand = (builder: InstructionBuilder, fields: Fields) => number;

const immediateOperand: Operand = (builder, fields) =>
  builder.constant(field(fields, 'imm12') << (fields.sh === 1 ? 12 : 0));
const extendedOperand: Operand = (builder, fields) =>
  extendedRegister(builder, from(field(fields, 'Rm')), field(fields, 'option'), field(fields, 'imm3'));

/** Addition and subtraction; those that set flags compute them first, for the result may replace an operand. */
function sum(subtracts: boolean, setsFlags: boolean, operand: Operand, stackPointer: boolean): Decoder {
  const operation = subtracts ? word.subtract : word.add;
  const flags = subtracts ? word.flagsOfSubtract : word.flagsOfAdd;
  return (builder, fields) => {
    const wide = fields.sf === 1;
    const left = (stackPointer ? orStackPointer : from)(field(fields, 'Rn'));
    const right = operand(builder, fields);
    if (setsFlags) builder.compute(flags, wide, left, right, FLAGS);
    const target = (stackPointer && !setsFlags ? orStackPointer : to)(field(fields, 'Rd'));
    builder.compute(operation, wide, left, right, target);
  };
}

function sums(suffix: string, operand: Operand, stackPointer: boolean): DecoderTable {
  return {
    [`add/${suffix}`]: sum(false, false, operand, stackPointer),
    [`adds/${suffix}`]: sum(false, true, operand, stackPointer),
    [`sub/${suffix}`]: sum(true, false, operand, stackPointer),
    [`subs/${suffix}`]: sum(true, true, operand, stackPointer),
  };
}

function conditionalCompare(flags: word.Operation, operand: Operand): Decoder {
  return (builder, fields) => {
    const holds = builder.compute(word.conditionHolds, false, FLAGS, builder.constant(field(fields, 'cond')));
    const left = from(field(fields, 'Rn'));
    const whenSet = builder.compute(flags, fields.sf === 1, left, operand(builder, fields));
    const whenClear = builder.constant(field(fields, 'nzcv'));
    builder.push({ kind: 'select', condition: holds, target: FLAGS, whenSet, whenClear });
  };
}

const smallOperand: Operand = (builder, fields) => builder.constant(field(fields, 'imm5'));
const registerOperand: Operand = (_builder, fields) => from(field(fields, 'Rm'));

function multiplyAdd(operation: word.Operation, extend: word.Operation | undefined): Decoder {
  return (builder, fields) => {
    const wide = fields.sf !== 0;
    const factors = ['Rn', 'Rm'].map((name) => {
      const register = from(field(fields, name));
      return extend ? builder.compute(extend, true, register, builder.constant(32)) : register;
    });
    const product = builder.compute(word.multiply, wide, factors[0]!, factors[1]!);
    builder.compute(operation, wide, from(field(fields, 'Ra')), product, to(field(fields, 'Rd')));
  };
}

/** Addition, subtraction, comparison and multiplication. */
export const arithmeticDecoders: DecoderTable = {
  ...sums('imm', immediateOperand, true),
  ...sums('shift', shiftedOperand, false),
  ...sums('extend', extendedOperand, true),
  'ccmp/imm': conditionalCompare(word.flagsOfSubtract, smallOperand),
  'ccmn/imm': conditionalCompare(word.flagsOfAdd, smallOperand),
  'ccmp/reg': conditionalCompare(word.flagsOfSubtract, registerOperand),
  'ccmn/reg': conditionalCompare(word.flagsOfAdd, registerOperand),
  'madd/reg': multiplyAdd(word.add, undefined),
  'msub/reg': multiplyAdd(word.subtract, undefined),
  'smaddl/reg': multiplyAdd(word.add, word.signExtend),
  'smsubl/reg': multiplyAdd(word.subtract, word.signExtend),
  'umaddl/reg': multiplyAdd(word.add, word.zeroExtend),
  'umsubl/reg': multiplyAdd(word.subtract, word.zeroExtend),
};
