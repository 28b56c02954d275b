import { describe, expect, it } from 'vitest';
import { disassemble, identify } from '../../../src/guest/encode/index.ts';
import { allSamples, seeded } from './sample.ts';
import { assembleLine, hexWord } from './support.ts';

const address = 0x80000000n;

/**
 * Logical immediates have several encodings of one value; the assembler makes the one that the architecture prefers.
 */
const manyEncodings = (word: number): boolean => identify(word)?.group.name === 'Logical (immediate)';

/** The word that the text of a word assembles to, or what is wrong with it. */
function throughText(word: number): string {
  const text = disassemble(word, address);
  if (text === undefined) return 'no text';
  const again = assembleLine(text, address);
  if (manyEncodings(word) && disassemble(again, address) === text) return hexWord(word);
  return hexWord(again);
}

describe('disassembling and assembling again', () => {
  it('gives the same word for samples of every row', () => {
    const words = allSamples().map((sample) => hexWord(sample.word));
    expect(words.map((word) => throughText(Number.parseInt(word, 16)))).toEqual(words);
  });

  it('gives the same word for random words that are in the table', () => {
    const random = seeded(5);
    const words = Array.from({ length: 40_000 }, () => (random(2 ** 16) * 2 ** 16 + random(2 ** 16)) >>> 0);
    const known = words.filter((word) => disassemble(word, address) !== undefined).map(hexWord);
    expect(known.length).toBeGreaterThan(10_000);
    expect(known.map((word) => throughText(Number.parseInt(word, 16)))).toEqual(known);
  });

  it('reads what every row writes as that row or one that comes before it', () => {
    const different = allSamples().flatMap(({ encoding, word, text }) => {
      if (text === undefined || encoding.isAlias || manyEncodings(word)) return [];
      return assembleLine(text) === word ? [] : [`${encoding.id}: ${text}`];
    });
    expect(different).toEqual([]);
  });
});
