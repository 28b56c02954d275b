import { exploreAxiomatic } from './axiomatic/explore.ts';
import { type ModelName, memoryModels } from './axiomatic/models.ts';
import type { LoadedTest } from './load-test.ts';
import { judge, type Verdict } from './outcome/verdict.ts';
import { exploreSequential } from './sequential/explore.ts';
import { layOutState } from './sequential/layout.ts';
import { traceExecution } from './trace/from-execution.ts';
import { traceMoves } from './trace/from-moves.ts';
import { type Replay, replayAxiomatic, replaySequential } from './trace/replay.ts';
import type { Trace } from './trace/trace.ts';
import type { Word } from './word.ts';

export interface ExploreOptions {
  model: ModelName;
  /** How often a loop is followed where executions are searched. */
  unroll: number;
  /** States to keep where interleavings are executed; choices to make where executions are searched. */
  limit: number;
  /** Wall time. */
  milliseconds: number;
  /** Sequential consistency: how often a thread that could go on may be interrupted; undefined for any number. */
  preemptions: number | undefined;
  /** Sequential consistency: leave out interleavings that differ only in the order of what is independent. */
  reduction: boolean;
}

export const defaultExploreOptions: ExploreOptions = {
  model: 'armv8',
  unroll: 2,
  limit: 20_000_000,
  milliseconds: 600_000,
  preemptions: undefined,
  reduction: true,
};

/** States that fit in memory. */
const mostStates = 8_000_000;
const mostPaths = 100_000;

export interface ExploredOutcome {
  /** A list of words for each observable. */
  values: Word[][];
  /** Whether it satisfies what stands behind the quantifier. */
  holds: boolean;
  /** Executions that end so; under sequential consistency, different final states of the machine. */
  executions: number;
  /** One execution that ends so. */
  trace(): Trace;
}

/** What exploring a test showed. */
export interface Exploration {
  loaded: LoadedTest;
  model: ModelName;
  outcomes: ExploredOutcome[];
  verdict: Verdict;
  /** How much was looked at: names in the singular and numbers, in the order in which they are printed. */
  statistics: [name: string, count: number][];
  /** Why something may be missing; empty where nothing is. */
  incomplete: string[];
  milliseconds: number;
}

function sequential(loaded: LoadedTest, options: ExploreOptions): Omit<Exploration, 'verdict' | 'milliseconds'> {
  const { program, question } = loaded;
  const { preemptions, reduction, milliseconds } = options;
  const limits = { states: Math.min(options.limit, mostStates), milliseconds, preemptions, reduction };
  const result = exploreSequential(program, question, limits);
  const layout = layOutState(program, question.registers);
  return {
    loaded,
    model: 'sc',
    outcomes: result.outcomes.map(({ values, holds, executions, witness }) => {
      return { values, holds, executions, trace: () => traceMoves(layout, witness) };
    }),
    statistics: [
      ['state', result.states],
      ['transition', result.transitions],
      ['final state', result.finalStates],
    ],
    incomplete: result.incomplete,
  };
}

function axiomatic(loaded: LoadedTest, options: ExploreOptions): Omit<Exploration, 'verdict' | 'milliseconds'> {
  const { model, unroll, limit, milliseconds } = options;
  const limits = { unroll, paths: mostPaths, steps: limit, milliseconds };
  const result = exploreAxiomatic(loaded.program, memoryModels[model], loaded.question, limits);
  return {
    loaded,
    model,
    outcomes: result.outcomes.map(({ values, holds, executions, witness }) => {
      return { values, holds, executions, trace: () => traceExecution(witness) };
    }),
    statistics: [
      ['path combination', result.candidates],
      ['choice', result.choices],
      ['execution', result.executions],
    ],
    incomplete: result.incomplete,
  };
}

/**
 * Finds all final states of a test under a memory model. Sequential consistency executes interleavings; the other models
 * search the executions that their axioms allow. Throws InputError where a thread gets to an address that is nowhere.
 */
export function explore(loaded: LoadedTest, options: ExploreOptions): Exploration {
  const start = performance.now();
  const found = options.model === 'sc' ? sequential(loaded, options) : axiomatic(loaded, options);
  const verdict = judge(loaded.test.quantifier, found.outcomes);
  return { ...found, verdict, milliseconds: performance.now() - start };
}

/** Runs one schedule of a test. Throws InputError where the model does not allow it. */
export function replay(loaded: LoadedTest, schedule: readonly string[], options: ExploreOptions): Replay {
  if (options.model === 'sc') return replaySequential(loaded, schedule);
  const { model, unroll, limit, milliseconds } = options;
  return replayAxiomatic(loaded, memoryModels[model], schedule, {
    unroll,
    paths: mostPaths,
    steps: limit,
    milliseconds,
  });
}
