import { EnvironmentError } from '../guest/source.ts';
import type { Progress } from './progress.ts';
import { BenchError, type BenchRow, toUnit } from './row.ts';

/** How long to measure. */
export interface Plan {
  /** Rounds at most; a round measures every row once. */
  rounds: number;
  /** Time that one measurement of one row should take, in ms. */
  batch: number;
  /** No round starts that would end later than this many ms after the measurement began. */
  budget: number;
}

export const FULL_PLAN: Plan = { rounds: 15, batch: 60, budget: Number.POSITIVE_INFINITY };
/** Ends well within 40 s, with whatever stands before and after the rounds. */
export const QUICK_PLAN: Plan = { rounds: 21, batch: 15, budget: 33_000 };

/** What came of a row that was measured. */
export interface Measured {
  row: BenchRow;
  /** Operations in each measurement. */
  batch: number;
  /** One result a round, in the row's unit; the same index is the same round in every row. */
  samples: number[];
}

/** What came of a row that was not, and why. */
export interface NotMeasured {
  id: string;
  reason: string;
  /** What brings what is missing. */
  remedy?: string;
  /** It was there and did not work. */
  failed: boolean;
}

export interface Measurement {
  measured: Measured[];
  notMeasured: NotMeasured[];
  versions: Record<string, string>;
}

/** Milliseconds since some moment. */
type Clock = () => number;

const LARGEST_BATCH = 2 ** 40;

/**
 * Sets all rows up, finds out how many operations fill a batch, then measures round by round: each row once, in order, and
 * again, so that what the machine does meanwhile falls on all of them alike. A row that fails is reported and left out.
 */
export async function measure(
  rows: readonly BenchRow[],
  plan: Plan,
  progress: Progress,
  now: Clock = () => performance.now(),
): Promise<Measurement> {
  const deadline = now() + plan.budget;
  const session = new Session(progress);
  try {
    for (const row of rows) await session.open(row);
    await session.each('calibrate', async (entry) => {
      entry.batch = await calibrate(entry.row, plan.batch);
    });
    await session.each('warm up', async (entry) => {
      // The machine may have been busy with something else while it was asked how fast the row is.
      if (isShort(await entry.row.round(entry.batch), entry, plan.batch)) {
        entry.batch = await calibrate(entry.row, plan.batch);
      }
    });
    await session.rounds(plan.rounds, deadline, now);
    return session.result();
  } finally {
    await session.close();
    progress.done();
  }
}

/**
 * Operations that take about `batch` ms. Asked twice: the first calls of a row may have to compile what the later ones only
 * execute, and a batch that was measured on those would be far too short.
 */
async function calibrate(row: BenchRow, batch: number): Promise<number> {
  const cold = await fill(row, batch, 1);
  return fill(row, batch, Math.ceil(cold / 8));
}

/** Whether a batch that took `elapsed` ns is far from filling `batch` ms, and could be larger. */
function isShort(elapsed: number, { row, batch: n }: Measured, batch: number): boolean {
  return elapsed < (batch * 1e6) / 4 && n < (row.largestBatch ?? LARGEST_BATCH);
}

/** How often a batch must seem long enough before it is believed. */
const ATTEMPTS = 3;

/**
 * Time of n operations in ns, the shortest of some attempts where the first seems to be enough: a process that another one
 * interrupts takes as long for a few operations as for many.
 */
async function shortest(row: BenchRow, n: number, enough: number): Promise<number> {
  let elapsed = await row.round(n);
  for (let attempt = 1; attempt < ATTEMPTS && elapsed >= enough; attempt++) {
    elapsed = Math.min(elapsed, await row.round(n));
  }
  return Math.max(elapsed, 1);
}

/** Operations that take about `batch` ms, found by trying `first`, then more. */
async function fill(row: BenchRow, batch: number, first: number): Promise<number> {
  const target = batch * 1e6;
  const limit = row.largestBatch ?? LARGEST_BATCH;
  let n = first;
  while (true) {
    const elapsed = await shortest(row, n, target / 2);
    const fit = Math.min(limit, Math.max(1, Math.round((n * target) / elapsed)));
    if (elapsed >= target / 2 || n === limit || fit <= n) return fit;
    n = Math.min(fit, n * 16);
  }
}

function describe(error: unknown): string {
  return error instanceof BenchError ? error.message : String(error);
}

/** The rows that are set up, and what became of the others. */
class Session {
  readonly #progress: Progress;
  readonly #opened: BenchRow[] = [];
  readonly #notMeasured: NotMeasured[] = [];
  readonly #versions: Record<string, string> = {};
  #running: Measured[] = [];

  constructor(progress: Progress) {
    this.#progress = progress;
  }

  async open(row: BenchRow): Promise<void> {
    this.#progress.show(`set up ${row.id}`);
    const availability = await row.available();
    if (!availability.available) {
      this.#notMeasured.push({ id: row.id, reason: availability.reason, remedy: availability.remedy, failed: false });
      return;
    }
    this.#opened.push(row);
    await this.#guard(row, async () => {
      await row.setUp();
      Object.assign(this.#versions, row.versions?.());
      this.#running.push({ row, batch: 1, samples: [] });
    });
  }

  /** Does something with each row in turn. */
  async each(what: string, action: (entry: Measured) => Promise<void>): Promise<void> {
    for (const entry of [...this.#running]) {
      this.#progress.show(`${what} ${entry.row.id}`);
      await this.#guard(entry.row, () => action(entry));
    }
  }

  async rounds(most: number, deadline: number, now: Clock): Promise<void> {
    let longest = 0;
    for (let round = 1; round <= most; round++) {
      const start = now();
      if (round > 1 && start + longest > deadline) return;
      await this.each(`round ${round} of ${most}:`, async ({ row, batch, samples }) => {
        samples.push(toUnit(row, await row.round(batch), batch));
      });
      longest = Math.max(longest, now() - start);
    }
  }

  result(): Measurement {
    return { measured: this.#running, notMeasured: this.#notMeasured, versions: this.#versions };
  }

  /** Tears down in reverse order. What fails here has nothing to do with what was measured. */
  async close(): Promise<void> {
    for (const row of this.#opened.reverse()) {
      try {
        await row.tearDown();
      } catch {
        // The results stand; there is nothing left to do for this row.
      }
    }
  }

  /** Takes the row out of the running where `action` fails. What was measured of the others is not lost for it. */
  async #guard(row: BenchRow, action: () => Promise<void>): Promise<void> {
    try {
      await action();
    } catch (error) {
      this.#running = this.#running.filter((entry) => entry.row !== row);
      if (error instanceof EnvironmentError) {
        this.#notMeasured.push({ id: row.id, reason: error.message, remedy: error.remedy, failed: false });
      } else {
        this.#notMeasured.push({ id: row.id, reason: describe(error), failed: true });
      }
    }
  }
}
