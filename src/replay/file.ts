import { fileReason } from '../guest/file-reason.ts';
import { InputError } from '../guest/source.ts';
import type { Difference } from './difference.ts';
import { FieldError } from './json/cursor.ts';
import type { Replayer, ReplayOptions } from './kind.ts';
import { kindOf } from './kinds.ts';
import type { VectorLine } from './line.ts';
import { readLines } from './lines.ts';

/** What came of one file. Plain data. */
export interface FileReport {
  file: string;
  sequences: number;
  calls: number;
  mismatches: number;
  /** The first of the mismatches. */
  differences: Difference[];
  /** Keys of records that nothing was made of. */
  unknown: string[];
  /** Why the file was not read to its end: a sentence with file, line and field. */
  error: string | undefined;
}

/** Mismatches of a file that are told one by one. */
export const SHOWN = 20;

/** Replays the records of files, one file after another. */
export class FileReplayer {
  private readonly options: ReplayOptions;
  private readonly replayers = new Map<string, Replayer>();

  constructor(options: ReplayOptions) {
    this.options = options;
  }

  /** Never throws on bad input: the report says what is wrong with it, and where. */
  async replay(file: string): Promise<FileReport> {
    const report: FileReport = {
      file,
      sequences: 0,
      calls: 0,
      mismatches: 0,
      differences: [],
      unknown: [],
      error: undefined,
    };
    const unknown = new Set<string>();
    try {
      for await (const line of readLines(file)) this.replayLine(line, report, unknown);
      if (report.sequences === 0) throw new InputError(`${file}: there is no record in the file`);
    } catch (error) {
      report.error = describeFailure(file, error);
    }
    return { ...report, unknown: [...unknown] };
  }

  private replayLine(line: VectorLine, report: FileReport, unknown: Set<string>): void {
    const { calls, differences, unknown: keys } = this.outcomeOf(line);
    for (const key of keys) unknown.add(key);
    report.sequences += 1;
    report.calls += calls;
    report.mismatches += differences.length;
    const room = SHOWN - report.differences.length;
    if (differences.length > 0 && room > 0) report.differences.push(...differences.slice(0, room));
  }

  private outcomeOf(line: VectorLine) {
    try {
      return this.replayerOf(line).replay(line);
    } catch (error) {
      if (!(error instanceof FieldError || error instanceof InputError)) throw error;
      const field = error instanceof FieldError && error.path !== '' ? `${error.path}: ` : '';
      throw new InputError(`${line.file}:${line.number}: ${field}${error.message}`);
    }
  }

  private replayerOf(line: VectorLine): Replayer {
    const kind = kindOf(line);
    const known = this.replayers.get(kind.family);
    if (known !== undefined) return known;
    const replayer = kind.createReplayer(this.options);
    this.replayers.set(kind.family, replayer);
    return replayer;
  }
}

/** What is wrong with the input. Throws on what is not the input's fault. */
function describeFailure(file: string, error: unknown): string {
  if (error instanceof InputError) return error.message;
  const { code, syscall } = error as NodeJS.ErrnoException;
  if (code === undefined || syscall === undefined) throw error;
  return `${file}: ${fileReason(error)}`;
}
