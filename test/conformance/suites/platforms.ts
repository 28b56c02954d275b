/** Every hypervisor with every firmware, and why one does not answer as a suite asserts. */
import { firmwareProfiles } from '../../../assembly/el3/profiles.ts';
import { listModels } from '../../../src/engine/models.ts';
import { matchesGlobs } from '../../../src/guest/stub/glob.ts';
import { firmwareReasons } from './reasons/firmware.ts';
import { pkvmReasons } from './reasons/pkvm.ts';
import { explains, type Reason } from './reasons/reason.ts';
import { xenReasons } from './reasons/xen.ts';
import type { SuiteCase, SuiteRow } from './row.ts';
import { type Failure, type Outcome, type Platform, runCase } from './run.ts';

export const reasons: Reason[] = [...pkvmReasons, ...xenReasons, ...firmwareReasons];

const models = listModels().map(({ name }) => name);
/** The guest alone first, then what may stand below it. */
export const hypervisors = ['none', ...models.filter((name) => name !== 'none')];
export const firmware = firmwareProfiles.map(({ name }) => name);

/** What became of a case on a platform. */
export interface Result {
  row: SuiteRow;
  case: SuiteCase;
  platform: Platform;
  outcome: Outcome;
  /** Why it is not as asserted; undefined where it is, or where nobody knows. */
  reason: Reason | undefined;
}

/** Whether a case is for a platform. */
export function concerns({ on = [] }: SuiteCase, { hypervisor, firmware: name }: Platform): boolean {
  return matchesGlobs(on, () => `${hypervisor}@${name}`);
}

/** Why a case does not come out as asserted. */
export function reasonFor(
  row: SuiteRow,
  { name }: SuiteCase,
  platform: Platform,
  failure: Failure,
): Reason | undefined {
  return reasons.find((reason) => explains(reason, `${row.row}/${name}`, platform, failure));
}

function resultOf(row: SuiteRow, each: SuiteCase, platform: Platform): Result {
  const outcome = runCase(each, platform);
  const reason = outcome.passed ? undefined : reasonFor(row, each, platform, outcome);
  return { row, case: each, platform, outcome, reason };
}

/** Runs the cases of rows on every platform that they concern. */
export function runRows(rows: SuiteRow[]): Result[] {
  const platforms = hypervisors.flatMap((hypervisor) => firmware.map((name) => ({ hypervisor, firmware: name })));
  return rows.flatMap((row) =>
    (row.cases ?? []).flatMap((each) =>
      platforms.filter((platform) => concerns(each, platform)).map((platform) => resultOf(row, each, platform)),
    ),
  );
}
