/** A repeatable stream of numbers: the same seed gives the same stream on every machine (sfc32). */
export class Random {
  #a = 0;
  #b = 0;
  #c = 0;
  #counter = 1;

  constructor(seed: number) {
    this.#a = seed | 0;
    this.#b = (seed / 2 ** 32) | 0;
    for (let round = 0; round < 15; round++) this.word();
  }

  /** 32 bits. */
  word(): number {
    const sum = (((this.#a + this.#b) | 0) + this.#counter) | 0;
    this.#counter = (this.#counter + 1) | 0;
    this.#a = this.#b ^ (this.#b >>> 9);
    this.#b = (this.#c + (this.#c << 3)) | 0;
    this.#c = ((this.#c << 21) | (this.#c >>> 11)) + sum;
    return sum >>> 0;
  }

  /** From 0 up to, not including, `limit`. */
  below = (limit: number): number => Math.floor((this.word() / 2 ** 32) * limit);

  /** 64 bits. */
  long(): bigint {
    return (BigInt(this.word()) << 32n) | BigInt(this.word());
  }
}

const edges = [
  0n,
  1n,
  2n,
  0x7fn,
  0x80n,
  0xffn,
  0x7fffn,
  0x8000n,
  0x7fffffffn,
  0x80000000n,
  0xffffffffn,
  0x100000000n,
  0x7fffffffffffffffn,
  0x8000000000000000n,
  0xffffffff80000000n,
  0xfffffffffffffffen,
  0xffffffffffffffffn,
];

/** A register value: an edge of some width, a small number, or anything. */
export function registerValue(random: Random): bigint {
  switch (random.below(4)) {
    case 0:
      return edges[random.below(edges.length)]!;
    case 1:
      return BigInt(random.below(130));
    default:
      return random.long();
  }
}
