import type { LitmusSource } from './source.ts';

export interface Token {
  kind: 'name' | 'number' | 'string' | 'mark' | 'end';
  text: string;
  /** Offset in the file. */
  offset: number;
}

const pattern =
  /\s+|(?<number>-?(?:0[xX][0-9a-fA-F_]+|0[bB][01_]+|0[oO][0-7_]+|\d[\d_]*)(?![\w.]))|(?<name>[%A-Za-z_][\w.%]*)|(?<string>"[^"]*")|(?<mark>\/\\|\\\/|=>|<>|!=|==|&&|\|\||[-+*&=;:,()[\]{}~!|<>])/y;

/** Cuts the part of a file from `start` to `end` into tokens; the last one is of kind `end`. */
export function tokenize(source: LitmusSource, start: number, end: number): Token[] {
  const tokens: Token[] = [];
  pattern.lastIndex = start;
  while (pattern.lastIndex < end) {
    const offset = pattern.lastIndex;
    const match = pattern.exec(source.code);
    if (!match || offset + match[0].length > end) source.fail(offset, `unexpected '${source.code[offset]}'`);
    const found = Object.entries(match.groups ?? {}).find(([, text]) => text !== undefined);
    if (found) tokens.push({ kind: found[0] as Token['kind'], text: match[0], offset });
  }
  tokens.push({ kind: 'end', text: '', offset: end });
  return tokens;
}

/** Reads tokens one after the other. */
export class TokenReader {
  readonly source: LitmusSource;
  private readonly tokens: Token[];
  private next = 0;

  constructor(source: LitmusSource, start: number, end: number) {
    this.source = source;
    this.tokens = tokenize(source, start, end);
  }

  /** The token `ahead` of the next one. */
  peek(ahead = 0): Token {
    return this.tokens[Math.min(this.next + ahead, this.tokens.length - 1)]!;
  }

  take(): Token {
    const token = this.peek();
    if (this.next < this.tokens.length - 1) this.next += 1;
    return token;
  }

  /** Takes the next token where it is one of these. */
  accept(...texts: string[]): Token | undefined {
    const token = this.peek();
    return token.kind !== 'string' && token.kind !== 'end' && texts.includes(token.text) ? this.take() : undefined;
  }

  /** Takes the next token, which must be this. */
  expect(text: string, purpose: string): Token {
    return this.accept(text) ?? this.fail(`expected '${text}' ${purpose}`);
  }

  /** Throws InputError for the next token. */
  fail(message: string, token: Token = this.peek()): never {
    const found = token.kind === 'end' ? 'the end' : `'${token.text}'`;
    return this.source.fail(token.offset, `${message}, found ${found}`);
  }
}
