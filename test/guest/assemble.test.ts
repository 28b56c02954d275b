import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type AssembleOptions, assembleFile, assembleText } from '../../src/guest/assemble.ts';
import { EncodeError, type InstructionText } from '../../src/guest/instruction.ts';
import { type Diagnostic, InputError } from '../../src/guest/source.ts';

const BASE = 0x80000000n;

function assemble(text: string, options: AssembleOptions = {}) {
  return assembleText(text, 'stub.S', options);
}

/** `LINE:COLUMN TEXT` of each instruction in order of address. */
function linesOf(text: string): string[] {
  const lines = [...assemble(text).lines].sort(([left], [right]) => Number(left - right));
  return lines.map(([, { file, line, column, text: statement }]) => `${file}:${line}:${column} ${statement}`);
}

function diagnosticsOf(action: () => unknown): Diagnostic[] {
  try {
    action();
  } catch (error) {
    if (error instanceof InputError) return error.diagnostics;
    throw error;
  }
  throw new Error('there was no error');
}

describe('the place of an instruction', () => {
  it('is its line and column, with its text without label and comment', () => {
    expect(linesOf('start: mov x0, #1 // one\n\tsmc\t#0 ; nop\n1: /* two */ b 1b\n')).toEqual([
      'stub.S:1:8 mov x0, #1',
      'stub.S:2:2 smc #0',
      'stub.S:2:11 nop',
      'stub.S:3:14 b 1b',
    ]);
  });

  it('is the line of the body for a macro of the main file, with the expanded text', () => {
    expect(linesOf('.macro call reg, value\n  mov \\reg, #\\value\n  smc #0\n.endm\ncall x0, 5\n')).toEqual([
      'stub.S:2:3 mov x0, #5',
      'stub.S:3:3 smc #0',
    ]);
  });

  it('is the line of the body for a loop', () => {
    expect(linesOf('nop\n.irp r, x0, x1\n  mov \\r, xzr\n.endr\n')).toEqual([
      'stub.S:1:1 nop',
      'stub.S:3:3 mov x0, xzr',
      'stub.S:3:3 mov x1, xzr',
    ]);
  });

  it('is known for words of .inst', () => {
    expect(linesOf('nop\n  .inst 0xd4000003, 0xd503201f\n')).toEqual([
      'stub.S:1:1 nop',
      'stub.S:2:3 .inst 0xd4000003, 0xd503201f',
      'stub.S:2:3 .inst 0xd4000003, 0xd503201f',
    ]);
  });

  it('is not claimed for data', () => {
    expect([...assemble('nop\n.word 1\nnop\n.data\n.quad 2\n').lines.keys()]).toEqual([BASE, BASE + 8n]);
  });

  it('keeps the column of a statement that runs over lines', () => {
    expect(linesOf('nop; mov x0, /* one\ntwo */ x1; nop\n')).toEqual([
      'stub.S:1:1 nop',
      'stub.S:1:6 mov x0, x1',
      'stub.S:2:12 nop',
    ]);
  });
});

describe('the entry', () => {
  it('is _start where that exists', () => {
    expect(assemble('nop\n_start: nop\n').entry).toBe(BASE + 4n);
  });

  it('is the first instruction of .text otherwise', () => {
    expect(assemble('.word 1, 2\nnop\n').entry).toBe(BASE + 8n);
    expect(assemble('.section .text.a, "ax"\nnop\n.text\nnop\n').entry).toBe(BASE);
  });

  it('is the base where there is no instruction', () => {
    expect(assemble('.byte 1\n').entry).toBe(BASE);
  });
});

