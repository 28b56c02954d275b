import type { PlacedSection } from '../asm/layout.ts';
import { ElfReader } from '../elf/reader.ts';

/*
 * Section header (System V ABI, chapter 4), 64 bytes:
 *   00 sh_name u32 | 04 sh_type u32 | 08 sh_flags u64 | 10 sh_addr u64 | 18 sh_offset u64 | 20 sh_size u64
 *   28 sh_link u32 | 2C sh_info u32 | 30 sh_addralign u64 | 38 sh_entsize u64
 */
const SH_ENTRY = 64;
const SHT_NOBITS = 8;
const SHT_SYMTAB = 2;
const SHF_WRITE = 1n;
const SHF_ALLOC = 2n;
const SHF_EXECINSTR = 4n;
const SHF_MERGE = 0x10n;
const SHF_STRINGS = 0x20n;
const SYMBOL_BYTES = 24n;

/** One section of an object file or executable. */
export interface ElfSection extends PlacedSection {
  address: bigint;
  /** The file's bytes; empty for a section that holds none. */
  bytes: Uint8Array;
  type: number;
  /** Index of the section that this one refers to. */
  link: number;
}

/** The sections of an ELF64 file that a tool just wrote. */
export function readSections(file: Uint8Array, name: string): ElfSection[] {
  const reader = new ElfReader(file, name);
  const table = Number(reader.u64(0x28, 'e_shoff'));
  const count = reader.u16(0x3c, 'e_shnum');
  const headers = Array.from({ length: count }, (_, index) => table + index * SH_ENTRY);
  const names = contents(reader, headers[reader.u16(0x3e, 'e_shstrndx')] ?? table);
  return headers.map((at) => {
    const flags = reader.u64(at + 0x08, 'sh_flags');
    const type = reader.u32(at + 0x04, 'sh_type');
    return {
      name: textAt(names, reader.u32(at, 'sh_name')),
      flags: {
        alloc: (flags & SHF_ALLOC) !== 0n,
        write: (flags & SHF_WRITE) !== 0n,
        execute: (flags & SHF_EXECINSTR) !== 0n,
      },
      nobits: type === SHT_NOBITS,
      size: Number(reader.u64(at + 0x20, 'sh_size')),
      alignment: Math.max(1, Number(reader.u64(at + 0x30, 'sh_addralign'))),
      address: reader.u64(at + 0x10, 'sh_addr'),
      bytes: contents(reader, at),
      type,
      link: reader.u32(at + 0x28, 'sh_link'),
    };
  });
}

/**
 * The object with SHF_MERGE and SHF_STRINGS taken off its sections: a linker then leaves every byte where the assembler
 * put it.
 */
export function withoutMerging(file: Uint8Array, name: string): Uint8Array {
  const reader = new ElfReader(file, name);
  const table = Number(reader.u64(0x28, 'e_shoff'));
  const count = reader.u16(0x3c, 'e_shnum');
  const copy = file.slice();
  for (let index = 0; index < count; index += 1) {
    const at = table + index * SH_ENTRY + 0x08;
    copy[at] = Number(reader.u64(at, 'sh_flags') & 0xffn & ~(SHF_MERGE | SHF_STRINGS));
  }
  return copy;
}

function contents(reader: ElfReader, at: number): Uint8Array {
  if (reader.u32(at + 0x04, 'sh_type') === SHT_NOBITS) return new Uint8Array(0);
  const offset = reader.u64(at + 0x18, 'sh_offset');
  return reader.range(offset, reader.u64(at + 0x20, 'sh_size'), at + 0x18, 'sh_offset');
}

function textAt(table: Uint8Array, start: number): string {
  const end = table.indexOf(0, start);
  return new TextDecoder().decode(table.subarray(start, end < 0 ? table.length : end));
}

/** Where code (`$x`) and data (`$d`) begin in a linked program (AAELF64, mapping symbols), by address. */
export function readMapping(sections: readonly ElfSection[]): { address: bigint; isCode: boolean }[] {
  const table = sections.find(({ type }) => type === SHT_SYMTAB);
  const names = table && sections[table.link]?.bytes;
  if (table === undefined || names === undefined) return [];
  const view = new DataView(table.bytes.buffer, table.bytes.byteOffset, table.bytes.byteLength);
  const marks: { address: bigint; isCode: boolean }[] = [];
  for (let at = 0; BigInt(at) + SYMBOL_BYTES <= BigInt(table.bytes.length); at += Number(SYMBOL_BYTES)) {
    const name = textAt(names, view.getUint32(at, true));
    if (/^\$[xd](\.|$)/.test(name)) marks.push({ address: view.getBigUint64(at + 8, true), isCode: name[1] === 'x' });
  }
  return marks.sort((left, right) => Number(left.address - right.address));
}
