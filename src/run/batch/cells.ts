/** What a batch runs a stub on. */
import { STANDARD_FIRMWARE } from '../../../assembly/el3/profiles.ts';
import { profiles } from '../../check/profiles.ts';
import { listFirmware, listModels, resolveFirmware, resolveModel, type Setting } from '../../engine/models.ts';
import { InputError } from '../../guest/source.ts';
import { matchesGlob } from '../../guest/stub/glob.ts';
import type { NamedChoice } from '../../guest/stub/spec.ts';
import { didYouMean } from '../../guest/stub/suggest.ts';
import { readFirmwareChoice, readModelChoice } from '../../guest/stub/target.ts';
import type { StubSpec } from '../../guest/stub.ts';
import { chooseModels } from '../choose.ts';
import { chooseProfile } from '../prepare.ts';
import { checkProfileName } from '../profile-name.ts';

/** What a stub runs on, and what it is judged by. */
export interface Cell {
  /** Name with changes, as written, without the firmware. */
  model: string;
  /** Likewise; undefined for the standard firmware. */
  firmware: string | undefined;
  profile: string;
  /** The stub names all of it itself. */
  own: boolean;
}

/** Where to look further than the stubs do; an empty list leaves it at what a stub itself says. */
export interface Selection {
  /** Globs over the names of models, names with changes, or `all`. */
  models: string[];
  /** Likewise of firmware. */
  firmware: string[];
  /** Names of rule profiles, or `all`. */
  profiles: string[];
}

const ALL = 'all';

/** One kind of thing that a selection names. */
interface Kind {
  what: string;
  names: string[];
  read: (text: string) => NamedChoice | undefined;
  resolve: (name: string, changes: Setting[]) => unknown;
}

const modelKind = (): Kind => ({
  what: 'model',
  names: listModels().map(({ name }) => name),
  read: readModelChoice,
  resolve: resolveModel,
});

const firmwareKind = (): Kind => ({
  what: 'firmware',
  names: listFirmware().map(({ name }) => name),
  read: readFirmwareChoice,
  resolve: (name, changes) => resolveFirmware(changes, name),
});

/** Whether one of the globs takes in the name. */
function isChosen(globs: readonly string[], name: string): boolean {
  return globs.some((glob) => glob === ALL || matchesGlob(glob, name));
}

/** A name with changes: no glob, but a thing of the user's own. */
const isChanged = (text: string): boolean => text.includes('=');

/** Throws InputError for what is neither a glob that some name matches nor a name with changes that it takes. */
function checkGlob(glob: string, { what, names, read, resolve }: Kind): void {
  if (names.some((name) => isChosen([glob], name))) return;
  if (glob.includes('@')) throw new InputError(`${glob}: firmware is chosen apart from the model`);
  if (!isChanged(glob)) throw new InputError(`no ${what} is called ${glob}${didYouMean(glob, names)}`);
  const choice = read(glob);
  if (!choice) throw new InputError(`'${glob}' is not a ${what}: expected NAME or NAME+SWITCH=VALUE`);
  resolve(
    choice.name,
    Object.entries(choice.changes).map(([name, value]) => ({ name, value })),
  );
}

/** Throws InputError for a name that stands for nothing. */
export function checkSelection(selection: Selection): void {
  for (const glob of selection.models) checkGlob(glob, modelKind());
  for (const glob of selection.firmware) checkGlob(glob, firmwareKind());
  for (const name of selection.profiles) if (name !== ALL) checkProfileName(name);
}

/** Of the stub's own names and those of the table, the ones that globs take in; the user's own after them. */
function pick(globs: readonly string[], own: readonly string[], { names }: Kind): string[] {
  const listed = [...own, ...names].filter((name) => isChosen(globs, name));
  return [...new Set([...listed, ...globs.filter(isChanged)])];
}

/** Model and firmware together. */
type Target = Pick<Cell, 'model' | 'firmware'>;

/** What the stub names itself, in its order. Throws InputError where there is no such thing. */
function ownTargets(spec: StubSpec): Target[] {
  return chooseModels(spec, [], []).map(({ choice }) => ({
    model: choice.text.split('@')[0]!,
    firmware: choice.firmware?.text,
  }));
}

const distinct = <Value>(values: Value[]): Value[] => [...new Set(values)];

/** The firmware for a model: what the user asks for, else the stub's for this model, else all that the stub names. */
function firmwareOf(model: string, own: readonly Target[], globs: readonly string[]): (string | undefined)[] {
  const named = distinct(own.map(({ firmware }) => firmware));
  if (globs.length === 0) {
    const paired = distinct(own.filter((target) => target.model === model).map(({ firmware }) => firmware));
    return paired.length > 0 ? paired : named;
  }
  const chosen = pick(
    globs,
    named.filter((name) => name !== undefined),
    firmwareKind(),
  );
  // A stub that names no firmware means the standard one: then that is its own.
  return named.includes(undefined) ? chosen.map((name) => (name === STANDARD_FIRMWARE ? undefined : name)) : chosen;
}

function targetsOf(own: readonly Target[], { models: globs, firmware }: Selection): Target[] {
  const models = distinct(own.map(({ model }) => model));
  const chosen = globs.length === 0 ? models : pick(globs, models, modelKind());
  return chosen.flatMap((model) => firmwareOf(model, own, firmware).map((behind) => ({ model, firmware: behind })));
}

const isWritten = (name: string): boolean => name !== ALL && !/[*?]/.test(name);

/**
 * What a stub of a bug of the past runs on: its own settings before and after the fix, those of them that the user asks for,
 * and what the user writes out. On others it has nothing to show, so that no glob takes it further afield.
 */
function historyTargets(own: readonly Target[], { models, firmware, profiles: judged }: Selection): Target[] {
  const wanted = (globs: string[], name: string) => globs.length === 0 || isChosen(globs, name);
  const chosen = own.filter(
    (target) => wanted(models, target.model) && wanted(firmware, target.firmware ?? STANDARD_FIRMWARE),
  );
  const written = { models: models.filter(isWritten), firmware: firmware.filter(isWritten), profiles: judged };
  if (written.models.length + written.firmware.length === 0) return chosen;
  const known = new Set(chosen.map(targetText));
  return [...chosen, ...targetsOf(own, written).filter((target) => !known.has(targetText(target)))];
}

function profilesOf(own: string, { profiles: chosen }: Selection): string[] {
  if (chosen.length === 0) return [own];
  return chosen.includes(ALL) ? profiles.map(({ name }) => name) : distinct(chosen);
}

/**
 * The cells of one stub, in the order of models, then firmware, then profiles; its own models come first.
 * Throws InputError where the stub names something that there is not.
 */
export function cellsOf(spec: StubSpec, selection: Selection): Cell[] {
  const own = ownTargets(spec);
  const ownProfile = chooseProfile(spec, undefined).name;
  const history = spec.expectations.some(({ red }) => red);
  return (history ? historyTargets(own, selection) : targetsOf(own, selection)).flatMap((target) =>
    profilesOf(ownProfile, selection).map((profile) => ({
      ...target,
      profile,
      own:
        profile === ownProfile &&
        own.some(({ model, firmware }) => model === target.model && firmware === target.firmware),
    })),
  );
}

/** Model and firmware as a run names them: `none@tfa-el3-spmc`. */
export function targetText({ model, firmware }: Target): string {
  return firmware === undefined ? model : `${model}@${firmware}`;
}
