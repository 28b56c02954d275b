import { encodingGroups } from '../../../assembly/a64/encodings.ts';
import type { EncodingGroup, EncodingRow, RowOptions } from '../../../assembly/a64/encodings-schema.ts';
import { fieldWidths, suffixes } from '../../../assembly/a64/encodings-schema.ts';
import type { Operand } from './attempt.ts';
import { compileAssignments, compileExpression, type FieldExpression, type Fields } from './condition.ts';
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

/** A field and what an alias puts there. */
export type Assignment = readonly [field: string, value: FieldExpression];

/** A row of the table, an encoding or an alias of one. Each of its parts is compiled when it is first asked for. */
export class Encoding {
  readonly id: string;
  readonly group: EncodingGroup;
  /** The encoding that an alias stands for; itself for an encoding. */
  readonly base: Encoding;
  private readonly row: EncodingRow;
  private readonly parts: {
    pattern?: BitPattern;
    operands?: Operand[];
    require?: FieldExpression | undefined;
    prefer?: FieldExpression | undefined;
    set?: Assignment[];
  } = {};

  constructor(row: EncodingRow, group: EncodingGroup, base: Encoding | undefined) {
    this.id = row[0];
    this.row = row;
    this.group = group;
    this.base = base ?? this;
  }

  private get options(): RowOptions {
    return this.row[3] ?? {};
  }

  get isAlias(): boolean {
    return this.base !== this;
  }

  /** With suffixes in braces, as in the table. */
  get mnemonic(): string {
    return mnemonicOf(this.id);
  }

  /** Architecture feature, FEAT_…; undefined for what Armv8.0 has. */
  get feature(): string | undefined {
    return this.options.feature ?? (this.isAlias ? this.base.feature : this.group.feature);
  }

  /** Of the base encoding, for an alias. */
  get pattern(): BitPattern {
    if (this.isAlias) return this.base.pattern;
    this.parts.pattern ??= parseBits(this.row[1]);
    return this.parts.pattern;
  }

  get operands(): readonly Operand[] {
    this.parts.operands ??= compileSyntax(this.row[2], new Map(this.pattern.fields.map((f) => [f.name, f.width])));
    return this.parts.operands;
  }

  /** Fields that the operands don't give; for an alias, those of its base encoding as well. */
  get set(): readonly Assignment[] {
    if (this.parts.set) return this.parts.set;
    const own = this.options.set === undefined ? [] : compileAssignments(this.options.set);
    this.parts.set = this.isAlias ? [...own, ...this.base.set] : own;
    return this.parts.set;
  }

  /** Whether these field values are allocated, and mean this row. */
  allows(fields: Fields): boolean {
    if (this.isAlias && !this.base.allows(fields)) return false;
    if (this.set.some(([name, value]) => fields[name] !== value(fields))) return false;
    if (this.options.require === undefined) return true;
    this.parts.require ??= compileExpression(this.options.require);
    return this.parts.require(fields) !== 0;
  }

  /** Whether disassembly chooses this alias for field values that it allows. */
  prefers(fields: Fields): boolean {
    if (this.options.prefer === undefined) return true;
    if (this.options.prefer === 'never') return false;
    this.parts.prefer ??= compileExpression(this.options.prefer);
    return this.parts.prefer(fields) !== 0;
  }

  /** Whether the architecture leaves open what these field values do (CONSTRAINED UNPREDICTABLE). */
  isUnpredictable(fields: Fields): boolean {
    const text = this.base.options.unpredictable;
    return text !== undefined && compileExpression(text)(fields) !== 0;
  }
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
export function spellings(mnemonic: string): [spelling: string, fields: Fields][] {
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
  fields: Fields;
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
  const bits = row[1];
  return new Encoding(row, group, bits.startsWith('= ') ? encodingById(bits.slice(2)) : undefined);
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
