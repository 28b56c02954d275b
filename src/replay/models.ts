import type { MachineOptions } from '../engine/engine.ts';
import { resolveModel, type Setting } from '../engine/models.ts';
import { InputError } from '../guest/source.ts';
import { FieldError } from './json/cursor.ts';
import type { ReplayOptions } from './kind.ts';

/** The models that play the records of a family: a record's own or the user's, with the user's changes. */
export class RecordModels {
  private readonly options: ReplayOptions;
  private readonly family: string;
  private readonly models = new Map<string, MachineOptions['model']>();

  constructor(options: ReplayOptions, family: string) {
    this.options = options;
    this.family = family;
  }

  /**
   * The model for a record that names `variant`; `surroundings` are the switches that the record itself sets.
   * Throws InputError for what the user asks for and no table has, FieldError for a model that the record names.
   */
  resolve(variant: string, surroundings: Setting[]): MachineOptions['model'] {
    const key = [variant, ...surroundings.map(({ name, value }) => `${name}=${value}`)].join(' ');
    const known = this.models.get(key);
    if (known !== undefined) return known;
    const { model: chosen, changes } = this.options;
    if (chosen === undefined) checkVariant(variant);
    const own = Object.entries(chosen?.changes ?? {}).map(([name, value]) => ({ name, value }));
    const model = this.fitting(chosen?.name ?? variant, [...surroundings, ...own, ...changes]);
    const text = [chosen?.text ?? variant, ...changes.map(({ name, value }) => `${name}=${value}`)].join('+');
    const named = { ...model, name: text };
    this.models.set(key, named);
    return named;
  }

  private fitting(name: string, changes: Setting[]): MachineOptions['model'] {
    const model = resolveModel(name, name.startsWith(`${this.family}/`) ? changes : []);
    if (model.family !== this.family) {
      throw new InputError(`model \`${name}\` does not play records of ${this.family}/…`);
    }
    return model;
  }
}

function checkVariant(variant: string): void {
  try {
    resolveModel(variant, []);
  } catch (error) {
    throw error instanceof InputError ? new FieldError(error.message, 0).under('variant') : error;
  }
}
