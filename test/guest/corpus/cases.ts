import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { assembleText } from '../../../src/guest/assemble.ts';
import { readSections } from '../../../src/guest/gnu/object.ts';
import { buildWithGnu } from '../../../src/guest/gnu.ts';

const folder = fileURLToPath(new URL('.', import.meta.url));

/** Folder of the files that cases include. */
export const FILES = join(folder, 'files');
export const GOLDEN = join(folder, 'golden.json');

/** What is predefined in every case. */
const SYMBOLS = { CONDUIT: 1, MODE: 0x1234n };

export interface Case {
  /** The file of cases and the case's title: a sentence that says what it is about. */
  name: string;
  text: string;
}

/** `<CR>` stands for a carriage return, `<EOF>` for an end without a newline. */
function readCases(file: string): Case[] {
  const text = readFileSync(join(folder, file), 'utf8').replaceAll('<CR>', '\r').replaceAll('<EOF>\n', '');
  return text
    .split(/^\/\/# /m)
    .slice(1)
    .map((part) => {
      const end = part.indexOf('\n');
      return { name: `${file.replace('.cases', '')}: ${part.slice(0, end)}`, text: part.slice(end + 1) };
    });
}

/** Every program that both assemblers must turn into the same bytes. */
export function allCases(): Case[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith('.cases'))
    .flatMap(readCases);
}

/** Memory as `NAME ADDRESS BYTES` per section that is not empty, in order of address. */
export type Memory = string[];

function describe(name: string, address: bigint, bytes: Uint8Array): string {
  return `${name} ${address.toString(16)} ${shorten(Buffer.from(bytes).toString('hex'))}`;
}

/** Long runs of one byte as `(HEX*COUNT)`, so that stored results stay small. */
function shorten(hex: string): string {
  return hex.replace(/(..)\1{15,}/g, (run: string, byte: string) => `(${byte}*${run.length / 2})`);
}

export function assembleCase({ text }: Case): Memory {
  const { segments } = assembleText(text, 'case.S', { symbols: SYMBOLS, includePaths: [FILES] });
  return segments.map(({ name, address, bytes }) => describe(name, address, bytes));
}

/** The same with GNU as and ld. */
export function assembleCaseWithGnu({ text }: Case): Memory {
  const work = mkdtempSync(join(tmpdir(), 'trapline-case-'));
  try {
    const path = join(work, 'case.S');
    writeFileSync(path, text);
    const { elf } = buildWithGnu(path, { symbols: SYMBOLS, includePaths: [FILES] });
    const loaded = readSections(elf, path).filter(({ flags, size }) => flags.alloc && size > 0);
    const sections = loaded.sort((left, right) => Number(left.address - right.address));
    return sections.map(({ name, address, bytes, nobits, size }) =>
      describe(name, address, nobits ? new Uint8Array(size) : bytes),
    );
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}
