import type { ModelName } from '../axiomatic/models.ts';
import { type Exploration, type ExploreOptions, explore } from '../explore.ts';
import { type LoadedTest, loadLitmus } from '../load-test.ts';
import type { Scenario } from './language.ts';
import { scenarioToLitmus } from './to-litmus.ts';

/** What a scenario shows under one model. */
export interface ScenarioVerdict {
  model: ModelName;
  exploration: Exploration;
  /** Whether it was found as often as expected, with nothing left out. */
  asExpected: boolean;
}

export interface ScenarioReport {
  scenario: Scenario;
  loaded: LoadedTest;
  verdicts: ScenarioVerdict[];
}

/** Whether what was seen agrees with what is expected: a search that left something out may only have missed it. */
function agrees(exploration: Exploration, expected: string): boolean {
  return exploration.verdict.observation === expected && (exploration.incomplete.length === 0 || expected !== 'Never');
}

/** A scenario as a test that can be explored. */
export function loadScenario(scenario: Scenario): LoadedTest {
  return loadLitmus(scenarioToLitmus(scenario), scenario.name);
}

/** Explores a scenario under each of the models and compares with what is expected. */
export function runScenario(scenario: Scenario, models: readonly ModelName[], options: ExploreOptions): ScenarioReport {
  const loaded = loadScenario(scenario);
  const verdicts = models.map((model): ScenarioVerdict => {
    const exploration = explore(loaded, { ...options, model });
    return { model, exploration, asExpected: agrees(exploration, scenario.expect[model]) };
  });
  return { scenario, loaded, verdicts };
}
