import type { SourceText } from './cursor.ts';
import { complaint } from './place.ts';

/** One `//!` line and where its words begin. */
export interface DirectiveLine extends SourceText {
  /** Offset of what follows `//!`, from 0. */
  start: number;
}

interface LineScan {
  /** Offset of `//!`, or undefined. */
  directive: number | undefined;
  /** Something other than blanks and comments stands before it. */
  code: boolean;
  inComment: boolean;
}

/** Length of the string or character constant at `at`, or 0. */
function quotedLength(text: string, at: number): number {
  if (text[at] === "'") {
    const length = text[at + 1] === '\\' ? 3 : 2;
    return text[at + length] === "'" ? length + 1 : length;
  }
  if (text[at] !== '"') return 0;
  let end = at + 1;
  while (end < text.length && text[end] !== '"') end += text[end] === '\\' ? 2 : 1;
  return end + 1 - at;
}

/** Finds `//!` outside strings and comments. */
function scanLine(text: string, startsInComment: boolean): LineScan {
  let inComment = startsInComment;
  let code = false;
  let at = 0;
  while (at < text.length) {
    if (inComment) {
      const end = text.indexOf('*/', at);
      if (end < 0) return { directive: undefined, code, inComment };
      inComment = false;
      at = end + 2;
    } else if (text.startsWith('/*', at)) {
      inComment = true;
      at += 2;
    } else if (text.startsWith('//', at)) {
      return { directive: text[at + 2] === '!' ? at : undefined, code, inComment };
    } else if (text[at] === '#' && !code) {
      return { directive: undefined, code, inComment };
    } else {
      code ||= !/\s/.test(text[at]!);
      at += quotedLength(text, at) || 1;
    }
  }
  return { directive: undefined, code, inComment };
}

/**
 * The `//!` lines of a text, in order. Comments and strings that happen to hold `//!` are none.
 * Throws an InputError for one that follows code on its line.
 */
export function directiveLines(text: string, file: string): DirectiveLine[] {
  const lines: DirectiveLine[] = [];
  let inComment = false;
  for (const [index, raw] of text
    .replace(/^\ufeff/, '')
    .split('\n')
    .entries()) {
    const line = raw.endsWith('\r') ? raw.slice(0, -1) : raw;
    if (!inComment && !line.includes('/')) continue;
    const scan = scanLine(line, inComment);
    inComment = scan.inComment;
    if (scan.directive === undefined) continue;
    const source = { file, line: index + 1, text: line };
    if (scan.code) {
      throw complaint({ ...source, column: scan.directive + 1 }, "a '//!' line stands on a line of its own");
    }
    lines.push({ ...source, start: scan.directive + 3 });
  }
  return lines;
}

/** Throws an InputError where a file that another one includes carries `//!` lines: only the main file may. */
export function rejectStubLines(text: string, fileName: string): void {
  for (const { file, line, text: source, start } of directiveLines(text, fileName)) {
    throw complaint({ file, line, text: source, column: start - 2 }, "only the main file may carry '//!' lines");
  }
}
