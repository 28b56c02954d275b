import { closeSync, fstatSync, openSync, readFileSync } from 'node:fs';
import { extname } from 'node:path';
import { assembleFile } from './assemble.ts';
import { isElf, loadElf } from './elf.ts';
import { fileReason } from './file-reason.ts';
import { loadFlat } from './flat.ts';
import { assembleWithGnu } from './gnu.ts';
import { type Image, rejectEmpty } from './image.ts';
import { InputError } from './source.ts';

/** Who turns text into words: Trapline's own assembler, or GNU as where it is installed. */
export type Assembler = 'trapline' | 'gnu';

export interface LoadOptions {
  assembler: Assembler;
  /** Folders for `.include`. */
  includePaths?: string[];
  /** Symbols that exist before the first line; values are numbers as written. */
  symbols?: { name: string; value: string }[];
  /** Where text is assembled for; the start of RAM where absent. */
  base?: bigint;
  /** A file with any other name is text, too. */
  anyText?: boolean;
  /** Where a flat binary goes; {@link FLAT_ADDRESS} where undefined. */
  address?: bigint | undefined;
}

/** Where a flat binary goes unless the user says otherwise: the start of RAM. */
export const FLAT_ADDRESS = 0x80000000n;

const TEXT = ['.S', '.s', '.asm'];
const FLAT = '.bin';
/** RAM is 16 MiB; an executable may carry debug information besides. */
const LARGEST_FILE = 64 << 20;
const NUMBER = /^-?(?:0x[\da-f]+|0b[01]+|\d+)$/i;

/** True where the file's name says that it is text for an assembler, and may carry `//!` lines. */
export function isStubText(path: string): boolean {
  return TEXT.includes(extname(path));
}

function open(path: string): number {
  try {
    return openSync(path, 'r');
  } catch (error) {
    throw new InputError(`${path}: ${fileReason(error)}`);
  }
}

/** The bytes of a file. Throws an InputError where it is none, cannot be read or is larger than any program. */
export function readProgram(path: string): Uint8Array {
  const file = open(path);
  try {
    const status = fstatSync(file);
    if (!status.isFile()) throw new InputError(`${path}: not a file`);
    if (status.size > LARGEST_FILE) throw new InputError(`${path}: larger than ${LARGEST_FILE >> 20} MiB`);
    return readFileSync(file);
  } finally {
    closeSync(file);
  }
}

/** The text of a stub. Throws an InputError as {@link readProgram} does. */
export function readStubText(path: string): string {
  return Buffer.from(readProgram(path)).toString('utf8');
}

/** A symbol for the assembler, by name and value. Throws an InputError where it is none. */
export function readSymbol({ name, value }: { name: string; value: string }): [string, bigint] {
  if (!/^[A-Za-z_.$][\w.$]*$/.test(name)) throw new InputError(`'${name}' is not a name for a symbol`);
  if (!NUMBER.test(value)) throw new InputError(`symbol ${name}: '${value}' is not a number`);
  return [name, value.startsWith('-') ? -BigInt(value.slice(1)) : BigInt(value)];
}

function assemble(path: string, options: LoadOptions): Image {
  const symbols = Object.fromEntries((options.symbols ?? []).map(readSymbol));
  const assembler = options.assembler === 'gnu' ? assembleWithGnu : assembleFile;
  const { base, includePaths = [] } = options;
  const image = assembler(path, { symbols, includePaths, ...(base !== undefined && { base }) });
  rejectEmpty(image.segments, path);
  return image;
}

/** Throws an InputError for an address that the user names for what says itself where it goes. */
function rejectAddress(path: string, { address, anyText }: LoadOptions): void {
  if (address === undefined || anyText) return;
  throw new InputError(`--address is for a flat binary (${FLAT}), and ${path} is none`);
}

/**
 * Loads a program, whatever it is: an ELF file by its first bytes, else text (.S, .s, .asm) or a flat binary (.bin) by its
 * name. Throws an InputError for a file of another kind, one that cannot be read or one that is broken, and an
 * EnvironmentError where GNU as is asked for and missing.
 */
export function loadProgram(path: string, options: LoadOptions): Image {
  const bytes = readProgram(path);
  const flat = !isElf(bytes) && extname(path) === FLAT;
  if (!flat) rejectAddress(path, options);
  if (isElf(bytes)) return loadElf(bytes, path);
  if (isStubText(path)) return assemble(path, options);
  if (flat) return loadFlat(bytes, path, options.address ?? FLAT_ADDRESS);
  if (options.anyText) return assemble(path, options);
  throw new InputError(`${path}: neither an ELF file nor text (${TEXT.join(', ')}) nor a flat binary (${FLAT})`);
}
