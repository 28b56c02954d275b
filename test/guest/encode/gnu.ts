import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const features = 'crc+lse+memtag+fp16+rcpc+pauth+sb+ssbs+profile+crypto+dotprod+rng+flagm+predres+fp16fml';

/** Whether the GNU assembler for AArch64 is installed. */
export function hasGnuAssembler(): boolean {
  return spawnSync('aarch64-linux-gnu-as', ['--version']).status === 0;
}

/** Contents of the section `.text` of a little-endian ELF64 object. */
function textSection(elf: Buffer): Buffer {
  const table = Number(elf.readBigUInt64LE(0x28));
  const [size, count, names] = [elf.readUInt16LE(0x3a), elf.readUInt16LE(0x3c), elf.readUInt16LE(0x3e)];
  const header = (index: number) => elf.subarray(table + index * size, table + (index + 1) * size);
  const place = (head: Buffer) => [Number(head.readBigUInt64LE(0x18)), Number(head.readBigUInt64LE(0x20))] as const;
  const [nameStart] = place(header(names));
  for (let index = 0; index < count; index += 1) {
    const nameOffset = nameStart + header(index).readUInt32LE(0);
    const [offset, length] = place(header(index));
    if (elf.toString('latin1', nameOffset, nameOffset + 6) === '.text\0') return elf.subarray(offset, offset + length);
  }
  throw new Error('the object has no .text');
}

/** What GNU as makes of lines that stand one behind the other: their words, or the numbers of the lines with errors. */
export function assembleWithGnu(lines: readonly string[]): { words: number[]; errors: Set<number> } {
  const folder = mkdtempSync(join(tmpdir(), 'gnu-as-'));
  try {
    const [source, object] = [join(folder, 'in.s'), join(folder, 'out.o')];
    writeFileSync(source, `${lines.join('\n')}\n`);
    const run = spawnSync('aarch64-linux-gnu-as', [`-march=armv8.5-a+${features}`, '-o', object, source]);
    const errors = [...run.stderr.toString().matchAll(/in\.s:(\d+): Error/g)].map((match) => Number(match[1]) - 1);
    if (run.status !== 0) return { words: [], errors: new Set(errors) };
    const text = textSection(readFileSync(object));
    const words = Array.from({ length: text.length / 4 }, (_, index) => text.readUInt32LE(index * 4));
    return { words, errors: new Set(errors) };
  } finally {
    rmSync(folder, { recursive: true });
  }
}
