import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const architecture = '-march=armv8.8-a+crc+lse+memtag+fp16+rcpc+profile+fp16fml+crypto+rng+predres+sm4+sha3+sme';

/** Whether a GNU assembler for AArch64 is installed that knows the architecture versions of the table. */
export function hasGnuAssembler(): boolean {
  return spawnSync('aarch64-linux-gnu-as', [architecture, '-o', '/dev/null', '-'], { input: 'wfit x0\n' }).status === 0;
}

/** Whether the GNU disassembler is there, of the version whose notation the stored texts have. */
export function hasGnuDisassembler(): boolean {
  const run = spawnSync('aarch64-linux-gnu-objdump', ['--version']);
  return run.status === 0 && /\) 2\.40\b/.test(run.stdout.toString().split('\n')[0]!);
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

function inFolder<T>(body: (folder: string) => T): T {
  const folder = mkdtempSync(join(tmpdir(), 'gnu-'));
  try {
    return body(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** What GNU as makes of lines that stand one behind the other: their words, or the numbers of the lines with errors. */
export function assembleWithGnu(lines: readonly string[]): { words: number[]; errors: Set<number> } {
  return inFolder((folder) => {
    const [source, object] = [join(folder, 'in.s'), join(folder, 'out.o')];
    writeFileSync(source, `${lines.join('\n')}\n`);
    const run = spawnSync('aarch64-linux-gnu-as', [architecture, '-o', object, source]);
    const errors = [...run.stderr.toString().matchAll(/in\.s:(\d+): Error/g)].map((match) => Number(match[1]) - 1);
    if (run.status !== 0) return { words: [], errors: new Set(errors) };
    const text = textSection(readFileSync(object));
    const words = Array.from({ length: text.length / 4 }, (_, index) => text.readUInt32LE(index * 4));
    return { words, errors: new Set(errors) };
  });
}

/** What GNU objdump prints for words that stand one behind the other from address 0. */
export function disassembleWithGnu(words: readonly number[]): string[] {
  return inFolder((folder) => {
    const path = join(folder, 'words.bin');
    const bytes = Buffer.alloc(words.length * 4);
    for (const [index, word] of words.entries()) bytes.writeUInt32LE(word, index * 4);
    writeFileSync(path, bytes);
    const options = ['-D', '-z', '-b', 'binary', '-m', 'aarch64', '--no-show-raw-insn', path];
    const run = spawnSync('aarch64-linux-gnu-objdump', options, { maxBuffer: 2 ** 26 });
    return [...run.stdout.toString().matchAll(/^\s*[0-9a-f]+:\t(.*)$/gm)].map((match) => match[1]!);
  });
}
