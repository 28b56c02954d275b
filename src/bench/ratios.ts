/** What follows from the rows' results: means, ratios, promises. */

/** A ratio of two results of the same round. */
export interface RatioRow {
  numerator: string;
  denominator: string;
  what: string;
}

export const ratioRows: readonly RatioRow[] = [
  {
    numerator: 'smc/libunicorn-c/x0-x17',
    denominator: 'smc/core/handled',
    what: 'core is faster than libunicorn from C',
  },
  {
    numerator: 'smc/qemu-el2/save-restore',
    denominator: 'smc/core/handled',
    what: 'core is faster than QEMU with EL2',
  },
  {
    numerator: 'smc/unicorn-python/x0-x17',
    denominator: 'smc/core/handled',
    what: 'core is faster than Unicorn in Python',
  },
  {
    numerator: 'smc/unicorn/handled',
    denominator: 'smc/core/handled+record',
    what: 'core is faster than unicorn, records and all',
  },
  { numerator: 'smc/core/handled+check', denominator: 'smc/core/handled', what: 'what the preservation check costs' },
  {
    numerator: 'mips/core/mean',
    denominator: 'mips/qemu-user/mean',
    what: "core's speed beside QEMU's translated code",
  },
  { numerator: 'mips/core/mean', denominator: 'mips/unicorn/mean', what: "core's speed beside the engine unicorn's" },
];

export function ratioId({ numerator, denominator }: RatioRow): string {
  return `${numerator} / ${denominator}`;
}

/** What the project promises of the median of a result or a ratio. */
export interface PromiseRow {
  id: string;
  atLeast?: number;
  atMost?: number;
}

export const promiseRows: readonly PromiseRow[] = [
  { id: 'smc/libunicorn-c/x0-x17 / smc/core/handled', atLeast: 8 },
  { id: 'smc/qemu-el2/save-restore / smc/core/handled', atLeast: 30 },
  { id: 'smc/core/handled+check / smc/core/handled', atMost: 2.5 },
  { id: 'mips/core/mean', atLeast: 250 },
  { id: 'restore/10-pages', atMost: 10 },
  // 300,000 a second.
  { id: 'search/transition', atMost: 3333 },
  { id: 'explore/transition', atMost: 3333 },
  { id: 'check/everywhere', atMost: 30_000 },
  { id: 'influence/core/handled', atMost: 20 },
  { id: 'influence/core/forwarded', atMost: 20 },
];

/** A promise and whether it was kept. */
export type BenchPromise = Omit<PromiseRow, 'id'> & { kept: boolean };

/** The promise about a result or ratio whose median is this, or undefined where none is made. */
export function judge(id: string, median: number): BenchPromise | undefined {
  const row = promiseRows.find((promise) => promise.id === id);
  if (row === undefined) return undefined;
  const { id: _, ...bounds } = row;
  return { ...bounds, kept: median >= (row.atLeast ?? 0) && median <= (row.atMost ?? Number.POSITIVE_INFINITY) };
}
