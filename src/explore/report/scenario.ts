import { printState } from '../outcome/print.ts';
import type { ScenarioReport, ScenarioVerdict } from '../scenarios/run.ts';
import { localNames } from '../scenarios/to-litmus.ts';
import { explorationJson } from './json.ts';
import { renderSchedule, scheduleOf } from './schedule.ts';
import { renderCoverage, type ShowMode } from './text.ts';

const found = { Never: 'never', Sometimes: 'found', Always: 'always' } as const;

function verdictLine({ exploration, asExpected }: ScenarioVerdict, expected: keyof typeof found): string {
  const seen = found[exploration.verdict.observation].padEnd(7);
  const judgement = asExpected ? 'as expected' : `NOT AS EXPECTED (${found[expected]})`;
  return `  ${exploration.model.padEnd(6)} ${seen} ${judgement}   ${renderCoverage(exploration)}`;
}

/** One execution that does the harm, step by step: of the first model that allows it, which is the strongest. */
function harmLines({ scenario, verdicts, loaded }: ScenarioReport): string[] {
  const harmful = verdicts.find(({ exploration }) => exploration.verdict.positive > 0);
  const outcome = harmful?.exploration.outcomes.find(({ holds }) => holds);
  if (!harmful || !outcome) return [];
  const trace = outcome.trace();
  const state = printState(loaded.question.observables, outcome.values, loaded.program);
  const names = localNames(scenario);
  return [
    '',
    `  how, under ${harmful.model}: ${state.replace(/\d+:X\d+/g, (register) => names.get(register) ?? register)}`,
    ...renderSchedule(loaded, trace).map((line) => `  ${line}`),
    `    --model ${harmful.model} --schedule "${scheduleOf(trace)}"`,
  ];
}

/** A scenario's question, what each model says, how the harm comes about and what that means. */
export function renderScenario(report: ScenarioReport): string {
  const { scenario, verdicts } = report;
  const lines = [
    `${scenario.name}   ${scenario.title}`,
    ...scenario.threads.map(({ title }, index) => `  P${index}     ${title}`),
    `  harm   ${scenario.harm}`,
    ...verdicts.map((verdict) => verdictLine(verdict, scenario.expect[verdict.model])),
    ...harmLines(report),
    '',
    `  ${scenario.answer}`,
  ];
  return `${lines.join('\n')}\n\n`;
}

/** The same as plain data. */
export function scenarioJson({ scenario, verdicts }: ScenarioReport, mode: ShowMode): object {
  const { name, title, claims, harm, answer } = scenario;
  return {
    name,
    title,
    claims,
    harm,
    answer,
    threads: scenario.threads.map((thread) => thread.title),
    models: verdicts.map(({ exploration, asExpected, model }) => ({
      expected: scenario.expect[model],
      asExpected,
      ...explorationJson(exploration, mode),
    })),
  };
}
