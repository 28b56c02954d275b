import { describe, expect, it } from 'vitest';
import { EncodeError } from '../../../src/guest/instruction.ts';
import { assembleWithGnu, hasGnuAssembler } from './gnu.ts';
import { seeded } from './sample.ts';
import { assembleLine, hexWord, readLines } from './support.ts';

const corpora = ['immediate', 'register', 'branch', 'load-store', 'vector', 'rejected'];
const random = seeded(77);

function pick<T>(items: readonly T[]): T {
  return items[random(items.length)]!;
}

const replacements = [
  ...[
    'x0',
    'w1',
    'sp',
    'wsp',
    'xzr',
    'wzr',
    'x30',
    'v1.16b',
    'v2.4s',
    'v3.s[1]',
    'd0',
    's0',
    'h0',
    'q0',
    'eq',
    'al',
    'sy',
  ],
  ...[
    '#0',
    '#1',
    '#-1',
    '#4',
    '#8',
    '#16',
    '#255',
    '#256',
    '#4095',
    '#65535',
    'lsl #0',
    'lsl #3',
    'lsl #12',
    'lsl #16',
  ],
  ...['uxtw', 'uxtw #2', 'sxtw #3', 'sxtx', 'ror #4', '[x0]', '[x1, #8]', '[sp]', '[x2, #16]!', '{v0.16b}', 'c7', ''],
];

/**
 * Not the encoder's alone: operands that GNU as leaves to the linker (any symbol where a label may stand),
 * expressions.
 */
const hasExpression = /^\s*(b[a-z.]*|bl|adrp?|cbn?z|tbn?z|ldr|ldrsw|prfm)(\s|$)|[ ,]\.|[(<~*+]/i;

/** One operand replaced, added or removed, a character changed, or another mnemonic. */
function mutate(line: string, lines: readonly string[]): string {
  const [, mnemonic, operands] = /^\s*(\S+)\s*(.*)$/.exec(line)!;
  const parts = operands!.split(/,(?![^[{]*[\]}])/).map((part) => part.trim());
  const at = random(parts.length);
  const kind = random(10);
  if (kind < 5) parts[at] = pick(replacements);
  else if (kind < 7) parts.splice(at, 0, pick(replacements));
  else if (kind < 8) parts.splice(at, 1);
  else if (kind < 9) return `${/^\s*(\S+)/.exec(pick(lines))![1]} ${operands}`;
  const text = parts.join(', ');
  if (kind < 9 || text === '') return `${mnemonic} ${text}`;
  const place = random(text.length);
  return `${mnemonic} ${text.slice(0, place)}${pick(['', '[', ']', '0', '9', ' ', 'x', '-'])}${text.slice(place + 1)}`;
}

/** The word of a line, or `rejected`; throws where the error is not one for the user. */
function outcome(line: string): string {
  try {
    return hexWord(assembleLine(line));
  } catch (error) {
    expect(error, line).toBeInstanceOf(EncodeError);
    const { column, message } = error as EncodeError;
    expect(message, line).not.toBe('');
    expect(column, line).toBeGreaterThan(0);
    expect(column, line).toBeLessThanOrEqual(line.length + 1);
    return 'rejected';
  }
}

describe('lines changed at random', () => {
  const lines = corpora.flatMap((name) => readLines(`./corpus/${name}.txt`));
  const changed = Array.from({ length: 6000 }, () => mutate(pick(lines), lines)).filter((line) => !/['"]/.test(line));

  it('make a word or an error with its column', () => {
    const outcomes = changed.map(outcome);
    expect(outcomes.filter((word) => word === 'rejected').length).toBeGreaterThan(1000);
    expect(outcomes.filter((word) => word !== 'rejected').length).toBeGreaterThan(300);
  });

  it('are no word where GNU as finds an error, and the same word where it finds none', () => {
    if (!hasGnuAssembler()) return;
    const comparable = changed.filter((line) => !hasExpression.test(line));
    const { errors } = assembleWithGnu(comparable);
    const taken = comparable.filter((_, index) => !errors.has(index));
    const { words, errors: late } = assembleWithGnu(taken);
    expect([...late].map((index) => taken[index])).toEqual([]);
    expect(taken.map((line) => `${outcome(line)} ${line}`)).toEqual(
      taken.map((line, index) => `${hexWord(words[index]!)} ${line}`),
    );
    const refused = comparable.filter((_, index) => errors.has(index));
    expect(refused.filter((line) => outcome(line) !== 'rejected')).toEqual([]);
  });
});
