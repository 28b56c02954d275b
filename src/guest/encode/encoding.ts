import type { EncodingGroup, EncodingRow, RowOptions } from '../../../assembly/a64/encodings-schema.ts';
import type { Operand } from './attempt.ts';
import { type BitPattern, mayHaveTop, parseBits } from './bits.ts';
import { compileAssignments, compileExpression, type FieldExpression, type Fields } from './condition.ts';
import { compileSyntax } from './syntax.ts';

/** A field and what an alias puts there. */
export type Assignment = readonly [field: string, value: FieldExpression];

/** A row of the table, an encoding or an alias of one. Each of its parts is compiled when it is first asked for. */
export class Encoding {
  readonly id: string;
  readonly group: EncodingGroup;
  private readonly row: EncodingRow;
  private readonly find: (id: string) => Encoding;
  private readonly parts: {
    pattern?: BitPattern;
    operands?: Operand[];
    require?: FieldExpression | undefined;
    prefer?: FieldExpression | undefined;
    set?: Assignment[];
  } = {};

  /** `find` gives the encoding that an alias names. */
  constructor(row: EncodingRow, group: EncodingGroup, find: (id: string) => Encoding) {
    this.id = row[0];
    this.row = row;
    this.group = group;
    this.find = find;
  }

  private get options(): RowOptions {
    return this.row[3] ?? {};
  }

  get isAlias(): boolean {
    return this.row[1].startsWith('= ');
  }

  /** The encoding that an alias stands for; itself for an encoding. */
  get base(): Encoding {
    return this.isAlias ? this.find(this.row[1].slice(2)) : this;
  }

  /** Whether bits 28 to 25 of its words may be `top`. */
  mayHaveTop(top: number): boolean {
    return mayHaveTop(this.base.row[1], top);
  }

  /** With suffixes in braces, as in the table. */
  get mnemonic(): string {
    return this.id.slice(0, this.id.indexOf('/'));
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
