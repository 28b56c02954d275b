import { RandomStream } from '../guest/stub/random.ts';

/** Choices from a seed. */
export class Dice {
  private readonly stream: RandomStream;

  constructor(seed: bigint) {
    this.stream = new RandomStream(seed);
  }

  /** A number from 0 to `count` - 1; 0 where there is no choice. */
  below(count: number): number {
    if (count <= 1) return 0;
    return Number(this.stream.next() >> 32n) % count;
  }
}

/** The seed of one of many walks that share a seed. */
export function seedOfWalk(seed: bigint, index: number): bigint {
  return BigInt.asUintN(64, seed ^ (BigInt(index + 1) * 0x9e3779b97f4a7c15n));
}
