import { endOfCharacter, endOfString, skipBlanks } from './characters.ts';
import { Complaint } from './complaint.ts';
import { LIMITS } from './limits.ts';
import { PlacedText, type SourceFile, TextBuilder } from './placed-text.ts';
import { preprocessorAdvice } from './preprocessor.ts';

/** One statement's text without comments; `complaint` says what is wrong with it where it could not be read. */
export interface SplitStatement {
  text: PlacedText;
  complaint: Complaint | undefined;
}

/** Characters that may begin a string, a character constant, a comment, the next statement or a joined line. */
const SPECIAL = /["';/\\#]/g;

/** Labels and blanks: all that may stand before a `#` that opens a comment. */
const LABELS = /^\s*(?:[\w.$\u0080-\uffff]+\s*:\s*)*$/;

/** More text than this is not looked through for labels. */
const LONGEST_LABELS = 1000;

/**
 * Cuts lines into statements: at line ends and `;`, with comments taken out (a block comment counts as one space and may
 * run over lines), strings and character constants left alone. A backslash at the end of a line joins the next line to it;
 * that is an extension, GNU as rejects such text.
 */
export class Splitter {
  readonly #lines: Iterator<PlacedText>;
  readonly #builder: TextBuilder;
  #ready: SplitStatement[] = [];
  #next = 0;
  #complaint: Complaint | undefined;
  #comment: { text: PlacedText; offset: number } | undefined;
  #last: PlacedText | undefined;
  #joined = false;

  constructor(file: SourceFile, lines: Iterator<PlacedText>) {
    this.#lines = lines;
    this.#builder = new TextBuilder(file);
  }

  /** The next statement that is not blank, or undefined at the end. */
  next(): SplitStatement | undefined {
    while (this.#next >= this.#ready.length) {
      this.#ready = [];
      this.#next = 0;
      const line = this.#lines.next();
      if (line.done) {
        if (this.#last === undefined) return undefined;
        this.#finish(this.#last);
        this.#last = undefined;
      } else {
        this.#last = line.value;
        this.#scan(line.value);
      }
    }
    this.#next += 1;
    return this.#ready[this.#next - 1];
  }

  #finish(last: PlacedText): void {
    if (this.#comment !== undefined) {
      const { text, offset } = this.#comment;
      this.#ready.push({ text, complaint: new Complaint('the comment is not closed by */', offset) });
    }
    this.#flush(last);
  }

  #scan(line: PlacedText): void {
    let offset = this.#comment === undefined ? 0 : this.#endComment(line, 0);
    this.#joined = false;
    let from = offset;
    for (;;) {
      SPECIAL.lastIndex = offset;
      const found = SPECIAL.exec(line.text);
      if (found === null) break;
      const step = this.#step(line, from, found.index);
      from = step.from;
      offset = step.offset;
    }
    this.#builder.append(line, from, line.text.length);
    if (this.#comment === undefined && !this.#joined) this.#flush(line);
    else if (this.#builder.length > LIMITS.statementLength) this.#flush(line);
  }

  /** Looks at one token; what stands before `from` is in the builder already. */
  #step(line: PlacedText, from: number, offset: number): { from: number; offset: number } {
    const { text } = line;
    const character = text[offset];
    if (character === '#' && this.#afterLabels(text.slice(from, offset))) {
      this.#refusePreprocessor(line, offset);
      return this.#drop(line, from, offset, text.length);
    }
    if (character === '"') return { from, offset: endOfString(text, offset) ?? this.#openString(line, from, offset) };
    if (character === "'") return { from, offset: endOfCharacter(text, offset) };
    if (character === ';') return this.#cut(line, from, offset);
    if (character === '/' && text[offset + 1] === '/') return this.#drop(line, from, offset, text.length);
    if (character === '/' && text[offset + 1] === '*') {
      this.#comment = { text: line, offset };
      return this.#drop(line, from, offset, this.#endComment(line, offset + 2));
    }
    if (character === '\\' && skipBlanks(text, offset + 1) === text.length) {
      this.#joined = true;
      return this.#drop(line, from, offset, text.length);
    }
    return { from, offset: offset + 1 };
  }

  #cut(line: PlacedText, from: number, offset: number): { from: number; offset: number } {
    this.#builder.append(line, from, offset);
    this.#flush(line);
    return { from: offset + 1, offset: offset + 1 };
  }

  /** Leaves out [offset, to), a comment or a joined line end, which count as one space. */
  #drop(line: PlacedText, from: number, offset: number, to: number): { from: number; offset: number } {
    this.#builder.append(line, from, offset);
    this.#builder.insert(' ', line.position(offset));
    return { from: to, offset: to };
  }

  #openString(line: PlacedText, from: number, offset: number): number {
    this.#complaint ??= new Complaint('the string is not closed by "', this.#builder.length + offset - from);
    return line.text.length;
  }

  /** Ends the block comment where this line closes it; answers where the text goes on. */
  #endComment(line: PlacedText, offset: number): number {
    const end = line.text.indexOf('*/', offset);
    if (end < 0) return line.text.length;
    this.#comment = undefined;
    return end + 2;
  }

  #afterLabels(text: string): boolean {
    return this.#builder.length < LONGEST_LABELS && LABELS.test(this.#builder.text + text);
  }

  /** A `#` that opens a statement makes the rest of the line a comment, unless it means the C preprocessor. */
  #refusePreprocessor(line: PlacedText, offset: number): void {
    const advice = preprocessorAdvice(line.text.slice(offset));
    if (advice !== undefined) this.#ready.push({ text: line, complaint: new Complaint(advice, offset) });
  }

  #flush(line: PlacedText): void {
    const text = this.#builder.take(line);
    const complaint = this.#complaint ?? tooLong(text);
    this.#complaint = undefined;
    if (complaint !== undefined || text.text.trim() !== '') this.#ready.push({ text, complaint });
  }
}

function tooLong(text: PlacedText): Complaint | undefined {
  if (text.text.length <= LIMITS.statementLength) return undefined;
  return new Complaint(`the statement is longer than ${LIMITS.statementLength} characters`, 0, { fatal: true });
}

/** The statements of a file. */
export function linesOf(file: SourceFile): Splitter {
  return new Splitter(file, placedLines(file));
}

function* placedLines(file: SourceFile): Generator<PlacedText> {
  for (let line = 1; line <= file.lines.length; line += 1) yield PlacedText.ofLine(file, line);
}
