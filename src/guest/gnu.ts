import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, isAbsolute, join, normalize, resolve } from 'node:path';
import { shown } from './asm/files.ts';
import { librarySearchPath } from './asm/library.ts';
import { type AssembledImage, type AssembleOptions, DEFAULT_BASE } from './assemble.ts';
import { loadElf } from './elf.ts';
import { instructionLines } from './gnu/lines.ts';
import { assemblerMessages, type LocatedMessage, linkerMessages, type NameOf, SourceLines } from './gnu/messages.ts';
import { type ElfSection, readSections, withoutMerging } from './gnu/object.ts';
import { linkerScript, placeObject } from './gnu/script.ts';
import { findToolchain, type Outcome, runTool, type Toolchain } from './gnu/tools.ts';
import { rejectEmpty, type Segment } from './image.ts';
import { InputError } from './source.ts';

export type GnuOptions = Omit<AssembleOptions, 'encoder'>;

/** A linked program, and what the assembler warned of. */
export interface LinkedProgram {
  elf: Uint8Array;
  /** The sections that take memory, in order of address. */
  placed: { section: ElfSection; address: bigint }[];
  warnings: LocatedMessage[];
  printed: string;
}

/**
 * Assembles a file with GNU as (or clang) and links it so that every section stands where the built-in assembler puts it;
 * predefined symbols and search paths are the same, too. Differences: `.include` looks beside the main file only, not
 * beside each including file, and errors have no columns.
 *
 * Throws InputError with the tools' messages at the user's lines, EnvironmentError where the tools are missing.
 */
export function assembleWithGnu(path: string, options: GnuOptions = {}): AssembledImage {
  const { elf, placed, warnings, printed } = buildWithGnu(path, options);
  const filled = placed.filter(({ section }) => section.size > 0);
  rejectEmpty(filled, path);
  const image = loadElf(elf, path);
  const lines = instructionLines(elf, path, nameResolver(path));
  const segments = filled.map((entry) => cutSegment(entry, image.segments));
  const text = segments.find(({ name }) => name === '.text');
  const first = text && [...lines.keys()].find((address) => within(text, address));
  const entry = image.symbols.get('_start') ?? first ?? image.entry;
  const messages = warnings.map(({ severity: _, ...message }) => ({ ...message, kind: 'warning' as const }));
  const prints = printed.split('\n').filter((line) => line !== '');
  const said = prints.map((message) => ({ kind: 'print' as const, file: path, line: 1, column: 1, text: '', message }));
  return { entry, segments, symbols: image.symbols, lines, messages: [...messages, ...said] };
}

/** Assembles and links; the program as the linker wrote it. */
export function buildWithGnu(path: string, options: GnuOptions = {}, toolchain = findToolchain()): LinkedProgram {
  const folder = mkdtempSync(join(tmpdir(), 'trapline-'));
  try {
    const object = join(folder, 'program.o');
    const said = runTool(toolchain.assembler, assemblerArguments(path, object, options, toolchain), dirname(path));
    const sources = new SourceLines();
    const messages = assemblerMessages(said.stderr, nameResolver(path), sources);
    if (said.failed) throw toolError(path, 'assembled', said, messages);
    const bytes = readFileSync(object);
    const placed = placeObject(readSections(bytes, path), options.base ?? DEFAULT_BASE);
    writeFileSync(object, withoutMerging(bytes, path));
    const program = join(folder, 'program.elf');
    const script = join(folder, 'program.ld');
    writeFileSync(script, linkerScript(placed));
    const entry = `0x${(placed[0]?.address ?? DEFAULT_BASE).toString(16)}`;
    const linking = ['-z', 'max-page-size=4096', '-e', entry, '-T', script, '-o', program];
    const linked = runTool(toolchain.linker, [...linking, object], dirname(path));
    if (linked.failed) {
      throw toolError(path, 'linked', linked, linkerMessages(linked.stderr, nameResolver(path), sources));
    }
    const warnings = messages.filter(({ severity }) => severity === 'warning');
    return { elf: readFileSync(program), placed, warnings, printed: said.stdout };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The command line of the assembler, run in the folder of the main file. */
export function assemblerArguments(path: string, object: string, options: GnuOptions, toolchain: Toolchain): string[] {
  const folders = [...(options.includePaths ?? []), ...librarySearchPath()].map((folder) => resolve(folder));
  const symbols = Object.entries(options.symbols ?? {});
  const definitions = symbols.map(([name, value]) => `${name}=0x${BigInt.asUintN(64, BigInt(value)).toString(16)}`);
  const include = folders.flatMap((folder) => ['-I', folder]);
  const file = `./${basename(path)}`;
  if (toolchain.kind === 'gnu') {
    const defined = definitions.flatMap((definition) => ['--defsym', definition]);
    return ['-march=all', '-g', '--gdwarf-4', ...defined, ...include, '-o', object, file];
  }
  const target = ['--target=aarch64-none-elf', '-march=armv8.5-a+lse+crc+memtag', '-gdwarf-4', '-x', 'assembler'];
  const defined = definitions.map((definition) => `-Wa,-defsym,${definition}`);
  return [...target, ...defined, ...include, '-c', '-o', object, file];
}

/** The tools run in the main file's folder: their names for files, as seen from the user's. */
function nameResolver(path: string): NameOf {
  const folder = dirname(path);
  return (name) => shown(isAbsolute(name) ? normalize(name) : join(folder, name));
}

function toolError(path: string, what: string, said: Outcome, messages: LocatedMessage[]): InputError {
  const errors = messages.filter(({ severity }) => severity === 'error');
  const diagnostics = errors.map(({ severity: _, ...diagnostic }) => diagnostic);
  const detail = diagnostics.length > 0 ? '' : `: ${said.stderr.trim() || 'the tool gave no reason'}`;
  return new InputError(`${path} cannot be ${what}${detail}`, diagnostics);
}

/** A section's bytes out of the segments that the linker made. */
function cutSegment({ section, address }: LinkedProgram['placed'][number], segments: readonly Segment[]): Segment {
  const { name, flags, size } = section;
  const bytes = new Uint8Array(size);
  for (const segment of segments) {
    const start = Number(segment.address - address);
    const from = Math.max(0, -start);
    const to = Math.min(segment.bytes.length, size - start);
    if (to > from) bytes.set(segment.bytes.subarray(from, to), start + from);
  }
  return { name, address, bytes, writable: flags.write, executable: flags.execute };
}

function within({ address, bytes }: Segment, at: bigint): boolean {
  return at >= address && at < address + BigInt(bytes.length);
}
