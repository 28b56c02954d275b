import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { harmonicMean, intervalRank, median, summarize } from '../../src/bench/statistics.ts';

describe('the median', () => {
  it('is the middle value, or the mean of the middle two, whatever the order', () => {
    expect(median([5, 1, 3])).toBe(3);
    expect(median([4, 1, 3, 2])).toBe(2.5);
    expect(median([7])).toBe(7);
  });

  it('of nothing is an error of the caller', () => {
    expect(() => median([])).toThrow(RangeError);
  });

  it('has at most half of the values on either side', () => {
    fc.assert(
      fc.property(fc.array(fc.integer(), { minLength: 1, maxLength: 40 }), (values) => {
        const middle = median(values);
        expect(values.filter((value) => value < middle).length).toBeLessThanOrEqual(values.length / 2);
        expect(values.filter((value) => value > middle).length).toBeLessThanOrEqual(values.length / 2);
      }),
    );
  });
});

/** P(Bin(n, 1/2) ≤ k), by summing Pascal's triangle exactly. */
function binomialTail(n: number, k: number): number {
  let row = [1n];
  for (let i = 0; i < n; i++) row = [1n, ...row.slice(1).map((value, index) => value + row[index]!), 1n];
  const below = row.slice(0, k + 1).reduce((sum, value) => sum + value, 0n);
  return Number((below * 10n ** 12n) / 2n ** BigInt(n)) / 1e12;
}

describe('the interval of the median', () => {
  it('leaves out as many values as 95 % confidence allows, and not one more', () => {
    for (let n = 6; n <= 60; n++) {
      const rank = intervalRank(n);
      expect(1 - 2 * binomialTail(n, rank), `n = ${n}`).toBeGreaterThanOrEqual(0.95);
      expect(1 - 2 * binomialTail(n, rank + 1), `n = ${n}`).toBeLessThan(0.95);
    }
  });

  it('is the whole range where there are too few values for 95 %', () => {
    for (let n = 1; n <= 5; n++) expect(intervalRank(n)).toBe(0);
    expect(summarize([3, 1, 2])).toEqual({ median: 2, min: 1, max: 3, low: 1, high: 3, n: 3 });
  });

  it('drops the extremes of nine values', () => {
    expect(summarize([9, 8, 7, 6, 5, 4, 3, 2, 1000])).toMatchObject({ low: 3, high: 9, min: 2, max: 1000, median: 6 });
  });

  it('holds the median and lies within the range', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ noNaN: true, min: 0, max: 1e9 }), { minLength: 1, maxLength: 50 }), (values) => {
        const { min, low, median: middle, high, max } = summarize(values);
        expect([min, low, middle, high, max]).toEqual([min, low, middle, high, max].sort((a, b) => a - b));
      }),
    );
  });

  it('covers the true median in about 95 of 100 samples', () => {
    let state = 12345;
    const uniform = () => {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
      return state / 2 ** 32;
    };
    const trials = Array.from({ length: 2000 }, () => summarize(Array.from({ length: 15 }, () => uniform() ** 3)));
    const covered = trials.filter(({ low, high }) => low <= 0.125 && 0.125 <= high).length / trials.length;
    expect(covered).toBeGreaterThan(0.94);
    expect(covered).toBeLessThan(0.99);
  });
});

describe('the harmonic mean', () => {
  it('is total work over total time', () => {
    // 100 million instructions at 100 and at 300 MIPS take 1 s and 1/3 s.
    expect(harmonicMean([100, 300])).toBeCloseTo(200 / (1 + 1 / 3), 10);
  });
});
