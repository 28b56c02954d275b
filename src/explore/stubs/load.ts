import type { Profile } from '../../check/profiles.ts';
import type { Job, Limits, MachineOptions } from '../../engine/engine.ts';
import type { RegisterFile } from '../../engine/record.ts';
import type { Image } from '../../guest/image.ts';
import { InputError } from '../../guest/source.ts';
import { INITIAL_SP } from '../../guest/stub/initial.ts';
import { planRun, type RunPlan } from '../../guest/stub/plan.ts';
import type { StubSpec } from '../../guest/stub.ts';
import { type ChosenModel, chooseModels } from '../../run/choose.ts';
import { chooseProfile, loadImage, makeJob, readSpec, type ScenarioOptions } from '../../run/prepare.ts';

/** One stub, loaded at a place of its own. */
export interface LoadedStub {
  file: string;
  spec: StubSpec;
  image: Image;
  profile: Profile;
}

/** What one vCPU runs. */
export interface StubThread {
  stub: LoadedStub;
  plan: RunPlan;
  initial: RegisterFile;
}

/** Stubs on several vCPUs of one machine, with one model and firmware. */
export interface StubSystem {
  threads: StubThread[];
  chosen: ChosenModel;
  machine: MachineOptions;
  segments: Job['program']['segments'];
  limits: Limits;
}

export interface StubOptions extends ScenarioOptions {
  vcpus: number;
}

/** Stub n begins here; the first one where all stubs begin. */
const baseOf = (index: number): bigint => 0x80000000n + BigInt(index) * 0x200000n;
/** Stacks of vCPUs that run the same stub. */
const stackSize = 0x4000n;
/** A stack is this far behind the start of the stub. */
const stackOffset = INITIAL_SP - baseOf(0);
const mostStubs = 4;

function loadStub(file: string, index: number, options: ScenarioOptions): LoadedStub {
  const spec = readSpec(file);
  const image = loadImage(file, spec, { ...options, base: baseOf(index) });
  return { file, spec, image, profile: chooseProfile(spec, options.profile) };
}

/** A vCPU starts at the label `vcpuN`, where the stub has it, else where the stub starts; each has its own stack. */
function initialOf({ image }: LoadedStub, plan: RunPlan, vcpu: number, index: number, stubs: number): RegisterFile {
  const pc = image.symbols.get(`vcpu${vcpu}`) ?? plan.initial.pc;
  const sp = baseOf(index) + stackOffset - BigInt(Math.floor(vcpu / stubs)) * stackSize;
  return { ...plan.initial, pc, spEl1: plan.initial.spEl1 === INITIAL_SP ? sp : plan.initial.spEl1 };
}

function systemOf(stubs: readonly LoadedStub[], chosen: ChosenModel, vcpus: number, seed: bigint): StubSystem {
  const threads = Array.from({ length: vcpus }, (_, vcpu): StubThread => {
    const index = vcpu % stubs.length;
    const stub = stubs[index]!;
    // Patterns of their own, so that nobody takes another vCPU's registers for its own.
    const plan = planRun(stub.spec, stub.image, chosen.choice, seed + BigInt(vcpu));
    return { stub, plan, initial: initialOf(stub, plan, vcpu, index, stubs.length) };
  });
  const first = threads[0]!;
  const { machine } = makeJob(first.stub.image, chosen, first.plan, first.plan.limits, 'core');
  const replies = threads.slice(0, stubs.length).flatMap(({ plan }) => plan.replies);
  const segments = stubs.flatMap(({ image }) => image.segments.map(({ address, bytes }) => ({ address, bytes })));
  return { threads, chosen, machine: { ...machine, replies }, segments, limits: first.plan.limits };
}

/**
 * Loads stubs for several vCPUs: vCPU n runs stub n, and the first again where there are more vCPUs than stubs. Models,
 * firmware, partitions and control bits are those of the first one, or the user's. Throws InputError for what is wrong.
 */
export function loadStubs(files: readonly string[], options: StubOptions, seed: bigint): StubSystem[] {
  if (files.length > mostStubs) throw new InputError(`${files.length} stubs, and there is room for ${mostStubs}`);
  if (files.length > options.vcpus) throw new InputError(`${files.length} stubs on ${options.vcpus} vCPUs`);
  const stubs = files.map((file, index) => loadStub(file, index, options));
  const firmware = { names: options.firmwares, changes: options.firmware };
  return chooseModels(stubs[0]!.spec, options.models, options.changes, firmware, '--el2').map((chosen) =>
    systemOf(stubs, chosen, options.vcpus, seed),
  );
}
