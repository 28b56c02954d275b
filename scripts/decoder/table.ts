import { fieldWidths } from '../../assembly/a64/encodings-schema.ts';
import { hasFeature } from '../../assembly/a64/features.ts';
import { numberedEncodings } from '../../assembly/a64/numbering.ts';
import { translateAssignments, translateCondition } from './expression.ts';

/** A field of a word. */
export interface Field {
  position: number;
  width: number;
}

/** An encoding of the table as the decoder sees it. */
export interface DecoderRow {
  id: string;
  /** As the run loop reports it (numbering.ts). */
  number: number;
  /** Bits that must have a fixed value. Bits that only should have one are not among them: the decoder ignores those. */
  mask: number;
  value: number;
  fields: Map<string, Field>;
  /** Condition over the fields in AssemblyScript, or undefined. */
  condition: string | undefined;
}

/** Reads the bits column; throws where it has not 32 bits. */
function parsePattern(bits: string): Pick<DecoderRow, 'mask' | 'value' | 'fields'> {
  let [position, mask, value] = [32, 0, 0];
  const fields = new Map<string, Field>();
  for (const token of bits.split(' ')) {
    const [, open, digits] = /^(\(?)([01]+)\)?$/.exec(token) ?? [];
    const [name, explicit] = token.split(':') as [string, string | undefined];
    const width = digits?.length ?? Number(explicit ?? fieldWidths[name]);
    position -= width;
    if (digits === undefined) fields.set(name, { position, width });
    else if (open === '') {
      mask |= (2 ** width - 1) << position;
      value |= Number.parseInt(digits, 2) << position;
    }
  }
  if (position !== 0) throw new Error(`not 32 bits in the encoding table: ${bits}`);
  return { mask: mask >>> 0, value: value >>> 0, fields };
}

/** The encodings of the table that this machine has, in order of precedence. */
export function decoderRows(): DecoderRow[] {
  return numberedEncodings()
    .map(({ row, feature }, number) => ({ row, feature, number }))
    .filter(({ feature }) => hasFeature(feature))
    .map(({ row: [id, bits, , options = {}], number }) => {
      const conditions = options.set === undefined ? [] : translateAssignments(options.set);
      if (options.require !== undefined) conditions.push(translateCondition(options.require));
      const condition = conditions.length === 0 ? undefined : conditions.join(' && ');
      return { id, number, ...parsePattern(bits), condition };
    });
}
