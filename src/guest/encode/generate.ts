import type { Field } from './bits.ts';
import type { Fields } from './condition.ts';
import type { Encoding } from './encoding.ts';

/** A source of numbers from 0 up to, not including, `limit`. */
export type RandomSource = (limit: number) => number;

const attempts = 256;

function randomFields(encoding: Encoding, random: RandomSource): Fields {
  return Object.fromEntries(encoding.pattern.fields.map(({ name, width }) => [name, random(2 ** width)]));
}

function settle(encoding: Encoding, fields: Fields): Fields | undefined {
  for (const [name, value] of encoding.set) fields[name] = value(fields);
  return encoding.allows(fields) && !encoding.isUnpredictable(fields) ? fields : undefined;
}

/**
 * Field values that mean this row and whose effect the architecture defines, with those of `fixed` as they are.
 * Undefined where none were found, which is certain to be so only for contradictory `fixed`.
 */
export function generateFields(encoding: Encoding, random: RandomSource, fixed: Fields = {}): Fields | undefined {
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    const fields = settle(encoding, { ...randomFields(encoding, random), ...fixed });
    if (fields) return fields;
  }
  return undefined;
}

function extremes({ name, width }: Field): number[] {
  const last = 2 ** width - 1;
  if (width === 5 && name.startsWith('R')) return [0, 30, 31];
  if (width <= 4) return Array.from({ length: last + 1 }, (_, value) => value);
  return [0, 1, (last + 1) / 2 - 1, (last + 1) / 2, last - 1, last];
}

/** Field values in which each field in turn takes all its values, or the extreme ones, the others being random. */
export function* extremeFields(encoding: Encoding, random: RandomSource): Generator<Fields> {
  if (encoding.pattern.fields.length === 0) yield {};
  for (const field of encoding.pattern.fields) {
    for (const value of extremes(field)) {
      const fields = generateFields(encoding, random, { [field.name]: value });
      if (fields && fields[field.name] === value) yield fields;
    }
  }
}
