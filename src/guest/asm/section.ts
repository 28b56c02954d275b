import type { Expression } from './expression.ts';
import type { Place, Statement } from './frames.ts';
import type { Budget } from './limits.ts';
import type { LiteralPool } from './literals.ts';
import type { Moment } from './symbols.ts';

/** What a section's bytes may be used for. A section that is not `alloc` takes no part in the program's memory. */
export interface SectionFlags {
  alloc: boolean;
  write: boolean;
  execute: boolean;
}

/** Bytes whose value is known only when every symbol is. */
export interface Fixup {
  offset: number;
  size: number;
  expression: Expression;
  moment: Moment;
  statement: Statement;
}

const FIRST_CAPACITY = 256;

/** A section under construction. */
export class Section {
  readonly name: string;
  readonly flags: SectionFlags;
  /** Takes room in memory, holds no bytes (`@nobits`). */
  readonly nobits: boolean;
  readonly fixups: Fixup[] = [];
  /** In bytes, a power of two. */
  alignment = 1;
  /** Address of the first byte, known once all sections are placed. */
  address = 0n;
  literals: LiteralPool | undefined;
  /** The latest label, while nothing came after it. */
  pendingLabel: { name: string; place: Place } | undefined;
  /** An offset that `.org` chose: the instruction there is not moved to a multiple of 4. */
  originOffset = -1;
  #bytes = new Uint8Array(0);
  #size = 0;
  readonly #budget: Budget;

  constructor(name: string, flags: SectionFlags, nobits: boolean, budget: Budget) {
    this.name = name;
    this.flags = flags;
    this.nobits = nobits;
    this.#budget = budget;
  }

  get size(): number {
    return this.#size;
  }

  /** The bytes so far; for a `nobits` section zeros. */
  get bytes(): Uint8Array {
    return this.nobits ? new Uint8Array(this.#size) : this.#bytes.subarray(0, this.#size);
  }

  /** Appends `count` times `pattern`; `offset` places the complaint where the program grows too large. */
  append(pattern: Uint8Array, count: number, offset: number): void {
    const added = pattern.length * count;
    this.#budget.spend('outputBytes', added, offset);
    const start = this.#size;
    this.#size += added;
    if (added > 0) this.pendingLabel = undefined;
    if (this.nobits) return;
    this.#reserve();
    if (pattern.length === 1) this.#bytes.fill(pattern[0]!, start, this.#size);
    else for (let index = 0; index < count; index += 1) this.#bytes.set(pattern, start + index * pattern.length);
  }

  /** Writes the low `size` bytes of `value`, little-endian, over bytes that exist. */
  patch(offset: number, size: number, value: bigint): void {
    this.#bytes.set(littleEndian(value, size), offset);
  }

  /** Writes an instruction word over four bytes that exist. */
  patchWord(offset: number, word: number): void {
    for (let index = 0; index < 4; index += 1) this.#bytes[offset + index] = (word >>> (8 * index)) & 0xff;
  }

  #reserve(): void {
    if (this.#size <= this.#bytes.length) return;
    const grown = new Uint8Array(Math.max(FIRST_CAPACITY, this.#bytes.length * 2, this.#size));
    grown.set(this.#bytes);
    this.#bytes = grown;
  }
}

/** The low `size` bytes of `value`, lowest first. */
export function littleEndian(value: bigint, size: number): Uint8Array {
  const bytes = new Uint8Array(size);
  let rest = BigInt.asUintN(size * 8, value);
  for (let index = 0; index < size; index += 1) {
    bytes[index] = Number(rest & 0xffn);
    rest >>= 8n;
  }
  return bytes;
}
