import { hex } from '../../engine/hex.ts';
import type { Exploration } from '../explore.ts';
import type { LoadedTest } from '../load-test.ts';
import { printCondition, printState } from '../outcome/print.ts';
import type { Replay } from '../trace/replay.ts';
import type { Trace, TraceEvent } from '../trace/trace.ts';
import { type Word, wordToBigint } from '../word.ts';
import { printAction } from './events.ts';
import { scheduleOf } from './schedule.ts';
import { type ShowMode, shownOutcomes } from './text.ts';

/** A word as 16 hex digits. */
function wordText(word: Word): string {
  return `0x${hex(wordToBigint(word))}`;
}

function eventJson({ program }: LoadedTest, event: TraceEvent): object {
  const { label, thread, instruction, offset, size, order, read, written } = event;
  return {
    label,
    thread,
    instruction: program.threads[thread]!.instructions[instruction]!.text,
    location: program.regions[event.region]!.name,
    offset,
    size,
    order,
    read: read && wordText(read),
    written: written && wordText(written),
    action: printAction(program, event),
  };
}

function traceJson(loaded: LoadedTest, trace: Trace): object {
  const { events, edges } = trace;
  return { schedule: scheduleOf(trace), events: events.map((event) => eventJson(loaded, event)), edges };
}

function stateJson({ question, program }: LoadedTest, values: Word[][]): object {
  const named = question.observables.map(({ name }, index) => [name, values[index]!.map(wordText)] as const);
  return {
    text: printState(question.observables, values, program),
    values: Object.fromEntries(named.map(([name, words]) => [name, words.length === 1 ? words[0] : words])),
  };
}

/** An exploration as plain data. */
export function explorationJson(exploration: Exploration, mode: ShowMode): object {
  const { loaded, model, outcomes, verdict, statistics, incomplete, milliseconds } = exploration;
  const { name, quantifier, condition } = loaded.test;
  const shown = new Set(shownOutcomes(exploration, mode));
  return {
    name,
    file: loaded.source.file,
    model,
    condition: printCondition(quantifier, condition),
    ok: verdict.ok,
    observation: verdict.observation,
    positive: verdict.positive,
    negative: verdict.negative,
    exhaustive: incomplete.length === 0,
    incomplete,
    statistics: Object.fromEntries(statistics),
    milliseconds,
    states: outcomes.map((outcome) => ({
      ...stateJson(loaded, outcome.values),
      holds: outcome.holds,
      executions: outcome.executions,
      execution: shown.has(outcome) ? traceJson(loaded, outcome.trace()) : undefined,
    })),
  };
}

/** One schedule as plain data. */
export function replayJson(loaded: LoadedTest, { trace, outcome }: Replay): object {
  return {
    name: loaded.test.name,
    file: loaded.source.file,
    ...traceJson(loaded, trace),
    final: outcome && { ...stateJson(loaded, outcome.values), holds: outcome.holds },
  };
}
