import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const VECTORS = new URL('../vectors/elf/', import.meta.url).pathname;
const FLAGS = ['-nostdlib', '-static', '-no-pie', '-Wl,-Ttext-segment=0x80000000,--build-id=none'];

/** The committed executable, linked from small.S. */
export function committedElf(): Uint8Array {
  return new Uint8Array(readFileSync(join(VECTORS, 'small.elf')));
}

/** small.S as the machine's own compiler links it with these flags, or undefined where there is none. */
export function builtElf(flags: string[] = FLAGS): Uint8Array | undefined {
  const folder = mkdtempSync(join(tmpdir(), 'trapline-elf-'));
  try {
    const output = join(folder, 'small.elf');
    const { status } = spawnSync('aarch64-linux-gnu-gcc', [...flags, join(VECTORS, 'small.S'), '-o', output]);
    return status === 0 ? new Uint8Array(readFileSync(output)) : undefined;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** A copy with some bytes replaced by a little-endian number of `size` bytes. */
export function patched(bytes: Uint8Array, offset: number, size: 1 | 2 | 4 | 8, value: bigint | number): Uint8Array {
  const copy = bytes.slice();
  for (let index = 0; index < size; index += 1)
    copy[offset + index] = Number((BigInt(value) >> BigInt(8 * index)) & 0xffn);
  return copy;
}
