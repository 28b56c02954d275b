import {
  characterValue,
  endOfCharacter,
  endOfName,
  endOfString,
  isBlank,
  isNamePart,
  isNameStart,
} from './characters.ts';
import { Complaint } from './complaint.ts';

/**
 * Operands of a macro as gas sees them when it tells them apart: blanks are gone except between two words (or before a
 * string or a parameter), and character constants are numbers. That is why `m a b` has two arguments, `m a - b` one.
 */
export interface NormalText {
  text: string;
  /** For each character of `text`, its offset in the statement; one more for the end. */
  offsets: number[];
}

export function normalize(text: string, start: number): NormalText {
  const result: NormalText = { text: '', offsets: [] };
  const put = (piece: string, offset: number, step: 0 | 1) => {
    for (let index = 0; index < piece.length; index += 1) result.offsets.push(offset + index * step);
    result.text += piece;
  };
  let afterWord = false;
  let blank = false;
  let offset = start;
  while (offset < text.length) {
    if (isBlank(text[offset])) {
      blank = afterWord;
      offset += 1;
      continue;
    }
    const token = tokenAt(text, offset);
    if (blank && token.keepsBlank) put(' ', offset, 0);
    put(token.text, offset, token.isNumber ? 0 : 1);
    afterWord = token.isWord || (token.isNumber && afterWord && !blank);
    blank = false;
    offset += token.length;
  }
  result.offsets.push(text.length);
  return result;
}

interface Token {
  text: string;
  length: number;
  isWord: boolean;
  isNumber: boolean;
  keepsBlank: boolean;
}

function tokenAt(text: string, offset: number): Token {
  const character = text[offset]!;
  if (character === '"') {
    const end = endOfString(text, offset) ?? text.length;
    return { text: text.slice(offset, end), length: end - offset, isWord: true, isNumber: false, keepsBlank: true };
  }
  if (character === "'") {
    const end = endOfCharacter(text, offset);
    const value = characterValue(text, offset);
    if (value === undefined) throw new Complaint('not a character constant (one ASCII character or an escape)', offset);
    return { text: `${value}`, length: end - offset, isWord: false, isNumber: true, keepsBlank: true };
  }
  let end = offset + 1;
  const isWord = isNamePart(character);
  if (isWord) while (isNamePart(text[end])) end += 1;
  const keepsBlank = isWord || character === '\\';
  return { text: text.slice(offset, end), length: end - offset, isWord, isNumber: false, keepsBlank };
}

/** Takes the arguments of a macro, a loop or a parameter list apart, by gas's rules. */
export class ArgumentReader {
  readonly #normal: NormalText;
  #index = 0;

  constructor(text: string, start: number) {
    this.#normal = normalize(text, start);
  }

  get atEnd(): boolean {
    return this.#index >= this.#normal.text.length;
  }

  /** Offset in the statement. */
  get offset(): number {
    return this.#normal.offsets[this.#index]!;
  }

  peek(): string | undefined {
    return this.#normal.text[this.#index];
  }

  accept(character: string): boolean {
    if (this.peek() !== character) return false;
    this.#index += 1;
    return true;
  }

  /** Steps over what separates arguments: blanks, and at most one comma. */
  skipSeparator(): void {
    this.#skipBlanks();
    if (this.accept(',')) this.#skipBlanks();
  }

  /** A name; empty where none stands here. */
  name(): string {
    const start = this.#index;
    this.#index = endOfName(this.#normal.text, start);
    return this.#normal.text.slice(start, this.#index);
  }

  /** `KEY=`, as a keyword argument starts, taken; or undefined, and nothing is taken. */
  keyword(): { name: string; offset: number } | undefined {
    const found = /^([^\s,";()=]*)=/.exec(this.#normal.text.slice(this.#index));
    if (found === null) return undefined;
    const { offset } = this;
    this.#index += found[0].length;
    return { name: found[1]!, offset };
  }

  /** Everything up to the end. */
  rest(): string {
    const rest = this.#normal.text.slice(this.#index);
    this.#index = this.#normal.text.length;
    return rest;
  }

  /**
   * One argument: a string (its quotes go), or everything up to a comma, or to a blank outside parentheses and strings.
   */
  argument(): string {
    this.#skipBlanks();
    const start = this.#index;
    if (this.peek() === '"') return this.#quoted();
    const open: string[] = [];
    for (let character = this.peek(); character !== undefined && character !== ','; character = this.peek()) {
      if (character === ' ' && open.length === 0) break;
      this.#step(character, open);
    }
    return this.#normal.text.slice(start, this.#index);
  }

  #step(character: string, open: string[]): void {
    const { text } = this.#normal;
    this.#index = character === '"' ? (endOfString(text, this.#index) ?? text.length) : this.#index + 1;
    if (character === '(') open.push(')');
    else if (character === '[') open.push(']');
    else if (character === open.at(-1)) open.pop();
  }

  /** Strings that follow one another directly are one argument; a doubled quote stands for one. */
  #quoted(): string {
    let content = '';
    while (this.peek() === '"') {
      const end = endOfString(this.#normal.text, this.#index) ?? this.#normal.text.length;
      content += (content === '' ? '' : '"') + this.#normal.text.slice(this.#index + 1, end - 1);
      this.#index = end;
    }
    return content;
  }

  #skipBlanks(): void {
    while (isBlank(this.peek())) this.#index += 1;
  }
}

/** `parameters` has the values by name; `counter` is what `\@` becomes. */
export interface Substitution {
  parameters: ReadonlyMap<string, string>;
  counter: number;
}

/** A piece of a substituted text: text of the body, or a value that stands for what was at `from`. */
export type Piece = { from: number; to: number } | { from: number; value: string };

/**
 * Cuts a body text into pieces: `\name` of a parameter becomes its value (an apostrophe right after it goes), `\@` the
 * counter, `\(text)` the text (so `\()` ends a parameter's name); every other backslash stays, for strings need it.
 */
export function substitute(text: string, { parameters, counter }: Substitution): Piece[] {
  const pieces: Piece[] = [];
  let from = 0;
  for (let at = text.indexOf('\\'); at >= 0; at = text.indexOf('\\', from)) {
    pieces.push({ from, to: at });
    const found = replacement(text, at, parameters, counter);
    pieces.push(found.piece);
    from = found.next;
  }
  pieces.push({ from, to: text.length });
  return pieces;
}

function replacement(
  text: string,
  at: number,
  parameters: ReadonlyMap<string, string>,
  counter: number,
): { piece: Piece; next: number } {
  const next = text[at + 1];
  if (next === '@') return { piece: { from: at, value: `${counter}` }, next: at + 2 };
  if (next === '(') {
    const close = text.indexOf(')', at);
    if (close < 0) throw new Complaint('\\( is not closed by )', at);
    return { piece: { from: at + 2, to: close }, next: close + 1 };
  }
  const end = isNameStart(next) ? endOfName(text, at + 1) : at + 1;
  const value = parameters.get(text.slice(at + 1, end));
  if (value === undefined) return { piece: { from: at, to: end }, next: end };
  return { piece: { from: at, value }, next: text[end] === "'" ? end + 1 : end };
}
