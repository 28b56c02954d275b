import { endOfName, endOfString, isDigit, skipBlanks } from './characters.ts';
import { Complaint } from './complaint.ts';
import { type Expression, ExpressionParser, parameterMessage } from './expression.ts';
import { stringBytes } from './strings.ts';

/** Reads the operands of one statement from left to right; everything that does not fit is a Complaint at its place. */
export class Cursor {
  readonly text: string;
  offset: number;

  constructor(text: string, offset = 0) {
    this.text = text;
    this.offset = skipBlanks(text, offset);
  }

  fail(message: string, offset = this.offset): never {
    throw new Complaint(message, offset);
  }

  get atEnd(): boolean {
    return this.offset >= this.text.length;
  }

  get rest(): string {
    return this.text.slice(this.offset);
  }

  peek(): string | undefined {
    return this.text[this.offset];
  }

  moveTo(offset: number): void {
    this.offset = skipBlanks(this.text, offset);
  }

  /** Takes `token` where it stands here. */
  accept(token: string): boolean {
    if (!this.text.startsWith(token, this.offset)) return false;
    this.moveTo(this.offset + token.length);
    return true;
  }

  expect(token: string): void {
    if (!this.accept(token))
      this.fail(this.atEnd ? `expected ${token} here` : `expected ${token}, not ${this.token()}`);
  }

  expectEnd(): void {
    if (this.atEnd) return;
    if (this.peek() === '\\') this.fail(parameterMessage(this.text, this.offset));
    this.fail(`nothing may follow here, but ${this.token()} does`);
  }

  /** A name such as a symbol's, or undefined where none stands here. */
  acceptName(): string | undefined {
    const end = endOfName(this.text, this.offset);
    if (end === this.offset) return undefined;
    const name = this.text.slice(this.offset, end);
    this.moveTo(end);
    return name;
  }

  name(what: string): string {
    const start = this.offset;
    const name = this.acceptName();
    if (name === undefined || name === '.') this.expected(what, start);
    return name;
  }

  expression(): Expression {
    const parser = new ExpressionParser(this.text, this.offset);
    const expression = parser.parse();
    this.moveTo(parser.offset);
    return expression;
  }

  /** The bytes of a string in double quotes, escapes resolved, in UTF-8. */
  string(): Uint8Array {
    const start = this.offset;
    const end = this.peek() === '"' ? endOfString(this.text, start) : undefined;
    if (end === undefined) this.expected('a string in double quotes');
    this.moveTo(end);
    return stringBytes(this.text, start, end);
  }

  stringText(): string {
    return new TextDecoder().decode(this.string());
  }

  /** For messages: the word or character that stands here. */
  token(): string {
    const digitsEnd = /^\w*/.exec(this.text.slice(this.offset, this.offset + 40))![0].length + this.offset;
    const end = isDigit(this.peek()) ? digitsEnd : endOfName(this.text, this.offset);
    return this.text.slice(this.offset, Math.max(end, this.offset + 1)).slice(0, 40);
  }

  /** Complains that `what` should stand at `offset`. */
  expected(what: string, offset = this.offset): never {
    this.moveTo(offset);
    if (this.peek() === '\\') this.fail(parameterMessage(this.text, this.offset));
    this.fail(this.atEnd ? `${what} is missing here` : `expected ${what}, not ${this.token()}`);
  }
}
