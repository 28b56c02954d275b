import { hex } from '../placement.ts';
import type { ElfHeader } from './header.ts';
import type { ElfReader } from './reader.ts';

/*
 * Section header (System V ABI, chapter 4), 64 bytes:
 *   00 sh_name u32 | 04 sh_type u32 | 08 sh_flags u64 | 10 sh_addr u64 | 18 sh_offset u64 | 20 sh_size u64
 *   28 sh_link u32 | 2C sh_info u32 | 30 sh_addralign u64 | 38 sh_entsize u64
 * Symbol, 24 bytes:
 *   00 st_name u32 | 04 st_info u8: bind 7:4, type 3:0 | 05 st_other u8 | 06 st_shndx u16 | 08 st_value u64 | 10 st_size u64
 */
const SH_ENTRY = 64;
const SHT_SYMTAB = 2;
const SHT_STRTAB = 3;
const SYMBOL = 24;
const SHN_UNDEF = 0;
const STB_LOCAL = 0;
/** STT_NOTYPE, STT_OBJECT and STT_FUNC: all that a program calls by name. */
const LAST_NAMED_TYPE = 2;
/** Marks code and data for disassemblers (AAELF64, mapping symbols). */
const MAPPING = /^\$[xd](?:\.|$)/;

const LONGEST_NAME = 4096;
const MOST_SYMBOLS = 1 << 18;
/** Names may share their ends, so their sum can exceed the string table; a broken file must not exceed this. */
const MOST_NAME_BYTES = 1 << 24;

interface Table {
  /** Offset of the section header. */
  header: number;
  offset: number;
  bytes: Uint8Array;
}

function readTable(reader: ElfReader, header: number): Table {
  const offset = reader.u64(header + 0x18, 'sh_offset');
  const bytes = reader.range(offset, reader.u64(header + 0x20, 'sh_size'), header + 0x18, 'sh_offset');
  return { header, offset: Number(offset), bytes };
}

/** The string table that the symbol table's sh_link names. */
function linkedStrings(reader: ElfReader, symbolHeader: number, { sectionHeaders }: ElfHeader): Table {
  const link = reader.u32(symbolHeader + 0x28, 'sh_link');
  if (link >= sectionHeaders.count) {
    reader.fail(symbolHeader + 0x28, 'sh_link', `section ${link} does not exist: there are ${sectionHeaders.count}`);
  }
  const header = sectionHeaders.offset + link * SH_ENTRY;
  const type = reader.u32(header + 4, 'sh_type');
  if (type !== SHT_STRTAB)
    reader.fail(header + 4, 'sh_type', `the symbols' names are in section ${link}: must be 3, strings`);
  return readTable(reader, header);
}

function findSymbolHeader(reader: ElfReader, { sectionHeaders }: ElfHeader): number | undefined {
  for (let index = 0; index < sectionHeaders.count; index += 1) {
    const header = sectionHeaders.offset + index * SH_ENTRY;
    if (reader.u32(header + 4, 'sh_type') === SHT_SYMTAB) return header;
  }
  return undefined;
}

function readSymbolTable(reader: ElfReader, header: number): Table {
  const size = reader.u64(header + 0x38, 'sh_entsize');
  if (size !== BigInt(SYMBOL)) reader.fail(header + 0x38, 'sh_entsize', `must be ${SYMBOL}, not ${size}`);
  const table = readTable(reader, header);
  const { length } = table.bytes;
  if (length % SYMBOL !== 0)
    reader.fail(header + 0x20, 'sh_size', `must be a multiple of ${SYMBOL}, not ${hex(length)}`);
  if (length / SYMBOL > MOST_SYMBOLS) reader.fail(header + 0x20, 'sh_size', `more than ${MOST_SYMBOLS} symbols`);
  return table;
}

function readName(reader: ElfReader, strings: Table, at: number): Uint8Array {
  const start = reader.u32(at, 'st_name');
  if (start >= strings.bytes.length) {
    reader.fail(at, 'st_name', `${hex(start)} is outside the string table of ${hex(strings.bytes.length)} bytes`);
  }
  const rest = strings.bytes.subarray(start, start + LONGEST_NAME + 1);
  const length = rest.indexOf(0);
  if (length < 0)
    reader.fail(at, 'st_name', `the name must end within ${LONGEST_NAME} bytes and within the string table`);
  return rest.subarray(0, length);
}

/** True for symbols that stand for an address or a constant of the program. */
function isNamed(reader: ElfReader, at: number): boolean {
  const type = reader.u8(at + 4, 'st_info') & 0xf;
  return type <= LAST_NAMED_TYPE && reader.u16(at + 6, 'st_shndx') !== SHN_UNDEF && reader.u32(at, 'st_name') !== 0;
}

/** Name → value. A global name hides local ones; of local ones with the same name, the first counts. */
export function readSymbols(reader: ElfReader, header: ElfHeader): Map<string, bigint> {
  const globals = new Map<string, bigint>();
  const locals = new Map<string, bigint>();
  const symbolHeader = findSymbolHeader(reader, header);
  if (symbolHeader === undefined) return globals;
  const strings = linkedStrings(reader, symbolHeader, header);
  const table = readSymbolTable(reader, symbolHeader);
  let nameBytes = 0;
  for (let at = table.offset; at < table.offset + table.bytes.length; at += SYMBOL) {
    if (!isNamed(reader, at)) continue;
    const raw = readName(reader, strings, at);
    nameBytes += raw.length;
    if (nameBytes > MOST_NAME_BYTES) reader.fail(at, 'st_name', `more than ${MOST_NAME_BYTES} bytes of names`);
    const name = Buffer.from(raw.buffer, raw.byteOffset, raw.length).toString('utf8');
    const isLocal = reader.u8(at + 4, 'st_info') >> 4 === STB_LOCAL;
    const scope = isLocal ? locals : globals;
    if (!scope.has(name) && !MAPPING.test(name)) scope.set(name, reader.u64(at + 8, 'st_value'));
  }
  return new Map([...locals, ...globals]);
}
