import type { Setting } from '../engine/models.ts';
import type { ModelChoice } from '../guest/stub/spec.ts';
import type { Difference } from './difference.ts';
import type { VectorLine } from './line.ts';

/** What the user wants replayed. */
export interface ReplayOptions {
  /** Instead of the model that a record names. */
  model: ModelChoice | undefined;
  /** Switches on top of any model. */
  changes: Setting[];
}

/** What came of one record. */
export interface Outcome {
  /** Calls that were made and compared. */
  calls: number;
  differences: Difference[];
  /** Keys of the record that nothing was made of. */
  unknown: Iterable<string>;
}

/** Replays any number of records, one after another. */
export interface Replayer {
  /**
   * Reads the record of a line, plays it and compares everything that it says.
   * Throws FieldError for a malformed record, InputError for a model that cannot play it.
   */
  replay(line: VectorLine): Outcome;
}

/** A kind of record: what belongs to one family of models. */
export interface RecordKind {
  /** First part of the models' names, before the slash. */
  family: string;
  createReplayer(options: ReplayOptions): Replayer;
}
