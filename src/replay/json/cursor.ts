/**
 * JSON text as bytes, read from left to right. A vector file is tens of megabytes of register values: they are read
 * straight into words, without a string or a bigint in between.
 */

/** A value is not what its reader expects. `path` leads to it from the line's own object: `steps[2].regs[5]`. */
export class FieldError extends Error {
  path = '';
  /** Offset of the offending byte in the line. */
  readonly offset: number;

  constructor(reason: string, offset: number) {
    super(reason);
    this.offset = offset;
  }

  /** The error as seen from one level further out. */
  under(step: string): this {
    this.path = this.path === '' || this.path.startsWith('[') ? step + this.path : `${step}.${this.path}`;
    return this;
  }
}

export const QUOTE = 0x22;
export const COMMA = 0x2c;
export const COLON = 0x3a;
export const BACKSLASH = 0x5c;
export const OPEN_BRACKET = 0x5b;
export const CLOSE_BRACKET = 0x5d;
export const OPEN_BRACE = 0x7b;
export const CLOSE_BRACE = 0x7d;
const BLANK = 0x20;
const NEWLINE = 0x0a;
const TAB = 0x09;
const RETURN = 0x0d;

/** What a value is, by its first byte, for complaints. */
function kindOf(byte: number): string {
  if (byte === QUOTE) return 'a string';
  if (byte === OPEN_BRACE) return 'an object';
  if (byte === OPEN_BRACKET) return 'a list';
  if (byte === 0x2d || (byte >= 0x30 && byte <= 0x39)) return 'a number';
  if (byte === 0x74 || byte === 0x66) return 'true or false';
  if (byte === 0x6e) return 'null';
  return byte > BLANK && byte < 0x7f ? `'${String.fromCharCode(byte)}'` : `byte 0x${byte.toString(16)}`;
}

/** A place in one line. The byte after the line's last exists and is no part of any value: a newline. */
export class Cursor {
  readonly bytes: Uint8Array;
  readonly start: number;
  readonly end: number;
  /** Index in `bytes` of what is read next. */
  at: number;
  /** Keys that no reader knows. */
  readonly unknown = new Set<string>();

  constructor(bytes: Uint8Array, start: number, end: number) {
    this.bytes = bytes;
    this.start = start;
    this.end = end;
    this.at = start;
  }

  /** The next byte that is no blank; a newline at the end of the line. */
  peek(): number {
    let byte = this.bytes[this.at]!;
    while (byte <= BLANK && this.at < this.end && (byte === BLANK || byte === TAB || byte === RETURN)) {
      this.at++;
      byte = this.bytes[this.at]!;
    }
    return this.at < this.end ? byte : NEWLINE;
  }

  /** Passes a byte if it comes next. */
  accept(byte: number): boolean {
    if (this.peek() !== byte) return false;
    this.at++;
    return true;
  }

  /** Passes a byte that must come next. */
  expect(byte: number, what: string): void {
    if (!this.accept(byte)) this.fail(what);
  }

  /** Complains that something else than `what` stands here. */
  fail(what: string): never {
    const byte = this.peek();
    const found = this.at >= this.end ? 'the line ends here' : `found ${kindOf(byte)}`;
    throw new FieldError(`expected ${what}, ${found}`, this.at - this.start);
  }

  /** Complains about a value that begins at `at`. */
  reject(reason: string, at: number): never {
    throw new FieldError(reason, at - this.start);
  }

  /** The text between two indices. */
  text(from: number, to: number): string {
    let text = '';
    for (let index = from; index < to; index++) text += String.fromCharCode(this.bytes[index]!);
    return text;
  }

  /** Reads a string. */
  string(what: string): string {
    this.expect(QUOTE, what);
    const from = this.at;
    let escaped = false;
    for (; this.at < this.end && this.bytes[this.at] !== QUOTE; this.at++) {
      if (this.bytes[this.at]! < BLANK) this.reject('a control character in a string', this.at);
      if (this.bytes[this.at] !== BACKSLASH) continue;
      escaped = true;
      this.at++;
    }
    if (this.at >= this.end) this.reject('the string does not end in this line', from - 1);
    const text = this.text(from, this.at++);
    return escaped ? this.unescape(text, from) : text;
  }

  private unescape(text: string, from: number): string {
    try {
      return JSON.parse(`"${text}"`) as string;
    } catch {
      return this.reject('an escape that JSON does not have', from);
    }
  }
}
