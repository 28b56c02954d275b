import { InputError } from '../../guest/source.ts';
import type { Candidate } from '../axiomatic/candidate.ts';
import type { Execution } from '../axiomatic/execution.ts';
import { type AxiomaticLimits, exploreAxiomatic } from '../axiomatic/explore.ts';
import type { MemoryModel } from '../axiomatic/models.ts';
import { completeOrder } from '../axiomatic/observed-order.ts';
import type { LoadedTest } from '../load-test.ts';
import { type Outcome, OutcomeCollector } from '../outcome/result.ts';
import { layOutState } from '../sequential/layout.ts';
import { nodeLabels, traceExecution } from './from-execution.ts';
import { TraceRecorder } from './from-moves.ts';
import type { Trace } from './trace.ts';

/** What a schedule leads to. */
export interface Replay {
  trace: Trace;
  /** Undefined where some thread has not ended. */
  outcome: Outcome<unknown> | undefined;
}

/** The labels of a schedule. Throws InputError where there is something else between them. */
export function parseSchedule(text: string): string[] {
  const labels = text.trim().split(/[\s,]+/);
  for (const label of labels) {
    if (!/^P\d+:\d+(#\d+)?(\.\d+|[rw])?!?$/.test(label))
      throw new InputError(`'${label}' in the schedule is no label such as P0:2`);
  }
  return labels;
}

/** Runs the threads of a test one access at a time in the order of a schedule. Throws InputError where that cannot be. */
export function replaySequential({ program, question }: LoadedTest, schedule: readonly string[]): Replay {
  const recorder = new TraceRecorder(layOutState(program, question.registers));
  const { machine } = recorder;
  for (let next = 0; next < schedule.length; ) {
    const label = schedule[next]!;
    const thread = Number(/^P(\d+)/.exec(label)![1]);
    if (thread >= program.threads.length) throw new InputError(`the schedule names P${thread}, which the test has not`);
    if (machine.hasEnded(thread)) throw new InputError(`P${thread} has ended before ${label} of the schedule`);
    const choice = label.endsWith('!') && machine.choices(thread) > 1 ? 1 : 0;
    for (const done of recorder.run({ thread, choice })) {
      if (schedule[next] !== done)
        throw new InputError(`P${thread} goes on with ${done}, the schedule says ${schedule[next] ?? 'nothing'}`);
      next += 1;
    }
  }
  const ended = program.threads.every((_, thread) => machine.hasEnded(thread));
  const collector = new OutcomeCollector<undefined>({ ...question, filter: () => true });
  if (ended) collector.add(machine, () => undefined);
  return { trace: recorder.trace, outcome: collector.outcomes()[0] };
}

/** Compares candidates with a schedule, and remembers why the last one does not go in its order. */
class ScheduleMatcher {
  complaint: string | undefined;
  private readonly places: Map<string, number>;
  private readonly size: number;

  constructor(schedule: readonly string[]) {
    this.places = new Map(schedule.map((label, index) => [label, index]));
    this.size = schedule.length;
  }

  /** Whether the candidate has the events of the schedule, and its threads keep to it. */
  candidate(candidate: Candidate): boolean {
    const labels = nodeLabels(candidate.nodes);
    if (labels.length !== this.size || labels.some((label) => !this.places.has(label))) return false;
    this.complaint = this.firstViolation(candidate, labels);
    return this.complaint === undefined;
  }

  /** Whether everything that the model orders, and the writes of each place, come in the order of the schedule. */
  execution(candidate: Candidate): boolean {
    const labels = nodeLabels(candidate.nodes);
    const order = completeOrder(candidate)!;
    const place = (node: number): number => this.places.get(labels[node]!)!;
    for (const from of labels.keys()) {
      for (const to of labels.keys()) if (order.has(from, to) && place(from) > place(to)) return false;
    }
    return candidate.coherence.every((writes) =>
      writes.every((write, index) => index === 0 || place(writes[index - 1]!) < place(write)),
    );
  }

  private firstViolation(candidate: Candidate, labels: readonly string[]): string | undefined {
    for (const [from, first] of labels.entries()) {
      for (const [to, second] of labels.entries()) {
        const wrong = candidate.order.has(from, to) && this.places.get(first)! > this.places.get(second)!;
        if (wrong) return `the model keeps ${first} before ${second}`;
      }
    }
    return undefined;
  }
}

/**
 * Finds the execution of a test whose accesses take effect in the order of a schedule. Throws InputError where the model
 * allows none.
 */
export function replayAxiomatic(
  { program, question }: LoadedTest,
  model: MemoryModel,
  schedule: readonly string[],
  limits: AxiomaticLimits,
): Replay {
  const matcher = new ScheduleMatcher(schedule);
  const selection = {
    candidate: (candidate: Candidate) => matcher.candidate(candidate),
    execution: (candidate: Candidate) => matcher.execution(candidate),
  };
  const unfiltered = { ...question, filter: () => true };
  const outcome: Outcome<Execution> | undefined = exploreAxiomatic(program, model, unfiltered, limits, selection)
    .outcomes[0];
  if (outcome) return { trace: traceExecution(outcome.witness), outcome };
  const reason = matcher.complaint ?? 'no execution of the test consists of these accesses in this order';
  throw new InputError(`the schedule cannot be under ${model.title}: ${reason}`);
}
