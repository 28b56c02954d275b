import type { Diagnostic } from '../guest/source.ts';
import type { Job } from './engine.ts';
import type { RunRecord } from './record.ts';

/** What the parent sends to the engine's process: one job at a time. */
export interface JobMessage {
  job: Job;
}

/** What comes back: the record, or the error that the job ended in. */
export type ResultMessage = { record: RunRecord } | { error: SentError };

/** An error on its way to another process, which keeps none of its class. */
export interface SentError {
  name: string;
  message: string;
  stack: string | undefined;
  /** EnvironmentError's. */
  remedy: string | undefined;
  /** InputError's. */
  diagnostics: Diagnostic[] | undefined;
}

/** File descriptor of the page in which the engine's process keeps its progress, where the parent has given it one. */
export const PROGRESS_FD = 4;
export const PROGRESS_SIZE = 4096;
