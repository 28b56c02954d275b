/** Lists of 32-bit numbers that grow, and sets of 64-bit ones: what a search keeps by the million. */

/** A list of unsigned 32-bit numbers. */
export class GrowingList {
  length = 0;
  private words = new Uint32Array(1024);

  push(value: number): void {
    if (this.length === this.words.length) {
      const longer = new Uint32Array(this.words.length * 2);
      longer.set(this.words);
      this.words = longer;
    }
    this.words[this.length++] = value;
  }

  at(index: number): number {
    return this.words[index]!;
  }

  /** A copy of what is in it. */
  take(): Uint32Array {
    return this.words.slice(0, this.length);
  }

  clear(): void {
    this.length = 0;
  }
}

/** A set of 64-bit hashes, each in two halves. */
export class HashSet {
  size = 0;
  /** Both halves, by slot; a slot of zeros is free. */
  private slots = new Uint32Array(2 * 4096);

  /** Adds a hash. Returns whether it is new. */
  add(low: number, high: number): boolean {
    // The one hash that would look like a free slot is kept as another.
    const first = low === 0 && high === 0 ? 1 : low;
    if (!this.put(first, high)) return false;
    this.size += 1;
    if (this.size * 4 > this.slots.length) this.grow();
    return true;
  }

  has(low: number, high: number): boolean {
    const first = low === 0 && high === 0 ? 1 : low;
    const at = this.find(first, high);
    return this.slots[at] === first && this.slots[at + 1] === high;
  }

  private put(low: number, high: number): boolean {
    const at = this.find(low, high);
    if (this.slots[at] === low && this.slots[at + 1] === high) return false;
    this.slots[at] = low;
    this.slots[at + 1] = high;
    return true;
  }

  /** The slot that holds a hash, or the free one where it would stand. */
  private find(low: number, high: number): number {
    const mask = this.slots.length - 1;
    let at = (low * 2) & mask;
    while (
      (this.slots[at] !== 0 || this.slots[at + 1] !== 0) &&
      (this.slots[at] !== low || this.slots[at + 1] !== high)
    ) {
      at = (at + 2) & mask;
    }
    return at;
  }

  private grow(): void {
    const old = this.slots;
    this.slots = new Uint32Array(old.length * 2);
    for (let at = 0; at < old.length; at += 2) {
      if (old[at] !== 0 || old[at + 1] !== 0) this.put(old[at]!, old[at + 1]!);
    }
  }
}

/** Mixes a hash and another into one; the order counts. */
export function combine(low: number, high: number, otherLow: number, otherHigh: number): [low: number, high: number] {
  const first = Math.imul(low ^ (otherHigh >>> 15), 0x85ebca6b) ^ otherLow;
  const second = Math.imul(high ^ (otherLow >>> 13), 0xc2b2ae35) ^ otherHigh;
  const mixed = Math.imul(first ^ (second >>> 16), 0x27d4eb2f);
  return [(mixed ^ (mixed >>> 15)) >>> 0, (Math.imul(second ^ (first >>> 16), 0x165667b1) ^ mixed) >>> 0];
}

/** A hash of a text, in two halves. */
export function hashText(text: string): [low: number, high: number] {
  let low = 0x811c9dc5;
  let high = 0x9747b28c;
  for (let n = 0; n < text.length; n++) {
    low = Math.imul(low ^ text.charCodeAt(n), 0x01000193);
    high = Math.imul(high ^ text.charCodeAt(n), 0x5bd1e995) ^ (high >>> 15);
  }
  return [low >>> 0, high >>> 0];
}
