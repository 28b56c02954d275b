import { hex } from '../engine/hex.ts';

/** One value that a model and a vector do not agree on. */
export interface Difference {
  /** Line of the file, from 1. */
  line: number;
  /** `id` of the record. */
  sequence: string;
  /** The model that was replayed, with its changes. */
  model: string;
  step: 'init' | number;
  /** The call of the step, by name; empty for the start. */
  call: string;
  /** What differs: `x3`, `smcs[0].in.x1`, `state.host_tx`, `page 0x80041000`, … */
  field: string;
  expected: string;
  found: string;
  /** Bits that differ, where both are registers. */
  changed?: bigint;
}

type Plain = string | number | bigint | boolean;

/** The differences of one step, as they are found. */
export class Comparison {
  readonly differences: Pick<Difference, 'field' | 'expected' | 'found' | 'changed'>[] = [];

  /** Compares two values that print as they are. */
  check(field: string, expected: Plain, found: Plain): void {
    if (expected !== found) this.differences.push({ field, expected: String(expected), found: String(found) });
  }

  /** Compares two numbers that print in hexadecimal. */
  checkHex(field: string, expected: number | bigint, found: number | bigint): void {
    if (expected === found) return;
    const print = (value: number | bigint) => `0x${value.toString(16)}`;
    this.differences.push({ field, expected: print(expected), found: print(found) });
  }

  /** Compares two 64-bit values. */
  checkRegister(field: string, expected: bigint, found: bigint): void {
    if (expected === found) return;
    this.differences.push({ field, expected: hex(expected), found: hex(found), changed: expected ^ found });
  }

  /**
   * Compares register values in words, the lower first: `expected` from its start with what `found` has from index `at`
   * on. `prefix` comes before each register's name.
   */
  checkRegisters(prefix: string, expected: Uint32Array, found: Uint32Array, at: number): void {
    for (let index = 0; index < expected.length; index++) {
      if (expected[index] === found[at + index]) continue;
      const low = index & ~1;
      this.checkRegister(`${prefix}x${low >> 1}`, valueAt(expected, low), valueAt(found, at + low));
      index = low + 1;
    }
  }

  /** Compares bytes with what `found` has from index `at` on. */
  checkBytes(field: string, expected: Uint8Array, found: Uint8Array, at: number): void {
    for (let index = 0; index < expected.length; index++) {
      if (expected[index] === found[at + index]) continue;
      const end = Math.min(index + 16, expected.length);
      const part = (source: Uint8Array, from: number) => Buffer.from(source.subarray(from + index, from + end));
      this.check(
        `${field} +0x${index.toString(16)}`,
        part(expected, 0).toString('hex'),
        part(found, at).toString('hex'),
      );
      index = end - 1;
    }
  }
}

function valueAt(words: Uint32Array, index: number): bigint {
  return (BigInt(words[index + 1]!) << 32n) | BigInt(words[index]!);
}
