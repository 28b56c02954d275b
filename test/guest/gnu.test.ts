import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { assembleText } from '../../src/guest/assemble.ts';
import { readLineRows } from '../../src/guest/gnu/debug-lines.ts';
import { assemblerMessages, linkerMessages, SourceLines } from '../../src/guest/gnu/messages.ts';
import { findToolchain, runTool } from '../../src/guest/gnu/tools.ts';
import { assemblerArguments, assembleWithGnu } from '../../src/guest/gnu.ts';
import { EnvironmentError, InputError } from '../../src/guest/source.ts';

function hasTools(): boolean {
  try {
    return findToolchain().kind === 'gnu';
  } catch {
    return false;
  }
}

let folder = '';
const write = (name: string, text: string, mode = 0o644): string => {
  const path = join(folder, name);
  writeFileSync(path, text);
  chmodSync(path, mode);
  return path;
};

function errorOf(action: () => unknown): unknown {
  try {
    action();
  } catch (error) {
    return error;
  }
  throw new Error('there was no error');
}

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'trapline-gnu-'));
  mkdirSync(join(folder, 'bin'));
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('the tools', () => {
  const install = (...names: string[]) => {
    const bin = mkdtempSync(join(folder, 'path-'));
    for (const name of names) writeFileSync(join(bin, name), '#!/bin/sh\nexit 0\n', { mode: 0o755 });
    return bin;
  };

  it('are GNU as and ld for AArch64 wherever they are installed', () => {
    const bin = install('aarch64-linux-gnu-as', 'aarch64-linux-gnu-ld', 'as', 'ld', 'clang');
    const found = {
      kind: 'gnu',
      assembler: join(bin, 'aarch64-linux-gnu-as'),
      linker: join(bin, 'aarch64-linux-gnu-ld'),
    };
    expect(findToolchain(`/nonexistent::${bin}`, 'x64')).toEqual(found);
    expect(findToolchain(bin, 'arm64')).toEqual(found);
  });

  it('are the own ones of an AArch64 machine, and only there', () => {
    const bin = install('as', 'ld');
    expect(findToolchain(bin, 'arm64')).toMatchObject({ kind: 'gnu', assembler: join(bin, 'as') });
    expect(() => findToolchain(bin, 'x64')).toThrow(EnvironmentError);
  });

  it('are clang and its linker where there is no GNU as', () => {
    const bin = install('clang', 'ld.lld');
    expect(findToolchain(bin, 'x64')).toEqual({
      kind: 'clang',
      assembler: join(bin, 'clang'),
      linker: join(bin, 'ld.lld'),
    });
  });

  it('missing are told with the command that installs them', () => {
    const error = errorOf(() => findToolchain(install(), 'x64'));
    expect(error).toBeInstanceOf(EnvironmentError);
    expect((error as EnvironmentError).remedy).toBe('sudo apt-get install binutils-aarch64-linux-gnu');
    expect(errorOf(() => findToolchain(install('clang'), 'arm64'))).toMatchObject({
      remedy: 'sudo apt-get install binutils',
    });
  });

  it('that do not start are told as such', () => {
    const broken = write('bin/broken', 'no program', 0o755);
    expect(errorOf(() => runTool(`${broken}-not-there`, [], folder))).toBeInstanceOf(EnvironmentError);
  });

  it('get their arguments as they are, whatever they hold', () => {
    const echo = write('bin/echo', '#!/bin/sh\nprintf "%s|" "$@"\n', 0o755);
    expect(runTool(echo, ['$(id)', 'a b', '*'], folder).stdout).toBe('$(id)|a b|*|');
  });
});

