import { Cursor } from '../asm/cursor.ts';
import { readLabel } from '../asm/lead.ts';
import { SourceFile } from '../asm/placed-text.ts';
import { linesOf } from '../asm/splitter.ts';
import type { SourceLine } from '../image.ts';
import { type LineRow, readLineRows } from './debug-lines.ts';
import { type NameOf, SourceLines } from './messages.ts';
import { type ElfSection, readMapping, readSections } from './object.ts';

const INSTRUCTION_BYTES = 4n;

/**
 * Where the user wrote each instruction, from the line numbers in a linked program. GNU as has one line for all that a
 * macro makes: the one that invokes it.
 */
export function instructionLines(elf: Uint8Array, path: string, nameOf: NameOf): Map<bigint, SourceLine> {
  const sections = readSections(elf, path);
  const table = sections.find(({ name }) => name === '.debug_line');
  const rows = table === undefined ? [] : readLineRows(table.bytes);
  const isCode = codeTest(readMapping(sections));
  const sources = new SourceLines();
  const lines = new Map<bigint, SourceLine>();
  for (const [index, row] of rows.entries()) {
    const end = rows[index + 1]?.address ?? row.address;
    const line = row.file === undefined ? undefined : lineOf(row, nameOf(row.file), sources);
    if (line === undefined) continue;
    for (let address = row.address; address < end && isCode(address); address += INSTRUCTION_BYTES) {
      if (address === row.address || !isPadding(sections, address)) lines.set(address, line);
    }
  }
  return new Map([...lines].sort(([left], [right]) => Number(left - right)));
}

function lineOf({ line }: LineRow, file: string, sources: SourceLines): SourceLine {
  const written = sources.line(file, line);
  const statement = linesOf(new SourceFile(file, written)).next()?.text.text ?? '';
  const cursor = new Cursor(statement);
  while (readLabel(cursor) !== undefined);
  return { file, line, column: cursor.offset + 1, text: cursor.rest.trim().replace(/\s+/g, ' ') };
}

/** Whether a word is zero: the gap before a literal pool, which no mark tells from code. */
function isPadding(sections: readonly ElfSection[], address: bigint): boolean {
  const section = sections.find(({ flags, address: start, size }) => {
    return flags.alloc && address >= start && address < start + BigInt(size);
  });
  const at = Number(address - (section?.address ?? 0n));
  return section?.bytes.subarray(at, at + Number(INSTRUCTION_BYTES)).every((byte) => byte === 0) ?? true;
}

/** Whether code stands at an address: the last mark before says so. */
function codeTest(marks: readonly { address: bigint; isCode: boolean }[]): (address: bigint) => boolean {
  return (address) => {
    let low = -1;
    let high = marks.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (marks[middle]!.address <= address) low = middle;
      else high = middle - 1;
    }
    return marks[low]?.isCode ?? false;
  };
}
