/** Many stubs on many models: cells to units, units to processes, outcomes to a report. */
import { randomBytes } from 'node:crypto';
import { availableParallelism } from 'node:os';
import { InputError } from '../../guest/source.ts';
import type { StubSpec } from '../../guest/stub.ts';
import type { BatchReport, StubResult } from '../../report/batch.ts';
import { readSpec, type ScenarioOptions } from '../prepare.ts';
import type { Cell } from './cells.ts';
import { BatchPool, type UnitOutcome } from './pool.ts';
import { findStubs } from './stubs.ts';
import type { UnitRequest, UnitResult, WantedReports } from './unit.ts';
import { ViolationTable } from './violations.ts';

export interface BatchOptions {
  /** Files and folders. */
  paths: string[];
  /** What a stub runs on. May throw InputError for what the stub names. */
  cells: (spec: StubSpec) => Cell[];
  /** For every run; `models`, `changes` and `profile` are left to the cells. */
  scenario: ScenarioOptions;
  /** Processes; one for each core where undefined. */
  processes: number | undefined;
  /** Cells whose whole report is wanted, given how many cells there are. */
  reports: (cells: number) => WantedReports;
}

/** Told how many cells are done, of how many. */
export type BatchProgress = (done: number, total: number, stub: string) => void;

/** Cells of a unit: enough to be worth a message, few enough to keep all processes busy to the end. */
const UNIT_CELLS = 32;
const UNITS_PER_PROCESS = 8;

/** A stub before its cells have run. */
interface Planned {
  file: string;
  spec: StubSpec | undefined;
  cells: Cell[];
  error: InputError | undefined;
}

function plan(file: string, cells: BatchOptions['cells']): Planned {
  try {
    const spec = readSpec(file);
    return { file, spec, cells: cells(spec), error: undefined };
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return { file, spec: undefined, cells: [], error };
  }
}

/** What all units of a batch share. */
type Common = Pick<UnitRequest, 'options' | 'seed' | 'reports'>;

/** A unit, and which stub it is of. */
interface Unit {
  stub: number;
  request: UnitRequest;
}

function unitsOf({ file, cells }: Planned, stub: number, size: number, common: Common): Unit[] {
  return Array.from({ length: Math.ceil(cells.length / size) }, (_, n) => {
    const first = n * size;
    return { stub, request: { ...common, file, first, cells: cells.slice(first, first + size) } };
  });
}

/** What a stub's units came to, in the order of its cells. */
function stubResult({ file, spec, error }: Planned, outcomes: UnitOutcome[], fallback: bigint): StubResult {
  const failed = error ?? outcomes.flatMap((outcome) => ('error' in outcome ? [outcome.error] : []))[0];
  const results: UnitResult[] = failed
    ? []
    : outcomes.flatMap((outcome) => ('error' in outcome ? [] : outcome.results));
  const table = new ViolationTable();
  for (const { violations } of results) table.merge(violations);
  return {
    stub: file,
    title: spec?.title,
    asks: spec?.asks ?? '',
    seed: results[0]?.seed ?? fallback,
    cells: results.flatMap(({ cells }) => cells),
    violations: table.list(),
    reports: results.flatMap(({ reports }) => reports),
    messages: results[0]?.messages ?? [],
    error: failed && { message: failed.message, diagnostics: failed instanceof InputError ? failed.diagnostics : [] },
  };
}

/** Pieces of work for all cells, the stubs in order. */
function allUnits(planned: readonly Planned[], total: number, processes: number, common: Common): Unit[] {
  const size = Math.min(UNIT_CELLS, Math.max(1, Math.ceil(total / (processes * UNITS_PER_PROCESS))));
  return planned.flatMap((stub, index) => unitsOf(stub, index, size, common));
}

async function runUnits(units: readonly Unit[], processes: number, progress: BatchProgress): Promise<UnitOutcome[]> {
  const requests = units.map(({ request }) => request);
  const total = requests.reduce((sum, { cells }) => sum + cells.length, 0);
  let done = 0;
  const pool = new BatchPool(Math.min(processes, units.length));
  try {
    return await pool.run(requests, (index) => {
      const { cells, file } = requests[index]!;
      done += cells.length;
      progress(done, total, file);
    });
  } finally {
    pool.close();
  }
}

/**
 * Runs stubs on their cells, on several processes, and judges them. The report is the same whatever their number.
 * A stub that cannot be read is an error of its own in the report. Throws InputError where there is no stub,
 * EnvironmentError where the engine is missing.
 */
export async function runBatch(options: BatchOptions, progress: BatchProgress = () => {}): Promise<BatchReport> {
  const { paths, cells, scenario, reports } = options;
  const planned = findStubs(paths).map((file) => plan(file, cells));
  const processes = options.processes ?? availableParallelism();
  const seed = scenario.seed ?? randomBytes(8).readBigUInt64LE();
  const total = planned.reduce((sum, stub) => sum + stub.cells.length, 0);
  const units = allUnits(planned, total, processes, { options: scenario, seed, reports: reports(total) });
  const outcomes = await runUnits(units, processes, progress);
  const stubs = planned.map((stub, index) => {
    const own = outcomes.filter((_, unit) => units[unit]!.stub === index);
    return stubResult(stub, own, seed);
  });
  return { engine: engineOf(outcomes), stubs };
}

function engineOf(outcomes: readonly UnitOutcome[]): string | undefined {
  const results = outcomes.flatMap((outcome) => ('results' in outcome ? outcome.results : []));
  return results.find(({ engine }) => engine !== undefined)?.engine;
}
