import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { assembleText } from '../../../src/guest/assemble.ts';
import { InputError, type SourcePosition } from '../../../src/guest/source.ts';
import { FILES } from '../corpus/cases.ts';

interface ErrorCase {
  name: string;
  text: string;
  /** `FILE:LINE:COLUMN: MESSAGE` per error, its notes after it and indented; `…` is a message that the encoder words. */
  expected: string[];
}

const EXPECTATION = '//=> ';

function readCases(): ErrorCase[] {
  const text = readFileSync(fileURLToPath(new URL('errors.txt', import.meta.url)), 'utf8');
  return text
    .split(/^\/\/# /m)
    .slice(1)
    .map((part) => {
      const [name, ...lines] = part.trimEnd().split('\n');
      const expected = lines.filter((line) => line.startsWith(EXPECTATION));
      return {
        name: name!,
        text: `${lines.filter((line) => !line.startsWith(EXPECTATION)).join('\n')}\n`,
        expected: expected.map((line) => line.slice(EXPECTATION.length)),
      };
    });
}

function located({ file, line, column }: SourcePosition, message: string): string {
  return `${basename(file)}:${line}:${column}: ${message}`;
}

/** The line as `expected` has it where that leaves the wording open and the place is right. */
function withoutWording(line: string, expected: string | undefined): string {
  const open = expected?.endsWith('…') && line.startsWith(expected.slice(0, -1));
  return open ? expected! : line;
}

function errorOf(text: string): InputError {
  try {
    assembleText(text, 'case.S', { symbols: { MODE: 1 }, includePaths: [FILES] });
  } catch (error) {
    if (error instanceof InputError) return error;
    throw error;
  }
  throw new Error('the text assembles');
}

const cases = readCases();

describe('an error names the line and the column of what is wrong', () => {
  it('in at least 120 cases, each with a name of its own', () => {
    expect(new Set(cases.map(({ name }) => name)).size).toBe(cases.length);
    expect(cases.length).toBeGreaterThanOrEqual(120);
  });

  it.each(cases)('$name', ({ text, expected }) => {
    const { diagnostics } = errorOf(text);
    const told = diagnostics.flatMap((diagnostic) => [
      located(diagnostic, diagnostic.message),
      ...(diagnostic.notes ?? []).map((note) => `  ${located(note.position, note.message)}`),
    ]);
    expect(told.map((line, index) => withoutWording(line, expected[index]))).toEqual(expected);
  });

  it('and shows the line as it was written', () => {
    const { diagnostics } = errorOf('\tnop ; mov x0, /* here */ #0x12345 // too much\n');
    expect(diagnostics.map(({ text }) => text)).toEqual(['\tnop ; mov x0, /* here */ #0x12345 // too much']);
  });

  it('and shows the line of the file that holds it', () => {
    const { diagnostics } = errorOf('.include "bad.inc"\n');
    expect(diagnostics[0]).toMatchObject({ line: 2, column: 3, text: '  frob' });
  });

  it('and stops after twenty', () => {
    const { diagnostics, message } = errorOf('frob\n'.repeat(100));
    expect(diagnostics).toHaveLength(20);
    expect(message).toBe('case.S does not assemble: 20 errors or more');
  });

  it('and counts a repeated error of a loop once', () => {
    const { diagnostics, message } = errorOf('.rept 5\nfrob\n.endr\n');
    expect(diagnostics).toHaveLength(1);
    expect(message).toBe('case.S does not assemble: 1 error');
  });
});
