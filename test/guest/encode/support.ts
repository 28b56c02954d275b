import { readFileSync } from 'node:fs';
import { createTableEncoder } from '../../../src/guest/encode/index.ts';
import { type EncodeContext, EncodeError, type InstructionText } from '../../../src/guest/instruction.ts';

const encoder = createTableEncoder();

const apply: Record<string, (a: bigint, b: bigint) => bigint> = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  '/': (a, b) => a / b,
  '<<': (a, b) => a << b,
  '>>': (a, b) => a >> b,
  '|': (a, b) => a | b,
  '&': (a, b) => a & b,
};

/**
 * The expressions of the corpus: numbers, characters, `.`, unary - and ~, binary operators from left to right,
 * brackets.
 */
class Expression {
  private readonly tokens: string[];
  private next = 0;
  private readonly column: number;
  private readonly here: bigint;

  constructor(text: string, column: number, here: bigint) {
    this.tokens = text.match(/:lo12:|0x[0-9a-f]+|\d+|'\\?.'?|<<|>>|[\w.]+|\S/gi) ?? [];
    this.column = column;
    this.here = here;
  }

  value(): bigint {
    const result = this.binary();
    if (this.next < this.tokens.length) throw new EncodeError('junk behind the expression', this.column);
    return result;
  }

  private binary(): bigint {
    let left = this.unary();
    for (;;) {
      const operation = apply[this.tokens[this.next] ?? ''];
      if (!operation) return left;
      this.next += 1;
      left = operation(left, this.unary());
    }
  }

  private unary(): bigint {
    const token = this.tokens[this.next++] ?? '';
    if (token === '-') return -this.unary();
    if (token === '~') return ~this.unary();
    if (token === ':lo12:') return this.unary() & 0xfffn;
    if (token === '.') return this.here;
    if (/^'/.test(token)) return BigInt(token.replace("'\\n", "'\n").codePointAt(1)!);
    if (/^0[0-7]+$/.test(token)) return BigInt(`0o${token}`);
    if (/^(0x[0-9a-f]+|\d+)$/i.test(token)) return BigInt(token);
    if (token !== '(') throw new EncodeError(`undefined symbol '${token}'`, this.column);
    const inner = this.binary();
    this.next += 1;
    return inner;
  }
}

/** Mnemonic and operands of a line, with their columns. */
export function splitLine(line: string): InstructionText {
  const [, lead, mnemonic, gap, operands] = /^(\s*)(\S+)(\s*)(.*)$/s.exec(line)!;
  const operandsColumn = 1 + lead!.length + mnemonic!.length + gap!.length;
  return {
    mnemonic: mnemonic!.toLowerCase(),
    operands: operands!,
    mnemonicColumn: 1 + lead!.length,
    operandsColumn,
  };
}

/** Encodes one line standing at `address`, with the aliases given. */
export function assembleLine(line: string, address = 0n, aliases: Record<string, string> = {}): number {
  const context: EncodeContext = {
    address,
    evaluate: (expression, column) => new Expression(expression, column, address).value(),
    alias: (name) => aliases[name],
  };
  return encoder.encode(splitLine(line), context);
}

/** Message and column of the error that a line is rejected with, or undefined where it is accepted. */
export function rejection(line: string, address = 0n): { message: string; column: number } | undefined {
  try {
    assembleLine(line, address);
    return undefined;
  } catch (error) {
    if (error instanceof EncodeError) return { message: error.message, column: error.column };
    throw error;
  }
}

export const hexWord = (word: number): string => word.toString(16).padStart(8, '0');

/** The lines of a file beside this one, without blank ones. */
export function readLines(path: string): string[] {
  const text = readFileSync(new URL(path, import.meta.url), 'utf8');
  return text.split('\n').filter((line) => line.trim() !== '');
}
