import type { SourcePosition } from '../source.ts';

/** The text of one file, line by line, for positions and for showing lines in errors. */
export class SourceFile {
  readonly name: string;
  readonly lines: readonly string[];

  constructor(name: string, text: string) {
    this.name = name;
    this.lines = text.replace(/^\ufeff/, '').split(/\r?\n/);
  }
}

/** From `offset` on, text stands at `line` and `column`; `fixed` text all came from that one column (a macro argument). */
interface Mark {
  offset: number;
  line: number;
  column: number;
  fixed: boolean;
}

/** A stretch of text whose every character knows where it was written. */
export class PlacedText {
  readonly text: string;
  readonly file: SourceFile;
  readonly #marks: readonly Mark[];

  constructor(text: string, file: SourceFile, marks: readonly Mark[]) {
    this.text = text;
    this.file = file;
    this.#marks = marks;
  }

  /** A line of a file, as it stands there; `line` counts from 1. */
  static ofLine(file: SourceFile, line: number): PlacedText {
    return new PlacedText(file.lines[line - 1]!, file, [{ offset: 0, line, column: 1, fixed: false }]);
  }

  position(offset: number): SourcePosition {
    const mark = this.#marks[this.#markAt(offset)]!;
    return { file: this.file.name, line: mark.line, column: mark.column + (mark.fixed ? 0 : offset - mark.offset) };
  }

  slice(from: number, to: number): PlacedText {
    return new PlacedText(this.text.slice(from, to), this.file, this.marksBetween(from, to, 0));
  }

  /** The marks for [from, to), moved so that `from` becomes `target`. */
  marksBetween(from: number, to: number, target: number): Mark[] {
    const marks: Mark[] = [];
    for (let index = this.#markAt(from); index < this.#marks.length; index += 1) {
      const mark = this.#marks[index]!;
      if (index > 0 && mark.offset > from && mark.offset >= to) break;
      const skipped = Math.max(0, from - mark.offset);
      const column = mark.column + (mark.fixed ? 0 : skipped);
      marks.push({ offset: mark.offset + skipped - from + target, line: mark.line, column, fixed: mark.fixed });
    }
    return marks;
  }

  #markAt(offset: number): number {
    let low = 0;
    let high = this.#marks.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.#marks[middle]!.offset <= offset) low = middle;
      else high = middle - 1;
    }
    return low;
  }
}

/** Puts a text together from pieces of others, all of one file. */
export class TextBuilder {
  readonly #file: SourceFile;
  #pieces: string[] = [];
  #marks: Mark[] = [];
  length = 0;

  constructor(file: SourceFile) {
    this.#file = file;
  }

  /** Appends `from`..`to` of `source`, each character keeping its place. */
  append(source: PlacedText, from: number, to: number): void {
    if (to <= from) return;
    this.#marks.push(...source.marksBetween(from, to, this.length));
    this.#push(source.text.slice(from, to));
  }

  /** Appends a text that stands for what is at `position`, such as a macro argument for its parameter. */
  insert(text: string, position: SourcePosition): void {
    if (text === '') return;
    this.#marks.push({ offset: this.length, line: position.line, column: position.column, fixed: true });
    this.#push(text);
  }

  get text(): string {
    return this.#pieces.join('');
  }

  /** The text so far; the builder is empty afterwards. `fallback` places an empty text. */
  take(fallback: PlacedText): PlacedText {
    const marks = this.#marks.length > 0 ? this.#marks : fallback.marksBetween(0, 0, 0);
    const result = new PlacedText(this.#pieces.join(''), this.#file, marks);
    this.#pieces = [];
    this.#marks = [];
    this.length = 0;
    return result;
  }

  #push(text: string): void {
    this.#pieces.push(text);
    this.length += text.length;
  }
}
