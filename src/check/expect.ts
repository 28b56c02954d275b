import type { RunRecord } from '../engine/record.ts';
import type { SourcePosition } from '../guest/source.ts';
import type { PlannedExpectation, RunPlan } from '../guest/stub/plan.ts';
import { checkArrivals, checkBoot, checkTraps } from './expect/events.ts';
import { checkDeclared, foundText } from './expect/findings.ts';
import type { Difference, Outcome } from './expect/outcome.ts';
import { checkPartition } from './expect/partitions.ts';
import { checkPartitionSequence, checkSequence } from './expect/sequence.ts';
import { checkStop, DEFAULT_STOP } from './expect/stop.ts';
import type { Finding } from './finding.ts';

export { undeclaredFindings } from './expect/findings.ts';
export type { Difference } from './expect/outcome.ts';

/**
 * `not-reached` fails a run just as `fail` does; `skipped` is for other models. `red`: it fails, and the stub says that it
 * must, because the model has a bug of the past.
 */
export type ExpectationStatus = 'pass' | 'red' | 'fail' | 'not-reached' | 'skipped';

/** What became of one `expect` line. */
export interface ExpectationResult {
  /** Undefined for the expectation that holds where no line says how the run stops. */
  position: SourcePosition | undefined;
  /** The line without `//!`. */
  text: string;
  status: ExpectationStatus;
  /** How often it was checked: arrivals, traps, or 1. */
  checked: number;
  /** What is not as expected, in order. */
  differences: Difference[];
  /** For `not-reached` why, for `fail` that differences are left out: one sentence without a full stop. */
  detail: string | undefined;
}

/** A red line must fail on its models, and a red finding must be there. */
function redOutcome(
  outcome: Outcome,
  found: string | undefined,
): Pick<ExpectationResult, 'status' | 'differences' | 'detail'> {
  const { differences, remark } = outcome;
  const status = statusOf(outcome);
  if (found !== undefined) {
    return status === 'pass' ? { status: 'red', differences, detail: found } : { status, differences, detail: remark };
  }
  if (status !== 'pass') return { status: 'red', differences, detail: remark };
  return { status: 'fail', differences: [], detail: 'it holds, and the stub says that it must not here' };
}

function statusOf(outcome: Outcome): ExpectationStatus {
  if (outcome.differences.length > 0) return 'fail';
  return outcome.remark === undefined ? 'pass' : 'not-reached';
}

function outcomeOf(planned: PlannedExpectation, plan: RunPlan, run: RunRecord, findings: readonly Finding[]): Outcome {
  const { expectation, address } = planned;
  switch (expectation.kind) {
    case 'arrival':
    case 'state':
      return checkArrivals(expectation, address!, plan, run);
    case 'trap':
      return checkTraps(expectation, address!, plan, run);
    case 'boot':
      return checkBoot(expectation.conditions, plan, run);
    case 'el3':
      return checkSequence(expectation.sequence, run);
    case 'calls':
      return checkPartitionSequence(expectation.sequence, expectation.partition, run);
    case 'partition':
      return checkPartition(expectation, plan, run);
    case 'stop':
      return checkStop(expectation.stop, address, run);
    case 'finding':
      return checkDeclared(expectation, address, run, findings);
  }
}

function resultOf(planned: PlannedExpectation, plan: RunPlan, run: RunRecord, findings: readonly Finding[]) {
  const { place, source: text } = planned.expectation;
  const position = { file: place.file, line: place.line, column: place.column };
  if (!planned.applies) {
    return { position, text, status: 'skipped' as const, checked: 0, differences: [], detail: undefined };
  }
  const outcome = outcomeOf(planned, plan, run, findings);
  const { checked, differences, remark } = outcome;
  const told = { position, text, checked };
  if (planned.fails) {
    const { expectation } = planned;
    return {
      ...told,
      ...redOutcome(outcome, expectation.kind === 'finding' ? foundText(expectation, findings) : undefined),
    };
  }
  return { ...told, status: statusOf(outcome), differences, detail: remark };
}

/** Where no line for this model says how the run stops, it stops at `brk #0`. */
function defaultStop(plan: RunPlan, run: RunRecord): ExpectationResult[] {
  if (plan.expectations.some(({ expectation, applies }) => applies && expectation.kind === 'stop')) return [];
  const outcome = checkStop(DEFAULT_STOP, undefined, run);
  const { checked, differences } = outcome;
  const text = 'expect stop: brk #0';
  return [{ position: undefined, text, status: statusOf(outcome), checked, differences, detail: undefined }];
}

/**
 * Holds a run against the expectations of its plan, in the order of the text, the standard one about the stop last.
 * `findings` are those of the preservation rules for the same run: an `expect finding` line wants to see its own among
 * them.
 */
export function checkExpectations(plan: RunPlan, run: RunRecord, findings: readonly Finding[]): ExpectationResult[] {
  const results: ExpectationResult[] = plan.expectations.map((planned) => resultOf(planned, plan, run, findings));
  return [...results, ...defaultStop(plan, run)];
}

/** True where nothing failed but what must, and nothing was missed. */
export function allAsExpected(results: readonly ExpectationResult[]): boolean {
  return results.every(({ status }) => status === 'pass' || status === 'red' || status === 'skipped');
}
