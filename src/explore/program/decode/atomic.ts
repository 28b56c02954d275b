import type { Fields } from '../../../guest/encode/condition.ts';
import * as word from '../../word.ts';
import { from, orStackPointer, to } from '../builder.ts';
import { ZERO } from '../micro.ts';
import { type Decoder, type DecoderTable, field } from './row.ts';

type Size = (fields: Fields) => number;

const sizes: Record<string, Size> = {
  '': (fields) => (fields.sf === 1 ? 8 : 4),
  b: () => 1,
  h: () => 2,
};

interface AtomicForm {
  operation: word.Operation;
  usesOld: boolean;
  signed: boolean;
}

const forms: Record<string, AtomicForm> = {
  ldadd: { operation: word.add, usesOld: true, signed: false },
  ldclr: { operation: word.andNot, usesOld: true, signed: false },
  ldeor: { operation: word.exclusiveOr, usesOld: true, signed: false },
  ldset: { operation: word.or, usesOld: true, signed: false },
  ldsmax: { operation: word.maximumSigned, usesOld: true, signed: true },
  ldsmin: { operation: word.minimumSigned, usesOld: true, signed: true },
  ldumax: { operation: word.maximum, usesOld: true, signed: false },
  ldumin: { operation: word.minimum, usesOld: true, signed: false },
  swp: { operation: word.second, usesOld: false, signed: false },
};

/** Atomic memory operations and SWP. Without a result (Rt is the zero register) they do not acquire. */
function atomic(form: AtomicForm, size: Size): Decoder {
  return (builder, fields) => {
    const result = field(fields, 'Rt');
    builder.push({
      kind: 'atomic',
      ...form,
      target: to(result),
      address: orStackPointer(field(fields, 'Rn')),
      data: from(field(fields, 'Rs')),
      size: size(fields),
      acquire: fields.A === 1 && result !== 31,
      release: fields.R === 1,
    });
  };
}

function compareAndSwap(size: Size, registers: 1 | 2): Decoder {
  return (builder, fields) => {
    const [expected, data, bytes] = [field(fields, 'Rs'), field(fields, 'Rt'), size(fields)];
    const first = builder.compute(word.move, true, orStackPointer(field(fields, 'Rn')), ZERO);
    const places = Array.from({ length: registers }, (_, index) => ({
      address: index === 0 ? first : builder.compute(word.add, true, first, builder.constant(bytes)),
      expected: from(expected + index),
      target: to(expected + index),
      data: from(data + index),
    }));
    builder.push({
      kind: 'compareAndSwap',
      places,
      size: bytes,
      acquire: fields.A === 1 && (registers === 2 || expected !== 31),
      release: fields.R === 1,
    });
  };
}

function atomicRows(): DecoderTable {
  const table: DecoderTable = {};
  for (const [suffix, size] of Object.entries(sizes)) {
    for (const [mnemonic, form] of Object.entries(forms)) table[`${mnemonic}{ar}${suffix}/reg`] = atomic(form, size);
    table[`cas{ar}${suffix}/reg`] = compareAndSwap(size, 1);
  }
  table['casp{ar}/reg'] = compareAndSwap(sizes['']!, 2);
  return table;
}

/** Atomic memory operations (FEAT_LSE). */
export const atomicDecoders: DecoderTable = atomicRows();
