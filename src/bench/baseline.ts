import { readFileSync } from 'node:fs';
import { fileReason } from '../guest/file-reason.ts';
import { InputError } from '../guest/source.ts';
import type { BenchReport, BenchResult } from './report.ts';
import { greaterIsBetter, type Unit } from './row.ts';

/** What an earlier run must say of a row to be compared with. */
export type BaselineResult = Pick<BenchResult, 'id' | 'unit' | 'median' | 'low' | 'high'>;

/** `new` and `gone`: only one of the two runs has the row. `other unit`: the two cannot be compared. */
export type Verdict = 'faster' | 'slower' | 'same' | 'new' | 'gone' | 'other unit';

/** What became of one row since the baseline. */
export interface Change {
  id: string;
  before?: number;
  now?: number;
  /** `now / before`. */
  ratio?: number;
  /** Faster and slower only where the two 95 % intervals have nothing in common. */
  verdict: Verdict;
}

const UNITS: readonly Unit[] = ['ns', 'µs', 'ms', 'MIPS'];

/** Reads an earlier report. Throws InputError where the file cannot be read or is none. */
export function readBaseline(file: string): BaselineResult[] {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    throw new InputError(`--baseline ${file}: ${fileReason(error)}`);
  }
  return parseBaseline(text, file);
}

/** Reads what `--format json` printed. Throws InputError that says which part of it is wrong. */
export function parseBaseline(text: string, file: string): BaselineResult[] {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new InputError(`${file}: not JSON: ${(error as Error).message}`);
  }
  const results = (value as { results?: unknown } | null)?.results;
  if (!Array.isArray(results)) throw new InputError(`${file}: no results: expected what --format json prints`);
  results.forEach((result, index) => {
    const complaint = complainAbout(result);
    if (complaint !== undefined) throw new InputError(`${file}: results[${index}]: ${complaint}`);
  });
  return results as BaselineResult[];
}

function complainAbout(result: unknown): string | undefined {
  if (typeof result !== 'object' || result === null) return 'not an object';
  const { id, unit, ...rest } = result as Record<string, unknown>;
  if (typeof id !== 'string') return 'no id';
  if (!UNITS.includes(unit as Unit)) return `unit is not one of ${UNITS.join(', ')}`;
  const wrong = ['median', 'low', 'high'].find((name) => !(Number.isFinite(rest[name]) && (rest[name] as number) > 0));
  return wrong === undefined ? undefined : `${wrong} is not a positive number`;
}

/** Compares row by row: the rows of this run in order, then those that are gone. */
export function compareWithBaseline(report: BenchReport, baseline: readonly BaselineResult[]): Change[] {
  const before = new Map(baseline.map((result) => [result.id, result]));
  const present = new Set(report.results.map(({ id }) => id));
  const gone = baseline.filter(({ id }) => !present.has(id));
  return [
    ...report.results.map((result) => compare(before.get(result.id), result)),
    ...gone.map(({ id, median }): Change => ({ id, before: median, verdict: 'gone' })),
  ];
}

function compare(before: BaselineResult | undefined, now: BenchResult): Change {
  const { id } = now;
  if (before === undefined) return { id, now: now.median, verdict: 'new' };
  if (before.unit !== now.unit) return { id, before: before.median, now: now.median, verdict: 'other unit' };
  return {
    id,
    before: before.median,
    now: now.median,
    ratio: now.median / before.median,
    verdict: verdictOf(before, now),
  };
}

function verdictOf(before: BaselineResult, now: BenchResult): Verdict {
  if (now.low <= before.high && before.low <= now.high) return 'same';
  return now.low > before.high === greaterIsBetter(now.unit) ? 'faster' : 'slower';
}
