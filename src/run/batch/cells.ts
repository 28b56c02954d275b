/** What a batch runs a stub on. */
import { findProfile, profiles } from '../../check/profiles.ts';
import { listModels, resolveModel } from '../../engine/models.ts';
import { InputError } from '../../guest/source.ts';
import { matchesGlob } from '../../guest/stub/glob.ts';
import { didYouMean } from '../../guest/stub/suggest.ts';
import type { StubSpec } from '../../guest/stub.ts';
import { chooseModels, readModelChoiceOrFail } from '../choose.ts';
import { chooseProfile } from '../prepare.ts';

/** What a stub runs on, and what it is judged by. */
export interface Cell {
  /** Name with changes, as written. */
  model: string;
  profile: string;
  /** The stub names all of it itself. */
  own: boolean;
}

/** Where to look further than the stubs do; an empty list leaves it at what a stub itself says. */
export interface Selection {
  /** Globs over the names of models, names with changes, or `all`. */
  models: string[];
  /** Names of rule profiles, or `all`. */
  profiles: string[];
}

const ALL = 'all';

function pick(globs: readonly string[], names: readonly string[]): string[] {
  return globs.flatMap((glob) => names.filter((name) => glob === ALL || matchesGlob(glob, name)));
}

/** Throws InputError for what is neither a glob that some model matches nor a model with changes. */
function checkModel(glob: string, names: readonly string[]): void {
  if (pick([glob], names).length > 0) return;
  if (!glob.includes('+')) throw new InputError(`no model is called ${glob}${didYouMean(glob, names)}`);
  const { name, changes } = readModelChoiceOrFail(glob);
  resolveModel(
    name,
    Object.entries(changes).map(([key, value]) => ({ name: key, value })),
  );
}

function checkProfile(name: string): void {
  if (name === ALL || findProfile(name)) return;
  const valid = profiles.map((profile) => profile.name);
  throw new InputError(`unknown profile '${name}'${didYouMean(name, valid)}; valid: ${valid.join(', ')}`);
}

/** Throws InputError for a name that stands for nothing. */
export function checkSelection(selection: Selection): void {
  const models = listModels().map(({ name }) => name);
  for (const glob of selection.models) checkModel(glob, models);
  for (const name of selection.profiles) checkProfile(name);
}

/** The models that a selection takes in, the stub's own among them as it writes them. */
function modelsOf(own: readonly string[], { models: globs }: Selection): string[] {
  if (globs.length === 0) return [...own];
  const changed = globs.filter((glob) => glob.includes('+') && !glob.includes('*'));
  const names = [...own, ...listModels().map(({ name }) => name)];
  return [...new Set([...names.filter((name) => pick(globs, [name]).length > 0), ...changed])];
}

function profilesOf(own: string, { profiles: chosen }: Selection): string[] {
  if (chosen.length === 0) return [own];
  return chosen.includes(ALL) ? profiles.map(({ name }) => name) : [...new Set(chosen)];
}

/**
 * The cells of one stub, in the order of models, then profiles; its own models come first.
 * Throws InputError where the stub names a model or a profile that there is not.
 */
export function cellsOf(spec: StubSpec, selection: Selection): Cell[] {
  const own = chooseModels(spec, [], []).map(({ choice }) => choice.text);
  const ownProfile = chooseProfile(spec, undefined).name;
  return modelsOf(own, selection).flatMap((model) =>
    profilesOf(ownProfile, selection).map((profile) => ({
      model,
      profile,
      own: own.includes(model) && profile === ownProfile,
    })),
  );
}
