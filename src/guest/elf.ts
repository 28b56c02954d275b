import { readHeader } from './elf/header.ts';
import { ElfReader } from './elf/reader.ts';
import { readSegments } from './elf/segments.ts';
import { readSymbols } from './elf/symbols.ts';
import type { Image, Segment } from './image.ts';
import { hex } from './placement.ts';

export { isElf } from './elf/header.ts';

function checkEntry(reader: ElfReader, entry: bigint, segments: readonly Segment[]): void {
  if (entry % 4n !== 0n) reader.fail(0x18, 'e_entry', `must be a multiple of 4, not ${hex(entry)}`);
  const inside = segments.some(
    ({ address, bytes, executable }) => executable && entry >= address && entry + 4n <= address + BigInt(bytes.length),
  );
  if (!inside) reader.fail(0x18, 'e_entry', `${hex(entry)} must lie in a segment with PF_X`);
}

/**
 * Loads an ELF64 little-endian AArch64 executable (ET_EXEC) that is linked for RAM (System V ABI; AAELF64).
 * Throws an InputError that names file, offset, field and rule where the file is not one, is broken, asks for a dynamic
 * linker, or puts a segment outside RAM or over another. Takes no more memory than the guest has.
 */
export function loadElf(bytes: Uint8Array, name: string): Image {
  const reader = new ElfReader(bytes, name);
  const header = readHeader(reader);
  const symbols = readSymbols(reader, header);
  const segments = readSegments(reader, header);
  checkEntry(reader, header.entry, segments);
  return { entry: header.entry, segments, symbols, lines: new Map() };
}