describe('symbols', () => {
  it('are the labels and constants by name, as addresses and unsigned numbers', () => {
    const { symbols } = assemble('a: nop\nb: .set c, -1\n.data\nd: .quad 0\nd_end:\nsize = d_end - d\n');
    expect(Object.fromEntries(symbols)).toEqual({
      a: BASE,
      b: BASE + 4n,
      c: 0xffffffffffffffffn,
      d: BASE + 0x1000n,
      d_end: BASE + 0x1008n,
      size: 8n,
    });
  });

  it('do not include numeric labels and those that start with .L', () => {
    expect([...assemble('1: nop\n.Lx: nop\n.y: nop\n').symbols.keys()]).toEqual(['.y']);
  });

  it('have their last value', () => {
    expect(assemble('.set a, 1\n.set a, 2\n').symbols.get('a')).toBe(2n);
  });

  it('can be given from outside, as numbers and as big ones', () => {
    const { symbols, segments } = assemble('.quad A, B\n', { symbols: { A: 5, B: 0xffffffffffffffffn } });
    expect(symbols.get('B')).toBe(0xffffffffffffffffn);
    expect([...segments[0]!.bytes]).toEqual([5, 0, 0, 0, 0, 0, 0, 0, ...Array(8).fill(0xff)]);
  });
});

describe('sections', () => {
  const text = `
.bss
b: .space 8
.data
d: .byte 1
.section .rodata
r: .byte 2
.section .text.more, "ax"
m: nop
.text
t: nop
`;

  it('stand in order of code, constants, data and room, on pages of their own permissions', () => {
    const { segments } = assemble(text);
    expect(segments.map(({ name, address, bytes }) => [name, address - BASE, bytes.length])).toEqual([
      ['.text', 0n, 4],
      ['.text.more', 4n, 4],
      ['.rodata', 0x1000n, 1],
      ['.data', 0x2000n, 1],
      ['.bss', 0x2001n, 8],
    ]);
  });

  it('know what may be done to them', () => {
    const permissions = assemble(text).segments.map(({ writable, executable }) => [writable, executable]);
    expect(permissions).toEqual([
      [false, true],
      [false, true],
      [false, false],
      [true, false],
      [true, false],
    ]);
  });

  it('start at the base that is asked for', () => {
    const { segments, symbols, entry } = assemble(text, { base: 0x80200000n });
    expect(segments[0]!.address).toBe(0x80200000n);
    expect(symbols.get('d')).toBe(0x80202000n);
    expect(entry).toBe(0x80200000n);
  });

  it('start at their alignment above the base', () => {
    expect(assemble('.balign 64\nnop\n', { base: 0x80000010n }).segments[0]!.address).toBe(0x80000040n);
  });
});

describe('messages', () => {
  it('of .warning and .print come with the program', () => {
    const { messages } = assemble('nop\n  .warning "careful"\n.macro m\n.print "hello"\n.endm\nm\n');
    expect(messages).toEqual([
      { kind: 'warning', file: 'stub.S', line: 2, column: 3, message: 'careful', text: '  .warning "careful"' },
      {
        kind: 'print',
        file: 'stub.S',
        line: 4,
        column: 1,
        message: 'hello',
        text: '.print "hello"',
        notes: [{ position: { file: 'stub.S', line: 6, column: 1 }, message: 'in expansion of macro m' }],
      },
    ]);
  });
});

