import { readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { assembleFile } from '../../src/guest/assemble.ts';
import { findToolchain } from '../../src/guest/gnu/tools.ts';
import { assembleWithGnu } from '../../src/guest/gnu.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));

function hasGnu(): boolean {
  try {
    return findToolchain().kind === 'gnu';
  } catch {
    return false;
  }
}

const stubs = readdirSync(join(root, 'guest-asm'), { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.S'))
  .sort()
  .map((name) => relative(process.cwd(), join(root, 'guest-asm', name)));

describe('every stub of the repository', () => {
  it('is there', () => {
    expect(stubs.length).toBeGreaterThan(10);
  });

  it.each(stubs)('assembles, and every instruction of it has a place: %s', (path) => {
    for (const CONDUIT of [0, 1]) {
      const { segments, lines, entry } = assembleFile(path, { symbols: { CONDUIT } });
      expect(segments.some(({ executable }) => executable)).toBe(true);
      expect(lines.has(entry)).toBe(true);
    }
  });

  describe.runIf(hasGnu())('is the same program by GNU as', () => {
    it.each(stubs)('%s', (path) => {
      const own = assembleFile(path);
      const gnu = assembleWithGnu(path);
      expect(gnu.segments).toEqual(own.segments);
      expect(gnu.entry).toBe(own.entry);
      expect([...gnu.lines.keys()]).toEqual([...own.lines.keys()]);
      for (const [name, address] of gnu.symbols) expect(own.symbols.get(name), name).toBe(address);
    });
  });
});
