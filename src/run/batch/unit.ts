/** Some cells of one stub: prepared once, run one after another, judged, and boiled down to what reports need. */
import { findProfile, needsProbes } from '../../check/profiles.ts';
import type { Job } from '../../engine/engine.ts';
import type { RunRecord } from '../../engine/record.ts';
import type { AssemblerMessage, Image } from '../../guest/image.ts';
import { InputError } from '../../guest/source.ts';
import { planRun, type RunPlan } from '../../guest/stub/plan.ts';
import type { StubSpec } from '../../guest/stub.ts';
import type { CellResult, Violation } from '../../report/batch.ts';
import type { RunReport } from '../../report/report.ts';
import { type ChosenModel, chooseModels } from '../choose.ts';
import { judge } from '../judge.ts';
import { limitsOf, loadImage, makeJob, readSpec, repeatedJob, type ScenarioOptions } from '../prepare.ts';
import { isWorthRepeating, type Repetition, secondPlan } from '../second.ts';
import { type Cell, targetText } from './cells.ts';
import { cellResult, impossibleResult } from './outcome.ts';
import { ViolationTable } from './violations.ts';

/** Of which cells a batch brings back the whole report: much larger than all else that it says of them. */
export type WantedReports = 'none' | 'own' | 'all';

/** A piece of work for one process. */
export interface UnitRequest {
  file: string;
  options: ScenarioOptions;
  /** Seed where neither the user nor the stub names one. */
  seed: bigint;
  cells: Cell[];
  /** Number of the first of these cells among all of the stub's. */
  first: number;
  /** Cells whose whole report is wanted. */
  reports: WantedReports;
}

export interface UnitResult {
  engine: string | undefined;
  /** Of the register patterns. */
  seed: bigint;
  cells: CellResult[];
  violations: Violation[];
  /** By cell, undefined where it is not wanted. */
  reports: (RunReport | undefined)[];
  /** What the program's `.warning` and `.print` say. */
  messages: AssemblerMessage[];
}

/** A stub as it is read and assembled. */
interface LoadedStub {
  file: string;
  spec: StubSpec;
  image: Image;
}

let last: LoadedStub | undefined;

/** The units of a stub come one after another, so the last one read is the one that is wanted again. */
function load(file: string, options: ScenarioOptions): LoadedStub {
  if (last?.file === file) return last;
  const spec = readSpec(file);
  last = { file, spec, image: loadImage(file, spec, options) };
  return last;
}

/** How long its jobs may take by their own limits, in ms. */
export function unitLimit({ file, options, cells }: UnitRequest): number {
  const { milliseconds } = limitsOf(readSpec(file), options);
  return milliseconds * new Set(cells.map(targetText)).size * (options.once ? 1 : 2);
}

/** A model that has run, under whatever profiles it is judged. */
interface ModelRun {
  /** Model and firmware. */
  target: string;
  firmware: Record<string, number>;
  plan: RunPlan;
  run: RunRecord;
  second: Repetition | undefined;
  milliseconds: number;
}

class UnitRun {
  readonly #request: UnitRequest;
  readonly #run: (job: Job) => RunRecord;
  readonly #influence: boolean;
  readonly #stub: LoadedStub;
  /** Nobody who reads a report reads the program's bytes. */
  readonly #image: Image;
  readonly #seed: bigint;
  readonly #violations = new ViolationTable();
  readonly #reports: (RunReport | undefined)[] = [];
  #current: ModelRun | undefined;

  constructor(request: UnitRequest, run: (job: Job) => RunRecord) {
    this.#request = request;
    const probe = request.cells.some(({ profile }) => needsProbes(findProfile(profile)!));
    this.#run = (job) => run({ ...job, probe });
    this.#influence = request.options.influence !== undefined && request.reports !== 'none';
    this.#stub = load(request.file, request.options);
    this.#image = { ...this.#stub.image, segments: [] };
    this.#seed = request.options.seed ?? this.#stub.spec.seed ?? request.seed;
  }

  result(): UnitResult {
    const { cells, first } = this.#request;
    const results = cells.map((cell, index) => this.#cellIfAny(cell, first + index));
    return {
      engine: this.#current?.run.engine,
      seed: this.#seed,
      cells: results,
      violations: this.#violations.list(),
      reports: this.#reports,
      messages: this.#image.messages ?? [],
    };
  }

  /** What a stub asks for may not exist on a model that it does not name: then there is nothing to run. */
  #cellIfAny(cell: Cell, number: number): CellResult {
    try {
      return this.#cell(cell, number);
    } catch (error) {
      if (cell.own || !(error instanceof InputError)) throw error;
      this.#reports.push(undefined);
      return impossibleResult(this.#request.file, cell, error.message);
    }
  }

  #cell(cell: Cell, number: number): CellResult {
    if (this.#current?.target !== targetText(cell)) this.#current = this.#runModel(cell);
    const { plan, firmware, run, second, milliseconds } = this.#current;
    const profile = findProfile(cell.profile)!;
    const { spec } = this.#stub;
    const report = judge({ spec, image: this.#image, plan, firmware, profile }, run, second);
    this.#violations.add(report, number);
    const { reports } = this.#request;
    this.#reports.push(reports === 'all' || (reports === 'own' && cell.own) ? report : undefined);
    return cellResult(report, cell, milliseconds);
  }

  #runModel(cell: Cell): ModelRun {
    const target = targetText(cell);
    const start = performance.now();
    const { spec, image } = this.#stub;
    const { options } = this.#request;
    const chosen = chooseModels(spec, [target], [], { names: [], changes: options.firmware })[0]!;
    const limits = limitsOf(spec, options);
    const plan = this.#plan(chosen);
    const job = makeJob(image, chosen, plan, limits, options.engine);
    // Of the second run nobody looks at more than its registers.
    const run = this.#run(this.#influence ? { ...job, influence: { seed: plan.seed } } : job);
    const second = options.once ? undefined : this.#repeat(job, plan, run);
    return { target, firmware: chosen.firmware, plan, run, second, milliseconds: performance.now() - start };
  }

  #repeat(job: Job, first: RunPlan, run: RunRecord): Repetition | undefined {
    if (!isWorthRepeating(run)) return undefined;
    const plan = secondPlan(this.#stub.spec, this.#stub.image, first);
    return { plan, run: this.#run(repeatedJob(job, plan)) };
  }

  /** Where only rules are judged, nobody asks what the registers were at a label. */
  #plan({ choice }: ChosenModel): RunPlan {
    const plan = planRun(this.#stub.spec, this.#stub.image, choice, this.#seed);
    const own = this.#request.cells.some((cell) => cell.own && targetText(cell) === choice.text);
    return own ? plan : { ...plan, watch: [] };
  }
}

/**
 * Does a piece of work; `run` executes a job. Throws InputError for what is wrong with the stub, EnvironmentError where
 * the engine is missing.
 */
export function runUnit(request: UnitRequest, run: (job: Job) => RunRecord): UnitResult {
  return new UnitRun(request, run).result();
}
