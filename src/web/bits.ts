/** Registers as bits. */

const WIDTH = 64;

/** 16 hex digits, always. */
export function digits(value: string): string {
  return value.padStart(WIDTH / 4, '0');
}

/** One bit of a register: `changed` since before, or as it was. */
export interface Bit {
  /** 63 … 0. */
  number: number;
  set: boolean;
  changed: boolean;
}

/** The 64 bits of a register, bit 63 first. Nothing counts as changed where `before` is not known. */
export function bitsOf(before: string | undefined, after: string): Bit[] {
  const now = BigInt(`0x${after}`);
  const changed = before === undefined ? 0n : now ^ BigInt(`0x${before}`);
  return Array.from({ length: WIDTH }, (_, index) => {
    const number = WIDTH - 1 - index;
    const at = BigInt(number);
    return { number, set: ((now >> at) & 1n) === 1n, changed: ((changed >> at) & 1n) === 1n };
  });
}
