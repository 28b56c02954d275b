import { describe, expect, it } from 'vitest';
import { disassemble } from '../../../src/guest/encode/index.ts';
import { assembleWithGnu, disassembleWithGnu, hasGnuAssembler, hasGnuDisassembler } from './gnu.ts';
import { flippedWords, sampleLines, systemLines } from './sample.ts';
import { assembleLine, hexWord, readLines, rejection } from './support.ts';

/** Where the GNU tools are missing, what they made of the lines is read from golden/. */
const gnu = hasGnuAssembler();

const corpora = ['immediate', 'register', 'branch', 'load-store', 'vector'];

/** Of the generated lines of each row, one in this many is stored. */
const storedShare = 4;

function gnuLines(lines: readonly string[]): string[] {
  const { words, errors } = assembleWithGnu(lines);
  expect([...errors].map((index) => lines[index])).toEqual([]);
  expect(words).toHaveLength(lines.length);
  return lines.map((line, index) => `${hexWord(words[index]!)} ${line}`);
}

/** `word line` for each line, from GNU as or the stored file; where both are there, they must agree. */
async function expectedLines(name: string, lines: readonly string[]): Promise<string[]> {
  const path = `./golden/${name}.txt`;
  if (!gnu) return readLines(path);
  const made = gnuLines(lines);
  await expect(`${made.join('\n')}\n`).toMatchFileSnapshot(path);
  return made;
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

  it('make the same words of lines generated from every row of the table', async () => {
    const stored = sampleLines(storedShare);
    expect(stored.map(assembledHere)).toEqual(await expectedLines('generated', stored));
    const all = sampleLines(1);
    if (gnu) expect(all.map(assembledHere)).toEqual(gnuLines(all));
  });

  it('make the same words of every system register and system operation', async () => {
    const lines = systemLines();
    expect(lines.map(assembledHere)).toEqual(await expectedLines('system', lines));
  });

  it('reject the same malformed lines', () => {
    const lines = readLines('./corpus/rejected.txt');
    expect(lines.filter((line) => rejection(line) === undefined)).toEqual([]);
    if (!gnu) return;
    const { errors } = assembleWithGnu(lines);
    expect(lines.filter((_, index) => !errors.has(index))).toEqual([]);
  });
});

/** One notation for both: objdump's comments and symbols dropped, numbers decimal, targets with 0x. */
function normalise(text: string): string {
  return text
    .replace(/\s*\/\/.*$/, '')
    .replace(/\s+/g, ' ')
    .replace(/#(-?\d\.\d+e[-+]\d+)/, (_, number: string) => `#${Number(number)}`)
    .replace(/#(-?\d+\.0)$/, (_, number: string) => `#${Number(number)}`)
    .replace(/#(-?)0x([0-9a-f]+)/g, (_, sign: string, digits: string) => `#${sign}${BigInt(`0x${digits}`)}`)
    .trim()
    .toLowerCase();
}

/**
 * Texts of objdump's that say less: undefined words, a hint without its name, a system operation without its register.
 */
const saysLess = (text: string): boolean => /^\.inst|undefined|^hint #6$|^(tlbi|ic) \w+$/.test(text);

/** Rows that the table lacks, and words whose should-be-one bits are zero. */
const isUnknown = (word: number): boolean => disassemble(word, 0n) === undefined;

describe('the disassembler and GNU objdump', () => {
  it('print the same text', async () => {
    const path = './golden/disassembly.txt';
    const words = flippedWords(7);
    const here = words.map(
      (word, index) => `${hexWord(word)} ${normalise(disassemble(word, BigInt(4 * index)) ?? '')}`,
    );
    const stored = hasGnuDisassembler()
      ? disassembleWithGnu(words).map((text, index) => `${hexWord(words[index]!)} ${normalise(text)}`)
      : readLines(path);
    if (hasGnuDisassembler()) await expect(`${stored.join('\n')}\n`).toMatchFileSnapshot(path);
    const different = here.flatMap((line, index) => {
      const text = stored[index]!;
      return line === text || saysLess(text.slice(9)) || isUnknown(words[index]!) ? [] : [`${line} | ${text}`];
    });
    expect(different).toEqual([]);
  });
});
