/** Why a platform does not answer as a suite asserts. */
import { pkvmSwitches } from '../../../../assembly/el2/pkvm/switch-table.ts';
import { xenSwitches } from '../../../../assembly/el2/xen/switch-table.ts';
import { firmwareSwitches } from '../../../../assembly/el3/switch-table.ts';
import type { SwitchRow } from '../../../../assembly/switch-row.ts';
import { resolveFirmware, resolveModel } from '../../../../src/engine/models.ts';
import type { Disposition } from '../../../../src/engine/record.ts';
import { switchValueText } from '../../../../src/engine/switch-value.ts';
import { matchesGlobs } from '../../../../src/guest/stub/glob.ts';
import type { Failure, Platform } from '../run.ts';

/** What is said of the first outcome that all conditions hold for; a condition that is not there holds. */
export interface Reason {
  because: string;
  /** Where the implementation does so. */
  source: string;
  /** Globs over `hypervisor@firmware`. */
  on?: string[];
  /** Values of switches, by name. A platform without that kind of hypervisor does not meet them. */
  pkvm?: Record<string, string[]>;
  xen?: Record<string, string[]>;
  firmware?: Record<string, string[]>;
  /** Globs over `row/case`. */
  cases?: string[];
  /** Globs over the call that is not answered as asserted, with its arguments; `0x8001: FFA_RUN` for a partition's. */
  calls?: string[];
  /** Globs over what is asserted of it. */
  wants?: string[];
  /** Globs over what is answered. */
  gets?: string[];
  /** What EL2 did with the call. */
  by?: Disposition[];
}

type Values = Record<string, string>;

function texts(rows: readonly SwitchRow[], switches: Record<string, number>): Values {
  return Object.fromEntries(rows.map((row) => [row.name, switchValueText(row, switches[row.name]!)]));
}

const known = new Map<string, Values>();

function remembered(key: string, make: () => Values): Values {
  const found = known.get(key) ?? make();
  known.set(key, found);
  return found;
}

function hypervisorValues(name: string, family: string, rows: readonly SwitchRow[]): Values | undefined {
  if (!name.startsWith(`${family}/`)) return undefined;
  return remembered(name, () => texts(rows, resolveModel(name, []).switches));
}

function holds(wanted: Record<string, string[]> | undefined, values: Values | undefined): boolean {
  if (wanted === undefined) return true;
  return values !== undefined && Object.entries(wanted).every(([name, allowed]) => allowed.includes(values[name]!));
}

function within(globs: string[] | undefined, text: string): boolean {
  return globs === undefined || matchesGlobs(globs, () => text);
}

/** Whether a reason is one for what became of a case; `name` is `row/case`. */
export function explains(reason: Reason, name: string, platform: Platform, failure: Failure): boolean {
  const { hypervisor, firmware } = platform;
  const [call, wanted] = failure.step.split(' -> ');
  return (
    within(reason.on, `${hypervisor}@${firmware}`) &&
    within(reason.cases, name) &&
    within(reason.calls, call!) &&
    within(reason.wants, wanted!) &&
    within(reason.gets, failure.actual) &&
    (reason.by === undefined || (failure.disposition !== undefined && reason.by.includes(failure.disposition))) &&
    holds(reason.pkvm, hypervisorValues(hypervisor, 'pkvm', pkvmSwitches)) &&
    holds(reason.xen, hypervisorValues(hypervisor, 'xen', xenSwitches)) &&
    holds(
      reason.firmware,
      remembered(firmware, () => texts(firmwareSwitches, resolveFirmware([], firmware))),
    )
  );
}
