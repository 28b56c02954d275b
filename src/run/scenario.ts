import { randomBytes } from 'node:crypto';
import { firmwareSwitches } from '../../assembly/el3/switch-table.ts';
import { allAsExpected, checkExpectations, undeclaredFindings } from '../check/expect.ts';
import { checkRun } from '../check/preserve.ts';
import { findProfile, type Profile, profiles } from '../check/profiles.ts';
import type { Job, Limits } from '../engine/engine.ts';
import { runJobs, startEngineProcess, stopEngineProcess } from '../engine/isolate.ts';
import { resolveFirmware, type Setting } from '../engine/models.ts';
import type { RunRecord } from '../engine/record.ts';
import { switchValueText } from '../engine/switch-value.ts';
import type { Image } from '../guest/image.ts';
import { type Assembler, isStubText, loadProgram, readStubText } from '../guest/load.ts';
import { InputError } from '../guest/source.ts';
import { checkModelGlobs } from '../guest/stub/names.ts';
import { planRun, type RunPlan } from '../guest/stub/plan.ts';
import { parseStub, type StubSpec } from '../guest/stub.ts';
import type { RunReport } from '../report/report.ts';
import { type ChosenModel, chooseModels } from './choose.ts';

/** What a user may ask of a run, over what the stub itself says. */
export interface ScenarioOptions {
  /** Models as written (`NAME+SWITCH=VALUE`); empty for the stub's own. */
  models: string[];
  changes: Setting[];
  firmware: Setting[];
  assembler: Assembler;
  seed: bigint | undefined;
  conduit: 'smc' | 'hvc' | undefined;
  profile: string | undefined;
  includePaths: string[];
  symbols: Setting[];
  /** Load address of a flat binary. */
  address: bigint | undefined;
  limits: Partial<Limits>;
}

/** What `trapline run FILE` uses without options. */
export const defaultScenarioOptions: ScenarioOptions = {
  models: [],
  changes: [],
  firmware: [],
  assembler: 'trapline',
  seed: undefined,
  conduit: undefined,
  profile: undefined,
  includePaths: [],
  symbols: [],
  address: undefined,
  limits: {},
};

/** A stub with its runs, one report a model. */
export interface Scenario {
  reports: RunReport[];
  /** Every expectation met, and no finding that the stub does not declare. */
  passed: boolean;
}

function chooseProfile(spec: StubSpec, name: string | undefined): Profile {
  const wanted = name ?? spec.profile?.name ?? 'smccc-1.2';
  const profile = findProfile(wanted);
  if (profile) return profile;
  const message = `unknown profile '${wanted}'; valid: ${profiles.map((known) => known.name).join(', ')}`;
  throw new InputError(message, name || !spec.profile ? [] : [{ ...spec.profile.place, message }]);
}

function chooseFirmware(spec: StubSpec, settings: Setting[]): Record<string, number> {
  for (const setting of spec.firmware) {
    try {
      resolveFirmware([setting]);
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      throw new InputError(error.message, [{ ...setting.place, message: error.message }]);
    }
  }
  return resolveFirmware([...spec.firmware, ...settings]);
}

function makeJob(
  image: Image,
  chosen: ChosenModel,
  firmware: Record<string, number>,
  plan: RunPlan,
  limits: Limits,
): Job {
  return {
    engine: 'unicorn',
    program: {
      segments: image.segments.map(({ address, bytes }) => ({ address, bytes })),
      initial: plan.initial,
      watch: plan.watch,
      limits,
    },
    machine: {
      model: chosen.model,
      firmware,
      replies: plan.replies,
      control: plan.control,
      // Never a lucky zero: what a register shows of EL2's stack differs from run to run, as it does on real machines.
      undefinedFill: plan.undefinedFill,
    },
  };
}

/** The version and what differs from the standard firmware, for the report. */
function describeFirmware(firmware: Record<string, number>): string {
  const version = firmwareSwitches.find(({ name }) => name === 'version')!;
  const changed = firmwareSwitches.filter((row) => row !== version && firmware[row.name] !== row.standard);
  const settings = changed.map((row) => `${row.name}=${switchValueText(row, firmware[row.name]!)}`);
  return [`FF-A ${switchValueText(version, firmware.version!)}`, ...settings].join(' ');
}

/** Program and run plans of a stub, everything resolved. */
interface Prepared {
  spec: StubSpec;
  profile: Profile;
  firmware: Record<string, number>;
  image: Image;
  models: ChosenModel[];
  plans: RunPlan[];
}

function prepare(file: string, options: ScenarioOptions): Prepared {
  const spec = parseStub(isStubText(file) ? readStubText(file) : '', file);
  checkModelGlobs(spec);
  const profile = chooseProfile(spec, options.profile);
  const firmware = chooseFirmware(spec, options.firmware);
  const models = chooseModels(spec, options.models, options.changes);
  const conduit = options.conduit ?? spec.conduit;
  const image = loadProgram(file, {
    assembler: options.assembler,
    includePaths: options.includePaths,
    address: options.address,
    symbols: [{ name: 'CONDUIT', value: conduit === 'hvc' ? '1' : '0' }, ...options.symbols],
  });
  // Fresh patterns on every run, so that nothing is preserved by luck twice; the report prints the seed.
  const seed = options.seed ?? spec.seed ?? randomBytes(8).readBigUInt64LE();
  return {
    spec,
    profile,
    firmware,
    image,
    models,
    plans: models.map(({ choice }) => planRun(spec, image, choice, seed)),
  };
}

function judge(file: string, prepared: Prepared, plan: RunPlan, run: RunRecord): RunReport {
  const { spec, profile, firmware, image } = prepared;
  const check = checkRun(run, profile);
  return {
    stub: file,
    title: spec.title,
    asks: spec.asks,
    notes: spec.notes,
    model: plan.model.text,
    firmware: describeFirmware(firmware),
    profile: profile.name,
    version: '1.2',
    seed: plan.seed,
    image,
    run,
    check,
    undeclared: undeclaredFindings(plan, run, check.findings),
    expectations: checkExpectations(plan, run, check.findings),
  };
}

/**
 * Loads a stub, runs it on each of its models in a process of its own and judges what came back.
 * Throws InputError for what is wrong with the stub or the options, EnvironmentError where the engine is missing.
 */
export async function runScenario(file: string, options: ScenarioOptions): Promise<Scenario> {
  startEngineProcess();
  try {
    const prepared = prepare(file, options);
    const limits = { ...prepared.spec.limits, ...options.limits };
    const { models, plans, image, firmware } = prepared;
    const jobs = plans.map((plan, index) => makeJob(image, models[index]!, firmware, plan, limits));
    const runs = await runJobs(jobs);
    const reports = plans.map((plan, index) => judge(file, prepared, plan, runs[index]!));
    const passed = reports.every(
      ({ undeclared, expectations }) => undeclared.length === 0 && allAsExpected(expectations),
    );
    return { reports, passed };
  } finally {
    stopEngineProcess();
  }
}
