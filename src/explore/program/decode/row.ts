import type { Fields } from '../../../guest/encode/condition.ts';
import type { InstructionBuilder } from '../builder.ts';

/** Emits the steps of one encoding, whose fields are given. False where these fields mean something else. */
export type Decoder = (builder: InstructionBuilder, fields: Fields) => unknown;

/** Encoding ids of the table to what they do. */
export type DecoderTable = Record<string, Decoder>;

/** The field of that name; throws where the encoding has none (a mistake in a table). */
export function field(fields: Fields, name: string): number {
  const value = fields[name];
  if (value === undefined) throw new Error(`the encoding has no field ${name}`);
  return value;
}
