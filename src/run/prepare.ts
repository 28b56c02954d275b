/** From a stub's file and the user's options to jobs for an engine. */
import { randomBytes } from 'node:crypto';
import { findProfile, type Profile, profiles } from '../check/profiles.ts';
import type { EngineChoice, Job, Limits } from '../engine/engine.ts';
import type { Setting } from '../engine/models.ts';
import type { Image } from '../guest/image.ts';
import { type Assembler, isStubText, loadProgram, readStubText } from '../guest/load.ts';
import { withPrograms } from '../guest/programs.ts';
import { InputError } from '../guest/source.ts';
import { checkModelGlobs } from '../guest/stub/names.ts';
import { planRun, type RunPlan } from '../guest/stub/plan.ts';
import { parseStub, type StubSpec } from '../guest/stub.ts';
import { type ChosenModel, chooseModels } from './choose.ts';

/** What a user may ask of a run, over what the stub itself says. */
export interface ScenarioOptions {
  /** Models as written (`NAME+SWITCH=VALUE`); empty for the stub's own. */
  models: string[];
  changes: Setting[];
  /** `NAME=VALUE` for all firmware. */
  firmware: Setting[];
  /** Firmware as written; empty for the stub's own. */
  firmwares: string[];
  assembler: Assembler;
  seed: bigint | undefined;
  conduit: 'smc' | 'hvc' | undefined;
  profile: string | undefined;
  includePaths: string[];
  symbols: Setting[];
  /** Load address of a flat binary. */
  address: bigint | undefined;
  /** Where text is placed instead of the start of RAM. */
  base?: bigint;
  engine: EngineChoice;
  limits: Partial<Limits>;
  /** No second run with other register patterns. */
  once: boolean;
  /** Flip every bit around a trap, as `chooseTraps` reads it, or around all of them. */
  influence?: { trap: string | undefined };
}

/** What `trapline run FILE` uses without options. */
export const defaultScenarioOptions: ScenarioOptions = {
  models: [],
  changes: [],
  firmware: [],
  firmwares: [],
  assembler: 'trapline',
  seed: undefined,
  conduit: undefined,
  profile: undefined,
  includePaths: [],
  symbols: [],
  address: undefined,
  engine: 'auto',
  limits: {},
  once: false,
};

/** The profile that the user names, else the stub's, else `smccc-1.2`. Throws InputError for an unknown name. */
export function chooseProfile(spec: StubSpec, name: string | undefined): Profile {
  const wanted = name ?? spec.profile?.name ?? 'smccc-1.2';
  const profile = findProfile(wanted);
  if (profile) return profile;
  const message = `unknown profile '${wanted}'; valid: ${profiles.map((known) => known.name).join(', ')}`;
  throw new InputError(message, name || !spec.profile ? [] : [{ ...spec.profile.place, message }]);
}

/** Wall time that flipping every bit may add, in ms: many times what it takes. */
const INFLUENCE_TIME = 30_000;

/** The stub's limits with the user's changes, and time for what else is asked of a run. */
export function limitsOf({ limits }: StubSpec, { limits: changes, influence }: ScenarioOptions): Limits {
  const { milliseconds, ...rest } = { ...limits, ...changes };
  return { ...rest, milliseconds: milliseconds + (influence ? INFLUENCE_TIME : 0) };
}

/** The job that runs a planned stub on a model and a firmware. */
export function makeJob(
  image: Image,
  chosen: ChosenModel,
  plan: RunPlan,
  limits: Limits,
  engine: EngineChoice = 'auto',
): Job {
  return {
    engine,
    program: {
      segments: image.segments.map(({ address, bytes }) => ({ address, bytes })),
      initial: plan.initial,
      watch: plan.watch,
      limits,
    },
    machine: {
      model: chosen.model,
      firmware: chosen.firmware,
      partitions: plan.partitions,
      vms: plan.vms,
      replies: plan.replies,
      control: plan.control,
      lateHypervisor: plan.lateHypervisor,
      // Never a lucky zero: what a register shows of EL2's stack differs from run to run, as it does on real machines.
      undefinedFill: plan.undefinedFill,
    },
  };
}

/** The same job with the registers, replies and stack contents of another plan. */
export function repeatedJob(job: Job, plan: RunPlan): Job {
  return {
    ...job,
    program: { ...job.program, initial: plan.initial, watch: plan.watch },
    machine: {
      ...job.machine,
      partitions: plan.partitions,
      replies: plan.replies,
      undefinedFill: plan.undefinedFill,
    },
  };
}

/** Program and run plans of a stub, everything resolved. */
export interface Prepared {
  spec: StubSpec;
  profile: Profile;
  image: Image;
  models: ChosenModel[];
  plans: RunPlan[];
}

/** What the `//!` lines of a file say; a binary says nothing. Throws InputError for what is wrong with them. */
export function readSpec(file: string): StubSpec {
  const spec = parseStub(isStubText(file) ? readStubText(file) : '', file);
  checkModelGlobs(spec);
  return spec;
}

/** The program of a stub, as the options want it. Throws InputError for what is wrong with it. */
export function loadImage(file: string, spec: StubSpec, options: ScenarioOptions): Image {
  const conduit = options.conduit ?? spec.conduit;
  const { assembler, includePaths, symbols } = options;
  const image = loadProgram(file, {
    assembler,
    includePaths,
    address: options.address,
    ...(options.base !== undefined && { base: options.base }),
    symbols: [{ name: 'CONDUIT', value: conduit === 'hvc' ? '1' : '0' }, ...symbols],
  });
  return withPrograms(image, spec, { assembler, includePaths, symbols });
}

/** Fresh patterns on every run, so that nothing is preserved by luck twice; the report prints the seed. */
export function chooseSeed(spec: StubSpec, seed: bigint | undefined): bigint {
  return seed ?? spec.seed ?? randomBytes(8).readBigUInt64LE();
}

/** Reads, assembles and plans a stub for each of its models. Throws InputError for what is wrong with it. */
export function prepare(file: string, options: ScenarioOptions): Prepared {
  const spec = readSpec(file);
  const profile = chooseProfile(spec, options.profile);
  const firmware = { names: options.firmwares, changes: options.firmware };
  const models = chooseModels(spec, options.models, options.changes, firmware);
  const image = loadImage(file, spec, options);
  const seed = chooseSeed(spec, options.seed);
  const plans = models.map(({ choice }) => planRun(spec, image, choice, seed));
  return { spec, profile, image, models, plans };
}
