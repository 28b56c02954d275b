import { fieldWidths } from '../../../assembly/a64/encodings-schema.ts';
import type { Fields } from './condition.ts';

/** A field of an encoding: bits `position` to `position + width - 1` of the word. */
export interface Field {
  name: string;
  position: number;
  width: number;
}

/** Fixed bits and fields of one encoding. */
export interface BitPattern {
  /** Bits that have a fixed value, among them those that should be one or zero. */
  mask: number;
  value: number;
  /** The bits of `mask` that only should have their value: a decoder may ignore them. */
  should: number;
  fields: readonly Field[];
}

const isDigit = (code: number): boolean => code === 48 || code === 49;

/** The parts of a bits column, from bit 31 down: fixed digits, digits that should be so, or a field, and its width. */
function* parts(bits: string): Generator<{ text: string; kind: 'fixed' | 'should' | 'field'; width: number }> {
  for (const token of bits.split(' ')) {
    if (isDigit(token.charCodeAt(0))) yield { text: token, kind: 'fixed', width: token.length };
    else if (token[0] === '(') yield { text: token.slice(1, -1), kind: 'should', width: token.length - 2 };
    else {
      const colon = token.indexOf(':');
      const text = colon < 0 ? token : token.slice(0, colon);
      yield { text, kind: 'field', width: Number(colon < 0 ? fieldWidths[token] : token.slice(colon + 1)) };
    }
  }
}

/** Reads the bits column of a row; throws where it has not 32 bits. */
export function parseBits(bits: string): BitPattern {
  let position = 32;
  let [mask, value, should] = [0, 0, 0];
  const fields: Field[] = [];
  for (const { text, kind, width } of parts(bits)) {
    position -= width;
    if (!(position >= 0)) throw new Error(`bad bits in the table: ${bits}`);
    if (kind === 'field') {
      fields.push({ name: text, position, width });
      continue;
    }
    const ones = (2 ** width - 1) << position;
    mask |= ones;
    value |= Number.parseInt(text, 2) << position;
    if (kind === 'should') should |= ones;
  }
  if (position !== 0) throw new Error(`not 32 bits in the table: ${bits}`);
  return { mask: mask >>> 0, value: value >>> 0, should: should >>> 0, fields };
}

/**
 * Whether bits 28 to 25, the top level of the decode tree, may be `top` in this bits column. Reads no more than it
 * must.
 */
export function mayHaveTop(bits: string, top: number): boolean {
  let position = 32;
  for (const { text, kind, width } of parts(bits)) {
    for (let index = 0; index < width; index += 1) {
      position -= 1;
      if (position < 25) return true;
      if (kind !== 'field' && position < 29 && Number(text[index]) !== ((top >> (position - 25)) & 1)) return false;
    }
  }
  return true;
}

/** The field values that a word holds in an encoding. */
export function extractFields(pattern: BitPattern, word: number): Fields {
  const fields: Fields = {};
  for (const { name, position, width } of pattern.fields) fields[name] = (word >>> position) & (2 ** width - 1);
  return fields;
}

/** The word of an encoding with these field values; throws where a field has no value (a mistake in the table). */
export function composeWord(pattern: BitPattern, fields: Fields): number {
  let word = pattern.value;
  for (const { name, position, width } of pattern.fields) {
    const value = fields[name];
    if (value === undefined || value < 0 || value >= 2 ** width) throw new Error(`field ${name} has no value`);
    word |= value << position;
  }
  return word >>> 0;
}
