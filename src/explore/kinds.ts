import type { Exploration } from './explore.ts';
import type { Kind } from './inputs.ts';

/** What an exploration says of a test, in the words of a file of kinds. */
export function kindOf({ loaded, verdict }: Exploration): Kind | 'not Required' {
  if (loaded.test.quantifier === 'forall') return verdict.ok ? 'Required' : 'not Required';
  return verdict.positive > 0 ? 'Allowed' : 'Forbidden';
}

/** Whether an exploration agrees with an expectation; a search that is not exhaustive never confirms Forbidden. */
export function meetsKind(exploration: Exploration, kind: Kind): boolean {
  const complete = exploration.incomplete.length === 0 || kind === 'Allowed';
  return complete && kindOf(exploration) === kind;
}
