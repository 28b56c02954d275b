import {
  SOURCE_CONSTANT,
  SOURCE_KEPT,
  SOURCE_REQUEST,
  STEP_CALL,
  STEP_ERROR,
} from '../../../assembly/el3/definition.ts';
import { STEP_CAPACITY } from '../../../assembly/layout.ts';
import type { PartitionDefinition, PartitionProgram, PartitionStep } from '../../engine/engine.ts';
import { secureRange } from '../../engine/secure.ts';
import type { Image } from '../image.ts';
import { constantOf } from './initial.ts';
import { complaint, gather } from './place.ts';
import type { PatternSource } from './random.ts';
import type { PartitionSpec, StepSpec } from './spec.ts';
import { SymbolTable } from './symbols.ts';

/** What the partitions of a run are resolved with. */
export interface PartitionContext {
  symbols: SymbolTable;
  patterns: PatternSource;
  /** Programs by endpoint id. */
  programs: ReadonlyMap<number, Image> | undefined;
}

/** The partitions of a run. */
export interface PlannedPartitions {
  definitions: PartitionDefinition[];
  /** Names of the steps, by their number over all partitions. */
  stepNames: (string | undefined)[];
}

/** The partition of a stub that names none: it echoes every request. */
export const ECHO: PartitionDefinition = {
  id: 0x8001,
  version: 0x10002,
  properties: 0x603,
  logical: false,
  contexts: 1,
  uuids: [],
  handlers: [],
};

function operandOf(step: StepSpec, symbols: SymbolTable): number {
  if (step.operand === undefined) return 0;
  const wide = step.kind === STEP_CALL || step.kind === STEP_ERROR;
  const [width, what] = wide ? [32, 'a word of 32 bits'] : [16, 'an endpoint id of 16 bits'];
  return Number(symbols.value(step.operand, width, what));
}

function resolveStep(step: StepSpec, symbols: SymbolTable, patterns: PatternSource): PartitionStep {
  const registers = step.registers.flatMap(({ registers: range, value }) => {
    const numbers = Array.from({ length: range.last - range.first + 1 }, (_, n) => range.first + n);
    if (value.kind === 'request' || value.kind === 'keep') {
      const source = value.kind === 'keep' ? SOURCE_KEPT : SOURCE_REQUEST;
      return numbers.map((register) => ({ register, source, value: 0n }));
    }
    const constant = constantOf(value, { registers: range, value }, symbols);
    const drawn = () => BigInt.asUintN(range.bank === 'w' ? 32 : 64, patterns.next());
    return numbers.map((register) => ({ register, source: SOURCE_CONSTANT, value: constant ?? drawn() }));
  });
  return { kind: step.kind, operand: operandOf(step, symbols), registers };
}

/** The program of a partition, ready to be placed; its stack grows down from the end of its range. */
function resolveProgram(spec: PartitionSpec, index: number, image: Image): PartitionProgram {
  const own = new SymbolTable(image);
  const interrupts = gather(spec.interrupts, ({ at, partition }) => ({
    address: own.address(at),
    partition: partition ? Number(own.value(partition, 16, 'an endpoint id of 16 bits')) : 0,
  }));
  const segments = image.segments.map(({ address, bytes }) => ({ address, bytes }));
  return { segments, entry: image.entry, stack: secureRange(index).end, interrupts };
}

function resolvePartition(
  spec: PartitionSpec,
  index: number,
  { symbols, patterns, programs }: PartitionContext,
): PartitionDefinition {
  const { id, version, properties, logical, contexts, uuids } = spec;
  const image = programs?.get(id);
  const handlers = gather(spec.handlers, ({ events, occurrence, steps }) => ({
    events,
    occurrence,
    steps: gather(steps, (step) => resolveStep(step, symbols, patterns)),
  }));
  const program = image && { program: resolveProgram(spec, index, image) };
  return { id, version, properties, logical, contexts, uuids, handlers, ...program };
}

/** Names tell steps apart, and steps and replies. */
function rejectSameNames(specs: readonly PartitionSpec[], taken: ReadonlySet<string>): void {
  const seen = new Set(taken);
  for (const { name, place } of specs.flatMap(({ handlers }) => handlers.flatMap(({ steps }) => steps))) {
    if (name === undefined) continue;
    if (seen.has(name)) throw complaint(place, `something is already called ${name}`);
    seen.add(name);
  }
}

/**
 * The partitions behind the firmware, in the order of the text; {@link ECHO} where there are none. `taken` are the names
 * of scripted replies. Throws InputError for names that nothing has, and where there are too many steps.
 */
export function planPartitions(
  specs: readonly PartitionSpec[],
  taken: ReadonlySet<string>,
  context: PartitionContext,
): PlannedPartitions {
  rejectSameNames(specs, taken);
  const definitions = gather(specs.entries(), ([index, spec]) => resolvePartition(spec, index, context));
  const stepNames = specs.flatMap(({ handlers }) => handlers.flatMap(({ steps }) => steps.map(({ name }) => name)));
  const last = specs.at(-1);
  if (last && stepNames.length > STEP_CAPACITY) {
    throw complaint(last.place, `the partitions take ${stepNames.length} steps, more than ${STEP_CAPACITY}`);
  }
  return { definitions: specs.length === 0 ? [ECHO] : definitions, stepNames };
}
