/** States that were reached, each once, in the order in which they were found, and how. */
export class StateTable {
  /** States found. */
  size = 0;
  private readonly length: number;
  private words: Int32Array;
  private hashes: Int32Array;
  /** Numbers of states plus one, by hash; 0 is free. */
  private slots: Int32Array;
  /** The state that a state was first reached from, and the move that led there. */
  private parents: Int32Array;
  private moves: Int32Array;

  /** `length` is the number of words of a state. */
  constructor(length: number) {
    this.length = length;
    this.words = new Int32Array(1024 * length);
    this.hashes = new Int32Array(1024);
    this.parents = new Int32Array(1024);
    this.moves = new Int32Array(1024);
    this.slots = new Int32Array(4096);
  }

  /** Adds a state unless it is known. Returns whether it is new. */
  add(state: Int32Array, parent: number, move: number): boolean {
    const hash = this.hash(state);
    const mask = this.slots.length - 1;
    let slot = hash & mask;
    for (let found = this.slots[slot]!; found !== 0; found = this.slots[slot]!) {
      if (this.hashes[found - 1] === hash && this.equals(found - 1, state)) return false;
      slot = (slot + 1) & mask;
    }
    this.append(state, hash, parent, move);
    this.slots[slot] = this.size;
    if (this.size * 2 > this.slots.length) this.rehash();
    return true;
  }

  /** Copies a state into `target`. */
  read(index: number, target: Int32Array): void {
    const start = index * this.length;
    for (let word = 0; word < this.length; word += 1) target[word] = this.words[start + word]!;
  }

  parent(index: number): number {
    return this.parents[index]!;
  }

  move(index: number): number {
    return this.moves[index]!;
  }

  /** Bytes in use. */
  get bytes(): number {
    return 4 * (this.words.length + this.hashes.length + this.parents.length + this.moves.length + this.slots.length);
  }

  private hash(state: Int32Array): number {
    let hash = 0x9e3779b9 | 0;
    for (let word = 0; word < this.length; word += 1) {
      hash = Math.imul(hash ^ state[word]!, 0x85ebca6b);
      hash ^= hash >>> 13;
    }
    hash = Math.imul(hash, 0xc2b2ae35);
    return hash ^ (hash >>> 16);
  }

  private equals(index: number, state: Int32Array): boolean {
    const start = index * this.length;
    for (let word = 0; word < this.length; word += 1) if (this.words[start + word] !== state[word]) return false;
    return true;
  }

  private append(state: Int32Array, hash: number, parent: number, move: number): void {
    if (this.size === this.hashes.length) this.grow();
    this.words.set(state, this.size * this.length);
    this.hashes[this.size] = hash;
    this.parents[this.size] = parent;
    this.moves[this.size] = move;
    this.size += 1;
  }

  private grow(): void {
    this.words = longer(this.words);
    this.hashes = longer(this.hashes);
    this.parents = longer(this.parents);
    this.moves = longer(this.moves);
  }

  private rehash(): void {
    const slots = new Int32Array(this.slots.length * 2);
    const mask = slots.length - 1;
    for (let index = 0; index < this.size; index += 1) {
      let slot = this.hashes[index]! & mask;
      while (slots[slot] !== 0) slot = (slot + 1) & mask;
      slots[slot] = index + 1;
    }
    this.slots = slots;
  }
}

function longer(array: Int32Array): Int32Array {
  const copy = new Int32Array(array.length * 2);
  copy.set(array);
  return copy;
}
