import type { Fields } from '../../../guest/encode/condition.ts';
import * as word from '../../word.ts';
import { from, type InstructionBuilder, orStackPointer, signed, to } from '../builder.ts';
import { type Load, type ReadOrder, ZERO } from '../micro.ts';
import { extendedRegister } from './arithmetic.ts';
import { type Decoder, type DecoderTable, field } from './row.ts';

/** How an instruction finds its address, and what it does to the base register. */
type Addressing = 'imm' | 'offset' | 'index' | 'pre' | 'post' | 'base';

/** Size and extension of an access, from the mnemonic: `ldrsb` to a W register is `['b', 32]`. */
interface Access {
  bytes: (fields: Fields) => number;
  signed: Load['signed'];
}

const wordSize = (fields: Fields): number => (fields.sf === 1 ? 8 : 4);
const fixed = (bytes: number) => (): number => bytes;

function scaledOffset(fields: Fields, addressing: Addressing, bytes: number): number {
  if (addressing === 'offset') return field(fields, 'imm12') * bytes;
  return signed(field(fields, 'imm9'), 9);
}

/** Emits the address, and the write-back where there is one. */
function effectiveAddress(builder: InstructionBuilder, fields: Fields, addressing: Addressing, bytes: number): number {
  const base = orStackPointer(field(fields, 'Rn'));
  if (addressing === 'base') return base;
  if (addressing === 'index') {
    const amount = fields.S === 1 ? Math.log2(bytes) : 0;
    const index = extendedRegister(builder, from(field(fields, 'Rm')), field(fields, 'option'), amount);
    return builder.compute(word.add, true, base, index);
  }
  return offsetAddress(builder, base, scaledOffset(fields, addressing, bytes), addressing);
}

/** Base plus offset; pre- and post-indexed forms write the sum back. */
function offsetAddress(builder: InstructionBuilder, base: number, offset: number, addressing: Addressing): number {
  const constant = builder.signedConstant(offset);
  if (addressing === 'post') {
    const address = builder.compute(word.move, true, base, constant);
    builder.compute(word.add, true, base, constant, base);
    return address;
  }
  if (addressing === 'pre') return builder.compute(word.add, true, base, constant, base);
  return offset === 0 ? base : builder.compute(word.add, true, base, constant);
}

function load(access: Access, addressing: Addressing, order: ReadOrder = 'plain', exclusive = false): Decoder {
  return (builder, fields) => {
    const size = access.bytes(fields);
    const address = effectiveAddress(builder, fields, addressing, size);
    builder.push({
      kind: 'load',
      target: to(field(fields, 'Rt')),
      address,
      size,
      signed: access.signed,
      order,
      exclusive,
      joined: false,
    });
  };
}

function store(access: Access, addressing: Addressing, release = false): Decoder {
  return (builder, fields) => {
    const size = access.bytes(fields);
    // The data is what the register held before any write-back.
    const data = from(field(fields, 'Rt'));
    const address = effectiveAddress(builder, fields, addressing, size);
    builder.push({ kind: 'store', address, data, size, release, status: undefined, joined: false });
  };
}

function storeExclusive(access: Access, release: boolean): Decoder {
  return (builder, fields) => {
    const [address, data] = [orStackPointer(field(fields, 'Rn')), from(field(fields, 'Rt'))];
    const [size, status] = [access.bytes(fields), to(field(fields, 'Rs'))];
    builder.push({ kind: 'store', address, data, size, release, status, joined: false });
  };
}

const plainAccesses: Record<string, Access> = {
  '': { bytes: wordSize, signed: 0 },
  b: { bytes: fixed(1), signed: 0 },
  h: { bytes: fixed(2), signed: 0 },
};

const signedAccesses: Record<string, Access> = {
  'sb.x': { bytes: fixed(1), signed: 64 },
  'sb.w': { bytes: fixed(1), signed: 32 },
  'sh.x': { bytes: fixed(2), signed: 64 },
  'sh.w': { bytes: fixed(2), signed: 32 },
  sw: { bytes: fixed(4), signed: 64 },
};

/** `sb.w` and `offset` make `ldrsb/offset.w`. */
function rowName(mnemonic: string, kind: string, form: string): string {
  const [letters, register] = kind.split('.');
  return `${mnemonic}${letters}/${form}${register ? `.${register}` : ''}`;
}

