import { type Diagnostic, InputError, type SourcePosition } from './source.ts';

/** A run of bytes at a physical address. */
export interface Segment {
  name: string;
  address: bigint;
  bytes: Uint8Array;
  writable: boolean;
  executable: boolean;
}

/** One instruction of the user's text. */
export interface SourceLine extends SourcePosition {
  /** The statement as written, without its comment and label. */
  text: string;
}

/** What `.warning` or `.print` of a program says. */
export interface AssemblerMessage extends Diagnostic {
  kind: 'warning' | 'print';
}

/** A program ready to be placed in RAM. */
export interface Image {
  entry: bigint;
  segments: Segment[];
  symbols: Map<string, bigint>;
  /** Address of each instruction → where the user wrote it (empty for flat binaries and ELF without the text). */
  lines: Map<bigint, SourceLine>;
  /** Programs of secure partitions, by endpoint id; absent where there are none. */
  programs?: ReadonlyMap<number, Image>;
  /** In the order of the text; absent for binaries. */
  messages?: AssemblerMessage[];
}

/** Throws InputError for a text of which nothing comes: an engine would run into memory that nobody has written. */
export function rejectEmpty(sections: readonly unknown[], path: string): void {
  if (sections.length === 0) throw new InputError(`${path}: the program is empty: no instruction and no data`);
}
