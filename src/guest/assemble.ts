import { readFileSync } from 'node:fs';
import { Assembler } from './asm/assembler.ts';
import { Complaint } from './asm/complaint.ts';
import { FileFinder, sourceFile } from './asm/files.ts';
import { finish } from './asm/finish.ts';
import { librarySearchPath } from './asm/library.ts';
import { LIMITS } from './asm/limits.ts';
import { PlacedText, SourceFile } from './asm/placed-text.ts';
import { absolute } from './asm/value.ts';
import { createTableEncoder } from './encode/index.ts';
import type { AssemblerMessage, Image } from './image.ts';
import type { InstructionEncoder } from './instruction.ts';
import { InputError } from './source.ts';

/** Where programs are placed unless something else is asked for: the start of RAM. */
export const DEFAULT_BASE = 0x80000000n;

export interface AssembleOptions {
  /** Address of the first section. */
  base?: bigint;
  /** Symbols that exist before the first line, such as CONDUIT. */
  symbols?: Record<string, bigint | number>;
  /** Folders for `.include` and `.incbin`, searched after the including file's own and before guest-asm/include. */
  includePaths?: string[];
  encoder?: InstructionEncoder;
}

/** A program, and what its `.warning` and `.print` said. */
export interface AssembledImage extends Image {
  messages: AssemblerMessage[];
}

/** Assembles a file; see {@link assembleText}. Throws InputError, also where the file cannot be read. */
export function assembleFile(path: string, options: AssembleOptions = {}): AssembledImage {
  return assembleSource(readSource(path), options);
}

/**
 * Assembles text in the syntax of GNU as for AArch64. `fileName` stands in errors, and `.include` looks in its folder.
 *
 * Sections follow one another from the base: `.text`, other code, read-only data, data, `.bss`, each group in order of
 * appearance; every section at its alignment, and on a new page of 4 KiB where permissions change. All symbols are then
 * addresses. The entry is `_start`, or else the first instruction of `.text`.
 *
 * Throws InputError with up to 20 diagnostics; no input makes it throw anything else, hang, or fill the memory.
 */
export function assembleText(text: string, fileName: string, options: AssembleOptions = {}): AssembledImage {
  return assembleSource(new SourceFile(fileName, text), options);
}

let defaultEncoder: InstructionEncoder | undefined;

function assembleSource(main: SourceFile, options: AssembleOptions): AssembledImage {
  const { base = DEFAULT_BASE, symbols = {}, includePaths = [], encoder } = options;
  const assembler = new Assembler(main, new FileFinder([...includePaths, ...librarySearchPath()]));
  for (const [name, value] of Object.entries(symbols)) assembler.symbols.predefine(name, absolute(BigInt(value)));
  assembler.run();
  defaultEncoder ??= createTableEncoder();
  const image = finish(assembler, base, encoder ?? defaultEncoder);
  return { ...image, messages: assembler.messages };
}

/** The main file; what is wrong with the file as a whole is an InputError at its first line. */
function readSource(path: string): SourceFile {
  let bytes: Uint8Array;
  try {
    bytes = readFileSync(path);
  } catch (error) {
    throw new InputError(`${path} cannot be read: ${(error as Error).message}`);
  }
  try {
    if (bytes.length > LIMITS.sourceBytes) throw new Complaint(`the file has more than ${LIMITS.sourceBytes} bytes`, 0);
    return sourceFile(path, bytes, 0);
  } catch (error) {
    if (!(error instanceof Complaint)) throw error;
    const position = PlacedText.ofLine(new SourceFile(path, ''), 1).position(0);
    throw new InputError(error.message, [{ ...position, message: error.message, text: '' }]);
  }
}
