import { encodingGroups } from './encodings.ts';
import type { EncodingRow } from './encodings-schema.ts';

/** An encoding, not an alias, and what it belongs to. */
export interface NumberedEncoding {
  row: EncodingRow;
  group: string;
  feature: string | undefined;
}

/** All encodings in table order: an index into this list is the number by which the interpreter names an encoding. */
export function numberedEncodings(): NumberedEncoding[] {
  return encodingGroups.flatMap((group) =>
    group.rows
      .filter(([, bits]) => !bits.startsWith('= '))
      .map((row) => ({ row, group: group.name, feature: row[3]?.feature ?? group.feature })),
  );
}
