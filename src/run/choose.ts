import type { MachineOptions } from '../engine/engine.ts';
import { resolveFirmware, resolveModel, type Setting } from '../engine/models.ts';
import { readSymbol } from '../guest/load.ts';
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

/** Reads `NAME=VALUE` of `--define`. Throws InputError that names the option, also for what is no symbol. */
export function parseSymbol(text: string): Setting {
  const symbol = parseSetting(text, '--define');
  blame(`--define ${text}`, () => readSymbol(symbol));
  return symbol;
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

/** Reads `NAME` or `NAME+SWITCH=VALUE…` of an option. Throws InputError where the text is neither or no table has it. */
function readFirmwareOrFail(text: string): NamedChoice {
  const choice = readFirmwareChoice(text);
  if (!choice) throw new InputError(`'${text}' is not a firmware: expected NAME or NAME+SWITCH=VALUE`);
  resolveFirmware(settingsOf(choice.changes), choice.name);
  return choice;
}

/** The choice with the user's changes on top; its text names them all, so that globs of expectations see them. */
function withChanges(choice: ModelChoice, changes: Setting[], firmware: NamedChoice | undefined): ModelChoice {
  const merged = { ...choice.changes, ...Object.fromEntries(changes.map(({ name, value }) => [name, value])) };
  const tail = Object.entries(merged).map(([name, value]) => `+${name}=${value}`);
  const text = [choice.name, ...tail, ...(firmware ? ['@', firmware.text] : [])].join('');
  return { name: choice.name, changes: merged, text, ...(firmware && { firmware }) };
}

function choices(spec: StubSpec, models: string[], option: string): ModelChoice[] {
  if (models.length === 0 && spec.models.length > 0) return spec.models;
  const texts = models.length > 0 ? models : [DEFAULT_MODEL];
  return texts.map((text) => blame(`${option} ${text}`, () => readModelChoiceOrFail(text)));
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

/** Switches of a firmware: its row's, the stub's for all firmware, the choice's own (which `origin` names), the user's. */
function resolveChosen(
  spec: StubSpec,
  firmware: NamedChoice | undefined,
  changes: Setting[],
  origin: Origin,
): Record<string, number> {
  const own = [...spec.firmware, ...settingsOf(firmware?.changes ?? {})];
  const resolved = blame(origin, () => resolveFirmware(own, firmware?.name));
  if (changes.length === 0) return resolved;
  return blame('--firmware', () => resolveFirmware([...own, ...changes], firmware?.name));
}

/** Throws InputError at the line of the stub that names a switch or a value that no table has. */
function checkFirmware(spec: StubSpec): void {
  for (const { place, ...setting } of spec.firmware) blame(place, () => resolveFirmware([setting]));
  for (const { place, name, changes } of spec.firmwares) blame(place, () => resolveFirmware(settingsOf(changes), name));
}

/** Where the user says something: a place in the stub, or an option as written. */
type Origin = Place | string | undefined;

/** Lets an InputError name what it is about, where that is known; one about a line keeps it where an option is to blame. */
function blame<Result>(origin: Origin, work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof InputError) || origin === undefined) throw error;
    if (typeof origin !== 'string') throw new InputError(error.message, [{ ...origin, message: error.message }]);
    throw error.diagnostics.length > 0 ? error : new InputError(`${origin}: ${error.message}`);
  }
}

/**
 * The models of a run: the user's, else the stub's, else {@link DEFAULT_MODEL}, each with the firmware that it names or
 * with all that the user or the stub names; `changes` apply to every model. Throws InputError for a name or a value that
 * no table has, with the stub's line or the option where it comes from; `modelOption` is what the models are named with.
 */
export function chooseModels(
  spec: StubSpec,
  models: string[],
  changes: Setting[],
  firmware: FirmwareOptions = { names: [], changes: [] },
  modelOption = '--model',
): ChosenModel[] {
  checkFirmware(spec);
  const named = firmware.names.map((text) => blame(`--firmware ${text}`, () => readFirmwareOrFail(text)));
  return choices(spec, models, modelOption).flatMap((original) =>
    firmwareFor(original, spec, named).map((behind) => {
      const choice = withChanges(original, changes, behind);
      const listed = spec.models.find((model) => model.text === original.text);
      const origin = models.length > 0 ? `${modelOption} ${original.text}` : listed?.place;
      const model = blame(origin, () => resolveStarted(spec, original));
      return {
        choice,
        model: changes.length === 0 ? model : blame('--set', () => resolveStarted(spec, choice)),
        firmware: resolveChosen(spec, behind, firmware.changes, origin),
      };
    }),
  );
}
