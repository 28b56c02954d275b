import type { Scenario } from './language.ts';
import { pkvmScenarios } from './pkvm.ts';
import { spmdScenarios } from './spmd.ts';
import { xenScenarios } from './xen.ts';

/** All named scenarios. */
export const scenarios: readonly Scenario[] = [...xenScenarios, ...pkvmScenarios, ...spmdScenarios];

/** The scenario of that name, or those whose names begin so and a slash (`xen`). */
export function findScenarios(name: string): Scenario[] {
  return scenarios.filter((scenario) => scenario.name === name || scenario.name.startsWith(`${name}/`));
}
