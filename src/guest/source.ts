/** Where something stands in the user's text. Lines and columns count from 1. */
export interface SourcePosition {
  file: string;
  line: number;
  column: number;
}

/** One complaint about the user's text, with the line it is about. */
export interface Diagnostic extends SourcePosition {
  message: string;
  /** The source line as the user wrote it. */
  text: string;
  /** Where a macro or an include was invoked, innermost first. */
  notes?: { position: SourcePosition; message: string }[];
}

/** The user's input is bad: the command ends with exit code 2 after printing the diagnostics. */
export class InputError extends Error {
  readonly diagnostics: Diagnostic[];

  constructor(message: string, diagnostics: Diagnostic[] = []) {
    super(message);
    this.name = 'InputError';
    this.diagnostics = diagnostics;
  }
}

/** Something that the machine lacks (libunicorn, GNU as): the command ends with exit code 3 after printing `remedy`. */
export class EnvironmentError extends Error {
  readonly remedy: string;

  constructor(message: string, remedy: string) {
    super(message);
    this.name = 'EnvironmentError';
    this.remedy = remedy;
  }
}