describe('the command line', () => {
  const options = { symbols: { CONDUIT: 1, MASK: -1n }, includePaths: ['/one', '/two'] };

  it('of GNU as carries symbols, search paths and every extension', () => {
    const line = assemblerArguments('dir/-x.S', 'out.o', options, { kind: 'gnu', assembler: 'as', linker: 'ld' });
    const text = line.join(' ');
    expect(text).toContain('-march=all -g --gdwarf-4 --defsym CONDUIT=0x1 --defsym MASK=0xffffffffffffffff');
    expect(text).toContain('-I /one -I /two');
    expect(text).toMatch(/guest-asm\/include -o out\.o \.\/-x\.S$/);
  });

  it('of clang carries the same', () => {
    const line = assemblerArguments('x.S', 'out.o', options, { kind: 'clang', assembler: 'clang', linker: 'ld.lld' });
    const text = line.join(' ');
    expect(text).toContain('--target=aarch64-none-elf');
    expect(text).toContain('-Wa,-defsym,CONDUIT=0x1');
    expect(text).toMatch(/-I \/one -I \/two .*-c -o out\.o \.\/x\.S$/);
  });
});

describe('messages of the tools', () => {
  const nameOf = (name: string) => join(folder, name);

  it('of GNU as become errors at the line, with macros as notes', () => {
    const path = write('main.S', 'nop\n  m 1\n\n.macro m\n    frob x0\n.endm\n');
    const stderr = [
      'main.S: Assembler messages:',
      "main.S:5: Error: unknown mnemonic `frob' -- `frob x0'",
      'main.S:2:  Info: macro invoked from here',
      'main.S:1: Warning: value 0x100 truncated to 0x0',
    ].join('\n');
    const message = "unknown mnemonic `frob' -- `frob x0'";
    expect(assemblerMessages(stderr, nameOf, new SourceLines())).toEqual([
      {
        severity: 'error',
        file: path,
        line: 5,
        column: 5,
        message,
        text: '    frob x0',
        notes: [{ position: { file: path, line: 2, column: 3 }, message: 'macro invoked from here' }],
      },
      { severity: 'warning', file: path, line: 1, column: 1, message: 'value 0x100 truncated to 0x0', text: 'nop' },
    ]);
  });

  it('of clang become errors at line and column', () => {
    const path = write('clang.S', 'nop\n  frob x0\n');
    const stderr = 'clang.S:2:3: error: unrecognized instruction mnemonic\n  frob x0\n  ^\n';
    expect(assemblerMessages(stderr, nameOf, new SourceLines())).toEqual([
      {
        severity: 'error',
        file: path,
        line: 2,
        column: 3,
        message: 'unrecognized instruction mnemonic',
        text: '  frob x0',
      },
    ]);
  });

  it('of a linker become errors at the line', () => {
    const path = write('link.S', 'nop\n  bl nowhere\n');
    const stderr = [
      "aarch64-linux-gnu-ld: program.o: in function `_start':",
      "ld: /tmp/x/program.o:link.S:2: undefined reference to `nowhere'",
      'link.S:2:(.text+0x18): relocation truncated to fit: R_AARCH64_CALL26',
      'ld: warning: cannot find entry symbol _start',
    ].join('\n');
    expect(linkerMessages(stderr, nameOf, new SourceLines())).toMatchObject([
      { file: path, line: 2, column: 3, message: "undefined reference to `nowhere'", text: '  bl nowhere' },
      { line: 2, message: 'relocation truncated to fit: R_AARCH64_CALL26' },
    ]);
  });
});

describe('line numbers', () => {
  it('of an unknown version of DWARF are none', () => {
    expect(readLineRows(Uint8Array.of(6, 0, 0, 0, 99, 0, 0, 0, 0, 0))).toEqual([]);
    expect(readLineRows(new Uint8Array(0))).toEqual([]);
  });
});

