import { encodingGroups } from '../../../assembly/a64/encodings.ts';
import { type EncodingGroup, type EncodingRow, suffixes } from '../../../assembly/a64/encodings-schema.ts';
import type { Fields } from './condition.ts';
import { Encoding } from './encoding.ts';

/** One way to read a mnemonic: a row, and the fields that the mnemonic gives. */
export interface Candidate {
  encoding: Encoding;
  fields: Fields;
}

/** Rows that were asked for. */
const made = new Map<string, Encoding>();

function encodingOf(row: EncodingRow, group: EncodingGroup): Encoding {
  const before = made.get(row[0]);
  if (before) return before;
  const encoding = new Encoding(row, group, encodingById);
  made.set(row[0], encoding);
  return encoding;
}

/** The rows that `wanted` takes by their id, in table order. */
function select(wanted: (id: string) => boolean): Encoding[] {
  const found: Encoding[] = [];
  for (const group of encodingGroups) {
    for (const row of group.rows) if (wanted(row[0])) found.push(encodingOf(row, group));
  }
  return found;
}

/** The row with that id. Throws where the table has none. */
export function encodingById(id: string): Encoding {
  const encoding = made.get(id) ?? select((other) => other === id)[0];
  if (!encoding) throw new Error(`no encoding '${id}' in the table`);
  return encoding;
}

/** All rows, encodings and aliases, in table order. */
export function allEncodings(): Encoding[] {
  return select(() => true);
}

/** Every spelling of a mnemonic, with the fields that the spelling sets. */
export function spellings(mnemonic: string): [spelling: string, fields: Fields][] {
  const match = /^(.*)\{(\w+)\}(.*)$/.exec(mnemonic);
  if (!match) return [[mnemonic, {}]];
  const { fields, values } = suffixes[match[2]!]!;
  return Object.entries(values).map(([suffix, numbers]) => [
    match[1] + suffix + match[3],
    Object.fromEntries(fields.map((name, index) => [name, numbers[index]!])),
  ]);
}

/** Rows whose mnemonic holds a suffix. */
let suffixed: Encoding[] | undefined;

function withSuffix(mnemonic: string): Candidate[] {
  suffixed ??= select((id) => id.includes('{'));
  return suffixed.flatMap((encoding) => {
    if (!mnemonic.startsWith(encoding.id.slice(0, encoding.id.indexOf('{')))) return [];
    const spelling = spellings(encoding.mnemonic).find(([text]) => text === mnemonic);
    return spelling ? [{ encoding, fields: spelling[1] }] : [];
  });
}

function plain(mnemonic: string): Candidate[] {
  const start = `${mnemonic}/`;
  return select((id) => id.startsWith(start)).map((encoding) => ({ encoding, fields: {} }));
}

const known = new Map<string, readonly Candidate[]>();

function search(mnemonic: string): readonly Candidate[] {
  const found = [...plain(mnemonic), ...withSuffix(mnemonic)];
  const shortBranch = /^b\w+$/.test(mnemonic) && !/^b(al|nv)$/.test(mnemonic);
  return found.length === 0 && shortBranch ? withSuffix(`b.${mnemonic.slice(1)}`) : found;
}

/**
 * The rows that may be meant by a mnemonic, in the order in which an assembler tries them. `beq` is read as `b.eq`.
 * Searched at the first use of each mnemonic, so that starting up costs nothing.
 */
export function candidatesFor(mnemonic: string): readonly Candidate[] {
  const before = known.get(mnemonic);
  if (before) return before;
  const found = search(mnemonic);
  known.set(mnemonic, found);
  return found;
}
