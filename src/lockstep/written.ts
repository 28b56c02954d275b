/** Memory that an instruction has written, on either side, and how it is made equal again. */
import {
  ATTRIBUTE_CLEAN,
  DIRTY_COUNT,
  DIRTY_LIST,
  PAGE_ATTRIBUTE_SIZE,
  PAGE_ATTRIBUTE_START,
  PAGE_SIZE,
  RAM_BASE,
  RAM_SIZE,
} from '../../assembly/layout.ts';

/**
 * Pages that a module has written to since the last look. It keeps them for its snapshot (assembly/machine/pages.ts), so
 * that there must be one; going back to it is not possible any more, because pages count as unwritten again.
 */
export class WrittenPages {
  readonly #count: Uint32Array;
  readonly #list: Uint16Array;
  readonly #attributes: Uint8Array;

  constructor(buffer: ArrayBuffer) {
    this.#count = new Uint32Array(buffer, DIRTY_COUNT, 1);
    this.#list = new Uint16Array(buffer, DIRTY_LIST, RAM_SIZE / PAGE_SIZE);
    this.#attributes = new Uint8Array(buffer, PAGE_ATTRIBUTE_START, PAGE_ATTRIBUTE_SIZE);
  }

  /** Adds their numbers to a set, and starts anew. */
  drain(pages: Set<number>): void {
    const count = this.#count[0]!;
    for (let index = 0; index < count; index++) {
      const page = this.#list[index]!;
      pages.add(page);
      this.#attributes[page]! |= ATTRIBUTE_CLEAN;
    }
    this.#count[0] = 0;
  }
}

/** The aligned doublewords, one of each side, that hold the first byte that is not the same. */
export interface MemoryDifference {
  address: number;
  core: bigint;
  unicorn: bigint;
}

/** All of RAM, twice, the same but for pages that somebody is known to have written. */
export class MemoryPair {
  /** Numbers of the pages that may differ. */
  readonly written = new Set<number>();
  readonly #core: Uint8Array;
  readonly #unicorn: Uint8Array;

  /** Both are all of RAM. */
  constructor(core: Uint8Array, unicorn: Uint8Array) {
    this.#core = core;
    this.#unicorn = unicorn;
  }

  /** libunicorn writes `width` bytes at a physical address. */
  note(address: number, width: number): void {
    const first = Math.floor((address - RAM_BASE) / PAGE_SIZE);
    const last = Math.floor((address + width - 1 - RAM_BASE) / PAGE_SIZE);
    for (let page = first; page <= last; page++) if (page >= 0 && page < RAM_SIZE / PAGE_SIZE) this.written.add(page);
  }

  /** The first difference in the written pages. Where there is none, all of RAM is the same, and none counts as written. */
  difference(): MemoryDifference | undefined {
    for (const page of this.written) {
      const start = page * PAGE_SIZE;
      const [mine, other] = [this.#page(this.#core, start), this.#page(this.#unicorn, start)];
      if (Buffer.compare(mine, other) !== 0) return firstDifference(mine, other, RAM_BASE + start);
    }
    this.written.clear();
    return undefined;
  }

  /** Makes libunicorn's RAM what the interpreter's is. `store` writes where libunicorn has to know of it. */
  takeCore(store: (address: number, bytes: Uint8Array) => void): void {
    this.#copy(this.#core, store);
  }

  /** Makes the interpreter's RAM what libunicorn's is. */
  takeUnicorn(store: (address: number, bytes: Uint8Array) => void): void {
    this.#copy(this.#unicorn, store);
  }

  #copy(from: Uint8Array, store: (address: number, bytes: Uint8Array) => void): void {
    for (const page of this.written) store(RAM_BASE + page * PAGE_SIZE, this.#page(from, page * PAGE_SIZE).slice());
    this.written.clear();
  }

  #page(ram: Uint8Array, start: number): Uint8Array {
    return ram.subarray(start, start + PAGE_SIZE);
  }
}

function firstDifference(mine: Uint8Array, other: Uint8Array, base: number): MemoryDifference {
  const at = mine.findIndex((byte, index) => byte !== other[index]) & ~7;
  const read = (page: Uint8Array) => new DataView(page.buffer, page.byteOffset + at, 8).getBigUint64(0, true);
  return { address: base + at, core: read(mine), unicorn: read(other) };
}
