import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { assembleText } from '../../src/guest/assemble.ts';
import { InputError } from '../../src/guest/source.ts';
import { allCases, FILES } from './corpus/cases.ts';

/** FUZZ_RUNS asks for more. */
const RUNS = Number(process.env.FUZZ_RUNS ?? 400);
/** For one text; none of these comes near on a quiet machine. */
const MILLISECONDS = 60_000;

/** Assembles; whatever is wrong must be an InputError whose every diagnostic names a place in a file. */
function assembleSafely(text: string): void {
  const start = performance.now();
  try {
    assembleText(text, 'fuzz.S', { includePaths: [FILES] });
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    for (const { file, line, column, message } of error.diagnostics) {
      expect(file).not.toBe('');
      expect(line).toBeGreaterThanOrEqual(1);
      expect(column).toBeGreaterThanOrEqual(1);
      expect(message).not.toBe('');
    }
  }
  expect(performance.now() - start).toBeLessThan(MILLISECONDS);
}

const texts = [
  ...allCases().map(({ text }) => text),
  ...readFileSync(fileURLToPath(new URL('asm/errors.txt', import.meta.url)), 'utf8')
    .split(/^\/\/# .*\n/m)
    .filter((text) => !/\d{6}|circle/.test(text)),
];
const tokens = [...new Set(texts.flatMap((text) => text.match(/[\w.$\\]+|"[^"\n]*"|'.|\s|[^\s\w]/g) ?? []))];
const lines = [...new Set(texts.flatMap((text) => text.split('\n')))];

const known = fc.constantFrom(...texts);
const token = fc.constantFrom(...tokens);
const line = fc.constantFrom(...lines);

/** A change at a place that is given as a share of the text. */
const change = fc.record({
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  removed: fc.nat({ max: 12 }),
  added: fc.oneof(token, fc.string({ maxLength: 4 }), fc.constantFrom('\n', '"', "'", '/*', '*/', '\\', ';', '(', ',')),
});

describe('any text is assembled or refused with an InputError', { timeout: 300_000 }, () => {
  it('be it random characters', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 200 }), assembleSafely), { numRuns: RUNS });
  });

  it('be it random words of the language', () => {
    const words = fc.array(token, { maxLength: 80 }).map((parts) => parts.join(''));
    fc.assert(fc.property(words, assembleSafely), { numRuns: RUNS });
  });

  it('be it random lines of the language', () => {
    const program = fc.array(line, { maxLength: 30 }).map((parts) => parts.join('\n'));
    fc.assert(fc.property(program, assembleSafely), { numRuns: RUNS });
  });

  it('be it a good program with changes', () => {
    const program = fc.tuple(known, fc.array(change, { minLength: 1, maxLength: 4 })).map(([text, changes]) =>
      changes.reduce((changed, { at, removed, added }) => {
        const start = Math.floor(at * changed.length);
        return changed.slice(0, start) + added + changed.slice(start + removed);
      }, text),
    );
    fc.assert(fc.property(program, assembleSafely), { numRuns: 3 * RUNS });
  });

  it('be it a good program that is cut short', () => {
    const program = fc
      .tuple(known, fc.double({ min: 0, max: 1, noNaN: true }))
      .map(([text, share]) => text.slice(0, Math.floor(share * text.length)));
    fc.assert(fc.property(program, assembleSafely), { numRuns: RUNS });
  });
});

describe('every listed program', () => {
  it('can be told again with carriage returns, without changing its bytes', () => {
    for (const { text } of allCases().filter(({ text: body }) => !body.includes('\r'))) {
      const options = { includePaths: [FILES], symbols: { CONDUIT: 1, MODE: 0x1234n } };
      const { segments } = assembleText(text, 'case.S', options);
      expect(assembleText(text.replaceAll('\n', '\r\n'), 'case.S', options).segments).toEqual(segments);
    }
  });
});