describe.runIf(hasTools())('a program by GNU as', () => {
  const text = `
.include "part.inc"
_start: mov x0, #MODE
  bl far
.macro twice what
  \\what
  \\what
.endm
1: twice nop
  b 1b
  .word 0x12345678
far: ret
.data
value: .quad value
.bss
room: .space 4
`;

  beforeAll(() => {
    write('part.inc', 'before: nop\n  hvc #3\n');
    write('program.S', text);
  });

  it('has the segments, symbols and entry of the built-in assembler', () => {
    const options = { symbols: { MODE: 7 }, includePaths: [folder] };
    const gnu = assembleWithGnu(join(folder, 'program.S'), options);
    const own = assembleText(text, 'program.S', options);
    expect(gnu.segments).toEqual(own.segments);
    expect(gnu.entry).toBe(own.entry);
    for (const name of ['_start', 'before', 'far', 'value', 'room']) {
      expect(gnu.symbols.get(name), name).toBe(own.symbols.get(name));
    }
    expect([...gnu.lines.keys()]).toEqual([...own.lines.keys()]);
  });

  it('knows the line of each instruction; of a macro the one that invokes it', () => {
    const { lines } = assembleWithGnu(join(folder, 'program.S'), { symbols: { MODE: 7 } });
    const places = [...lines.values()].map(({ file, line, column, text: written }) => [file, line, column, written]);
    const main = join(folder, 'program.S');
    expect(places).toEqual([
      [join(folder, 'part.inc'), 1, 9, 'nop'],
      [join(folder, 'part.inc'), 2, 3, 'hvc #3'],
      [main, 3, 9, 'mov x0, #MODE'],
      [main, 4, 3, 'bl far'],
      [main, 9, 4, 'twice nop'],
      [main, 9, 4, 'twice nop'],
      [main, 10, 3, 'b 1b'],
      [main, 12, 6, 'ret'],
    ]);
  });

  it('without _start begins with its first instruction', () => {
    const path = write('plain.S', '.word 1, 2\nfirst: nop\n');
    expect(assembleWithGnu(path).entry).toBe(0x80000008n);
  });

  it('stands at the base that is asked for', () => {
    const path = write('based.S', '_start: adr x0, .\n.quad _start\n');
    const { segments, entry } = assembleWithGnu(path, { base: 0x80200000n });
    expect(segments).toEqual(
      assembleText('_start: adr x0, .\n.quad _start\n', 'based.S', { base: 0x80200000n }).segments,
    );
    expect(entry).toBe(0x80200000n);
  });

  it('that is wrong is an InputError at its lines', () => {
    const path = write('wrong.S', 'nop\n  frob x0\n.macro m\n  .word 1 2\n.endm\n m\n');
    const error = errorOf(() => assembleWithGnu(path)) as InputError;
    expect(error).toBeInstanceOf(InputError);
    expect(error.message).toBe(`${path} cannot be assembled`);
    expect(error.diagnostics).toMatchObject([
      { file: path, line: 2, column: 3, text: '  frob x0' },
      { file: path, line: 4, notes: [{ position: { file: path, line: 6, column: 2 } }] },
    ]);
  });

  it('that does not link is an InputError at its lines', () => {
    const path = write('unlinked.S', 'nop\n  bl nowhere\n');
    const error = errorOf(() => assembleWithGnu(path)) as InputError;
    expect(error).toBeInstanceOf(InputError);
    expect(error.diagnostics[0]).toMatchObject({ file: path, line: 2, column: 3, text: '  bl nowhere' });
    expect(error.diagnostics[0]!.message).toContain('nowhere');
  });

  it('brings the warnings and prints of the tools along', () => {
    const path = write('warned.S', 'nop\n  .warning "careful"\n.print "hello"\n');
    const { messages } = assembleWithGnu(path);
    expect(messages).toMatchObject([
      { kind: 'warning', file: path, line: 2, column: 3, message: 'careful' },
      { kind: 'print', message: 'hello' },
    ]);
  });

  it('may have a name that a shell would take apart', () => {
    const path = write("a b;$(id)'.S", '_start: nop\n');
    expect(assembleWithGnu(path).entry).toBe(0x80000000n);
  });
});
