import { systemOperations } from '../../../assembly/a64/encodings-names.ts';
import { systemRegisters } from '../../../assembly/a64/encodings-system-registers.ts';
import { composeWord } from '../../../src/guest/encode/bits.ts';
import { printRow } from '../../../src/guest/encode/disassemble.ts';
import type { Encoding } from '../../../src/guest/encode/encoding.ts';
import { extremeFields, type RandomSource } from '../../../src/guest/encode/generate.ts';
import { allEncodings } from '../../../src/guest/encode/table.ts';

/** A xorshift generator, the same numbers for the same seed on every machine. */
export function seeded(seed: number): RandomSource {
  let state = seed | 1;
  return (limit) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % limit;
  };
}

/** A seed from a row's id, so that a new row changes no other row's samples. */
const seedOf = (id: string): number =>
  [...id].reduce((hash, character) => (hash * 31 + character.charCodeAt(0)) | 0, 7);

export interface Sample {
  encoding: Encoding;
  word: number;
  /** As that very row writes it at address 0; undefined where the row has no text for the field values. */
  text: string | undefined;
}

const known = new Map<Encoding, Sample[]>();

/** Words of a row, encoding or alias: each field at all its values or its extremes. */
export function samplesOf(encoding: Encoding): Sample[] {
  const before = known.get(encoding) ?? makeSamples(encoding);
  known.set(encoding, before);
  return before;
}

function makeSamples(encoding: Encoding): Sample[] {
  return [...extremeFields(encoding, seeded(seedOf(encoding.id)))].map((fields) => ({
    encoding,
    word: composeWord(encoding.pattern, fields),
    text: printRow(encoding, fields, 0n),
  }));
}

/** The samples of all rows. */
export function allSamples(): Sample[] {
  return allEncodings().flatMap(samplesOf);
}

/** Absolute targets made relative to the instruction, so that the text means the same at any address. */
function relative(text: string): string {
  return text.replace(/(^|[, ])0x([0-9a-f]+)$/, (_, before: string, digits: string) => {
    const distance = BigInt.asIntN(64, BigInt(`0x${digits}`));
    return distance < 0n ? `${before}.-${-distance}` : `${before}.+${distance}`;
  });
}

/**
 * The texts of the samples of all rows, each once; `every` takes one in so many of each row. ADRP is left out: the GNU
 * assembler leaves its immediate to the linker.
 */
export function sampleLines(every: number): string[] {
  const texts = allEncodings()
    .filter((encoding) => encoding.id !== 'adrp/pc')
    .flatMap((encoding) => samplesOf(encoding).filter((_, index) => index % every === 0))
    .flatMap(({ text }) => (text === undefined ? [] : [relative(text)]));
  return [...new Set(texts)];
}

/** Of each row one sample in so many, each followed by the same word with a bit flipped. */
export function flippedWords(every: number): number[] {
  return allEncodings().flatMap((encoding) => {
    const random = seeded(seedOf(encoding.id) + 1);
    const samples = samplesOf(encoding).filter((_, index) => index % every === 0);
    return samples.flatMap(({ word }) => [word, (word ^ (1 << random(32))) >>> 0]);
  });
}

/** Every system register read and written, and every system operation, as the names are known to the table. */
export function systemLines(): string[] {
  const operations = Object.entries(systemOperations).flatMap(([mnemonic, rows]) =>
    rows.map(([name, , , , , bare], index) => `${mnemonic} ${name}${bare ? '' : `, x${index % 31}`}`),
  );
  const moves = systemRegisters.flatMap(([name], index) => [
    `mrs x${index % 31}, ${name}`,
    `msr ${name}, x${(index + 7) % 31}`,
  ]);
  return [...operations, ...moves];
}
