import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, it, vi } from 'vitest';
import { RUN_COUNT, STOP_BUDGET, VCPU_START } from '../../assembly/layout.ts';
import { temporaryFolder } from '../../src/bench/tools.ts';
import { Machine } from '../../src/engine/machine.ts';
import { fuzz } from '../../src/fuzz/fuzz.ts';
import { runWild } from '../../src/fuzz/wild.ts';
import { renderFuzz } from '../../src/report/fuzz.ts';
import { trapline } from '../cli/command.ts';

const folder = temporaryFolder();
afterAll(() => folder.remove());
afterEach(() => void vi.restoreAllMocks());

describe('no guest, however wild,', () => {
  it.each([1, 2, 3, 4])(
    'traps WebAssembly, throws, stops without a reason or runs past its budget: seed %i',
    (seed) => {
      const { failures, instructions, rounds } = runWild(500_000, seed);
      expect(failures).toEqual([]);
      expect(instructions).toBeGreaterThanOrEqual(500_000);
      expect(rounds).toBeGreaterThan(20);
    },
  );

  it('does anything else when it runs again', () => {
    expect(runWild(50_000, 9)).toEqual(runWild(50_000, 9));
  });
});

describe('a wild guest is reported', () => {
  const run = Machine.prototype.run;

  it('where WebAssembly traps, and the next rounds have another machine', () => {
    let calls = 0;
    vi.spyOn(Machine.prototype, 'run').mockImplementation(function (this: Machine, vcpu, budget) {
      if (++calls === 3) throw new WebAssembly.RuntimeError('unreachable');
      return run.call(this, vcpu, budget);
    });
    const result = runWild(30_000, 5);
    expect(result.failures).toMatchObject([{ round: 1, message: 'RuntimeError: unreachable' }]);
    expect(result.instructions).toBeGreaterThanOrEqual(30_000);
    expect(renderFuzz(result)).toMatch(
      /^! seed 5, round 1, pc [0-9a-f]{16}: RuntimeError: unreachable\n\d+ instructions of random words, seed 5, \d+ rounds: 1 failure\n$/,
    );
  });

  it('where it stops without a reason, up to a number past which nothing is new', () => {
    vi.spyOn(Machine.prototype, 'run').mockReturnValue(4711);
    const { failures } = runWild(1000, 5);
    expect(failures).toHaveLength(20);
    expect(failures[0]!.message).toBe('Error: stopped with 4711, which is no reason');
  });

  it('where it runs past its budget', () => {
    vi.spyOn(Machine.prototype, 'run').mockImplementation(function (this: Machine, _vcpu, budget) {
      new DataView(this.memory.buffer).setBigUint64(VCPU_START + RUN_COUNT, BigInt(budget) + 1n, true);
      return STOP_BUDGET;
    });
    expect(runWild(1000, 5).failures[0]!.message).toMatch(/^Error: (\d+) instructions within a budget of (?!\1)\d+$/);
  });

  it('where it does not end, or ends its thread', async () => {
    const module = (text: string) => {
      const file = join(folder.path, 'thread.mjs');
      writeFileSync(file, text);
      return file;
    };
    const options = (text: string) => ({ module: module(text), patience: 300 });
    const endless = await fuzz(10, 3, options('for (;;);'));
    expect(endless.failures).toMatchObject([{ message: 'does not end: no sign of life for 300 ms' }]);
    const broken = await fuzz(10, 3, options('throw new RangeError("stack");'));
    expect(broken.failures).toMatchObject([{ message: 'ends the thread: RangeError: stack' }]);
  });
});

describe('trapline fuzz', () => {
  it('counts what it ran, as text and as JSON', () => {
    const { code, out } = trapline(['fuzz', '--instructions', '20000', '--seed', '7']);
    expect(out).toMatch(/^\d+ instructions of random words, seed 7, \d+ rounds?: 0 failures\n$/);
    expect(code).toBe(0);
    const json = trapline(['fuzz', '--instructions', '20000', '--seed', '7', '--format', 'json']);
    expect(JSON.parse(json.out)).toMatchObject({ seed: 7, failures: [], instructions: Number.parseInt(out, 10) });
  });

  it('ends with 2 for a number that is none', () => {
    expect(trapline(['fuzz', '--instructions', '0'])).toMatchObject({ code: 2 });
    expect(trapline(['fuzz', '--seed', 'x'])).toMatchObject({ code: 2 });
  });
});
