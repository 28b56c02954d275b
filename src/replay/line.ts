/** One line of a vector file. The byte at `end` exists and is a newline. */
export interface VectorLine {
  file: string;
  /** From 1. */
  number: number;
  bytes: Uint8Array;
  start: number;
  end: number;
}
