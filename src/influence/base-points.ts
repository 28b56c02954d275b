/** Random registers from which a trap takes the same path as from its own. */
import type { RandomStream } from '../guest/stub/random.ts';

const SIZES = [62, 2, 1] as const;

/** Bits of a bank of registers, as 32-bit words: 1 where a bit may be any. */
export type FreeBits = Uint32Array;

/** The bits of a source that do not decide the path when they are flipped alone, of those that are free already. */
export function freeBits(effects: Uint8Array, decisive: number, among?: FreeBits): FreeBits {
  const free = new Uint32Array(effects.length >> 5);
  for (let bit = 0; bit < effects.length; bit++) {
    if ((effects[bit]! & decisive) === 0) free[bit >> 5]! |= 1 << (bit & 31);
  }
  if (among) for (let word = 0; word < free.length; word++) free[word]! &= among[word]!;
  return free;
}

export function randomWords(random: RandomStream, count: number): Uint32Array {
  const words = new Uint32Array(count);
  for (let word = 0; word < count; word += 2) {
    const value = random.next();
    words[word] = Number(value & 0xffffffffn);
    if (word + 1 < count) words[word + 1] = Number(value >> 32n);
  }
  return words;
}

/** `words` with all free bits drawn anew. */
export function drawFree(words: Uint32Array, free: FreeBits, random: RandomStream): Uint32Array {
  const drawn = randomWords(random, words.length);
  return words.map((word, n) => word ^ (drawn[n]! & free[n]!));
}

/**
 * Draws the free bits anew as far as `takesPath` holds for what comes out: all at once, else register by register, else half
 * by half; what does not go stays as it was and is free no longer.
 */
export function drawOnPath(
  words: Uint32Array,
  free: FreeBits,
  random: RandomStream,
  takesPath: (words: Uint32Array) => boolean,
): { words: Uint32Array; free: FreeBits } {
  const wanted = drawFree(words, free, random);
  const result = { words: words.slice(), free: new Uint32Array(free.length) };
  place(result, wanted, free, { start: 0, size: 0 }, takesPath);
  return result;
}

/** Words `start` to `start + SIZES[size] - 1` of `wanted` into the result, together or in smaller parts. */
function place(
  result: { words: Uint32Array; free: FreeBits },
  wanted: Uint32Array,
  free: FreeBits,
  { start, size }: { start: number; size: number },
  takesPath: (words: Uint32Array) => boolean,
): void {
  const end = Math.min(start + SIZES[size]!, wanted.length);
  const tried = result.words.slice();
  tried.set(wanted.subarray(start, end), start);
  if (takesPath(tried)) {
    result.words = tried;
    result.free.set(free.subarray(start, end), start);
    return;
  }
  const smaller = SIZES[size + 1];
  if (smaller === undefined) return;
  for (let at = start; at < end; at += smaller) place(result, wanted, free, { start: at, size: size + 1 }, takesPath);
}
