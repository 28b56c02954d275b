import { describe, expect, it } from 'vitest';
import { assembleWithGnu, hasGnuAssembler } from './gnu.ts';
import { assembleLine, hexWord, readLines, rejection } from './support.ts';

/** Where GNU as is missing, the words that it made are read from golden/. */
const gnu = hasGnuAssembler();

const corpora = ['base'];

/** `word text` for every line, from GNU as or the stored file; both must agree where both are there. */
async function expectedLines(name: string, lines: readonly string[]): Promise<string[]> {
  const path = `./golden/${name}.txt`;
  if (!gnu) return readLines(path);
  const { words, errors } = assembleWithGnu(lines);
  expect([...errors].map((index) => lines[index])).toEqual([]);
  expect(words).toHaveLength(lines.length);
  const golden = lines.map((line, index) => `${hexWord(words[index]!)} ${line}`);
  await expect(`${golden.join('\n')}\n`).toMatchFileSnapshot(path);
  return golden;
}

function assembledHere(line: string, index: number): string {
  const address = BigInt(4 * index);
  const failure = rejection(line, address);
  return failure ? `${failure.column}: ${failure.message} ${line}` : `${hexWord(assembleLine(line, address))} ${line}`;
}

describe('the encoder and GNU as', () => {
  it.each(corpora)('make the same words of the corpus %s', async (name) => {
    const lines = readLines(`./corpus/${name}.txt`);
    expect(lines.map(assembledHere)).toEqual(await expectedLines(name, lines));
  });

  it('reject the same malformed lines', () => {
    const lines = readLines('./corpus/rejected.txt');
    expect(lines.filter((line) => rejection(line) === undefined)).toEqual([]);
    if (!gnu) return;
    const { errors } = assembleWithGnu(lines);
    expect(lines.filter((_, index) => !errors.has(index))).toEqual([]);
  });
});
