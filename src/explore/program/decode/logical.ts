import { bitmaskValue } from '../../../guest/encode/bitmask.ts';
import type { Fields } from '../../../guest/encode/condition.ts';
import * as word from '../../word.ts';
import { from, type InstructionBuilder, orStackPointer, to } from '../builder.ts';
import { FLAGS, ZERO } from '../micro.ts';
import { shiftedOperand } from './arithmetic.ts';
import { type Decoder, type DecoderTable, field } from './row.ts';

function logicalImmediate(builder: InstructionBuilder, fields: Fields): number {
  const [n, immr, imms] = [field(fields, 'N'), field(fields, 'immr'), field(fields, 'imms')];
  const { lo, hi } = word.wordFromBigint(bitmaskValue(fields.sf === 1 ? 64 : 32, n, immr, imms)!);
  return builder.constant(lo, hi);
}

function logical(operation: word.Operation, immediate: boolean, setsFlags = false): Decoder {
  return (builder, fields) => {
    const wide = fields.sf === 1;
    const right = immediate ? logicalImmediate(builder, fields) : shiftedOperand(builder, fields);
    const target = (immediate && !setsFlags ? orStackPointer : to)(field(fields, 'Rd'));
    const left = from(field(fields, 'Rn'));
    if (!setsFlags) return void builder.compute(operation, wide, left, right, target);
    const result = builder.compute(operation, wide, left, right);
    builder.compute(word.flagsOfResult, wide, result, ZERO, FLAGS);
    builder.compute(word.move, wide, result, ZERO, target);
  };
}

function moveWide(inverted: boolean): Decoder {
  return (builder, fields) => {
    const [value, shift] = [field(fields, 'imm16'), field(fields, 'hw') * 16];
    let lo = shift < 32 ? value << shift : 0;
    let hi = shift >= 32 ? value << (shift - 32) : 0;
    if (inverted) [lo, hi] = [~lo, fields.sf === 1 ? ~hi : 0];
    builder.compute(word.move, fields.sf === 1, builder.constant(lo, hi), ZERO, to(field(fields, 'Rd')));
  };
}

const moveKeep: Decoder = (builder, fields) => {
  const [value, shift, wide] = [field(fields, 'imm16'), field(fields, 'hw') * 16, fields.sf === 1];
  const place = (bits: number): number =>
    shift < 32 ? builder.constant(bits << shift) : builder.constant(0, bits << (shift - 32));
  const register = to(field(fields, 'Rd'));
  const kept = builder.compute(word.andNot, wide, register, place(0xffff));
  builder.compute(word.or, wide, kept, place(value), register);
};

/** Left and right shift that together move a field of a register to where an extract or insert wants it. */
function fieldShifts(fields: Fields): { width: number; left: number; right: number } {
  const [immr, imms, width] = [field(fields, 'immr'), field(fields, 'imms'), fields.sf === 1 ? 64 : 32];
  const left = width - 1 - imms;
  return { width, left, right: imms >= immr ? left + immr : immr - 1 - imms };
}

function bitfield(shiftBack: word.Operation): Decoder {
  return (builder, fields) => {
    const { width, left, right } = fieldShifts(fields);
    const wide = width === 64;
    const up = builder.compute(word.shiftLeft, wide, from(field(fields, 'Rn')), builder.constant(left));
    builder.compute(shiftBack, wide, up, builder.constant(right), to(field(fields, 'Rd')));
  };
}

const bitfieldInsert: Decoder = (builder, fields) => {
  const { width, left, right } = fieldShifts(fields);
  const wide = width === 64;
  const shifted = (register: number): number => {
    const up = builder.compute(word.shiftLeft, wide, register, builder.constant(left));
    return builder.compute(word.shiftRight, wide, up, builder.constant(right));
  };
  const mask = shifted(builder.constant(-1, -1));
  const register = to(field(fields, 'Rd'));
  const kept = builder.compute(word.andNot, wide, register, mask);
  builder.compute(word.or, wide, kept, shifted(from(field(fields, 'Rn'))), register);
};

