import type { SourcePosition } from '../source.ts';
import type { Statement } from './frames.ts';

interface ComplaintDetails {
  /** Nothing after this can be assembled sensibly. */
  fatal?: boolean;
  /** The statement that `offset` counts in, where it is not the one being assembled. */
  statement?: Statement | undefined;
  notes?: { position: SourcePosition; message: string }[];
}

/** One error in the user's text: `offset` counts from 0 within the statement. */
export class Complaint extends Error {
  readonly offset: number;
  readonly fatal: boolean;
  readonly notes: { position: SourcePosition; message: string }[];
  statement: Statement | undefined;

  constructor(message: string, offset: number, details: ComplaintDetails = {}) {
    super(message);
    this.name = 'Complaint';
    this.offset = offset;
    this.fatal = details.fatal ?? false;
    this.statement = details.statement;
    this.notes = details.notes ?? [];
  }
}
