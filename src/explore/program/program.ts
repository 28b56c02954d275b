import type { SourcePosition } from '../../guest/source.ts';
import type { ValueType } from '../litmus/test.ts';
import type { Word } from '../word.ts';
import type { MicroOperation } from './micro.ts';

/** One instruction of a thread. */
export interface Instruction {
  /** Byte address of the word. */
  address: number;
  word: number;
  /** As the user wrote it. */
  text: string;
  position: SourcePosition;
  /** The whole line that it stands in. */
  line: string;
  steps: readonly MicroOperation[];
}

/** What one thread executes; it ends behind its last instruction. */
export interface ThreadProgram {
  /** Address of the first instruction; number n stands 4n bytes behind it. */
  start: number;
  instructions: Instruction[];
  labels: Map<string, number>;
  constants: readonly Word[];
  /** Registers that do not start as zero, by slot. */
  initial: Map<number, Word>;
  /** Names of symbolic registers (`%x`) to the registers that stand for them. */
  symbolic: Map<string, number>;
}

/** A named place in memory. */
export interface Region {
  name: string;
  /** Virtual address; regions are {@link REGION_SPACE} bytes apart. */
  address: Word;
  type: ValueType | undefined;
  /** Elements of an array; undefined for a scalar. */
  length: number | undefined;
  /** Initial bytes; all behind them are zero. */
  bytes: Uint8Array;
}

/** Bytes between the starts of two regions: an access within them belongs to the first. */
export const REGION_SPACE = 0x10000;
/** Upper half of the addresses of all regions, so that no small number is one. */
export const REGION_TOP = 0x7f00;
/** Address of the first thread's code; threads are {@link CODE_SPACE} bytes apart. */
export const CODE_START = 0x400000;
export const CODE_SPACE = 0x10000;

/** Everything that an explorer executes. */
export interface Program {
  threads: ThreadProgram[];
  regions: Region[];
}

/** The region that a word points into and how far, or undefined. */
export function findRegion(program: Program, lo: number, hi: number): { region: number; offset: number } | undefined {
  const region = (lo >>> 0) / REGION_SPACE;
  if (hi !== REGION_TOP || region < 1 || region >= program.regions.length + 1) return undefined;
  return { region: Math.floor(region) - 1, offset: (lo >>> 0) % REGION_SPACE };
}

/** The address of a byte of a region. */
export function regionAddress(region: number, offset: number): Word {
  return { lo: ((region + 1) * REGION_SPACE + offset) | 0, hi: REGION_TOP };
}

/** Address of the place where a thread's code starts. */
export const codeAddress = (thread: number): number => CODE_START + thread * CODE_SPACE;

/** The thread and instruction at a code address, or undefined. The place behind the last instruction counts. */
export function findInstruction(program: Program, address: number): { thread: number; index: number } | undefined {
  const thread = Math.floor((address - CODE_START) / CODE_SPACE);
  const found = program.threads[thread];
  const index = found ? (address - found.start) / 4 : -1;
  return found && Number.isInteger(index) && index >= 0 && index <= found.instructions.length
    ? { thread, index }
    : undefined;
}
