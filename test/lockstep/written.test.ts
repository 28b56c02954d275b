import { describe, expect, it } from 'vitest';
import { DIRTY_COUNT, PAGE_SIZE, RAM_BASE, RAM_SIZE } from '../../assembly/layout.ts';
import { instantiateTrapPath } from '../../src/engine/module.ts';
import { MemoryPair, WrittenPages } from '../../src/lockstep/written.ts';

function pair() {
  const [core, unicorn] = [new Uint8Array(RAM_SIZE), new Uint8Array(RAM_SIZE)];
  return { core, unicorn, memory: new MemoryPair(core, unicorn) };
}

describe('memory that was written', () => {
  it('is compared where a write was noted, and named by its doubleword', () => {
    const { unicorn, memory } = pair();
    unicorn[0x2013] = 0xab;
    expect(memory.difference()).toBeUndefined();
    memory.note(RAM_BASE + 0x2010, 8);
    expect(memory.difference()).toEqual({ address: RAM_BASE + 0x2010, core: 0n, unicorn: 0xab000000n });
  });

  it('is compared in both pages of a write that lies in two, and nowhere outside RAM', () => {
    const { unicorn, memory } = pair();
    memory.note(RAM_BASE + PAGE_SIZE - 4, 8);
    memory.note(RAM_BASE - 4, 8);
    memory.note(RAM_BASE + RAM_SIZE - 4, 8);
    expect([...memory.written].toSorted((a, b) => a - b)).toEqual([0, 1, RAM_SIZE / PAGE_SIZE - 1]);
    unicorn[PAGE_SIZE] = 1;
    expect(memory.difference()?.address).toBe(RAM_BASE + PAGE_SIZE);
  });

  it('is the same after either side was taken over, wherever it was written', () => {
    const { core, unicorn, memory } = pair();
    for (const [page, side] of [[3, core] as const, [70, unicorn] as const, [4000, core] as const]) {
      side[page * PAGE_SIZE + 5] = page & 0xff;
      memory.note(RAM_BASE + page * PAGE_SIZE + 5, 1);
    }
    memory.takeCore((address, bytes) => unicorn.set(bytes, address - RAM_BASE));
    expect(Buffer.compare(core, unicorn)).toBe(0);
    expect(memory.written.size).toBe(0);
    unicorn[9 * PAGE_SIZE] = 1;
    memory.note(RAM_BASE + 9 * PAGE_SIZE, 1);
    memory.takeUnicorn((address, bytes) => core.set(bytes, address - RAM_BASE));
    expect(core[9 * PAGE_SIZE]).toBe(1);
  });

  it('is told by the module once for every page and look', () => {
    const path = instantiateTrapPath();
    path.reset();
    path.snapshot();
    const written = new WrittenPages(path.memory.buffer);
    for (let look = 0; look < 2; look++) {
      path.prepareWrite(0x5008, 8);
      path.prepareWrite(0x5010, 8);
      path.prepareWrite(0x6ffc, 8);
      const pages = new Set<number>();
      written.drain(pages);
      expect([...pages]).toEqual([5, 6, 7]);
      expect(new Uint32Array(path.memory.buffer, DIRTY_COUNT, 1)[0]).toBe(0);
    }
  });
});
