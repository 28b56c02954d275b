import { count } from '../../report/format.ts';
import type { Exploration, ExploredOutcome } from '../explore.ts';
import type { LoadedTest } from '../load-test.ts';
import { printCondition, printState } from '../outcome/print.ts';
import { quantifierKinds } from '../outcome/verdict.ts';
import type { Replay } from '../trace/replay.ts';
import { renderSchedule, scheduleOf } from './schedule.ts';

/** Which executions to print step by step: those that decide a test which fails, the witness of its condition, or all. */
export type ShowMode = 'failing' | 'witness' | 'all';

function statesOf({ loaded, outcomes }: Exploration): string[] {
  const { observables } = loaded.question;
  return [...new Set(outcomes.map(({ values }) => printState(observables, values, loaded.program)))];
}

/** How much was explored, and whether that was all. */
export function renderCoverage({ statistics, incomplete, milliseconds }: Exploration): string {
  const counts = statistics.map(([name, number]) => count(number, name)).join(', ');
  const whole = incomplete.length === 0 ? 'exhaustive' : `not exhaustive (${incomplete.join('; ')})`;
  return `${whole}: ${counts}, ${milliseconds.toFixed(1)} ms`;
}

function herdLines(exploration: Exploration): string[] {
  const { loaded, verdict, incomplete } = exploration;
  const { name, quantifier, condition } = loaded.test;
  const states = statesOf(exploration);
  const { positive, negative, observation } = verdict;
  const witnesses = quantifier === 'not-exists' ? [negative, positive] : [positive, negative];
  const loops = incomplete.some((reason) => reason.startsWith('loops'));
  return [
    `Test ${name} ${quantifierKinds[quantifier]}`,
    `States ${states.length}`,
    ...states,
    `${loops ? 'Loop ' : ''}${verdict.ok ? 'Ok' : 'No'}`,
    'Witnesses',
    `Positive: ${witnesses[0]} Negative: ${witnesses[1]}`,
    `Condition ${printCondition(quantifier, condition)}`,
    `Observation ${name} ${observation} ${positive} ${negative}`,
    `Time ${name} ${(exploration.milliseconds / 1000).toFixed(2)}`,
    `Explored ${name} ${exploration.model}, ${renderCoverage(exploration)}`,
  ];
}

/** The outcomes whose executions are to be shown. */
export function shownOutcomes({ outcomes, loaded, verdict }: Exploration, mode: ShowMode): ExploredOutcome[] {
  if (mode === 'all') return outcomes;
  const { quantifier } = loaded.test;
  if (mode === 'failing' && (verdict.ok || quantifier === 'exists')) return [];
  const wanted = quantifier !== 'forall';
  return outcomes.filter(({ holds }) => holds === wanted).slice(0, 1);
}

function outcomeLines(loaded: LoadedTest, outcome: ExploredOutcome): string[] {
  const trace = outcome.trace();
  const state = printState(loaded.question.observables, outcome.values, loaded.program);
  return ['', `Execution ${state}`, ...renderSchedule(loaded, trace), `  --schedule "${scheduleOf(trace)}"`];
}

/** An exploration as herd prints it, then the executions that `mode` asks for. Ends with a blank line. */
export function renderText(exploration: Exploration, mode: ShowMode): string {
  const shown = shownOutcomes(exploration, mode).flatMap((outcome) => outcomeLines(exploration.loaded, outcome));
  return `${[...herdLines(exploration), ...shown].join('\n')}\n\n`;
}

/** One schedule, and where it ends. */
export function renderReplay(loaded: LoadedTest, { trace, outcome }: Replay): string {
  const lines = [`Test ${loaded.test.name}`, ...renderSchedule(loaded, trace)];
  if (outcome) {
    const state = printState(loaded.question.observables, outcome.values, loaded.program);
    lines.push(`Final ${state}`.trimEnd(), `Condition ${outcome.holds ? 'holds' : 'does not hold'}`);
  } else lines.push('Not all threads have ended');
  return `${lines.join('\n')}\n`;
}