function plainRows(): DecoderTable {
  const table: DecoderTable = {};
  for (const [kind, access] of Object.entries(plainAccesses)) {
    for (const form of ['offset', 'index', 'pre', 'post'] as const) {
      table[`ldr${kind}/${form}`] = load(access, form);
      table[`str${kind}/${form}`] = store(access, form);
    }
    table[`ldur${kind}/imm`] = load(access, 'imm');
    table[`stur${kind}/imm`] = store(access, 'imm');
    table[`ldapur${kind}/imm`] = load(access, 'imm', 'acquirePc');
    table[`stlur${kind}/imm`] = store(access, 'imm', true);
  }
  for (const [kind, access] of Object.entries(signedAccesses)) {
    for (const form of ['offset', 'index', 'pre', 'post'] as const)
      table[rowName('ldr', kind, form)] = load(access, form);
    table[rowName('ldur', kind, 'imm')] = load(access, 'imm');
  }
  return table;
}

function orderedRows(): DecoderTable {
  const table: DecoderTable = {};
  for (const [kind, access] of Object.entries(plainAccesses)) {
    table[`ldar${kind}/reg`] = load(access, 'base', 'acquire');
    table[`ldapr${kind}/reg`] = load(access, 'base', 'acquirePc');
    table[`stlr${kind}/reg`] = store(access, 'base', true);
    table[`ldxr${kind}/reg`] = load(access, 'base', 'plain', true);
    table[`ldaxr${kind}/reg`] = load(access, 'base', 'acquire', true);
    table[`stxr${kind}/reg`] = storeExclusive(access, false);
    table[`stlxr${kind}/reg`] = storeExclusive(access, true);
  }
  return table;
}

function pairAddressing(form: string): Addressing {
  return form === 'pre' || form === 'post' ? form : 'imm';
}

interface PairForm {
  loads: boolean;
  size: (fields: Fields) => number;
  signed: Load['signed'];
  form: string;
}

/** LDP and STP: two accesses that nothing orders. */
function pair({ loads, size, signed: extension, form }: PairForm): Decoder {
  return (builder, fields) => {
    const bytes = size(fields);
    const offset = signed(field(fields, 'imm7'), 7) * bytes;
    const address = offsetAddress(builder, orStackPointer(field(fields, 'Rn')), offset, pairAddressing(form));
    // The first load may replace the base register.
    const first = loads ? builder.compute(word.move, true, address, ZERO) : address;
    const second = builder.compute(word.add, true, first, builder.constant(bytes));
    for (const [name, place] of [
      ['Rt', first],
      ['Rt2', second],
    ] as const) {
      const register = field(fields, name);
      if (loads) pushLoad(builder, to(register), place, bytes, extension);
      else pushStore(builder, from(register), place, bytes);
    }
  };
}

function pushLoad(
  builder: InstructionBuilder,
  target: number,
  address: number,
  size: number,
  extension: Load['signed'],
) {
  builder.push({
    kind: 'load',
    target,
    address,
    size,
    signed: extension,
    order: 'plain',
    exclusive: false,
    joined: false,
  });
}

function pushStore(builder: InstructionBuilder, data: number, address: number, size: number): void {
  builder.push({ kind: 'store', data, address, size, release: false, status: undefined, joined: false });
}

function pairRows(): DecoderTable {
  const table: DecoderTable = {};
  for (const form of ['offset', 'pre', 'post']) {
    table[`ldp/${form}`] = pair({ loads: true, size: wordSize, signed: 0, form });
    table[`stp/${form}`] = pair({ loads: false, size: wordSize, signed: 0, form });
    table[`ldpsw/${form}`] = pair({ loads: true, size: fixed(4), signed: 64, form });
  }
  table['ldnp/offset'] = table['ldp/offset']!;
  table['stnp/offset'] = table['stp/offset']!;
  return table;
}

function exclusivePair(loads: boolean, ordered: boolean): Decoder {
  return (builder, fields) => {
    const size = wordSize(fields);
    const first = builder.compute(word.move, true, orStackPointer(field(fields, 'Rn')), ZERO);
    const second = builder.compute(word.add, true, first, builder.constant(size));
    const order: ReadOrder = ordered ? 'acquire' : 'plain';
    for (const [name, address] of [
      ['Rt', first],
      ['Rt2', second],
    ] as const) {
      const register = field(fields, name);
      if (loads) {
        builder.push({
          kind: 'load',
          target: to(register),
          address,
          size,
          signed: 0,
          order,
          exclusive: true,
          joined: true,
        });
      } else {
        const status = to(field(fields, 'Rs'));
        builder.push({ kind: 'store', data: from(register), address, size, release: ordered, status, joined: true });
      }
    }
  };
}

/** Loads and stores of one or two general registers. */
export const memoryDecoders: DecoderTable = {
  ...plainRows(),
  ...orderedRows(),
  ...pairRows(),
  'ldxp/reg': exclusivePair(true, false),
  'ldaxp/reg': exclusivePair(true, true),
  'stxp/reg': exclusivePair(false, false),
  'stlxp/reg': exclusivePair(false, true),
};
