import { pkvmSwitches } from '../../assembly/el2/pkvm/switch-table.ts';
import { pkvmVariants } from '../../assembly/el2/pkvm/variants.ts';
import { relaySwitches } from '../../assembly/el2/relay/switch-table.ts';
import { relayVariants } from '../../assembly/el2/relay/variants.ts';
import type { Variant } from '../../assembly/el2/variant.ts';
import { xenSwitches } from '../../assembly/el2/xen/switch-table.ts';
import { xenVariants } from '../../assembly/el2/xen/variants.ts';
import { firmwareProfiles, STANDARD_FIRMWARE } from '../../assembly/el3/profiles.ts';
import { firmwareSwitches } from '../../assembly/el3/switch-table.ts';
import type { SwitchRow } from '../../assembly/switch-row.ts';
import { InputError } from '../guest/source.ts';
import type { MachineOptions } from './engine.ts';

/** A name and a value as the user wrote them. */
export interface Setting {
  name: string;
  value: string;
}

/** Models that share a handler, and so their switches. */
type Family = 'pkvm' | 'xen' | 'relay';

const families: Record<Family, { variants: Variant[]; switches: SwitchRow[] }> = {
  pkvm: { variants: pkvmVariants, switches: pkvmSwitches },
  xen: { variants: xenVariants, switches: xenSwitches },
  relay: { variants: relayVariants, switches: relaySwitches },
};

const familyNames = Object.keys(families) as Family[];

/** One line of the list of models. */
export interface ModelSummary {
  name: string;
  family: Family | 'none';
  description: string;
  provenance: string;
  /** The model that it starts from, and the switches that it changes there, by name; without one, in the standard. */
  from: string | undefined;
  changes: Record<string, string>;
}

/** One switch, for people: `values` holds the names of the allowed values, or what kind of value it takes. */
export interface SwitchSummary {
  model: Family | 'firmware';
  name: string;
  values: string[];
  /** The standard value, by name. */
  standard: string;
  description: string;
}

const noHypervisor: ModelSummary = {
  name: 'none',
  family: 'none',
  description: 'no hypervisor: HCR_EL2.TSC is 0 and an SMC goes to EL3',
  provenance: 'DDI 0487, D1.3',
  from: undefined,
  changes: {},
};

/** All models that {@link resolveModel} knows, in the order of the table. */
export function listModels(): ModelSummary[] {
  const rows = familyNames.flatMap((family) =>
    families[family].variants.map(({ name, description, provenance, from, switches: changes }) => ({
      name,
      family,
      description,
      provenance,
      from,
      changes,
    })),
  );
  return [...rows, noHypervisor];
}

/** The switches of a family of models; `none` has none. */
export function switchRows(family: ModelSummary['family']): readonly SwitchRow[] {
  return family === 'none' ? [] : families[family].switches;
}

/** All firmware that {@link resolveFirmware} knows, in the order of the table. */
export function listFirmware(): Omit<ModelSummary, 'family'>[] {
  return firmwareProfiles.map(({ name, description, provenance, from, switches: changes }) => ({
    name,
    description,
    provenance,
    from,
    changes,
  }));
}

/** All switches that {@link resolveModel} and {@link resolveFirmware} know. */
export function describeSwitches(): SwitchSummary[] {
  return [
    ...familyNames.flatMap((family) => families[family].switches.map((row) => summary(family, row))),
    ...firmwareSwitches.map((row) => summary('firmware', row)),
  ];
}

/**
 * The switches of a model, by name, after the user's changes.
 * Throws {@link InputError} that names the bad model, switch or value and lists the valid ones.
 */
export function resolveModel(name: string, changes: Setting[]): MachineOptions['model'] {
  if (name === noHypervisor.name) {
    if (changes.length > 0)
      throw new InputError(`model \`none\` has no switches, so \`${changes[0]!.name}\` cannot be set`);
    return { family: 'none', name, switches: {} };
  }
  const family = familyOf(name);
  const { variants, switches: rows } = families[family];
  const switches = standards(rows);
  for (const row of lineage(variants, name)) apply(switches, rows, settingsOf(row.switches));
  apply(switches, rows, changes);
  return { family, name, switches };
}

/**
 * The firmware's switches, by name: those of a row, then the user's changes. Versions may be written as 1.2 or 0x10002.
 * Throws {@link InputError} that names the bad firmware, switch or value and lists the valid ones.
 */
