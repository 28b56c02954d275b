import { suffixes } from '../../../assembly/a64/encodings-schema.ts';
import { extractFields } from './bits.ts';
import type { Fields } from './condition.ts';
import type { Encoding } from './encoding.ts';
import { allEncodings } from './table.ts';

interface Decodable {
  encoding: Encoding;
  /** In the order of the table. */
  aliases: Encoding[];
}

/** Encodings by bits 28:25 of the word, the top level of the A64 decode tree; each made when it is first asked for. */
const buckets: Decodable[][] = [];
let aliases: Map<string, Encoding[]> | undefined;

function groupAliases(): Map<string, Encoding[]> {
  const groups = new Map<string, Encoding[]>();
  for (const row of allEncodings()) {
    if (row.isAlias) groups.set(row.base.id, [...(groups.get(row.base.id) ?? []), row]);
  }
  return groups;
}

function aliasesOf(id: string): Encoding[] {
  aliases ??= groupAliases();
  return aliases.get(id) ?? [];
}

function bucket(top: number): Decodable[] {
  buckets[top] ??= allEncodings()
    .filter((row) => !row.isAlias && row.mayHaveTop(top))
    .map((encoding) => ({ encoding, aliases: aliasesOf(encoding.id) }));
  return buckets[top];
}

function find(word: number): { entry: Decodable; fields: Fields } | undefined {
  for (const entry of bucket((word >>> 25) & 15)) {
    const { pattern } = entry.encoding;
    if ((word & pattern.mask) >>> 0 !== pattern.value) continue;
    const fields = extractFields(pattern, word);
    if (entry.encoding.allows(fields)) return { entry, fields };
  }
  return undefined;
}

function spell(mnemonic: string, fields: Fields): string | undefined {
  const match = /^(.*)\{(\w+)\}(.*)$/.exec(mnemonic);
  if (!match) return mnemonic;
  const suffix = suffixes[match[2]!]!;
  const found = Object.entries(suffix.values).find(([, values]) =>
    values.every((value, index) => fields[suffix.fields[index]!] === value),
  );
  return found && match[1] + found[0] + match[3];
}

/**
 * Assembler text of one row with these field values, or undefined where the row has no text for them. Ignores whether
 * another row is preferred.
 */
export function printRow(encoding: Encoding, fields: Fields, address: bigint): string | undefined {
  if (!encoding.allows(fields)) return undefined;
  const mnemonic = spell(encoding.mnemonic, fields);
  const texts = encoding.operands.map((operand) => operand.print(fields, address));
  if (mnemonic === undefined || texts.includes(undefined)) return undefined;
  return `${mnemonic} ${texts.filter((text) => text !== '').join(', ')}`.trimEnd();
}

/** The encoding of the table that a word is, or undefined where it is unallocated or not in the table. */
export function identify(word: number): Encoding | undefined {
  return find(word >>> 0)?.entry.encoding;
}

/**
 * The instruction in GNU syntax, with the alias that the architecture prefers. `address` is where the word stands;
 * branch targets and literals are printed as absolute addresses. Undefined where the word is unallocated or not in the
 * table.
 */
export function disassemble(word: number, address: bigint): string | undefined {
  const found = find(word >>> 0);
  if (!found) return undefined;
  const { entry, fields } = found;
  for (const alias of entry.aliases) {
    const text = alias.prefers(fields) ? printRow(alias, fields, address) : undefined;
    if (text !== undefined) return text;
  }
  return printRow(entry.encoding, fields, address);
}
