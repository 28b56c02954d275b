/** A sample's centre and spread. `low` and `high` bound the median with at least 95 % confidence where `n` allows it. */
export interface Summary {
  median: number;
  min: number;
  max: number;
  low: number;
  high: number;
  n: number;
}

const CONFIDENCE = 0.95;

/** The middle value, or the mean of the middle two. Throws RangeError for an empty sample. */
export function median(values: readonly number[]): number {
  return middleOf(ascending(values));
}

/** Throws RangeError for an empty sample. */
export function summarize(values: readonly number[]): Summary {
  const sorted = ascending(values);
  const n = sorted.length;
  const rank = intervalRank(n);
  return {
    median: middleOf(sorted),
    min: sorted[0]!,
    max: sorted[n - 1]!,
    low: sorted[rank]!,
    high: sorted[n - 1 - rank]!,
    n,
  };
}

/**
 * How many values to leave out at either end so that the rest still holds the median with 95 % confidence: the k-th
 * smallest exceeds the median when fewer than k values lie below it, and their number is binomial with p = 1/2. Nothing is
 * assumed of the distribution. Below six values even the extremes do not reach 95 %; then the rank is 0 all the same.
 */
export function intervalRank(n: number): number {
  let tail = 0.5 ** n;
  let term = tail;
  let rank = 0;
  while (true) {
    term *= (n - rank) / (rank + 1);
    tail += term;
    if (2 * tail > 1 - CONFIDENCE) return rank;
    rank += 1;
  }
}

/** The mean that the same amount of work at each rate has: total work over total time. */
export function harmonicMean(rates: readonly number[]): number {
  return rates.length / rates.reduce((sum, rate) => sum + 1 / rate, 0);
}

function ascending(values: readonly number[]): number[] {
  if (values.length === 0) throw new RangeError('no values');
  return [...values].sort((a, b) => a - b);
}

function middleOf(sorted: readonly number[]): number {
  const half = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[half]! : (sorted[half - 1]! + sorted[half]!) / 2;
}
