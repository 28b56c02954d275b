import type { Segment } from '../image.ts';
import { hex, placementError } from '../placement.ts';
import type { ElfHeader } from './header.ts';
import type { ElfReader } from './reader.ts';

/*
 * Program header (System V ABI, chapter 5), 56 bytes:
 *   00 p_type u32 | 04 p_flags u32 | 08 p_offset u64 | 10 p_vaddr u64 | 18 p_paddr u64 | 20 p_filesz u64
 *   28 p_memsz u64 | 30 p_align u64
 */
const PH_ENTRY = 56;
const PT_LOAD = 1;
const PT_INTERP = 3;
const PF_X = 1;
const PF_W = 2;

/** A PT_LOAD entry that is known to fit. */
interface Loadable {
  /** Index and offset of the program header. */
  index: number;
  at: number;
  address: bigint;
  content: Uint8Array;
  size: bigint;
  flags: number;
}

function checkAddress(reader: ElfReader, at: number, address: bigint, size: bigint): void {
  const physical = reader.u64(at + 0x18, 'p_paddr');
  if (physical !== 0n && physical !== address) {
    const rule = `must be p_vaddr ${hex(address)} (or 0): the program runs where it is loaded, without translation`;
    reader.fail(at + 0x18, 'p_paddr', rule);
  }
  const problem = placementError(address, size);
  if (problem) reader.fail(at + 0x10, 'p_vaddr', `${problem}; link with -Wl,-Ttext-segment=0x80000000`);
}

function readLoadable(reader: ElfReader, index: number, at: number): Loadable {
  const address = reader.u64(at + 0x10, 'p_vaddr');
  const inFile = reader.u64(at + 0x20, 'p_filesz');
  const size = reader.u64(at + 0x28, 'p_memsz');
  if (inFile > size) reader.fail(at + 0x20, 'p_filesz', `must not exceed p_memsz: ${hex(inFile)} > ${hex(size)}`);
  checkAddress(reader, at, address, size);
  const content = reader.range(reader.u64(at + 0x08, 'p_offset'), inFile, at + 0x08, 'p_offset');
  return { index, at, address, content, size, flags: reader.u32(at + 0x04, 'p_flags') };
}

function rejectOverlaps(reader: ElfReader, loadables: readonly Loadable[]): void {
  const byAddress = [...loadables].sort((a, b) => (a.address < b.address ? -1 : a.address > b.address ? 1 : 0));
  for (const [position, next] of byAddress.entries()) {
    const before = byAddress[position - 1];
    if (before && before.address + before.size > next.address) {
      const rule = `${hex(next.address)} lies in segment ${before.index}, which ends at ${hex(before.address + before.size)}`;
      reader.fail(next.at + 0x10, 'p_vaddr', rule);
    }
  }
}

function toSegment({ index, address, content, size, flags }: Loadable): Segment {
  const bytes = new Uint8Array(Number(size));
  bytes.set(content);
  return {
    name: `segment ${index}`,
    address,
    bytes,
    writable: (flags & PF_W) !== 0,
    executable: (flags & PF_X) !== 0,
  };
}

/** The PT_LOAD segments, zero-filled to p_memsz. All are checked before the first byte of memory is taken. */
export function readSegments(reader: ElfReader, { programHeaders }: ElfHeader): Segment[] {
  const loadables: Loadable[] = [];
  for (let index = 0; index < programHeaders.count; index += 1) {
    const at = programHeaders.offset + index * PH_ENTRY;
    const type = reader.u32(at, 'p_type');
    if (type === PT_INTERP) reader.fail(at, 'p_type', 'PT_INTERP asks for a dynamic linker: link with -static');
    if (type !== PT_LOAD || reader.u64(at + 0x28, 'p_memsz') === 0n) continue;
    loadables.push(readLoadable(reader, index, at));
  }
  if (loadables.length === 0) reader.fail(0x38, 'e_phnum', 'no program header is a PT_LOAD with a size');
  rejectOverlaps(reader, loadables);
  return loadables.map(toSegment);
}
