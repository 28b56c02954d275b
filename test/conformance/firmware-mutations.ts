/** The switches of the firmware profiles, set to what a profile does not have: which case notices. */
import { historySwitches } from '../../assembly/el3/history-table.ts';
import { firmwareSwitches } from '../../assembly/el3/switch-table.ts';
import type { SwitchRow } from '../../assembly/switch-row.ts';
import { resolveFirmware, type Setting } from '../../src/engine/models.ts';
import { switchValueText } from '../../src/engine/switch-value.ts';
import { firmwareCases } from './suites/firmware-cases.ts';
import { concerns, firmware } from './suites/platforms.ts';
import { questions } from './suites/questions.ts';
import type { SuiteCase } from './suites/row.ts';
import { type Platform, runCase } from './suites/run.ts';
import { suiteRows } from './suites.ts';

/** A switch of a profile set to another value. */
export interface FirmwareMutation {
  profile: string;
  name: string;
  /** The profile's own value, and the other one. */
  own: string;
  value: string;
  /** The case that comes out otherwise; undefined where none does. */
  noticed: string | undefined;
  /** What else is set, in both. */
  context: Setting[];
}

/** The switches that make up the profiles; those of bugs of the past stand in no profile and have stubs in guest-asm/history. */
export const profileSwitches = firmwareSwitches.filter((row) => !historySwitches.includes(row));

/** Something that has an outcome without a hypervisor: a case of the suites, of the profiles, or a question. */
interface Probe {
  id: string;
  each: SuiteCase;
}

/** Other values of switches that take any number or version. */
const VALUES: Record<string, string[]> = {
  feat: ['1'],
  id: ['7'],
  last_number: ['0x8c', '0xef'],
  spmc_id: ['0x8005'],
  garbage_seed: ['2'],
  max_pages: ['0', '1', '2'],
};
const VERSIONS = ['1.0', '1.1', '1.2', '1.3'];

function valuesOf(row: SwitchRow): string[] {
  if (row.values !== undefined) return Object.keys(row.values);
  const values = row.kind === 'version' ? VERSIONS : VALUES[row.name];
  if (values === undefined) throw new Error(`VALUES names no other value of ${row.name}`);
  return values;
}

/** Switches that do something with another one only. */
const CONTEXTS: Record<string, Setting[]> = {
  boot_interrupt: [{ name: 'interrupt_locks', value: 'on' }],
  interrupt_locks: [{ name: 'boot_interrupt', value: 'on' }],
};

function allProbes(): Probe[] {
  return [
    ...suiteRows.flatMap(({ row, cases = [] }) => cases.map((each) => ({ id: `row ${row}, ${each.name}`, each }))),
    ...firmwareCases.map((each) => ({ id: each.name, each })),
    ...questions.map(({ asks, ...rest }) => ({ id: asks, each: { name: asks, ...rest } })),
  ];
}

function outcomeText({ each }: Probe, platform: Platform): string {
  const outcome = runCase(each, platform);
  return outcome.passed ? `${outcome.answer} ${outcome.kept}` : `${outcome.step} ${outcome.actual}`;
}

/** Finds who notices a changed switch; those who noticed the same switch elsewhere are asked first. */
class Detector {
  readonly #probes: Probe[];
  readonly #expected: Map<Probe, string>;
  readonly #profile: string;
  readonly #context: Setting[];
  readonly #first: Map<string, Probe[]>;

  constructor(profile: string, context: Setting[], probes: Probe[], first: Map<string, Probe[]>) {
    this.#profile = profile;
    this.#context = context;
    this.#first = first;
    this.#probes = probes.filter(({ each }) => concerns(each, { hypervisor: 'none', firmware: profile }));
    this.#expected = new Map(this.#probes.map((probe) => [probe, this.#outcome(probe)]));
  }

  #outcome(probe: Probe, changes: Setting[] = []): string {
    return outcomeText(probe, {
      hypervisor: 'none',
      firmware: this.#profile,
      settings: [...this.#context, ...changes],
    });
  }

  find(change: Setting): string | undefined {
    const known = this.#first.get(change.name) ?? [];
    const notices = (probe: Probe) =>
      this.#expected.has(probe) && this.#outcome(probe, [change]) !== this.#expected.get(probe);
    const found = known.find(notices) ?? this.#probes.find(notices);
    if (found && !known.includes(found)) this.#first.set(change.name, [found, ...known]);
    return found?.id;
  }
}

/** The values of a switch that are not the profile's own. */
function othersOf(row: SwitchRow, profile: string): string[] {
  const own = resolveFirmware([], profile)[row.name];
  return valuesOf(row).filter((value) => resolveFirmware([{ name: row.name, value }], profile)[row.name] !== own);
}

/** Sets every switch of every profile to every other value. */
export function firmwareMutations(): FirmwareMutation[] {
  const probes = allProbes();
  const first = new Map<string, Probe[]>();
  return firmware.flatMap((profile) => {
    const detector = new Detector(profile, [], probes, first);
    return profileSwitches.flatMap((row) => {
      const { name } = row;
      const context = CONTEXTS[name] ?? [];
      const own = switchValueText(row, resolveFirmware([], profile)[name]!);
      const finder = context.length === 0 ? detector : new Detector(profile, context, probes, first);
      return othersOf(row, profile).map((value) => ({
        profile,
        name,
        own,
        value,
        context,
        noticed: finder.find({ name, value }),
      }));
    });
  });
}
