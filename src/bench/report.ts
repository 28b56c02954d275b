import type { Measured, Measurement, NotMeasured } from './harness.ts';
import { describeHost, type HostDescription } from './host.ts';
import { type BenchPromise, judge, type RatioRow, ratioId, ratioRows } from './ratios.ts';
import type { Unit } from './row.ts';
import { harmonicMean, type Summary, summarize } from './statistics.ts';

/** A row's figures. `low` and `high` are the 95 % interval of the median, `n` counts the rounds. */
export interface BenchResult extends Summary {
  id: string;
  unit: Unit;
  /** What one operation is. */
  what: string;
  /** Operations in each measurement; 0 for a result derived from others. */
  batch: number;
  promise?: BenchPromise;
}

/** How one row's results relate to another's: taken in each round, then summarized. */
export interface BenchRatio extends Summary {
  /** `numerator / denominator`, by id. */
  id: string;
  what: string;
  promise?: BenchPromise;
}

export interface BenchReport {
  results: BenchResult[];
  ratios: BenchRatio[];
  notMeasured: NotMeasured[];
  machine: HostDescription;
}

/** Results by round, with what people are told about them. */
type Series = Omit<BenchResult, keyof Summary | 'promise'> & { samples: number[] };

/** Figures of everything that was measured; a row without a single round has none. */
export function buildReport(measurement: Measurement): BenchReport {
  const series = withMeans(measurement.measured.filter(({ samples }) => samples.length > 0).map(toSeries));
  return {
    results: series.map(({ samples, ...row }) => ({ ...row, ...figures(row.id, samples) })),
    ratios: ratioRows.flatMap((row) => toRatio(row, series)),
    notMeasured: measurement.notMeasured,
    machine: describeHost(measurement.versions),
  };
}

function toSeries({ row: { id, unit, what }, batch, samples }: Measured): Series {
  return { id, unit, what, batch, samples };
}

function figures(id: string, samples: number[]): Summary & { promise?: BenchPromise } {
  const summary = summarize(samples);
  const promise = judge(id, summary.median);
  return promise === undefined ? summary : { ...summary, promise };
}

const PROGRAM = /^mips\/([^/]+)\//;

/** The results, with each engine's mean over the programs behind its last program. */
function withMeans(series: readonly Series[]): Series[] {
  const engineOf = ({ id }: Series) => PROGRAM.exec(id)?.[1];
  return series.flatMap((row, index) => {
    const engine = engineOf(row);
    const more = engine === undefined || series.slice(index + 1).some((later) => engineOf(later) === engine);
    return more
      ? [row]
      : [
          row,
          meanOf(
            engine,
            series.filter((program) => engineOf(program) === engine),
          ),
        ];
  });
}

/** The mean speed over programs, as if each had executed the same number of instructions. */
function meanOf(engine: string, programs: readonly Series[]): Series {
  const rounds = Math.min(...programs.map(({ samples }) => samples.length));
  return {
    id: `mips/${engine}/mean`,
    unit: 'MIPS',
    what: `harmonic mean of ${programs.map(({ id }) => id.replace(PROGRAM, '')).join(', ')}`,
    batch: 0,
    samples: Array.from({ length: rounds }, (_, round) => harmonicMean(programs.map(({ samples }) => samples[round]!))),
  };
}

function toRatio(row: RatioRow, series: readonly Series[]): BenchRatio[] {
  const numerator = series.find(({ id }) => id === row.numerator)?.samples;
  const denominator = series.find(({ id }) => id === row.denominator)?.samples;
  if (numerator === undefined || denominator === undefined) return [];
  const rounds = Math.min(numerator.length, denominator.length);
  const samples = Array.from({ length: rounds }, (_, round) => numerator[round]! / denominator[round]!);
  const id = ratioId(row);
  return [{ id, what: row.what, ...figures(id, samples) }];
}
