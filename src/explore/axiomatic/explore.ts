import { InputError } from '../../guest/source.ts';
import { type Outcome, OutcomeCollector, type Question } from '../outcome/result.ts';
import type { Program } from '../program/program.ts';
import type { Word } from '../word.ts';
import { SearchBudget, type SearchLimits } from './budget.ts';
import { Candidate, type PreparedPath, preparePath } from './candidate.ts';
import { Cells } from './cells.ts';
import { type Execution, finalState, initialValues, keepExecution } from './execution.ts';
import type { LoadValueCache } from './load-values.ts';
import type { MemoryModel } from './models.ts';
import { CandidateSearch } from './search.ts';
import { type Unfolding, type UnfoldLimits, unfold } from './unfold.ts';

export type AxiomaticLimits = UnfoldLimits & SearchLimits;

/** Which executions to look for; all of them where it does not say. */
export interface Selection {
  /** Whether a choice of paths is of interest. */
  candidate?(candidate: Candidate): boolean;
  /** Whether an execution that the model allows is. */
  execution?(candidate: Candidate): boolean;
}

/** What a search through the executions of a program found. */
export interface AxiomaticResult {
  outcomes: Outcome<Execution>[];
  /** Paths of each thread. */
  paths: number[];
  /** Choices of one path for each thread that were looked at. */
  candidates: number;
  /** Choices of what reads read from and of the next write of a place. */
  choices: number;
  /** Executions that the model allows and the filter lets pass. */
  executions: number;
  /** Why there may be more; empty where there is not. */
  incomplete: string[];
}

/** All combinations of one element of each list. */
function* combinations<T>(lists: readonly (readonly T[])[], chosen: T[] = []): Generator<T[]> {
  const list = lists[chosen.length];
  if (!list) {
    yield [...chosen];
    return;
  }
  for (const element of list) {
    chosen.push(element);
    yield* combinations(lists, chosen);
    chosen.pop();
  }
}

class AxiomaticSearch {
  private readonly program: Program;
  private readonly unfoldings: Unfolding[];
  private readonly prepared: PreparedPath[][];
  private readonly cells: Cells;
  private readonly initial: Word[];
  private readonly budget: SearchBudget;
  private readonly limits: AxiomaticLimits;
  private readonly outcomes: OutcomeCollector<Execution>;
  private readonly selection: Selection;
  private candidates = 0;

  constructor(
    program: Program,
    model: MemoryModel,
    question: Question,
    limits: AxiomaticLimits,
    selection: Selection = {},
  ) {
    this.program = program;
    this.selection = selection;
    this.limits = limits;
    this.unfoldings = program.threads.map((_, thread) => {
      const observed = question.registers.filter((register) => register.thread === thread).map(({ slot }) => slot);
      return unfold(program, thread, new Set(observed), limits);
    });
    this.cells = new Cells(this.unfoldings.flatMap(({ paths }) => paths.flatMap(({ accesses }) => accesses)));
    this.initial = initialValues(program, this.cells);
    this.prepared = this.unfoldings.map(({ paths }) => paths.map((path) => preparePath(path, this.cells, model)));
    this.budget = new SearchBudget(limits);
    this.outcomes = new OutcomeCollector(question);
  }

  run(): AxiomaticResult {
    for (const paths of combinations(this.prepared)) {
      if (this.budget.exhausted) break;
      this.candidates += 1;
      const candidate = new Candidate(paths, this.cells.cells.length);
      if (this.selection.candidate?.(candidate) === false) continue;
      const visit = (found: Candidate, values: LoadValueCache): void => this.visit(found, values);
      new CandidateSearch(candidate, (cell) => this.initial[cell]!, this.budget, visit).run();
    }
    return this.result();
  }

  private visit(candidate: Candidate, values: LoadValueCache): void {
    if (this.selection.execution?.(candidate) === false) return;
    for (const { path } of candidate.paths) {
      if (path.fault) this.reportFault(path.thread, path.fault);
    }
    this.outcomes.add(finalState(this.program, candidate, values, this.cells), () =>
      keepExecution(candidate, values, this.cells, this.initial),
    );
  }

  /** Throws InputError: an execution gets to an instruction that can do nothing that the explorer knows. */
  private reportFault(thread: number, { instruction, message }: { instruction: number; message: string }): never {
    const { position, line } = this.program.threads[thread]!.instructions[instruction]!;
    const full = `P${thread}: ${message}`;
    throw new InputError(full, [{ ...position, message: full, text: line }]);
  }

  private result(): AxiomaticResult {
    const outcomes = this.outcomes.outcomes();
    return {
      outcomes,
      paths: this.unfoldings.map(({ paths }) => paths.length),
      candidates: this.candidates,
      choices: this.budget.steps,
      executions: outcomes.reduce((sum, { executions }) => sum + executions, 0),
      incomplete: this.incomplete(),
    };
  }

  private incomplete(): string[] {
    const reasons: string[] = [];
    const stopped = (reason: 'paths' | 'time') => this.unfoldings.some((unfolding) => unfolding.stopped === reason);
    if (this.unfoldings.some(({ cut }) => cut)) reasons.push(`loops were followed at most ${this.limits.unroll} times`);
    if (stopped('paths')) reasons.push(`a thread has more than ${this.limits.paths} paths, or too long ones`);
    if (this.budget.reason === 'steps') reasons.push(`the bound of ${this.limits.steps} choices was reached`);
    if (this.budget.reason === 'time' || stopped('time'))
      reasons.push(`time ran out after ${this.limits.milliseconds} ms`);
    return reasons;
  }
}

/**
 * Finds every execution of a program that a memory model allows: every way through each thread, every choice of the write
 * that each read reads from, and every order of the writes of each place. Throws InputError where an execution gets to an
 * address that is nowhere.
 */
export function exploreAxiomatic(
  program: Program,
  model: MemoryModel,
  question: Question,
  limits: AxiomaticLimits,
  selection?: Selection,
): AxiomaticResult {
  return new AxiomaticSearch(program, model, question, limits, selection).run();
}
