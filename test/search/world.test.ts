import { describe, expect, it } from 'vitest';
import * as layout from '../../assembly/layout.ts';
import { HashSet } from '../../src/search/growing.ts';
import { bootPath, extendPath, type SearchPath } from '../../src/search/sequence.ts';
import type { Stepper } from '../../src/search/stepper.ts';
import { World } from '../../src/search/world.ts';
import { setupOf } from './fixture.ts';

const models = ['pkvm/v6.18', 'pkvm/v6.6', 'xen/negotiation-merged'];

function worldOf(model: string): World {
  return new World(setupOf([model], { kind: 'find', what: 'crash' }));
}

const hashOf = (stepper: Stepper) => [stepper.hashLow(), stepper.hashHigh()];
const hashAfter = (stepper: Stepper) => [stepper.afterLow(), stepper.afterHigh()];

/** All that the machine keeps of EL2, of EL3 and of the hypervisor's pages, but for what only counts. */
function memoryOf(stepper: Stepper): string {
  const { bytes } = stepper.linear;
  const parts = [
    bytes.subarray(layout.PKVM_STATE_START, layout.PKVM_STATE_START + layout.PKVM_STATE_SIZE),
    bytes.subarray(layout.PAGE_STATE_START, layout.PAGE_STATE_START + layout.PAGE_STATE_SIZE),
    bytes.subarray(layout.XEN_VM_START, layout.XEN_VM_START + layout.XEN_VM_STRIDE),
    bytes.subarray(layout.RAM_START, layout.RAM_START + 0x100000),
  ];
  return parts.map((part) => Buffer.from(part).toString('latin1')).join();
}

/** Some paths, among them such that change every kind of state. */
function pathsOf(world: World): SearchPath[] {
  world.boot(0);
  const negotiated = extendPath(bootPath(0), 0, 0, 0);
  world.enter(negotiated);
  const changing = world.calls.flatMap((_, call) => {
    world.try(call, 0, 0, false);
    return world.anyTried() & layout.TRIED_CHANGED ? [call] : [];
  });
  return [bootPath(0), negotiated, ...changing.map((call) => extendPath(negotiated, call, 0, 0))];
}

describe.each(models)('a step of the search on %s', (model) => {
  const world = worldOf(model);
  const stepper = world.steppers[0]!;
  const paths = pathsOf(world);

  it('goes back to the very memory that it came from, whatever the call', () => {
    for (const path of paths.slice(0, 3)) {
      world.enter(path);
      const [memory, hash] = [memoryOf(stepper), hashOf(stepper)];
      for (let call = 0; call < world.calls.length; call++) world.try(call, 0, 0, false);
      expect(memoryOf(stepper)).toBe(memory);
      expect(hashOf(stepper)).toEqual(hash);
    }
  });

  it('has a hash that says which memory it leads to, and that the way there does not change', () => {
    const seen = new Map<string, string>();
    for (const path of paths) {
      world.enter(path);
      const hash = hashOf(stepper).join();
      const own = [...stepper.sharedPages()].join();
      expect(seen.get(hash) ?? own).toBe(own);
      seen.set(hash, own);
      world.boot(0);
      world.enter(path);
      expect(hashOf(stepper).join()).toBe(hash);
    }
    expect(seen.size).toBeGreaterThan(2);
  });

  it('has the hash of the state that it would be in, without going there', () => {
    const before = paths[1]!;
    for (const path of paths.slice(2)) {
      world.enter(before);
      world.try(path.at(-3)!, 0, 0, false);
      const foretold = hashAfter(stepper);
      world.enter(path);
      expect(hashOf(stepper)).toEqual(foretold);
    }
  });
});

describe('a played sequence', () => {
  it('leads to the state of the path that it was made from', () => {
    const world = worldOf('pkvm/v6.18');
    for (const path of pathsOf(world)) {
      world.enter(path);
      const hash = hashOf(world.steppers[0]!);
      world.play(world.sequenceOf(path), () => {});
      expect(hashOf(world.steppers[0]!)).toEqual(hash);
    }
  });
});

describe('a set of hashes', () => {
  it('tells hashes apart by both halves, also when it has grown', () => {
    const set = new HashSet();
    const all = Array.from({ length: 20_000 }, (_, n) => [Math.imul(n, 0x9e3779b1) >>> 0, n >>> 3] as const);
    expect(all.filter(([low, high]) => set.add(low, high))).toHaveLength(all.length);
    expect(all.filter(([low, high]) => set.add(low, high))).toEqual([]);
    expect(set.size).toBe(all.length);
    expect(set.has(7, 0)).toBe(false);
  });

  it('knows the hash of nothing but zeros', () => {
    const set = new HashSet();
    expect([set.has(0, 0), set.add(0, 0), set.add(0, 0), set.has(0, 0)]).toEqual([false, true, false, true]);
  });
});
