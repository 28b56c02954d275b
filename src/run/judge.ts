import { firmwareSwitches } from '../../assembly/el3/switch-table.ts';
import { checkRun } from '../check/check.ts';
import { confirm } from '../check/confirm.ts';
import { checkExpectations, undeclaredFindings } from '../check/expect.ts';
import type { CheckResult } from '../check/finding.ts';
import { checkPartitionCalls } from '../check/partition-calls.ts';
import type { Profile } from '../check/profiles.ts';
import { resolveFirmware } from '../engine/models.ts';
import type { RunRecord } from '../engine/record.ts';
import { switchValueText } from '../engine/switch-value.ts';
import type { Image } from '../guest/image.ts';
import type { RunPlan } from '../guest/stub/plan.ts';
import type { StubSpec } from '../guest/stub.ts';
import type { RunReport } from '../report/report.ts';
import type { Repetition } from './second.ts';

/** Its name where it has one, the version, and what differs from its row, for the report. */
export function describeFirmware(firmware: Record<string, number>, name?: string): string {
  const version = firmwareSwitches.find((row) => row.name === 'version')!;
  const row = resolveFirmware([], name);
  const changed = firmwareSwitches.filter((each) => each !== version && firmware[each.name] !== row[each.name]);
  const settings = changed.map((each) => `${each.name}=${switchValueText(each, firmware[each.name]!)}`);
  return [...(name ? [name] : []), `FF-A ${switchValueText(version, firmware.version!)}`, ...settings].join(' ');
}

/** What a verdict is about: a stub, what it ran on, and the rules. */
export interface Subject {
  spec: StubSpec;
  image: Image;
  plan: RunPlan;
  firmware: Record<string, number>;
  profile: Profile;
}

/** What the profile says of a run: the guest's calls and those of partitions. */
function checkAll(run: RunRecord, profile: Profile): CheckResult {
  const guest = checkRun(run, profile);
  return { ...guest, findings: [...guest.findings, ...checkPartitionCalls(run, profile)] };
}

/**
 * Holds a run against the rules of its profile and the expectations of its stub. A second run, where there is one, counts
 * for the rules alone.
 */
export function judge(
  { spec, image, plan, firmware, profile }: Subject,
  run: RunRecord,
  second?: Repetition,
): RunReport {
  const first = checkAll(run, profile);
  const check = second
    ? confirm(first, run, { seed: second.plan.seed, run: second.run, check: checkAll(second.run, profile) })
    : first;
  return {
    stub: spec.file,
    title: spec.title,
    asks: spec.asks,
    notes: spec.notes,
    model: plan.model.text,
    firmware: describeFirmware(firmware, plan.model.firmware?.name),
    profile: profile.name,
    version: profile.version,
    seed: plan.seed,
    image,
    run,
    check,
    undeclared: undeclaredFindings(plan, run, check.findings),
    expectations: checkExpectations(plan, run, check.findings),
  };
}
