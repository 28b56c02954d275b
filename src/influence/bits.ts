/** Bits of the registers that go into a trap and come out of it, as numbers. */
import * as layout from '../../assembly/layout.ts';

/** x0 to x30. */
export const CALLER_BITS = 31 * 64;
/** x0 to x17. */
export const REPLY_BITS = 18 * 64;
/** Output bits: x0 to x30 of the caller, then x0 to x17 of each SMC. */
export const ASKED_START = layout.FLIP_ROW_SMCS * 8;
export const ASKED_BITS = REPLY_BITS;

/** Input bits are `source * SOURCE + bit`: source 0 is the caller, source n the answer to SMC n - 1. */
export const SOURCE = 4096;

/** A bit of a bank of registers as 32-bit words, counted from bit 0 of the first register. */
export function bitAt(words: Uint32Array, bit: number): number {
  return (words[bit >> 5]! >>> (bit & 31)) & 1;
}

/** Which input bits reach which output bits. */
export class Reaches {
  readonly #inputs = new Map<number, number[]>();
  readonly #shared = new Set<number>();

  /** `shared`: the input bit reaches other bits of the same register, too. */
  add(output: number, input: number, shared: boolean): void {
    const list = this.#inputs.get(output);
    if (list) list.push(input);
    else this.#inputs.set(output, [input]);
    if (shared) this.#shared.add(output);
  }

  /** Input bits that reach an output bit, in order. */
  of(output: number): readonly number[] {
    return this.#inputs.get(output) ?? nothing;
  }

  /** Whether one of them reaches other bits of the same register, too. */
  isShared(output: number): boolean {
    return this.#shared.has(output);
  }
}

const nothing: readonly number[] = [];
