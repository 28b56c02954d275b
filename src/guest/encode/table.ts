import { encodingGroups } from '../../../assembly/a64/encodings.ts';
import type { EncodingGroup, EncodingRow } from '../../../assembly/a64/encodings-schema.ts';
import { fieldWidths, suffixes } from '../../../assembly/a64/encodings-schema.ts';
import type { Operand } from './attempt.ts';
import { compileAssignments, compileExpression, type FieldExpression } from './condition.ts';
import { compileSyntax } from './syntax.ts';

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
  fields: readonly Field[];
}

/** A row of the table made ready for use: an encoding, or an alias of one. */
export interface Encoding {
  id: string;
  /** With suffixes in braces, as in the table. */
  mnemonic: string;
  group: EncodingGroup;
  feature: string | undefined;
  pattern: BitPattern;
  /** The encoding that an alias stands for; itself for an encoding. */
  base: Encoding;
  operands: readonly Operand[];
  require: FieldExpression | undefined;
  set: readonly (readonly [field: string, value: FieldExpression])[];
  /** Condition for disassembling to this alias; undefined where there is none, false for never. */
  prefer: FieldExpression | false | undefined;
  unpredictable: FieldExpression | undefined;
}

interface TableEntry {
  row: EncodingRow;
  group: EncodingGroup;
}

/** Reads the bits column of a row; throws where it has not 32 bits. */
export function parseBits(bits: string): BitPattern {
  let position = 32;
  let [mask, value] = [0, 0];
  const fields: Field[] = [];
  for (const token of bits.split(' ')) {
    const digits = /^\(?([01]+)\)?$/.exec(token)?.[1];
    const [name, explicit] = token.split(':') as [string, string | undefined];
    const width = digits?.length ?? Number(explicit ?? fieldWidths[name]);
    position -= width;
    if (!(position >= 0)) throw new Error(`bad bits in the table: ${bits}`);
    if (digits === undefined) fields.push({ name, position, width });
    else {
      mask |= (2 ** width - 1) << position;
      value |= Number.parseInt(digits, 2) << position;
    }
  }
  if (position !== 0) throw new Error(`not 32 bits in the table: ${bits}`);
  return { mask: mask >>> 0, value: value >>> 0, fields };
}

/** The mnemonic of a row, with its suffixes in braces. */
export function mnemonicOf(id: string): string {
  return id.slice(0, id.indexOf('/'));
}

/** Every spelling of a mnemonic with suffixes, with the fields that the spelling sets. */
export function spellings(mnemonic: string): [spelling: string, fields: Record<string, number>][] {
  const match = /^(.*)\{(\w+)\}(.*)$/.exec(mnemonic);
  if (!match) return [[mnemonic, {}]];
  const { fields, values } = suffixes[match[2]!]!;
  return Object.entries(values).map(([suffix, numbers]) => [
    match[1] + suffix + match[3],
    Object.fromEntries(fields.map((name, index) => [name, numbers[index]!])),
  ]);
}

/** One way to read a mnemonic: a row, and the fields that the mnemonic gives. */
export interface Candidate {
  id: string;
  fields: Record<string, number>;
}

let entries: Map<string, TableEntry> | undefined;
let candidates: Map<string, Candidate[]> | undefined;
const compiled = new Map<string, Encoding>();

function table(): Map<string, TableEntry> {
  if (entries) return entries;
  entries = new Map();
  for (const group of encodingGroups) for (const row of group.rows) entries.set(row[0], { row, group });
  return entries;
}

function index(): Map<string, Candidate[]> {
  if (candidates) return candidates;
  candidates = new Map();
  for (const id of table().keys()) {
    for (const [spelling, fields] of spellings(mnemonicOf(id))) {
      const list = candidates.get(spelling);
      if (list) list.push({ id, fields });
      else candidates.set(spelling, [{ id, fields }]);
    }
  }
  return candidates;
}

/** The rows of a mnemonic in table order. `beq` is read as `b.eq`. */
export function candidatesFor(mnemonic: string): readonly Candidate[] {
  const known = index().get(mnemonic);
  if (known || !/^b\w+$/.test(mnemonic) || /^b(al|nv)$/.test(mnemonic)) return known ?? [];
  return index().get(`b.${mnemonic.slice(1)}`) ?? [];
}

/** All row ids in table order. */
export function encodingIds(): string[] {
  return [...table().keys()];
}

function compile({ row, group }: TableEntry): Encoding {
  const [id, bits, syntax, options = {}] = row;
  const alias = bits.startsWith('= ') ? encodingById(bits.slice(2)) : undefined;
  const pattern = alias?.pattern ?? parseBits(bits);
  const widths = new Map(pattern.fields.map((field) => [field.name, field.width]));
  const optional = (text: string | undefined) => (text === undefined ? undefined : compileExpression(text));
  const encoding: Encoding = {
    id,
    mnemonic: mnemonicOf(id),
    group,
    feature: options.feature ?? alias?.feature ?? group.feature,
    pattern,
    base: undefined as unknown as Encoding,
    operands: compileSyntax(syntax, widths),
    require: optional(options.require),
    set: options.set === undefined ? [] : compileAssignments(options.set),
    prefer: options.prefer === 'never' ? false : optional(options.prefer),
    unpredictable: optional(options.unpredictable) ?? alias?.unpredictable,
  };
  encoding.base = alias ?? encoding;
  return encoding;
}

/** The row with that id, compiled at its first use. Throws where the table has none. */
export function encodingById(id: string): Encoding {
  const known = compiled.get(id);
  if (known) return known;
  const entry = table().get(id);
  if (!entry) throw new Error(`no encoding '${id}' in the table`);
  const encoding = compile(entry);
  compiled.set(id, encoding);
  return encoding;
}

/** The field values that a word holds in an encoding. */
export function extractFields(pattern: BitPattern, word: number): Record<string, number> {
  const fields: Record<string, number> = {};
  for (const { name, position, width } of pattern.fields) fields[name] = (word >>> position) & (2 ** width - 1);
  return fields;
}

/** The word of an encoding with these field values; throws where a field has no value (a mistake in the table). */
export function composeWord(pattern: BitPattern, fields: Record<string, number>): number {
  let word = pattern.value;
  for (const { name, position, width } of pattern.fields) {
    const value = fields[name];
    if (value === undefined || value < 0 || value >= 2 ** width) throw new Error(`field ${name} has no value`);
    word |= value << position;
  }
  return word >>> 0;
}
