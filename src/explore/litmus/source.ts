import { InputError, type SourcePosition } from '../../guest/source.ts';

/** The text with its comments blanked, so that every offset still is where the user wrote it. */
function blankComments(text: string, unclosed: (offset: number) => never): string {
  const pieces: string[] = [];
  let kept = 0;
  let depth = 0;
  let start = 0;
  for (let at = 0; at < text.length; at += 1) {
    if (depth === 0 && text[at] === '"') at = endOfString(text, at);
    else if (text[at] === '(' && text[at + 1] === '*' && text[at + 2] !== ')') {
      if (depth === 0) start = at;
      depth += 1;
      at += 1;
    } else if (depth > 0 && text[at] === '*' && text[at + 1] === ')') {
      depth -= 1;
      at += 1;
      if (depth > 0) continue;
      pieces.push(text.slice(kept, start), text.slice(start, at + 1).replace(/[^\n]/g, ' '));
      kept = at + 1;
    }
  }
  if (depth > 0) unclosed(start);
  return pieces.join('') + text.slice(kept);
}

/** Index of the quote that closes the string at `start`, or `start` where none does: an inch mark, not a string. */
function endOfString(text: string, start: number): number {
  const end = text.indexOf('"', start + 1);
  return end < 0 ? start : end;
}

/** A file's text: what it says without comments, and where everything stands. */
export class LitmusSource {
  readonly file: string;
  /** As written. */
  readonly text: string;
  /** With blanks in place of comments. */
  readonly code: string;

  /** Throws InputError where a comment is not closed. */
  constructor(file: string, text: string) {
    this.file = file;
    this.text = text.replace(/\r\n/g, '\n ').replace(/^\ufeff/, ' ');
    this.code = blankComments(this.text, (offset) => this.fail(offset, 'this comment is not closed'));
  }

  /** Line and column of an offset. */
  position(offset: number): SourcePosition {
    const before = this.text.slice(0, offset);
    const lineStart = before.lastIndexOf('\n') + 1;
    return { file: this.file, line: before.split('\n').length, column: offset - lineStart + 1 };
  }

  /** A line of the file as written. */
  line(number: number): string {
    return (this.text.split('\n')[number - 1] ?? '').trimEnd();
  }

  /** Throws InputError for what stands at an offset. */
  fail(offset: number, message: string): never {
    const position = this.position(offset);
    throw new InputError(message, [{ ...position, message, text: this.line(position.line) }]);
  }
}
