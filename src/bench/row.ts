import { EnvironmentError } from '../guest/source.ts';

/** Units of results. Times are per operation; `MIPS` is 10^6 guest instructions per second. */
export type Unit = 'ns' | 'µs' | 'ms' | 'MIPS';

/** Whether a row can be measured on this machine; if not, what is missing and what brings it. */
export type Availability = { available: true } | { available: false; reason: string; remedy: string };

/** One benchmark: a row of the table in rows.ts. */
export interface BenchRow {
  /** Unique, in parts from general to special: `smc/core/handled`. */
  readonly id: string;
  readonly unit: Unit;
  /** What one operation is, for people: one phrase without a full stop. */
  readonly what: string;
  /** Units of work in an operation: guest instructions where the unit is MIPS; 1 where it is left out. */
  readonly work?: number;
  /** An operation takes many seconds: only measured where it is asked for by name. */
  readonly slow?: boolean;
  /** Most operations in one call of `round`; without it there is no limit. */
  readonly largestBatch?: number;
  available(): Availability | Promise<Availability>;
  /** Everything that is not measured. Throws EnvironmentError where the machine lacks something after all. */
  setUp(): void | Promise<void>;
  /**
   * Executes n operations, checks that they did what they should, and returns the time that they took, in ns.
   * Throws {@link BenchError} where they did something else.
   */
  round(n: number): number | Promise<number>;
  tearDown(): void | Promise<void>;
  /** Names and versions of the programs that a row needs; asked for after `setUp`. */
  versions?(): Record<string, string>;
}

/** What was measured is not what should have been. */
export class BenchError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'BenchError';
  }
}

export const AVAILABLE: Availability = { available: true };

export function missing(reason: string, remedy: string): Availability {
  return { available: false, reason, remedy };
}

/** Runs `probe`; an EnvironmentError from it says what is missing. */
export function availableIf(probe: () => unknown): Availability {
  try {
    probe();
    return AVAILABLE;
  } catch (error) {
    if (!(error instanceof EnvironmentError)) throw error;
    return missing(error.message, error.remedy);
  }
}

/** The time of `n` operations, in ns, as a result in the row's unit. */
export function toUnit(row: Pick<BenchRow, 'unit' | 'work'>, nanoseconds: number, n: number): number {
  const work = (row.work ?? 1) * n;
  switch (row.unit) {
    case 'ns':
      return nanoseconds / work;
    case 'µs':
      return nanoseconds / work / 1e3;
    case 'ms':
      return nanoseconds / work / 1e6;
    case 'MIPS':
      return (work / nanoseconds) * 1e3;
  }
}

/** Whether a greater value is the better one. */
export function greaterIsBetter(unit: Unit): boolean {
  return unit === 'MIPS';
}

/** A monotonic clock, in ns. */
export function clock(): number {
  return performance.now() * 1e6;
}

/** Time that `action` takes, in ns. */
export function timed(action: () => void): number {
  const start = clock();
  action();
  return clock() - start;
}