describe('the encoder', () => {
  it('is given the mnemonic in lower case, the operands as written, and their columns', () => {
    const seen: InstructionText[] = [];
    const encode = (instruction: InstructionText) => {
      seen.push(instruction);
      return 0;
    };
    assemble('a:  Add.X   x0 , /* c */ X1  // end\n', { encoder: { encode } });
    expect(seen).toEqual([{ mnemonic: 'add.x', operands: 'x0 ,   X1', mnemonicColumn: 5, operandsColumn: 13 }]);
  });

  it('can ask for values and aliases as they are at the instruction', () => {
    const seen: unknown[] = [];
    assemble('start: nop\n.set v, 1\nr .req x5\nfirst\n.unreq r\n.set v, 2\nsecond\n', {
      encoder: {
        encode: ({ mnemonic }, { address, alias, evaluate }) => {
          const values = [address - BASE, alias('r'), evaluate('v + 1', 1), evaluate(' . - start', 1)];
          if (mnemonic !== 'nop') seen.push([mnemonic, ...values]);
          return 0;
        },
      },
    });
    expect(seen).toEqual([
      ['first', 4n, 'x5', 2n, 4n],
      ['second', 8n, undefined, 3n, 8n],
    ]);
  });

  it('complains at a column, which becomes a place in the file', () => {
    const encode = () => {
      throw new EncodeError('not so', 13);
    };
    const text = '.macro m a\n  op x1, \\a, end\n.endm\nm long_argument\n';
    expect(diagnosticsOf(() => assemble(text, { encoder: { encode } }))).toMatchObject([
      { line: 2, column: 10, message: 'not so', notes: [{ message: 'in expansion of macro m' }] },
    ]);
  });
});

describe('files', () => {
  let folder = '';
  const write = (name: string, text: string | Uint8Array) => {
    writeFileSync(join(folder, name), text);
    return join(folder, name);
  };

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'trapline-assemble-'));
    for (const name of ['inner', 'library']) mkdirSync(join(folder, name));
    write('inner/part.inc', '.byte 1\n.include "more.inc"\n');
    write('inner/more.inc', '.byte 2\n');
    write('library/more.inc', '.byte 3\n');
    write('library/code.inc', 'one: nop\n.macro put\n  hvc #1\n.endm\n');
  });

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('are looked for beside the file that names them, then along the search paths', () => {
    const path = write('main.S', '.include "inner/part.inc"\n.include "more.inc"\n');
    const { segments } = assembleFile(path, { includePaths: [join(folder, 'library')] });
    expect([...segments[0]!.bytes]).toEqual([1, 2, 3]);
  });

  it('of the library are found from anywhere', () => {
    const path = write('call.S', '.include "call.inc"\nload32 w0, FFA_VERSION\nconduit\nbrk #0\n');
    expect(assembleFile(path).segments[0]!.bytes).toHaveLength(16);
  });

  it('give the places of their code, and of their macros where the main file uses them', () => {
    const path = write('places.S', '.include "code.inc"\nnop\n  put\n');
    const { lines } = assembleFile(path, { includePaths: [join(folder, 'library')] });
    const places = [...lines.values()].map(({ file, line, column, text }) => [file, line, column, text]);
    expect(places).toEqual([
      [join(folder, 'library/code.inc'), 1, 6, 'nop'],
      [path, 2, 1, 'nop'],
      [path, 3, 3, 'hvc #1'],
    ]);
  });

  it('that cannot be read are errors without a place', () => {
    expect(() => assembleFile(join(folder, 'none.S'))).toThrow(/none\.S cannot be read/);
    expect(() => assembleFile(folder)).toThrow(InputError);
  });

  it('that are no text are errors', () => {
    const bad = diagnosticsOf(() => assembleFile(write('latin.S', Uint8Array.of(0x2e, 0xe9, 0x0a))));
    expect(bad).toMatchObject([{ line: 1, column: 1, message: expect.stringMatching(/is not UTF-8 text$/) }]);
    const binary = diagnosticsOf(() => assembleFile(write('binary.S', Uint8Array.of(0, 1, 2))));
    expect(binary).toMatchObject([{ message: expect.stringMatching(/holds NUL bytes/) }]);
    write('latin.inc', Uint8Array.of(0x2e, 0xe9, 0x0a));
    const included = diagnosticsOf(() => assembleFile(write('includes.S', 'nop\n.include "latin.inc"\n')));
    expect(included).toMatchObject([{ line: 2, column: 10, message: expect.stringMatching(/is not UTF-8 text$/) }]);
  });

  it('may begin with a byte order mark', () => {
    expect(assembleFile(write('mark.S', '\ufeffnop\n')).lines.get(BASE)).toMatchObject({ line: 1, column: 1 });
  });
});
