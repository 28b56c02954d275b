import { describe, expect, it } from 'vitest';
import { selectRows } from '../../src/bench/bench.ts';
import { measure, type Plan } from '../../src/bench/harness.ts';
import { createProgress, SILENT } from '../../src/bench/progress.ts';
import { BenchError, missing, toUnit } from '../../src/bench/row.ts';
import { EnvironmentError, InputError } from '../../src/guest/source.ts';
import { fakeRow } from './fixture.ts';

const PLAN: Plan = { rounds: 7, batch: 1, budget: Number.POSITIVE_INFINITY };

/** A row of 10 ms an operation, each call of which takes `step` ms of the clock. */
function advancing(step: number) {
  let time = 0;
  const round = (n: number) => {
    time += step;
    return 1e7 * n;
  };
  return { row: fakeRow('a', 0, { round }).row, now: () => time };
}

describe('a measurement', () => {
  it('interleaves the rows: each once a round, in order', async () => {
    const order: string[] = [];
    const round = (id: string) => (n: number) => {
      order.push(id);
      return 1e6 * n;
    };
    const row = (id: string) => fakeRow(id, 0, { round: round(id) }).row;
    await measure([row('a'), row('b'), row('c')], { ...PLAN, rounds: 3 }, SILENT);
    // Twice three calls each to calibrate, one to warm up, then the rounds.
    expect(order.join('')).toBe(`aaaaaabbbbbbcccccc${'abc'.repeat(4)}`);
  });

  it('chooses batches that fill the time, and no more than the row allows', async () => {
    const fast = fakeRow('fast', 50);
    const slow = fakeRow('slow', 5e6);
    const limited = fakeRow('limited', 50, { largestBatch: 300 });
    const { measured } = await measure([fast.row, slow.row, limited.row], PLAN, SILENT);
    expect(measured.map(({ batch }) => batch)).toEqual([20_000, 1, 300]);
    expect(slow.log.filter((entry) => entry === 'round 1')).toHaveLength(14);
  });

  it('does not settle on a few operations because something else had the processor while they were tried', async () => {
    // Every third call takes 40 ms more, whatever it is asked for; so do all the first ones, until the row is warmed up.
    const interrupted = (first: number) => {
      let calls = 0;
      const round = (n: number) => 50 * n + (calls++ % 3 === 1 || calls <= first ? 4e7 : 0);
      return fakeRow('a', 0, { round }).row;
    };
    for (const first of [0, 6]) {
      const { measured } = await measure([interrupted(first)], PLAN, SILENT);
      expect(measured[0]!.batch).toBeGreaterThan(10_000);
    }
  });

  it('does not take a slow first call for the speed of the row', async () => {
    const { row } = fakeRow('lazy', (call) => (call === 0 ? 5e8 : 50));
    const { measured } = await measure([row], PLAN, SILENT);
    expect(measured[0]!.batch).toBe(20_000);
  });

  it('gives each round one result in the unit of the row', async () => {
    const { row } = fakeRow('a', (call) => (call < 7 ? 1e6 : 1e6 + call));
    const { measured } = await measure([row], { ...PLAN, rounds: 4 }, SILENT);
    expect(measured[0]!.samples).toEqual([1e6 + 7, 1e6 + 8, 1e6 + 9, 1e6 + 10]);
  });

  it('stops before the round that would pass the budget', async () => {
    const { row, now } = advancing(10);
    const { measured } = await measure([row], { rounds: 100, batch: 10, budget: 115 }, SILENT, now);
    // 70 ms go before the rounds; the fifth would end at 120.
    expect(measured[0]!.samples).toHaveLength(4);
  });

  it('measures one round even where the budget is spent', async () => {
    const { row, now } = advancing(1000);
    const { measured } = await measure([row], { rounds: 9, batch: 10, budget: 1 }, SILENT, now);
    expect(measured[0]!.samples).toHaveLength(1);
  });

  it('tears down everything that it set up, in reverse order', async () => {
    const order: string[] = [];
    const row = (id: string) => fakeRow(id, 1e6, { tearDown: () => void order.push(id) }).row;
    await measure([row('a'), row('b')], PLAN, SILENT);
    expect(order).toEqual(['b', 'a']);
  });
});