const extract: Decoder = (builder, fields) => {
  const [lsb, wide] = [field(fields, 'imms'), fields.sf === 1];
  const [high, low, target] = [from(field(fields, 'Rn')), from(field(fields, 'Rm')), to(field(fields, 'Rd'))];
  if (lsb === 0) return void builder.compute(word.move, wide, low, ZERO, target);
  const right = builder.compute(word.shiftRight, wide, low, builder.constant(lsb));
  const left = builder.compute(word.shiftLeft, wide, high, builder.constant((wide ? 64 : 32) - lsb));
  builder.compute(word.or, wide, left, right, target);
};

function unary(operation: word.Operation, wideAlways?: boolean): Decoder {
  return (builder, fields) => {
    const wide = wideAlways ?? fields.sf === 1;
    builder.compute(operation, wide, from(field(fields, 'Rn')), ZERO, to(field(fields, 'Rd')));
  };
}

function variableShift(operation: word.Operation): Decoder {
  return (builder, fields) => {
    const [left, right] = [from(field(fields, 'Rn')), from(field(fields, 'Rm'))];
    builder.compute(operation, fields.sf === 1, left, right, to(field(fields, 'Rd')));
  };
}

/** Conditional selection: what the condition does not select is not used, and `change` is applied to the second. */
function conditionalSelect(
  change: ((builder: InstructionBuilder, wide: boolean, slot: number) => number) | undefined,
): Decoder {
  return (builder, fields) => {
    const wide = fields.sf === 1;
    const condition = builder.compute(word.conditionHolds, false, FLAGS, builder.constant(field(fields, 'cond')));
    const other = from(field(fields, 'Rm'));
    const whenClear = change ? change(builder, wide, other) : other;
    const chosen = builder.temporary();
    builder.push({ kind: 'select', condition, target: chosen, whenSet: from(field(fields, 'Rn')), whenClear });
    builder.compute(word.move, wide, chosen, ZERO, to(field(fields, 'Rd')));
  };
}

/** Logical operations, moves, bitfields, shifts and conditional selection. */
export const logicalDecoders: DecoderTable = {
  'and/imm': logical(word.and, true),
  'orr/imm': logical(word.or, true),
  'eor/imm': logical(word.exclusiveOr, true),
  'ands/imm': logical(word.and, true, true),
  'and/shift': logical(word.and, false),
  'bic/shift': logical(word.andNot, false),
  'orr/shift': logical(word.or, false),
  'orn/shift': logical(word.orNot, false),
  'eor/shift': logical(word.exclusiveOr, false),
  'eon/shift': logical(word.exclusiveOrNot, false),
  'ands/shift': logical(word.and, false, true),
  'bics/shift': logical(word.andNot, false, true),
  'movn/wide': moveWide(true),
  'movz/wide': moveWide(false),
  'movk/wide': moveKeep,
  'sbfm/bits': bitfield(word.shiftRightSigned),
  'ubfm/bits': bitfield(word.shiftRight),
  'bfm/bits': bitfieldInsert,
  'extr/imm': extract,
  'lslv/reg': variableShift(word.shiftLeft),
  'lsrv/reg': variableShift(word.shiftRight),
  'asrv/reg': variableShift(word.shiftRightSigned),
  'rorv/reg': variableShift(word.rotateRight),
  'rbit/reg': unary(word.reverseBits),
  'rev16/reg': unary(word.reverseBytes16),
  'rev32/reg': unary(word.reverseBytes32),
  'rev/w': unary(word.reverseBytes, false),
  'rev/x': unary(word.reverseBytes, true),
  'clz/reg': unary(word.countLeadingZeros),
  'csel/reg': conditionalSelect(undefined),
  'csinc/reg': conditionalSelect((builder, wide, slot) => builder.compute(word.add, wide, slot, builder.constant(1))),
  'csinv/reg': conditionalSelect((builder, wide, slot) => builder.compute(word.orNot, wide, ZERO, slot)),
  'csneg/reg': conditionalSelect((builder, wide, slot) => builder.compute(word.subtract, wide, ZERO, slot)),
};
