import type { GuestVm, Limits, PartitionDefinition, ScriptedReply } from '../../engine/engine.ts';
import type { RegisterFile } from '../../engine/record.ts';
import type { Image } from '../image.ts';
import { constantOf, INITIAL_SP, initialRegisters } from './initial.ts';
import { planPartitions } from './partition-plan.ts';
import { complaint, gather } from './place.ts';
import { PatternSource } from './random.ts';
import { addressOf, type ResolveContext, resolveExpectation } from './resolve.ts';
import { type NamedReply, scriptedReplies } from './scripted.ts';
import type { ControlBits, Expectation, LabelReference, ModelChoice, StubSpec, VmSpec } from './spec.ts';
import { SymbolTable } from './symbols.ts';
import { appliesTo } from './target.ts';

/** x0 to x17: what an SMCCC call passes and returns. */
const LAST_OF_SCRIPT = 17;

/** Seed where neither the user nor the stub names one. */
export const DEFAULT_SEED = 1n;

/** An expectation with its numbers. */
export interface PlannedExpectation {
  expectation: Expectation<bigint>;
  /** False where its models leave this run's model out. */
  applies: boolean;
  /** A red line on one of its models: it must fail. */
  fails: boolean;
  /** Address of its label, where it has one. */
  address: bigint | undefined;
}

/** One run of a stub on one model, with every name resolved. */
export interface RunPlan {
  /** The stub's own file. */
  file: string;
  model: ModelChoice;
  seed: bigint;
  /** Registers at the first instruction. */
  initial: RegisterFile;
  /** Seed of the values that undefined registers hold. */
  undefinedFill: bigint;
  replies: ScriptedReply[];
  /** Names of the replies, by index. */
  replyNames: (string | undefined)[];
  /** Secure partitions behind the firmware. */
  partitions: PartitionDefinition[];
  /** Xen's VMs beside domain 1. */
  vms: GuestVm[];
  /** Names of the steps of their scripts, by number. */
  stepNames: (string | undefined)[];
  /** Addresses at which the engine records the registers. */
  watch: bigint[];
  limits: Limits;
  control: ControlBits;
  lateHypervisor: boolean;
  expectations: PlannedExpectation[];
}

/** Constants that the stub puts into registers: patterns must not look like them. */
function constantsOf(spec: StubSpec, symbols: SymbolTable): bigint[] {
  const steps = spec.partitions.flatMap(({ handlers }) => handlers.flatMap((handler) => handler.steps));
  const scripted = steps
    .flatMap(({ registers }) => registers)
    .flatMap(({ registers, value }) => (value.kind === 'constant' ? [{ registers, value }] : []));
  const settings = [...spec.registers, ...spec.replies.flatMap((reply) => reply.registers), ...scripted];
  return gather(settings, (setting) => constantOf(setting.value, setting, symbols) ?? 0n);
}

/** A script has no registers past those that a call passes. Throws where a line is about others. */
function checkKnown({ partitions }: StubSpec, expectation: Expectation): void {
  if (expectation.kind !== 'partition') return;
  const { partition, conditions } = expectation;
  if (partitions.some(({ id, code }) => id === partition.id && code !== undefined)) return;
  for (const condition of conditions) {
    const right = condition.kind === 'registers' && condition.right.kind === 'registers' && condition.right.registers;
    const last = condition.kind === 'registers' ? Math.max(condition.registers.last, right ? right.last : 0) : 0;
    if (last > LAST_OF_SCRIPT) {
      throw complaint(condition.place, 'a script has x0 to x17 only; a program, which code=FILE names, has x0 to x30');
    }
  }
}

function planExpectations(spec: StubSpec, model: ModelChoice, context: ResolveContext): PlannedExpectation[] {
  return gather(spec.expectations, (expectation) => {
    checkKnown(spec, expectation);
    const named = appliesTo(expectation.models, model);
    return {
      expectation: resolveExpectation(expectation, context),
      // Elsewhere a red line must hold; a red finding must not be there, as no other that the stub does not declare.
      applies: named || (expectation.red && expectation.kind !== 'finding'),
      fails: named && expectation.red,
      address: addressOf(expectation, context.symbols),
    };
  });
}

function watchedAddresses(expectations: readonly PlannedExpectation[]): bigint[] {
  const watched = expectations.flatMap(({ expectation, applies, address }) =>
    applies && address !== undefined && (expectation.kind === 'arrival' || expectation.kind === 'state')
      ? [address]
      : [],
  );
  return [...new Set(watched)].sort((a, b) => (a < b ? -1 : 1));
}

/** The calls of each VM by address. Throws where two VMs would make one call. */
function planVms(specs: readonly VmSpec[], symbols: SymbolTable): GuestVm[] {
  const taken = new Set<bigint>();
  const call = (label: LabelReference): bigint => {
    const address = symbols.trapAddress(label);
    if (taken.has(address)) throw complaint(label.place, `the call at ${label.name} is some VM’s already`);
    taken.add(address);
    return address;
  };
  return gather(specs, ({ domain, calls, ends }) => ({
    domain,
    addresses: calls.map(call),
    ends: ends && symbols.trapAddress(ends),
  }));
}

function replyNames(replies: readonly NamedReply[]): (string | undefined)[] {
  return replies.map(({ name }) => name);
}

/**
 * Resolves a stub for one run: labels to addresses, names to values, patterns from the seed (the given one, else the
 * stub's, else {@link DEFAULT_SEED}). The same seed gives the same registers and replies on every model.
 * Throws an InputError that names line and column of every name that the program and the specifications lack.
 */
export function planRun(spec: StubSpec, image: Image, model: ModelChoice, seed: bigint | undefined): RunPlan {
  const symbols = new SymbolTable(image);
  const drawnFrom = BigInt.asUintN(64, seed ?? spec.seed ?? DEFAULT_SEED);
  const patterns = new PatternSource(drawnFrom, [...constantsOf(spec, symbols), INITIAL_SP, image.entry]);
  const initial = initialRegisters(spec, image.entry, symbols, patterns);
  const undefinedFill = patterns.next();
  const replies = scriptedReplies(spec.replies, model, symbols, patterns);
  const named = new Set(spec.replies.flatMap(({ name }) => (name === undefined ? [] : [name])));
  const { definitions, stepNames } = planPartitions(spec.partitions, named, {
    symbols,
    patterns,
    programs: image.programs,
  });
  const names = new Set([...named, ...stepNames.filter((name) => name !== undefined)]);
  const expectations = planExpectations(spec, model, { symbols, replyNames: names });
  return {
    file: spec.file,
    model,
    seed: drawnFrom,
    initial,
    undefinedFill,
    replies: replies.map(({ reply }) => reply),
    replyNames: replyNames(replies),
    partitions: definitions,
    vms: planVms(spec.vms, symbols),
    stepNames,
    watch: watchedAddresses(expectations),
    limits: spec.limits,
    control: spec.control,
    lateHypervisor: spec.lateHypervisor !== undefined,
    expectations,
  };
}
