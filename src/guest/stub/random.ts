const MASK = (1n << 64n) - 1n;
const HALF = 0xffffffffn;
/** A half whose top byte is one of these could be read as the id of a standard service call. */
const SERVICE_BYTES = new Set([0x84n, 0xc4n]);

/** Mixes a 64-bit state into a 64-bit value: two multiply-and-fold rounds, as in the splitmix family. */
function mix(state: bigint): bigint {
  let value = ((state ^ (state >> 30n)) * 0xbf58476d1ce4e5b9n) & MASK;
  value = ((value ^ (value >> 27n)) * 0x94d049bb133111ebn) & MASK;
  return value ^ (value >> 31n);
}

/** A repeatable stream of 64-bit values: the same seed gives the same stream on every machine. */
export class RandomStream {
  #state: bigint;

  constructor(seed: bigint) {
    this.#state = seed & MASK;
  }

  /** The next value, all 64 bits random. */
  next(): bigint {
    this.#state = (this.#state + 0x9e3779b97f4a7c15n) & MASK;
    return mix(this.#state);
  }
}

/**
 * Register patterns that show what happened to them. Bits 63 and 31 are set, so that sign extension, zero extension
 * and truncation all leave marks; no two patterns share a 32-bit half, so that a W comparison tells them apart as well;
 * no half looks like a function id.
 */
export class PatternSource {
  readonly #stream: RandomStream;
  readonly #halves = new Set<bigint>();

  /** `taken`: values that no pattern may share a half with. */
  constructor(seed: bigint, taken: Iterable<bigint> = []) {
    this.#stream = new RandomStream(seed);
    for (const value of taken) this.#halves.add(value & HALF).add((value >> 32n) & HALF);
  }

  /** A 64-bit pattern, different from every one before. */
  next(): bigint {
    const high = this.#half();
    return (high << 32n) | this.#half();
  }

  /** A 128-bit pattern for a vector register. */
  nextVector(): bigint {
    const high = this.next();
    return (high << 64n) | this.next();
  }

  /** Condition flags N, Z, C, V in bits 3:0: any of the sixteen. */
  nextFlags(): bigint {
    return this.#stream.next() >> 60n;
  }

  #half(): bigint {
    for (;;) {
      const half = (this.#stream.next() >> 32n) | 0x80000000n;
      if (this.#halves.has(half) || SERVICE_BYTES.has(half >> 24n)) continue;
      this.#halves.add(half);
      return half;
    }
  }
}
