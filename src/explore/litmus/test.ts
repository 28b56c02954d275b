/** A litmus test as its file says it, before any instruction is encoded. */

/** How many bytes a location has, and how its values are printed. */
export interface ValueType {
  name: string;
  /** In bytes: 1, 2, 4 or 8. */
  size: number;
  signed: boolean;
}

/** A value as written. */
export type LiteralValue =
  | { kind: 'number'; value: bigint }
  /** The address of a location, plus bytes. */
  | { kind: 'address'; location: string; offset: bigint; index: number }
  /** The address of an instruction. */
  | { kind: 'label'; thread: number; label: string }
  | { kind: 'list'; values: LiteralValue[] };

/** What the initial state says of a location in memory. */
export interface MemoryDeclaration {
  name: string;
  type: ValueType | undefined;
  /** Elements of an array; undefined for a scalar. */
  length: number | undefined;
  value: LiteralValue | undefined;
  offset: number;
}

/** What the initial state says of a register. */
export interface RegisterDeclaration {
  thread: number;
  /** As written, in upper case, or a symbolic name with its `%`. */
  register: string;
  type: ValueType | undefined;
  value: LiteralValue | undefined;
  offset: number;
}

/** A register or a place in memory, in a condition. */
export type Location =
  | { kind: 'register'; thread: number; register: string; offset: number }
  | { kind: 'memory'; name: string; index: number | undefined; offset: number };

export type Proposition =
  | { kind: 'constant'; holds: boolean }
  | { kind: 'compare'; left: Location; equal: boolean; right: LiteralValue | Location; offset: number }
  | { kind: 'not'; inner: Proposition }
  | { kind: 'and' | 'or' | 'implies'; left: Proposition; right: Proposition };

export type Quantifier = 'exists' | 'not-exists' | 'forall';

/** One statement of a thread's column. */
export interface ColumnStatement {
  /** Labels before it, in order. */
  labels: { name: string; offset: number }[];
  /** The instruction as written, empty for labels alone. */
  text: string;
  offset: number;
}

export interface Column {
  /** From 0: P0 is thread 0. */
  thread: number;
  statements: ColumnStatement[];
}

export interface LitmusFile {
  name: string;
  /** Quoted lines under the name. */
  documentation: string[];
  /** `Key=Value` lines. */
  properties: Map<string, string>;
  memory: MemoryDeclaration[];
  registers: RegisterDeclaration[];
  columns: Column[];
  /** Printed besides what the condition names. */
  observed: Location[];
  /** Executions that don't satisfy it are dropped. */
  filter: Proposition | undefined;
  quantifier: Quantifier;
  condition: Proposition;
}
