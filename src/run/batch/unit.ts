/** Some cells of one stub: prepared once, run one after another, judged, and boiled down to what reports need. */
import { findProfile } from '../../check/profiles.ts';
import type { Job } from '../../engine/engine.ts';
import type { RunRecord } from '../../engine/record.ts';
import type { Image } from '../../guest/image.ts';
import { planRun, type RunPlan } from '../../guest/stub/plan.ts';
import type { StubSpec } from '../../guest/stub.ts';
import type { CellResult, Violation } from '../../report/batch.ts';
import { type ChosenModel, chooseModels } from '../choose.ts';
import { judge } from '../judge.ts';
import { chooseFirmware, loadImage, makeJob, readSpec, type ScenarioOptions } from '../prepare.ts';
import type { Cell } from './cells.ts';
import { cellResult } from './outcome.ts';
import { ViolationTable } from './violations.ts';

/** A piece of work for one process. */
export interface UnitRequest {
  file: string;
  options: ScenarioOptions;
  /** Seed where neither the user nor the stub names one. */
  seed: bigint;
  cells: Cell[];
  /** Number of the first of these cells among all of the stub's. */
  first: number;
}

export interface UnitResult {
  engine: string | undefined;
  /** Of the register patterns. */
  seed: bigint;
  cells: CellResult[];
  violations: Violation[];
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

/** Where only rules are judged, nobody asks what the registers were at a label. */
function planCell(stub: LoadedStub, { choice }: ChosenModel, seed: bigint, own: boolean): RunPlan {
  const plan = planRun(stub.spec, stub.image, choice, seed);
  return own ? plan : { ...plan, watch: [] };
}

/** Runs of one model, under several profiles. */
interface ModelRun {
  model: string;
  plan: RunPlan;
  run: RunRecord;
  milliseconds: number;
}

/** How long its jobs may take by their own limits, in ms. */
export function unitLimit({ file, options, cells }: UnitRequest): number {
  const { milliseconds } = { ...readSpec(file).limits, ...options.limits };
  return milliseconds * new Set(cells.map(({ model }) => model)).size;
}

/**
 * Does a piece of work; `run` executes a job. Throws InputError for what is wrong with the stub, EnvironmentError where
 * the engine is missing.
 */
export function runUnit(request: UnitRequest, run: (job: Job) => RunRecord): UnitResult {
  const { file, options, cells, first } = request;
  const stub = load(file, options);
  const { spec, image } = stub;
  const seed = options.seed ?? spec.seed ?? request.seed;
  const firmware = chooseFirmware(spec, options.firmware);
  const limits = { ...spec.limits, ...options.limits };
  const violations = new ViolationTable();
  let current: ModelRun | undefined;

  const runModel = (cell: Cell): ModelRun => {
    const start = performance.now();
    const own = cells.some(({ model, own }) => own && model === cell.model);
    const chosen = chooseModels(spec, [cell.model], [])[0]!;
    const plan = planCell(stub, chosen, seed, own);
    const record = run(makeJob(image, chosen, firmware, plan, limits));
    return { model: cell.model, plan, run: record, milliseconds: performance.now() - start };
  };

  const results = cells.map((cell, index) => {
    if (current?.model !== cell.model) current = runModel(cell);
    const report = judge(
      { spec, image, plan: current.plan, firmware, profile: findProfile(cell.profile)! },
      current.run,
    );
    violations.add(report, first + index);
    return cellResult(report, cell, current.milliseconds);
  });
  return { engine: current?.run.engine, seed, cells: results, violations: violations.list() };
}
