import type { ElfReader } from './reader.ts';

/*
 * ELF header (System V ABI, chapter 4), 64 bytes:
 *   00 e_ident: 7F 'E' 'L' 'F' | 04 class | 05 data | 06 version | 07 OS/ABI | 08 ABI version | 09 padding
 *   10 e_type u16 | 12 e_machine u16 | 14 e_version u32 | 18 e_entry u64 | 20 e_phoff u64 | 28 e_shoff u64
 *   30 e_flags u32 | 34 e_ehsize u16 | 36 e_phentsize u16 | 38 e_phnum u16 | 3A e_shentsize u16 | 3C e_shnum u16
 *   3E e_shstrndx u16
 */
const MAGIC = [0x7f, 0x45, 0x4c, 0x46];
const CLASS_64 = 2;
const DATA_LITTLE = 1;
const ET_REL = 1;
const ET_EXEC = 2;
const ET_DYN = 3;
const EM_AARCH64 = 183;
const PH_ENTRY = 56;
const SH_ENTRY = 64;
/** The count does not fit e_phnum and stands elsewhere. */
const PN_XNUM = 0xffff;

/** Where the tables of the file are. */
export interface ElfHeader {
  entry: bigint;
  /** Offset and number of program headers. */
  programHeaders: { offset: number; count: number };
  /** Offset and number of section headers; none is allowed. */
  sectionHeaders: { offset: number; count: number };
}

/** True where the bytes begin as an ELF file does. */
export function isElf(bytes: Uint8Array): boolean {
  return MAGIC.every((byte, index) => bytes[index] === byte);
}

function checkIdentity(reader: ElfReader): void {
  if (!isElf(reader.bytes)) reader.fail(0, 'e_ident', "must begin with 7F 'E' 'L' 'F'");
  if (reader.u8(4, 'EI_CLASS') !== CLASS_64) reader.fail(4, 'EI_CLASS', 'must be 2, a 64-bit file');
  if (reader.u8(5, 'EI_DATA') !== DATA_LITTLE) reader.fail(5, 'EI_DATA', 'must be 1, little-endian');
  if (reader.u8(6, 'EI_VERSION') !== 1) reader.fail(6, 'EI_VERSION', 'must be 1');
}

function checkKind(reader: ElfReader): void {
  const machine = reader.u16(0x12, 'e_machine');
  if (machine !== EM_AARCH64) reader.fail(0x12, 'e_machine', `must be 183, AArch64, not ${machine}`);
  const type = reader.u16(0x10, 'e_type');
  if (type === ET_REL) reader.fail(0x10, 'e_type', 'an object file cannot run: link it');
  if (type === ET_DYN)
    reader.fail(0x10, 'e_type', 'a position-independent file has no fixed address: link with -static -no-pie');
  if (type !== ET_EXEC) reader.fail(0x10, 'e_type', `must be 2, an executable, not ${type}`);
}

function programHeaders(reader: ElfReader): ElfHeader['programHeaders'] {
  const offset = reader.u64(0x20, 'e_phoff');
  const count = reader.u16(0x38, 'e_phnum');
  if (count === 0) reader.fail(0x38, 'e_phnum', 'an executable has at least one program header');
  if (count === PN_XNUM) reader.fail(0x38, 'e_phnum', 'more than 65534 program headers are not supported');
  const size = reader.u16(0x36, 'e_phentsize');
  if (size !== PH_ENTRY) reader.fail(0x36, 'e_phentsize', `must be ${PH_ENTRY}, not ${size}`);
  reader.range(offset, BigInt(count * PH_ENTRY), 0x20, 'e_phoff');
  return { offset: Number(offset), count };
}

function sectionHeaders(reader: ElfReader): ElfHeader['sectionHeaders'] {
  const offset = reader.u64(0x28, 'e_shoff');
  const count = reader.u16(0x3c, 'e_shnum');
  if (offset === 0n) return { offset: 0, count: 0 };
  if (count === 0) reader.fail(0x3c, 'e_shnum', 'more than 65279 section headers are not supported');
  const size = reader.u16(0x3a, 'e_shentsize');
  if (size !== SH_ENTRY) reader.fail(0x3a, 'e_shentsize', `must be ${SH_ENTRY}, not ${size}`);
  reader.range(offset, BigInt(count * SH_ENTRY), 0x28, 'e_shoff');
  return { offset: Number(offset), count };
}

/** Reads and checks the header: ELF64, little-endian, AArch64, an executable at a fixed address. */
export function readHeader(reader: ElfReader): ElfHeader {
  checkIdentity(reader);
  checkKind(reader);
  return {
    entry: reader.u64(0x18, 'e_entry'),
    programHeaders: programHeaders(reader),
    sectionHeaders: sectionHeaders(reader),
  };
}
