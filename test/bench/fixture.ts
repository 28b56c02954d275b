import type { Measurement } from '../../src/bench/harness.ts';
import { type BenchReport, buildReport } from '../../src/bench/report.ts';
import { AVAILABLE, type BenchRow, type Unit } from '../../src/bench/row.ts';

/** A row that takes `nanoseconds` an operation, or what a function of the call's number says; keeps a log of what was asked. */
export function fakeRow(id: string, nanoseconds: number | ((call: number) => number), over: Partial<BenchRow> = {}) {
  const log: string[] = [];
  let calls = 0;
  const row: BenchRow = {
    id,
    unit: 'ns',
    what: `operation ${id}`,
    available: () => AVAILABLE,
    setUp: () => void log.push('set up'),
    round(n) {
      log.push(`round ${n}`);
      const each = typeof nanoseconds === 'number' ? nanoseconds : nanoseconds(calls++);
      return each * n;
    },
    tearDown: () => void log.push('tear down'),
    ...over,
  };
  return { row, log };
}

/** A measurement with these results by id. */
export function measurementOf(samples: Record<string, number[]>, unit: Unit = 'ns'): Measurement {
  const measured = Object.entries(samples).map(([id, values]) => {
    return { row: fakeRow(id, 1, { unit }).row, batch: 10, samples: values };
  });
  return { measured, notMeasured: [], versions: { peer: '1.0' } };
}

export function reportOf(samples: Record<string, number[]>, unit: Unit = 'ns'): BenchReport {
  return buildReport(measurementOf(samples, unit));
}

/** `n` values from `first` on, `step` apart. */
export function series(first: number, n = 7, step = 1): number[] {
  return Array.from({ length: n }, (_, index) => first + index * step);
}
