/** What an influence analysis says: plain data, fit for structured clone between processes. */
import type { Writer } from '../engine/record.ts';

/** Where a bit comes from: the caller's registers, or those of EL3's answer to the n-th SMC of the trap, from 0. */
export type InputSource = 'caller' | number;

/** Bits high to low of one input register. */
export interface InputRange {
  source: InputSource;
  register: number;
  high: number;
  low: number;
}

export type SegmentKind = 'preserved' | 'reply' | 'moved' | 'constant' | 'mixed' | 'conditional' | 'stack';

/**
 * What bits high to low of a register hold after the trap, or in an SMC. `preserved`: the same bits of the caller's.
 * `reply`: bits of EL3's answer; `origin` where that answer is a copy of the caller's. `moved`: other bits of
 * the caller's. `constant`: no bit has an influence. `mixed`: several have. `conditional`: more than single bits show.
 * `stack`: uninitialised EL2 stack.
 */
export interface Segment {
  high: number;
  low: number;
  kind: SegmentKind;
  /** The bits as they came out, shifted down to 0. */
  value: bigint;
  /** The lowest of the bits that they come from: for `reply` and `moved`. */
  from?: { source: InputSource; register: number; low: number };
  /** The lowest of the caller's bits that EL3's answer has them from. */
  origin?: { register: number; low: number };
  /** For `mixed` and `conditional`: bits that have an influence. For `reply`: bits of the caller's that EL3 made it of. */
  inputs?: InputRange[];
}

export interface RegisterInfluence {
  register: number;
  /** Who wrote it, by the model's own account. */
  writer: Writer;
  /** From bit 63 down. */
  segments: Segment[];
}

/** Everything about one trap. All of it holds for the path that the trap took. */
export interface TrapInfluence {
  /** Bits that were flipped, one by one, over all base points. */
  flips: number;
  /** Register files from which each bit was flipped: the trap's own, then random ones on the same path. */
  points: number;
  /** Further random register files on the same path, in all of which the copies and constants came out as such. */
  witnesses: number;
  smcs: number;
  /** SMCs whose answers were flipped: the first ones, or none where the trap does not repeat from its answers alone. */
  replies: number;
  /** X0 to x30. */
  registers: RegisterInfluence[];
  /** What EL3 is asked: registers of the first SMCs, in order. */
  asked: RegisterInfluence[][];
  /** Bits that decide the path: EL2 does something else, asks EL3 something else, or answers with another kind of reply. */
  decisive: InputRange[];
  /** Bits that reach what EL2 keeps. */
  state: InputRange[];
  /** Bits that reach memory. */
  memory: InputRange[];
  /** Bits that reach EL3, and nothing else. */
  passed: InputRange[];
  /** Bits that reach nothing at all. */
  ignored: InputRange[];
  /** Bits that decide nothing alone and are the same at all base points, but for their own flip: others would not go with them. */
  held: InputRange[];
}

/** Which traps of a run are analysed: the n-th from 0, those of the instruction at an address, or all. */
export interface TrapChoice {
  number?: number;
  address?: bigint;
  /** Which trap of those at the address, from 1. */
  occurrence?: number;
}

export interface InfluenceRequest extends TrapChoice {
  /** Seed of the random base points. */
  seed: bigint;
}
