import type { MachineOptions } from '../engine/engine.ts';
import { resolveModel, type Setting } from '../engine/models.ts';
import { InputError } from '../guest/source.ts';
import { readModelChoice } from '../guest/stub/target.ts';
import type { ModelChoice, StubSpec } from '../guest/stub.ts';

/** What a run uses where neither the stub nor the user names a model. */
export const DEFAULT_MODEL = 'pkvm/v6.18';

/** A model of the user's choice, with its switches resolved. */
export interface ChosenModel {
  choice: ModelChoice;
  model: MachineOptions['model'];
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

/** The choice with the user's changes on top; its text names them all, so that globs of expectations see them. */
function withChanges(choice: ModelChoice, changes: Setting[]): ModelChoice {
  const merged = { ...choice.changes, ...Object.fromEntries(changes.map(({ name, value }) => [name, value])) };
  const tail = Object.entries(merged).map(([name, value]) => `+${name}=${value}`);
  return { name: choice.name, changes: merged, text: [choice.name, ...tail].join('') };
}

function choices(spec: StubSpec, models: string[]): ModelChoice[] {
  if (models.length === 0 && spec.models.length > 0) return spec.models;
  return (models.length > 0 ? models : [DEFAULT_MODEL]).map(readModelChoiceOrFail);
}

/**
 * The models of a run: the user's, else the stub's, else {@link DEFAULT_MODEL}; `changes` apply to each of them.
 * Throws InputError for a name or a value that no table has, with the stub's line where it comes from there.
 */
export function chooseModels(spec: StubSpec, models: string[], changes: Setting[]): ChosenModel[] {
  return choices(spec, models).map((original) => {
    const choice = withChanges(original, changes);
    const settings = Object.entries(choice.changes).map(([name, value]) => ({ name, value }));
    try {
      return { choice, model: resolveModel(choice.name, settings) };
    } catch (error) {
      const listed = spec.models.find((model) => model.text === original.text);
      if (!(error instanceof InputError) || models.length > 0 || changes.length > 0 || !listed) throw error;
      throw new InputError(error.message, [{ ...listed.place, message: error.message }]);
    }
  });
}
