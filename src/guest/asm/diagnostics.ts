import type { Diagnostic } from '../source.ts';
import { InputError } from '../source.ts';
import type { Complaint } from './complaint.ts';
import { expansionNotes, type Statement } from './frames.ts';
import { LIMITS } from './limits.ts';

interface Entry {
  diagnostic: Diagnostic;
  /** Order in the program. */
  time: number;
}

/** Thrown to end an assembly early; the log has the reason. */
export class GivenUp extends Error {}

/** Errors as the user sees them: each with its line as written and the way through macros and includes. */
export class DiagnosticLog {
  readonly #entries: Entry[] = [];
  readonly #seen = new Set<string>();

  get isEmpty(): boolean {
    return this.#entries.length === 0;
  }

  /** Notes a complaint about `statement` (or the one it names itself). Throws GivenUp after the last one that fits. */
  add(complaint: Complaint, statement: Statement, time: number): void {
    const diagnostic = describe(complaint, complaint.statement ?? statement);
    const { file, line, column, message } = diagnostic;
    const key = [file, line, column, message, ...(diagnostic.notes ?? []).map((note) => note.position.line)].join('\0');
    if (!this.#seen.has(key)) this.#entries.push({ diagnostic, time });
    this.#seen.add(key);
    if (complaint.fatal || this.#entries.length >= LIMITS.errors) throw new GivenUp();
  }

  /** The error that tells all; call it only where something was logged. */
  toError(fileName: string): InputError {
    const diagnostics = this.#entries.sort((left, right) => left.time - right.time).map((entry) => entry.diagnostic);
    const count = diagnostics.length >= LIMITS.errors ? `${LIMITS.errors} errors or more` : plural(diagnostics.length);
    return new InputError(`${fileName} does not assemble: ${count}`, diagnostics);
  }
}

function plural(count: number): string {
  return count === 1 ? '1 error' : `${count} errors`;
}

/** A complaint as a diagnostic, with the line as the user wrote it. */
export function describe(complaint: Complaint, statement: Statement): Diagnostic {
  const position = statement.text.position(complaint.offset);
  const notes = [...complaint.notes, ...expansionNotes(statement)];
  const text = statement.text.file.lines[position.line - 1] ?? '';
  return { ...position, message: complaint.message, text, ...(notes.length > 0 ? { notes } : {}) };
}
