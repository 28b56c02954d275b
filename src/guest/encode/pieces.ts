/** One operand, or one part of an address or list, as the user wrote it without the white space around. */
export interface Piece {
  text: string;
  /** Column of its first character. */
  column: number;
}

const closing: Record<string, string> = { '[': ']', '{': '}', '(': ')' };

/** Index behind the character literal or string that starts at `start`. */
function skipQuoted(text: string, start: number): number {
  if (text[start] === "'") {
    const last = start + (text[start + 1] === '\\' ? 3 : 2);
    return text[last] === "'" ? last + 1 : last;
  }
  let end = start + 1;
  while (end < text.length && text[end] !== '"') end += text[end] === '\\' ? 2 : 1;
  return end + 1;
}

function trimmed(text: string, start: number, end: number, column: number): Piece {
  const part = text.slice(start, end);
  const lead = part.length - part.trimStart().length;
  return { text: part.trim(), column: column + start + lead };
}

/**
 * Splits operands at the commas outside brackets, braces and quotes. `column` is that of the first character of `text`.
 * An empty or blank text has no pieces; a comma too many gives an empty piece.
 */
export function splitPieces(text: string, column: number): Piece[] {
  if (text.trim() === '') return [];
  const pieces: Piece[] = [];
  const open: string[] = [];
  let start = 0;
  for (let index = 0; index < text.length; index += 1) {
    const character = text[index]!;
    if (character === "'" || character === '"') index = skipQuoted(text, index) - 1;
    else if (closing[character]) open.push(closing[character]);
    else if (character === open[open.length - 1]) open.pop();
    else if (character === ',' && open.length === 0) {
      pieces.push(trimmed(text, start, index, column));
      start = index + 1;
    }
  }
  pieces.push(trimmed(text, start, text.length, column));
  return pieces;
}
