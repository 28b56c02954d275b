import type { MachineOptions } from '../engine/engine.ts';
import { resolveFirmware, resolveModel, type Setting } from '../engine/models.ts';
import { InputError } from '../guest/source.ts';
import type { Place } from '../guest/stub/place.ts';
import type { NamedChoice } from '../guest/stub/spec.ts';
import { readFirmwareChoice, readModelChoice } from '../guest/stub/target.ts';
import type { ModelChoice, StubSpec } from '../guest/stub.ts';

/** What a run uses where neither the stub nor the user names a model. */
export const DEFAULT_MODEL = 'pkvm/v6.18';

/** A model of the user's choice and the firmware behind it, with their switches resolved. */
export interface ChosenModel {
  choice: ModelChoice;
  model: MachineOptions['model'];
  firmware: Record<string, number>;
}

/** Reads `NAME=VALUE` of an option. Throws InputError that names the option. */
export function parseSetting(text: string, option: string): Setting {
  const split = text.indexOf('=');
  if (split <= 0 || split === text.length - 1) throw new InputError(`${option} takes NAME=VALUE, not '${text}'`);
  return { name: text.slice(0, split).trim(), value: text.slice(split + 1).trim() };
}

/** Reads `NAME` or `NAME+SWITCH=VALUE…`. Throws InputError where the text is neither. */
export function readModelChoiceOrFail(text: string): ModelChoice {
  const choice = readModelChoice(text);
  if (!choice) throw new InputError(`'${text}' is not a model: expected NAME or NAME+SWITCH=VALUE`);
  return choice;
}

/** What the user says of firmware: names, each for a run of its own, and switches for all of it. */
export interface FirmwareOptions {
  names: string[];
  changes: Setting[];
}

/** Reads `NAME` or `NAME+SWITCH=VALUE…` of an option. Throws InputError where the text is neither. */
function readFirmwareOrFail(text: string): NamedChoice {
  const choice = readFirmwareChoice(text);
  if (!choice) throw new InputError(`'${text}' is not a firmware: expected NAME or NAME+SWITCH=VALUE`);
  return choice;
}

/** The choice with the user's changes on top; its text names them all, so that globs of expectations see them. */
function withChanges(choice: ModelChoice, changes: Setting[], firmware: NamedChoice | undefined): ModelChoice {
  const merged = { ...choice.changes, ...Object.fromEntries(changes.map(({ name, value }) => [name, value])) };
  const tail = Object.entries(merged).map(([name, value]) => `+${name}=${value}`);
  const text = [choice.name, ...tail, ...(firmware ? ['@', firmware.text] : [])].join('');
  return { name: choice.name, changes: merged, text, ...(firmware && { firmware }) };
}

function choices(spec: StubSpec, models: string[]): ModelChoice[] {
  if (models.length === 0 && spec.models.length > 0) return spec.models;
  return (models.length > 0 ? models : [DEFAULT_MODEL]).map(readModelChoiceOrFail);
}

/** The firmware to run a model with: its own, else the user's, else the stub's; undefined is the standard one. */
function firmwareFor(choice: ModelChoice, spec: StubSpec, named: readonly NamedChoice[]): (NamedChoice | undefined)[] {
  if (choice.firmware) return [choice.firmware];
  if (named.length > 0) return [...named];
  return spec.firmwares.length > 0 ? spec.firmwares.map(({ place: _, ...firmware }) => firmware) : [undefined];
}

function settingsOf(changes: Record<string, string>): Setting[] {
  return Object.entries(changes).map(([name, value]) => ({ name, value }));
}

/** Throws InputError for a hypervisor that no guest can start. */
function resolveStarted({ lateHypervisor }: StubSpec, choice: ModelChoice): MachineOptions['model'] {
  const model = resolveModel(choice.name, settingsOf(choice.changes));
  if (!lateHypervisor || model.family === 'pkvm' || model.family === 'none') return model;
  const message = `${model.name} is there before its guests: \`hypervisor at-hvc\` is for pKVM`;
  throw new InputError(message, [{ ...lateHypervisor, message }]);
}

/** Switches of a firmware: its row's, the stub's for all firmware, the choice's own, the user's. */
function resolveChosen(spec: StubSpec, firmware: NamedChoice | undefined, changes: Setting[]): Record<string, number> {
  const own = settingsOf(firmware?.changes ?? {});
  return resolveFirmware([...spec.firmware, ...own, ...changes], firmware?.name);
}

/** Throws InputError at the line of the stub that names a switch or a value that no table has. */
function checkFirmware(spec: StubSpec): void {
  for (const { place, ...setting } of spec.firmware) atPlace(place, () => resolveFirmware([setting]));
  for (const { place, name, changes } of spec.firmwares)
    atPlace(place, () => resolveFirmware(settingsOf(changes), name));
}

/** Lets an InputError name the place in the stub that it is about, where there is one. */
function atPlace<Result>(place: Place | undefined, work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof InputError) || !place) throw error;
    throw new InputError(error.message, [{ ...place, message: error.message }]);
  }
}

/**
 * The models of a run: the user's, else the stub's, else {@link DEFAULT_MODEL}, each with the firmware that it names or
 * with all that the user or the stub names; `changes` apply to every model. Throws InputError for a name or a value that
 * no table has, with the stub's line where it comes from there.
 */
export function chooseModels(
  spec: StubSpec,
  models: string[],
  changes: Setting[],
  firmware: FirmwareOptions = { names: [], changes: [] },
): ChosenModel[] {
  checkFirmware(spec);
  const named = firmware.names.map(readFirmwareOrFail);
  return choices(spec, models).flatMap((original) =>
    firmwareFor(original, spec, named).map((behind) => {
      const choice = withChanges(original, changes, behind);
      const listed = spec.models.find((model) => model.text === original.text);
      const place = models.length > 0 || changes.length > 0 ? undefined : listed?.place;
      return atPlace(place, () => ({
        choice,
        model: resolveStarted(spec, choice),
        firmware: resolveChosen(spec, behind, firmware.changes),
      }));
    }),
  );
}
