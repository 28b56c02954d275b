import { runInNewContext } from 'node:vm';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { InputError } from '../../src/guest/source.ts';
import { Cursor } from '../../src/guest/stub/cursor.ts';
import { evaluate, parseExpression } from '../../src/guest/stub/expression.ts';
import { matchesGlob } from '../../src/guest/stub/glob.ts';
import { planRun } from '../../src/guest/stub/plan.ts';
import { PatternSource, RandomStream } from '../../src/guest/stub/random.ts';
import { closest } from '../../src/guest/stub/suggest.ts';
import { parseStub } from '../../src/guest/stub.ts';
import { model, smallImage } from './stub-fixture.ts';

const words = [
  'expect',
  'reply',
  'registers',
  'models',
  'control',
  'limit',
  'seed',
  'trap',
  'el3',
  'state',
  'stop',
  'finding',
  'boot',
  'call',
  'after',
  'done',
  'x0',
  'x4..x17',
  'w2',
  'v31',
  'sp',
  'nzcv',
  '==',
  '!=',
  '=',
  '&',
  '->',
  ':',
  ',',
  '[',
  ']',
  '(',
  ')',
  '#1',
  '-1',
  '0xffff',
  'canary',
  'keep',
  'before',
  'initial',
  'r.x1',
  'at',
  'rx="00"',
  'FFA_RUN',
  'undefined',
  'handled',
  'smcs',
  '…',
  'none',
  'brk',
  '<<',
  '~',
  '//',
  '*',
  'pkvm/*',
  'title',
  '+4',
  'rule=x',
  '"',
  '_',
];

/** Lines that look like directives, good and bad. */
const directiveLine = fc
  .tuple(fc.array(fc.oneof(fc.constantFrom(...words), fc.string({ maxLength: 6 })), { maxLength: 14 }), fc.boolean())
  .map(([parts, spaced]) => `//! ${parts.join(spaced ? ' ' : '')}`);

function parsesOrComplains(text: string): void {
  try {
    const spec = parseStub(text, 'any.S');
    planRun(spec, smallImage(), model(), undefined);
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    const lines = text.replace(/^\ufeff/, '').split('\n');
    expect(error.diagnostics.length).toBeGreaterThan(0);
    for (const { line, column, text: source } of error.diagnostics) {
      expect(lines[line - 1]!.replace(/\r$/, '')).toBe(source);
      expect(column).toBeGreaterThanOrEqual(1);
      expect(column).toBeLessThanOrEqual(source.length + 1);
    }
  }
}

describe('properties of stubs', () => {
  it('any text either parses and plans or is a complaint about a place in it', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 200 }), parsesOrComplains), { numRuns: 500 });
  });

  it('any lines of directive words either parse and plan or are a complaint about a place in them', () => {
    const text = fc.array(directiveLine, { maxLength: 6 }).map((lines) => lines.join('\n'));
    fc.assert(fc.property(text, parsesOrComplains), { numRuns: 3000 });
  });

  it('very long lines are read in linear time', () => {
    // In quadratic time this would not end before the test is given up.
    for (const line of [
      ' '.repeat(200_000),
      '"'.repeat(200_000),
      '\\"'.repeat(100_000),
      'a.'.repeat(100_000),
      '[*'.repeat(100_000),
    ]) {
      parsesOrComplains(`//! expect ${line}`);
      parsesOrComplains(`//! reply -> 0 rx=${line}`);
      parsesOrComplains(`//! registers x0=${line}`);
      parsesOrComplains(`nop ${line} //! el 0`);
    }
  });

  it('expressions have the values that JavaScript gives them', () => {
    const operators = ['+', '-', '*', '&', '|', '^'];
    const leaf = fc.bigInt(0n, 0xffffn).map((value) => `${value}`);
    const { expression } = fc.letrec<{ expression: string }>((tie) => ({
      expression: fc.oneof(
        { maxDepth: 3 },
        leaf,
        fc
          .tuple(tie('expression'), fc.constantFrom(...operators), tie('expression'))
          .map(([a, op, b]) => `${a} ${op} ${b}`),
        tie('expression').map((inner) => `(${inner})`),
        tie('expression').map((inner) => `-(${inner})`),
        tie('expression').map((inner) => `~(${inner})`),
      ),
    }));
    fc.assert(
      fc.property(expression, (text) => {
        const cursor = new Cursor({ file: 'e', line: 1, text }, 0);
        const value = evaluate(parseExpression(cursor), () => 0n);
        expect(cursor.atEnd()).toBe(true);
        expect(value).toBe(runInNewContext(text.replace(/\d+/g, '$&n')));
      }),
      { numRuns: 500 },
    );
  });

  it('a glob matches what the same regular expression matches', () => {
    const character = fc.constantFrom('a', 'b', '/', '*', '?');
    const pattern = fc.array(character, { maxLength: 8 }).map((parts) => parts.join(''));
    const text = fc.array(fc.constantFrom('a', 'b', '/'), { maxLength: 8 }).map((parts) => parts.join(''));
    fc.assert(
      fc.property(pattern, text, (glob, subject) => {
        const expression = new RegExp(`^${glob.replaceAll('*', '.*').replaceAll('?', '.')}$`);
        expect(matchesGlob(glob, subject)).toBe(expression.test(subject));
      }),
      { numRuns: 2000 },
    );
  });

  it('a glob of many stars takes no time', () => {
    expect(matchesGlob(`${'*a'.repeat(200)}b`, 'a'.repeat(2000))).toBe(false);
  });

  it('patterns of one seed never repeat a half and never look like a function id', () => {
    fc.assert(
      fc.property(fc.bigInt(0n, (1n << 64n) - 1n), (seed) => {
        const source = new PatternSource(seed);
        const halves = Array.from({ length: 500 }, () => source.next()).flatMap((value) => [
          value >> 32n,
          value & 0xffffffffn,
        ]);
        expect(new Set(halves).size).toBe(halves.length);
        expect(halves.every((half) => half >> 31n === 1n && half >> 24n !== 0x84n && half >> 24n !== 0xc4n)).toBe(true);
      }),
      { numRuns: 20 },
    );
  });

  it('the random stream is the same on every machine and uses every bit', () => {
    const stream = new RandomStream(0n);
    const values = Array.from({ length: 64 }, () => stream.next());
    expect(values.slice(0, 3)).toEqual([0xe220a8397b1dcdafn, 0x6e789e6aa1b965f4n, 0x06c45d188009454fn]);
    expect(values.reduce((all, value) => all | value, 0n)).toBe((1n << 64n) - 1n);
    expect(values.reduce((all, value) => all & value, (1n << 64n) - 1n)).toBe(0n);
  });

  it('a suggestion is near the word, whatever its case, and absent where nothing is', () => {
    expect(closest('HANDELD', ['refused', 'handled'])).toBe('handled');
    expect(closest('x', ['y'])).toBe('y');
    expect(closest('abc', ['xyz'])).toBeUndefined();
    expect(closest('a'.repeat(100), ['a'.repeat(100)])).toBeUndefined();
  });
});
