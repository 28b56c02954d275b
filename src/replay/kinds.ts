import { FieldError } from './json/cursor.ts';
import type { RecordKind } from './kind.ts';
import type { VectorLine } from './line.ts';
import { pkvmKind } from './pkvm/replay.ts';
import { xenKind } from './xen/replay.ts';

/** Every kind of record that can be replayed. */
export const recordKinds: RecordKind[] = [pkvmKind, xenKind];

/** How much of a line usually holds the id and the variant. */
const HEAD = 256;
const variantFirst = /^\s*\{\s*(?:"id"\s*:\s*(?:\d+|"[^"\\]*")\s*,\s*)?"variant"\s*:\s*"([^"\\]*)"/;

/** The kind of a line's record, by the family of the model in its `variant`. Throws FieldError where there is none. */
export function kindOf(line: VectorLine): RecordKind {
  const head = Buffer.from(
    line.bytes.buffer,
    line.bytes.byteOffset + line.start,
    Math.min(HEAD, line.end - line.start),
  );
  const variant = variantFirst.exec(head.toString('latin1'))?.[1] ?? findVariant(line);
  const kind = recordKinds.find(({ family }) => variant.startsWith(`${family}/`));
  if (kind !== undefined) return kind;
  const known = recordKinds.map(({ family }) => `${family}/…`).join(', ');
  throw new FieldError(`expected ${known}, found ${JSON.stringify(variant)}`, 0).under('variant');
}

/** The variant of a record whose members stand in another order. */
function findVariant({ bytes, start, end }: VectorLine): string {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset + start, end - start).toString('utf8');
  const value = parse(text);
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new FieldError('expected an object', 0);
  const { variant } = value as { variant?: unknown };
  if (typeof variant === 'string') return variant;
  if (variant === undefined) throw new FieldError('`variant` is missing', 0);
  throw new FieldError('expected a string', 0).under('variant');
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new FieldError(`not JSON: ${(error as Error).message}`, 0);
  }
}
