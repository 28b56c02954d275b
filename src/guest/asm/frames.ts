import type { SourcePosition } from '../source.ts';
import type { Complaint } from './complaint.ts';
import type { PlacedText, SourceFile } from './placed-text.ts';
import type { SplitStatement } from './splitter.ts';

/** Where statements come from: a file, or the expansion of a macro or loop. */
export interface StatementSource {
  next(): SplitStatement | undefined;
}

/** One statement, with the way it came to be assembled. */
export interface Statement {
  text: PlacedText;
  frame: Frame;
  complaint?: Complaint | undefined;
}

/** A place in a statement. */
export interface Place {
  statement: Statement;
  offset: number;
}

/** A source being read, and the statement that made it be read. */
export class Frame {
  readonly kind: 'file' | 'macro' | 'loop';
  /** The file, the macro, or the directive of the loop. */
  readonly name: string;
  readonly source: StatementSource;
  /** The `.include`, the macro's invocation or the loop; undefined for the main file. */
  readonly invocation: Place | undefined;
  /** Frames of this one's kind (macros and loops counted together) around it, itself included. */
  readonly depth: number;
  /** The closest file, itself included. */
  readonly fileFrame: Frame;

  constructor(kind: Frame['kind'], name: string, source: StatementSource, invocation?: Place) {
    this.kind = kind;
    this.name = name;
    this.source = source;
    this.invocation = invocation;
    const parent = invocation?.statement.frame;
    const above = kind === 'file' ? parent?.fileFrame : parent?.kind === 'file' ? undefined : parent;
    this.depth = (above?.depth ?? 0) + 1;
    this.fileFrame = kind === 'file' || parent === undefined ? this : parent.fileFrame;
  }

  get parent(): Frame | undefined {
    return this.invocation?.statement.frame;
  }

  /** Whether this frame is `other` or was opened, directly or not, from it. */
  isWithin(other: Frame): boolean {
    for (let frame: Frame | undefined = this; frame !== undefined; frame = frame.parent) {
      if (frame === other) return true;
    }
    return false;
  }
}

export function positionOf(place: Place): SourcePosition {
  return place.statement.text.position(place.offset);
}

const NOTES: Record<Frame['kind'], (name: string) => string> = {
  file: () => 'included from here',
  macro: (name) => `in expansion of macro ${name}`,
  loop: (name) => `in expansion of ${name}`,
};

/** Longest chain of notes that an error carries: the innermost and the outermost ones. */
const NOTES_AT_EACH_END = 4;

/** How the statement came about: macros, loops and includes, innermost first. */
export function expansionNotes(statement: Statement): { position: SourcePosition; message: string }[] {
  const notes: { position: SourcePosition; message: string }[] = [];
  for (let frame: Frame = statement.frame; frame.invocation !== undefined; frame = frame.invocation.statement.frame) {
    notes.push({ position: positionOf(frame.invocation), message: NOTES[frame.kind](frame.name) });
  }
  const dropped = notes.length - 2 * NOTES_AT_EACH_END;
  if (dropped <= 1) return notes;
  const left = { position: notes[NOTES_AT_EACH_END]!.position, message: `… and ${dropped} more` };
  return [...notes.slice(0, NOTES_AT_EACH_END), left, ...notes.slice(-NOTES_AT_EACH_END)];
}

/**
 * Where a user looks for a statement: the innermost position in the main file (the body line of a macro defined there,
 * the invocation of a macro that an include defines). For text that an included file holds outside macros it is the
 * position in that file.
 */
export function userPosition(place: Place, main: SourceFile): SourcePosition {
  let here = place;
  while (here.statement.text.file !== main) {
    const frame = here.statement.frame;
    if (frame.kind === 'file' || frame.invocation === undefined) break;
    here = frame.invocation;
  }
  return positionOf(here);
}
