import { complaint, type Place } from './place.ts';

const BLANKS = /[ \t]*/y;
const WORD = /\S+/y;
const COMMENT = /"[^"]*(?:"|$)|(?:^|[ \t])\/\//g;

/** A line of the user's text. */
export interface SourceText {
  file: string;
  /** From 1. */
  line: number;
  text: string;
}

/** Reads one `//!` line from left to right; every complaint names the column that it is about. */
export class Cursor {
  readonly #source: SourceText;
  /** The line as far as it is read: without trailing blanks and comment. */
  #body: string;
  /** Offset in the line, from 0; the column is one more. */
  offset: number;

  constructor(source: SourceText, start: number) {
    this.#source = source;
    this.offset = start;
    this.#body = source.text.trimEnd();
  }

  place(at = this.offset): Place {
    const { file, line, text } = this.#source;
    return { file, line, column: at + 1, text };
  }

  /** Throws an InputError about the word at `at`. */
  fail(message: string, at = this.offset): never {
    throw complaint(this.place(at), message);
  }

  /** Leaves out a trailing ` // comment`; a `//` between quotes is none. */
  dropComment(): void {
    const rest = this.#body.slice(this.offset);
    for (const match of rest.matchAll(COMMENT)) {
      if (match[0].startsWith('"')) continue;
      this.#body = this.#body.slice(0, this.offset + match.index).trimEnd();
      return;
    }
  }

  /** Skips blanks; true where nothing is left. */
  atEnd(): boolean {
    this.skipBlanks();
    return this.offset >= this.#body.length;
  }

  skipBlanks(): void {
    if (this.offset >= this.#body.length) return;
    BLANKS.lastIndex = this.offset;
    BLANKS.exec(this.#body);
    this.offset = BLANKS.lastIndex;
  }

  /** Takes what a sticky pattern matches here, without skipping blanks first. */
  match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.offset;
    const found = pattern.exec(this.#body)?.[0];
    if (found === undefined || found === '') return undefined;
    this.offset += found.length;
    return found;
  }

  /** True where `text` stands here; nothing is taken. */
  looksAt(text: string): boolean {
    return this.#body.startsWith(text, this.offset);
  }

  /** The next `count` characters; nothing is taken. */
  ahead(count: number): string {
    return this.#body.slice(this.offset, this.offset + count);
  }

  /** Takes `text` where it stands here. */
  accept(text: string): boolean {
    const found = this.looksAt(text);
    if (found) this.offset += text.length;
    return found;
  }

  /** Takes `text` or complains; `what` says what was wanted. */
  expect(text: string, what = `expected '${text}'`): void {
    this.skipBlanks();
    if (!this.accept(text)) this.fail(`${what}${this.found()}`);
  }

  /** The next run of characters other than blanks, or undefined at the end. */
  word(): string | undefined {
    this.skipBlanks();
    return this.match(WORD);
  }

  /** What is left of the line. */
  rest(): string {
    this.skipBlanks();
    const text = this.#body.slice(this.offset);
    this.offset += text.length;
    return text;
  }

  /** Text from `start` up to here, for the report. */
  since(start: number): string {
    return this.#body.slice(start, this.offset).trimEnd();
  }

  /** `, found 'word'` or `, found the end of the line`, for complaints. */
  found(): string {
    if (this.atEnd()) return ', found the end of the line';
    const text = this.#body.slice(this.offset, this.offset + 80);
    const shown = /^\w+|^[^\s\w]+/.exec(text)?.[0] ?? text;
    return `, found '${shown.length > 24 ? `${shown.slice(0, 24)}…` : shown}'`;
  }

  /** Complains about anything that is left. */
  finish(what: string): void {
    if (!this.atEnd()) this.fail(`${what}${this.found()}`);
  }
}
