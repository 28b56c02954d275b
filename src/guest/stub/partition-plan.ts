import {
  SOURCE_CONSTANT,
  SOURCE_KEPT,
  SOURCE_REQUEST,
  STEP_CALL,
  STEP_ERROR,
} from '../../../assembly/el3/definition.ts';
import { STEP_CAPACITY } from '../../../assembly/layout.ts';
import type { PartitionDefinition, PartitionStep } from '../../engine/engine.ts';
import { constantOf } from './initial.ts';
import { complaint, gather } from './place.ts';
import type { PatternSource } from './random.ts';
import type { PartitionSpec, StepSpec } from './spec.ts';
import type { SymbolTable } from './symbols.ts';

/** The partitions of a run. */
export interface PlannedPartitions {
  definitions: PartitionDefinition[];
  /** Names of the steps, by their number over all partitions. */
  stepNames: (string | undefined)[];
}

/** The partition of a stub that names none: it echoes every request. */
const ECHO: PartitionDefinition = {
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

function resolvePartition(spec: PartitionSpec, symbols: SymbolTable, patterns: PatternSource): PartitionDefinition {
  const { id, version, properties, logical, contexts, uuids } = spec;
  const handlers = gather(spec.handlers, ({ events, occurrence, steps }) => ({
    events,
    occurrence,
    steps: gather(steps, (step) => resolveStep(step, symbols, patterns)),
  }));
  return { id, version, properties, logical, contexts, uuids, handlers };
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
  symbols: SymbolTable,
  patterns: PatternSource,
): PlannedPartitions {
  rejectSameNames(specs, taken);
  const definitions = gather(specs, (spec) => resolvePartition(spec, symbols, patterns));
  const stepNames = specs.flatMap(({ handlers }) => handlers.flatMap(({ steps }) => steps.map(({ name }) => name)));
  const last = specs.at(-1);
  if (last && stepNames.length > STEP_CAPACITY) {
    throw complaint(last.place, `the partitions take ${stepNames.length} steps, more than ${STEP_CAPACITY}`);
  }
  return { definitions: specs.length === 0 ? [ECHO] : definitions, stepNames };
}
