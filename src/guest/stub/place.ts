import { type Diagnostic, InputError, type SourcePosition } from '../source.ts';

/** A place in the user's text together with its line: all that a diagnostic needs. */
export interface Place extends SourcePosition {
  /** The source line as written. */
  text: string;
}

/** The error for one complaint about one place. */
export function complaint(place: Place, message: string): InputError {
  const { file, line, column, text } = place;
  return new InputError(message, [{ file, line, column, text, message }]);
}

/**
 * Runs `work` for every item and gathers what the user got wrong, so that one run shows every mistake.
 * Throws one InputError with all diagnostics; any other error passes through.
 */
export function gather<Item, Result>(items: Iterable<Item>, work: (item: Item) => Result): Result[] {
  const diagnostics: Diagnostic[] = [];
  const results: Result[] = [];
  for (const item of items) {
    try {
      results.push(work(item));
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      diagnostics.push(...error.diagnostics);
    }
  }
  throwAll(diagnostics);
  return results;
}

/** Throws one InputError for all diagnostics, in the order of the text; returns where there are none. */
export function throwAll(diagnostics: Diagnostic[]): void {
  const first = diagnostics[0];
  if (first === undefined) return;
  const ordered = [...diagnostics].sort((a, b) => a.line - b.line || a.column - b.column);
  const message = ordered.length === 1 ? first.message : `${ordered.length} errors in the //! lines of ${first.file}`;
  throw new InputError(message, ordered);
}
