import type { Quantifier } from '../litmus/test.ts';

/** What a test's condition comes to. */
export interface Verdict {
  /** `exists` found a state, `~exists` found none, `forall` found no other. */
  ok: boolean;
  /** Executions that satisfy what stands behind the quantifier, and those that don't. */
  positive: number;
  negative: number;
  observation: 'Always' | 'Never' | 'Sometimes';
}

/** The verdict on executions counted by whether they satisfy the condition. */
export function judge(quantifier: Quantifier, outcomes: readonly { holds: boolean; executions: number }[]): Verdict {
  const count = (holds: boolean): number =>
    outcomes.reduce((sum, outcome) => sum + (outcome.holds === holds ? outcome.executions : 0), 0);
  const [positive, negative] = [count(true), count(false)];
  const observation = positive === 0 ? 'Never' : negative === 0 ? 'Always' : 'Sometimes';
  const ok = quantifier === 'exists' ? positive > 0 : quantifier === 'forall' ? negative === 0 : positive === 0;
  return { ok, positive, negative, observation };
}

/** What herd calls the quantifier of a test. */
export const quantifierKinds: Record<Quantifier, string> = {
  exists: 'Allowed',
  'not-exists': 'Forbidden',
  forall: 'Required',
};
