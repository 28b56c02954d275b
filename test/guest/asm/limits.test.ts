import { describe, expect, it } from 'vitest';
import { assembleText } from '../../../src/guest/assemble.ts';
import { type Diagnostic, InputError } from '../../../src/guest/source.ts';

/** Generous for slow machines; without the limits none of these would end within minutes. */
const MILLISECONDS = 60_000;

function errorsOf(text: string): Diagnostic[] {
  const start = performance.now();
  try {
    assembleText(text, 'limit.S');
  } catch (error) {
    expect(performance.now() - start).toBeLessThan(MILLISECONDS);
    if (error instanceof InputError) return error.diagnostics;
    throw error;
  }
  throw new Error('the text assembles');
}

function firstError(text: string): string {
  const { line, column, message } = errorsOf(text)[0]!;
  return `${line}:${column}: ${message}`;
}

function lines(count: number, line: (index: number) => string): string {
  return Array.from({ length: count }, (_, index) => `${line(index)}\n`).join('');
}

describe('no text makes the assembler hang or take all memory', { timeout: 60_000 }, () => {
  it('a macro that calls itself twice ends at the depth limit', () => {
    expect(firstError('.macro m\nm\nm\n.endm\nm\n')).toBe('2:1: macros are nested more than 200 deep');
  });

  it('a macro that calls itself in a loop ends at the depth limit', () => {
    expect(firstError('.macro m\n.rept 9\nm\n.endr\n.endm\nm\n')).toMatch(/nested more than 200 deep$/);
  });

  it('a macro that doubles its argument ends at the length of a statement', () => {
    const text = '.macro m a\nm \\a\\a\n.endm\nm xxxxxxxx\n';
    expect(firstError(text)).toBe('2:1: the statement is longer than 16384 characters');
  });

  it('a macro that makes ever more text ends at the limit of all text', () => {
    const long = 'x'.repeat(10_000);
    const text = `.macro m a\n.rept 100000\n.ifb \\a\n.endif\n.endr\n.endm\nm ${long}\n.irp b,${'1,'.repeat(4000)}\nm ${long}\n.endr`;
    expect(errorsOf(text)[0]!.message).toMatch(/needs more than \d+ (statements|characters of macro expansion)/);
  });

  it('loops that do nothing count as work', () => {
    expect(firstError('.rept 500000\n.rept 500000\n.endr\n.endr\n')).toMatch(/^2:1: the program needs more than/);
  });

  it('a program of too many statements is an error', () => {
    expect(firstError(`.rept 400000\nnop\nnop\n.endr\n`)).toMatch(/needs more than 500000 statements/);
  });

  it('many small reservations end at the limit of the output', () => {
    const message = /needs more than 16777216 bytes of output/;
    expect(firstError('.rept 1000\n.space 0x10000\n.endr\n')).toMatch(message);
    expect(firstError('.bss\n.rept 1000\n.space 0x10000\n.endr\n')).toMatch(message);
    expect(firstError('.rept 100000\n.byte 1\n.balign 4096\n.endr\n')).toMatch(message);
    expect(firstError('.rept 100000\n.incbin "/bin/sh"\n.endr\n')).toMatch(message);
  });

  it('deep parentheses, brackets and signs are an error', () => {
    const message = '1:1006: the expression is nested too deeply';
    expect(firstError(`.word ${'('.repeat(5000)}`)).toBe(message);
    expect(firstError(`.word ${'['.repeat(5000)}`)).toBe(message);
    expect(firstError(`.word ${'-'.repeat(5000)}1`)).toBe(message);
    expect(firstError(`.word ${'~!'.repeat(2500)}1`)).toBe(message);
  });

  it('a long chain of operators is an error', () => {
    expect(firstError(`.set a, 1\n.word ${'a+'.repeat(5000)}a`)).toMatch(
      /^2:\d+: the expression is nested too deeply$/,
    );
  });

  it('a long chain of symbols is an error', () => {
    const text = `.quad a0\n${lines(1000, (index) => `.set a${index}, a${index + 1} + 1`)}.set a1000, 1\n`;
    expect(firstError(text)).toMatch(/: too many symbols are defined through one another$/);
  });

  it('a chain of symbols with deep expressions is an error', () => {
    const deep = '-'.repeat(900);
    const text = `.quad a0\n${lines(90, (index) => `.set a${index}, ${deep}a${index + 1}`)}.set a90, 1\n`;
    expect(firstError(text)).toMatch(/: too many symbols are defined through one another$/);
  });

  it('symbols that double at each step are worked out once each', () => {
    const text = `.quad a0\n${lines(90, (index) => `.set a${index}, a${index + 1} + a${index + 1}`)}.set a90, 1\n`;
    expect(assembleText(text, 'double.S').segments[0]!.bytes).toHaveLength(8);
  });

  it('symbols that are evaluated at each use end at the limit of look-ups', () => {
    const text = `${lines(90, (index) => `.eqv a${index}, a${index + 1} + a${index + 1}`)}.set a90, 1\n.quad a0\n`;
    expect(errorsOf(text)[0]!.message).toMatch(/needs more than \d+ symbol look-ups/);
  });

  it('very long lines, names, numbers and strings are errors or fine', () => {
    expect(firstError(`nop ${'x'.repeat(100_000)}`)).toBe('1:1: the statement is longer than 16384 characters');
    expect(firstError(`.word 0x${'f'.repeat(16_000)}`)).toBe('1:7: the number does not fit in 64 bits');
    expect(firstError(`.word ${'9'.repeat(16_000)}`)).toBe('1:7: the number does not fit in 64 bits');
    expect(assembleText(`${'x'.repeat(16_000)}: nop`, 'name.S').symbols.size).toBe(1);
    expect(assembleText(`.ascii "${'x'.repeat(16_000)}"`, 'string.S').segments[0]!.bytes).toHaveLength(16_000);
  });

  it('comments and blank lines cost no statements', () => {
    const text = `${'// comment\n\n/* one\n two */\n'.repeat(100_000)}nop\n`;
    expect(assembleText(text, 'comments.S').segments[0]!.bytes).toHaveLength(4);
  });

  it('a statement that runs over very many lines is an error', () => {
    expect(errorsOf('.byte 1 /*\n*/, 2 /*\n*/, '.repeat(20_000))[0]!.message).toMatch(/longer than 16384 characters/);
    expect(errorsOf('.byte 1, \\\n'.repeat(20_000))[0]!.message).toMatch(/longer than 16384 characters/);
  });

  it('deep conditionals and sections are errors', () => {
    expect(firstError('.if 1\n'.repeat(5000))).toBe('1001:1: .if blocks are nested too deeply');
    expect(firstError('.pushsection .data\n'.repeat(5000))).toBe('1001:1: .pushsection is nested too deeply');
  });

  it('a body of too many statements is an error', () => {
    expect(firstError(`.macro m\n${'nop\n'.repeat(150_000)}`)).toMatch(
      /^1:1: this .macro has more than 100000 statements/,
    );
  });

  it('many aliases and many definitions of one symbol stay fast', () => {
    const aliases = '.rept 10000\na .req x0\nmov a, a\n.unreq a\n.set s, 1\nmov x1, #s\n1: b 1b\n.endr\n';
    expect(assembleText(aliases, 'many.S').segments[0]!.bytes).toHaveLength(120_000);
  });

  it('a large program assembles', () => {
    expect(assembleText('.rept 100000\nadd x0, x1, x2\n.endr\n', 'long.S').segments[0]!.bytes).toHaveLength(400_000);
  });

  it('what would stand outside RAM is an error', () => {
    const outside = () => assembleText('nop\n.bss\n.space 0xf0000\n', 'outside.S');
    expect(outside).toThrow(InputError);
    expect(outside).toThrow('outside.S: section .bss: 0x80001000 to 0x800f1000 overlaps the hypervisor');
  });
});
