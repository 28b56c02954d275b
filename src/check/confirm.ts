/** A second run with other register patterns: what is preserved in both is not preserved by luck. */
import type { RunRecord, TrapRecord } from '../engine/record.ts';
import type { CheckResult, Finding, Outcome, RuleOutcome } from './finding.ts';

/** A run with other patterns, and what the same profile says of it. */
export interface SecondRun {
  seed: bigint;
  run: RunRecord;
  check: CheckResult;
}

const WORD = 0xffffffffn;

function sameCall(a: TrapRecord, b: TrapRecord): boolean {
  const [one, other] = [a.before.x[0] ?? 0n, b.before.x[0] ?? 0n];
  return a.address === b.address && (one & WORD) === (other & WORD);
}

/** Traps that both runs took with the same call at the same place, from the first on. */
function commonTraps(first: RunRecord, second: RunRecord): number {
  const parting = first.traps.findIndex((trap, index) => {
    const other = second.traps[index];
    return other === undefined || !sameCall(trap, other);
  });
  return parting < 0 ? first.traps.length : parting;
}

const keyOf = ({ trap, rule, partition }: Finding, register: string): string =>
  [trap, rule, partition?.call, register].join('/');

/** Of the second run's findings what the first does not have: registers that were right there by luck. */
function onlySecond(first: readonly Finding[], second: readonly Finding[], traps: number, seed: bigint): Finding[] {
  const known = new Set(first.flatMap((found) => found.registers.map(({ register }) => keyOf(found, register))));
  return second
    .filter(({ trap }) => trap < traps)
    .map((found) => ({
      ...found,
      seed,
      registers: found.registers.filter(({ register }) => !known.has(keyOf(found, register))),
    }))
    .filter(({ registers }) => registers.length > 0);
}

const order: Outcome[] = ['not-applicable', 'pass', 'disputed', 'undefined', 'violation'];

/** The worse of the two runs' outcomes. */
function worse(outcome: RuleOutcome, added: readonly Finding[]): RuleOutcome {
  const verdicts = added
    .filter(({ trap, rule }) => trap === outcome.trap && rule === outcome.rule)
    .map(({ verdict }) => verdict);
  const all: Outcome[] = [outcome.outcome, ...verdicts];
  return { ...outcome, outcome: order[Math.max(...all.map((each) => order.indexOf(each)))]! };
}

/**
 * The findings of a run together with those that only a second run shows, as far as both took the same way. A register
 * then counts as preserved only if it survived two different patterns.
 */
export function confirm(result: CheckResult, run: RunRecord, second: SecondRun): CheckResult {
  const traps = commonTraps(run, second.run);
  const added = onlySecond(result.findings, second.check.findings, traps, second.seed);
  const lucky = new Set(added.flatMap((found) => found.registers.map(({ register }) => `${found.trap}/${register}`)));
  return {
    findings: [...result.findings, ...added].sort((a, b) => a.trap - b.trap),
    sameValue: result.sameValue.filter(({ trap, register }) => !lucky.has(`${trap}/${register}`)),
    outcomes: result.outcomes.map((outcome) => worse(outcome, added)),
    confirmation: {
      seed: second.seed,
      traps,
      diverged: traps < run.traps.length || second.run.traps.length !== run.traps.length,
    },
  };
}