export function resolveFirmware(settings: Setting[], name: string = STANDARD_FIRMWARE): Record<string, number> {
  const switches = standards(firmwareSwitches);
  if (!firmwareProfiles.some((row) => row.name === name)) {
    throw unknown(
      'firmware',
      name,
      firmwareProfiles.map((row) => row.name),
    );
  }
  for (const row of lineage(firmwareProfiles, name)) apply(switches, firmwareSwitches, settingsOf(row.switches));
  apply(switches, firmwareSwitches, settings);
  return switches;
}

function settingsOf(switches: Record<string, string>): Setting[] {
  return Object.entries(switches).map(([name, value]) => ({ name, value }));
}

/** Throws {@link InputError} for a model that no table has. */
function familyOf(name: string): Family {
  const family = familyNames.find((candidate) => families[candidate].variants.some((row) => row.name === name));
  if (family !== undefined) return family;
  throw unknown(
    'model',
    name,
    listModels().map((model) => model.name),
  );
}

/** The rows that make up a model or a firmware, the first ancestor first. */
function lineage(rows: Variant[], name: string): Variant[] {
  const row = rows.find((variant) => variant.name === name)!;
  return row.from === undefined ? [row] : [...lineage(rows, row.from), row];
}

function standards(rows: SwitchRow[]): Record<string, number> {
  return Object.fromEntries(rows.map((row) => [row.name, row.standard]));
}

function apply(switches: Record<string, number>, rows: SwitchRow[], settings: Setting[]): void {
  for (const { name, value } of settings) {
    const row = rows.find((candidate) => candidate.name === name);
    if (row === undefined)
      throw unknown(
        'switch',
        name,
        rows.map((candidate) => candidate.name),
      );
    switches[name] = parseValue(row, value);
  }
}

function parseValue(row: SwitchRow, value: string): number {
  if (row.values !== undefined) {
    const number = Object.hasOwn(row.values, value) ? row.values[value] : undefined;
    if (number === undefined) throw unknown(`value of \`${row.name}\``, value, Object.keys(row.values));
    return number;
  }
  const dotted = row.kind === 'version' ? /^(\d+)\.(\d+)$/.exec(value) : null;
  const number = dotted ? Number(dotted[1]) * 0x10000 + Number(dotted[2]) : parseNumber(value);
  const minorFits = dotted === null || (Number(dotted[1]) <= 0x7fff && Number(dotted[2]) <= 0xffff);
  if (number === undefined || number > 0xffffffff || !minorFits) {
    throw new InputError(`\`${value}\` is not a value of \`${row.name}\`: it takes ${describeKind(row)}`);
  }
  return number;
}

function parseNumber(text: string): number | undefined {
  return /^(0x[0-9a-f]+|\d+)$/i.test(text) ? Number(text) : undefined;
}

function describeKind(row: SwitchRow): string {
  return row.kind === 'version' ? 'a version such as 1.2 or 0x10002' : 'a 32-bit number';
}

function summary(model: SwitchSummary['model'], row: SwitchRow): SwitchSummary {
  const { name, description } = row;
  if (row.values !== undefined) {
    const standard = Object.entries(row.values).find(([, value]) => value === row.standard)![0];
    return { model, name, values: Object.keys(row.values), standard, description };
  }
  const standard =
    row.kind === 'version' ? `${row.standard >>> 16}.${row.standard & 0xffff}` : `0x${row.standard.toString(16)}`;
  return { model, name, values: [describeKind(row)], standard, description };
}

function unknown(what: string, name: string, valid: string[]): InputError {
  const nearest = closest(name, valid);
  const hint = nearest === undefined ? '' : ` (did you mean \`${nearest}\`?)`;
  return new InputError(`unknown ${what} \`${name}\`${hint}; valid: ${valid.join(', ')}`);
}

/** The valid name nearest to what the user wrote, where it is near enough to be a slip. */
function closest(name: string, valid: string[]): string | undefined {
  const lower = name.toLowerCase();
  const containing = valid.find((candidate) => familyNames.some((family) => candidate === `${family}/${lower}`));
  if (containing !== undefined) return containing;
  const ranked = valid
    .map((candidate) => ({ candidate, distance: editDistance(lower, candidate.toLowerCase()) }))
    .sort((a, b) => a.distance - b.distance);
  const best = ranked[0];
  return best !== undefined && best.distance <= Math.max(2, name.length / 3) ? best.candidate : undefined;
}

/** Levenshtein distance. */
function editDistance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let i = 1; i <= a.length; i++) {
    const current = [i];
    for (let j = 1; j <= b.length; j++) {
      const substitution = previous[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1);
      current.push(Math.min(substitution, previous[j]! + 1, current[j - 1]! + 1));
    }
    previous = current;
  }
  return previous[b.length]!;
}
