import type { Fields } from '../../../guest/encode/condition.ts';
import * as word from '../../word.ts';
import { from, type InstructionBuilder, signed, to } from '../builder.ts';
import { type Barrier, FLAGS, ZERO } from '../micro.ts';
import { type Decoder, type DecoderTable, field } from './row.ts';

function target(builder: InstructionBuilder, fields: Fields, name: string, width: number): number {
  return builder.address + signed(field(fields, name), width) * 4;
}

const branch: Decoder = (builder, fields) =>
  builder.push({
    kind: 'branch',
    condition: undefined,
    ifZero: false,
    target: target(builder, fields, 'imm26', 26),
  });

const link: Decoder = (builder) => {
  builder.compute(word.move, true, builder.constant(builder.address + 4), ZERO, 30);
};

const branchIf: Decoder = (builder, fields) => {
  const condition = builder.compute(word.conditionHolds, false, FLAGS, builder.constant(field(fields, 'cond')));
  builder.push({ kind: 'branch', condition, ifZero: false, target: target(builder, fields, 'imm19', 19) });
};

function compareBranch(ifZero: boolean): Decoder {
  return (builder, fields) => {
    const condition = builder.compute(word.move, fields.sf === 1, from(field(fields, 'Rt')), ZERO);
    builder.push({ kind: 'branch', condition, ifZero, target: target(builder, fields, 'imm19', 19) });
  };
}

function testBranch(high: boolean, ifZero: boolean): Decoder {
  return (builder, fields) => {
    const bit = 1 << field(fields, 'b40');
    const mask = high ? builder.constant(0, bit) : builder.constant(bit);
    const condition = builder.compute(word.and, true, from(field(fields, 'Rt')), mask);
    builder.push({ kind: 'branch', condition, ifZero, target: target(builder, fields, 'imm14', 14) });
  };
}

function branchRegister(links: boolean): Decoder {
  return (builder, fields) => {
    const address = builder.compute(word.move, true, from(field(fields, 'Rn')), ZERO);
    if (links) link(builder, fields);
    builder.push({ kind: 'branchRegister', address });
  };
}

const adr: Decoder = (builder, fields) => {
  const offset = signed((field(fields, 'immhi') << 2) | field(fields, 'immlo'), 21);
  builder.compute(word.move, true, builder.constant(builder.address + offset), ZERO, to(field(fields, 'Rd')));
};

const optionNames = ['oshld', 'oshst', 'osh', 'nshld', 'nshst', 'nsh', 'ishld', 'ishst', 'ish', 'ld', 'st', 'sy'];

/** CRm 1 to 3, 5 to 7, 9 to 11 and 13 to 15 are the domains' loads, stores and all; others are treated as SY. */
function barrierOf(kind: Barrier['barrier'], fields: Fields): Barrier {
  const option = field(fields, 'CRm');
  const low = option & 3;
  const name = low === 0 ? 'sy' : optionNames[(option >> 2) * 3 + low - 1]!;
  return { kind: 'barrier', barrier: kind, accesses: low === 1 ? 'loads' : low === 2 ? 'stores' : 'all', option: name };
}

const nothing: Decoder = () => {};

/** Whether a system register move is one of NZCV, S3_3_C4_C2_0. */
function isFlags(fields: Fields): boolean {
  return ['op0', 'op1', 'CRn', 'CRm', 'op2'].map((name) => field(fields, name)).join() === '3,3,4,2,0';
}

/** Branches, barriers, hints, and what gives the address of an instruction. */
export const controlDecoders: DecoderTable = {
  'b/imm': branch,
  'bl/imm': (builder, fields) => {
    link(builder, fields);
    branch(builder, fields);
  },
  'b.{cond}/imm': branchIf,
  'cbz/reg': compareBranch(true),
  'cbnz/reg': compareBranch(false),
  'tbz/w': testBranch(false, true),
  'tbz/x': testBranch(true, true),
  'tbnz/w': testBranch(false, false),
  'tbnz/x': testBranch(true, false),
  'br/reg': branchRegister(false),
  'blr/reg': branchRegister(true),
  'ret/reg': branchRegister(false),
  'adr/pc': adr,
  'dmb/option': (builder, fields) => builder.push(barrierOf('dmb', fields)),
  'dsb/option': (builder, fields) => builder.push(barrierOf('dsb', fields)),
  'isb/option': (builder) => builder.push({ kind: 'barrier', barrier: 'isb', accesses: 'all', option: '' }),
  'mrs/reg': (builder, fields) => {
    if (!isFlags(fields)) return false;
    builder.compute(word.shiftLeft, true, FLAGS, builder.constant(28), to(field(fields, 'Rt')));
    return true;
  },
  'msr/reg': (builder, fields) => {
    if (!isFlags(fields)) return false;
    const flags = builder.compute(word.shiftRight, false, from(field(fields, 'Rt')), builder.constant(28));
    builder.compute(word.move, false, flags, ZERO, FLAGS);
    return true;
  },
  'nop/hint': nothing,
  'yield/hint': nothing,
  'prfm/offset': nothing,
  'prfum/imm': nothing,
};