describe('a row that cannot be measured', () => {
  const good = () => fakeRow('good', 1e6);

  it('is reported with what installs what is missing, and the others go on', async () => {
    const absent = fakeRow('absent', 1, { available: () => missing('cc missing', 'sudo apt-get install gcc') });
    const late = fakeRow('late', 1, {
      setUp: () => {
        throw new EnvironmentError('headers missing', 'sudo apt-get install libunicorn-dev');
      },
    });
    const { measured, notMeasured } = await measure([absent.row, late.row, good().row], PLAN, SILENT);
    expect(measured.map(({ row }) => row.id)).toEqual(['good']);
    expect(notMeasured).toEqual([
      { id: 'absent', reason: 'cc missing', remedy: 'sudo apt-get install gcc', failed: false },
      { id: 'late', reason: 'headers missing', remedy: 'sudo apt-get install libunicorn-dev', failed: false },
    ]);
    expect(absent.log).toEqual([]);
    expect(late.log).toEqual(['tear down']);
  });

  it('is left out whole, and said to have failed, where one of its rounds does something else', async () => {
    const wrong = fakeRow('wrong', (call) => {
      if (call === 4) throw new BenchError('counted 9 traps, not 10');
      return 1e6;
    });
    const { measured, notMeasured } = await measure([wrong.row, good().row], PLAN, SILENT);
    expect(measured.map(({ row, samples }) => [row.id, samples.length])).toEqual([['good', 7]]);
    expect(notMeasured).toEqual([{ id: 'wrong', reason: 'counted 9 traps, not 10', failed: true }]);
    expect(wrong.log.at(-1)).toBe('tear down');
  });

  it('takes nothing of the others with it, whatever kind of error it throws', async () => {
    const other = good();
    const broken = fakeRow('broken', () => {
      throw new TypeError('not a function');
    });
    const { measured, notMeasured } = await measure([other.row, broken.row], PLAN, SILENT);
    expect(measured.map(({ row }) => row.id)).toEqual(['good']);
    expect(notMeasured).toEqual([{ id: 'broken', reason: 'TypeError: not a function', failed: true }]);
    expect(other.log.at(-1)).toBe('tear down');
  });
});

describe('results', () => {
  it('are times of one operation, or millions of instructions a second', () => {
    expect(toUnit({ unit: 'ns' }, 5000, 10)).toBe(500);
    expect(toUnit({ unit: 'µs' }, 5000, 10)).toBe(0.5);
    expect(toUnit({ unit: 'ms' }, 5e6, 10)).toBe(0.5);
    expect(toUnit({ unit: 'MIPS', work: 1000 }, 4e6, 1000)).toBe(250);
  });
});

describe('the choice of rows', () => {
  const rows = ['smc/core/handled', 'smc/core/handled+check', 'smc/unicorn/handled'].map((id) => fakeRow(id, 1).row);
  const ids = (only: string[]) => selectRows(rows, only).map(({ id }) => id);

  it('takes ids and the beginnings of ids up to a slash', () => {
    expect(ids([])).toHaveLength(3);
    expect(ids(['smc/core/handled'])).toEqual(['smc/core/handled']);
    expect(ids(['smc/core'])).toEqual(['smc/core/handled', 'smc/core/handled+check']);
    expect(ids(['smc/core/', 'smc/unicorn/handled'])).toHaveLength(3);
  });

  it('leaves out what takes long, unless it is asked for', () => {
    const slow = { ...rows[2]!, id: 'check/everywhere', slow: true };
    expect(selectRows([...rows, slow], []).map(({ id }) => id)).not.toContain('check/everywhere');
    expect(selectRows([...rows, slow], ['check'])).toEqual([slow]);
  });

  it('refuses a name that fits none, and lists what there is', () => {
    expect(() => ids(['smc/cor'])).toThrow(InputError);
    expect(() => ids(['smc/core', 'restore'])).toThrow(/'restore'.*smc\/core\/handled/);
  });
});

/** A stream that keeps what is written. */
function recorder(isTTY: boolean) {
  const written: string[] = [];
  const stream = { isTTY, columns: 30, write: (text: string) => written.push(text) } as unknown as NodeJS.WriteStream;
  return { stream, written };
}

describe('progress', () => {
  it('is one line on a terminal, rewritten, never wider than the terminal, and gone at the end', () => {
    const { stream, written } = recorder(true);
    const progress = createProgress(stream, () => 0);
    progress.show('calibrate smc/libunicorn-c/x0-x17');
    progress.show('warm up');
    progress.done();
    expect(written).toEqual([
      '\r\u001b[Kbench   0 s  calibrate smc/li',
      '\r\u001b[Kbench   0 s  warm up',
      '\r\u001b[K',
    ]);
  });

  it('is a line each second at most elsewhere', () => {
    const { stream, written } = recorder(false);
    let time = 0;
    const progress = createProgress(stream, () => time);
    for (; time <= 2400; time += 100) progress.show(`at ${time}`);
    progress.done();
    expect(written).toEqual(['bench   0 s  at 0\n', 'bench   1 s  at 1000\n', 'bench   2 s  at 2000\n']);
  });
});
