import { type SearchOptions, type SearchReport, search } from '../../src/search/search.ts';
import type { GoalSpec, SearchSetup } from '../../src/search/setup.ts';
import { searchTarget } from '../../src/search/target.ts';
import { idText } from '../../src/search/write/names.ts';

/** A search of models, with the firmware that suits them where none is named. */
export function setupOf(
  models: string[],
  goal: GoalSpec,
  changes: Partial<SearchSetup> = {},
  firmware?: string,
): SearchSetup {
  const targets = models.map((model) => searchTarget(model, { name: firmware, changes: [] }));
  return { targets, goal, conduit: 'smc', deviations: 2, vms: 1, bootReplies: true, ...changes };
}

export const small: SearchOptions = {
  depth: 2,
  milliseconds: 120_000,
  workers: 1,
  seed: 1n,
  walks: 0,
  beyond: 4,
  all: false,
};

export function runSearch(setup: SearchSetup, options: Partial<SearchOptions> = {}): Promise<SearchReport> {
  return search(setup, { ...small, ...options });
}

/** Function names of the calls of the n-th find. */
export function callsOf({ finds }: SearchReport, n = 0): string[] {
  return finds[n]!.sequence.moves.map(({ call }) => idText(Number(call.x[0]! & 0xffffffffn)));
}

/** A report without what differs from run to run: the time that it took. */
export function timeless({ milliseconds: _, ...report }: SearchReport): Omit<SearchReport, 'milliseconds'> {
  return report;
}
