import { mkdirSync, mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { assembleFile } from '../../src/guest/assemble.ts';
import { loadElf } from '../../src/guest/elf.ts';
import type { Image } from '../../src/guest/image.ts';
import { isStubText, type LoadOptions, loadProgram, readStubText } from '../../src/guest/load.ts';
import { EnvironmentError } from '../../src/guest/source.ts';
import { itWith } from '../support/needs.ts';
import { committedElf } from './elf-fixture.ts';
import { inputErrorOf } from './stub-fixture.ts';

const STUB = '//! el 1\n_start:\n  mov x0, #CONDUIT\ncall:\n  smc #0\n  brk #0\n';
const options: LoadOptions = { assembler: 'trapline', symbols: [{ name: 'CONDUIT', value: '1' }] };

let folder = '';

/** Writes a file into the test's folder and gives its path. */
function file(name: string, content: string | Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'trapline-load-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** The first words of the program, from its entry. */
function words(image: Image, count: number): number[] {
  const segment = image.segments.find(({ address }) => address === image.entry)!;
  return Array.from({ length: count }, (_, index) => Buffer.from(segment.bytes).readUInt32LE(4 * index));
}

describe('loading a program', () => {
  it('assembles text by its name, with the symbols of the user', () => {
    for (const name of ['a.S', 'a.s', 'a.asm']) {
      const path = file(name, STUB);
      expect(isStubText(path)).toBe(true);
      const image = loadProgram(path, options);
      expect(words(image, 3)).toEqual([0xd2800020, 0xd4000003, 0xd4200000]);
      expect(image.symbols.get('call')).toBe(image.entry + 4n);
      expect(image.lines.get(image.entry)?.line).toBe(3);
    }
  });

  it('assembles the same program with GNU as, or says that there is none', () => {
    const path = file('gnu.S', STUB);
    try {
      expect(words(loadProgram(path, { ...options, assembler: 'gnu' }), 3)).toEqual(
        words(loadProgram(path, options), 3),
      );
    } catch (error) {
      if (!(error instanceof EnvironmentError)) throw error;
      expect(error.remedy).not.toBe('');
    }
  });

  it('takes an ELF file for one by its first bytes, whatever its name', () => {
    for (const name of ['a.elf', 'program', 'b.S', 'b.bin']) {
      const path = file(name, committedElf());
      expect(loadProgram(path, options)).toEqual(loadElf(committedElf(), path));
    }
  });

  it('places a flat binary at the start of RAM or where the user says', () => {
    const path = file('c.bin', Uint8Array.of(0, 0, 0x20, 0xd4));
    expect(loadProgram(path, options).entry).toBe(0x80000000n);
    expect(loadProgram(path, { ...options, address: 0x80200000n }).entry).toBe(0x80200000n);
    expect(words(loadProgram(path, options), 1)).toEqual([0xd4200000]);
  });

  it('searches includes in the folders of the user', () => {
    mkdirSync(join(folder, 'more'), { recursive: true });
    file('more/leaf.inc', 'brk #7\n');
    const path = file('d.S', '.include "leaf.inc"\n');
    expect(words(loadProgram(path, { ...options, includePaths: [join(folder, 'more')] }), 1)).toEqual([0xd42000e0]);
    expect(inputErrorOf(() => loadProgram(path, options)).diagnostics[0]?.message).toContain('leaf.inc');
  });

  it('lets no included file carry directives', () => {
    file('stub.inc', 'nop\n  //! el 0\n');
    const { diagnostics } = inputErrorOf(() => loadProgram(file('g.S', '.include "stub.inc"\n'), options));
    expect(diagnostics).toMatchObject([{ line: 2, column: 3, message: "only the main file may carry '//!' lines" }]);
    expect(diagnostics[0]!.file).toContain('stub.inc');
  });

  it('reads symbols as decimal, hexadecimal, binary and negative numbers', () => {
    const path = file('e.S', '.quad VALUE\n');
    for (const [value, expected] of [
      ['10', 10n],
      ['0x10', 16n],
      ['0b11', 3n],
      ['-2', -2n],
    ] as const) {
      const symbols = [{ name: 'VALUE', value }];
      const expectedImage = assembleFile(path, { symbols: { VALUE: expected } });
      expect(loadProgram(path, { assembler: 'trapline', symbols }).segments).toEqual(expectedImage.segments);
    }
  });
});

describe('what cannot be loaded', () => {
  function messageOf(path: string, more: Partial<LoadOptions> = {}): string {
    return inputErrorOf(() => loadProgram(path, { ...options, ...more })).message;
  }

  it('is named with the reason', () => {
    expect(messageOf(join(folder, 'none.S'))).toBe(`${join(folder, 'none.S')}: no such file`);
    expect(messageOf(folder)).toBe(`${folder}: not a file`);
    expect(messageOf(file('a.txt', 'nop'))).toContain(
      'neither an ELF file nor text (.S, .s, .asm) nor a flat binary (.bin)',
    );
    expect(messageOf(file('empty.bin', ''))).toContain('the file is empty');
    expect(messageOf(file('short.elf', committedElf().subarray(0, 20)))).toContain(
      'offset 0x18, e_entry: the file ends at 0x14',
    );
    expect(messageOf('a\0b.S')).toContain('null bytes');
    expect(() => readStubText(join(folder, 'none.S'))).toThrow('none.S: no such file');
  });

  const expectEmpty = (assembler: LoadOptions['assembler']) => {
    const texts = ['', '// nothing yet\n', '//! el 1\n', '.macro hang\n  b .\n.endm\n', '.data\n.space 0\n_start:\n'];
    for (const text of texts) {
      const path = file('nothing.S', text);
      expect(messageOf(path, { assembler })).toBe(`${path}: the program is empty: no instruction and no data`);
    }
  };

  it('is text of which nothing comes', () => expectEmpty('trapline'));
  itWith('aarch64-linux-gnu-as', 'is text of which nothing comes by GNU as', () => expectEmpty('gnu'));

  it('is no text of data alone, or of what it includes', () => {
    file('included.S', 'brk #7\n');
    for (const text of ['.data\n.word 0\n', '.bss\n.space 4\n', '.include "included.S"\n']) {
      expect(loadProgram(file('something.S', text), options).segments).toHaveLength(1);
    }
  });

  it('is refused by its size before it is read', () => {
    const path = file('huge.bin', '');
    truncateSync(path, (64 << 20) + 1);
    expect(messageOf(path)).toBe(`${path}: larger than 64 MiB`);
  });

  it('is named for symbols that are none', () => {
    const path = file('f.S', 'nop\n');
    expect(messageOf(path, { symbols: [{ name: 'A', value: 'x' }] })).toBe("symbol A: 'x' is not a number");
    expect(messageOf(path, { symbols: [{ name: '1', value: '1' }] })).toBe("'1' is not a name for a symbol");
  });
});
