import * as d from '../../assembly/el3/definition.ts';
import { FIRMWARE_SVE_HINT, HINT_DROPPED } from '../../assembly/el3/history-switches.ts';
import {
  P_MODEL,
  P_STATE,
  STATE_CALL_COUNT,
  STATE_DISPATCHER_VERSION,
  STATE_MAILBOX,
  STATE_PARTITION_STRIDE,
  STATE_PARTITIONS,
  STATE_SMC_NUMBER,
  STATE_SPMC_LOCKED,
  STATE_SPMC_VERSION,
  STATE_SVE_HINT,
} from '../../assembly/el3/state.ts';
import { FIRMWARE_SERVICE, SERVICE_FFA } from '../../assembly/el3/switches.ts';
import * as layout from '../../assembly/layout.ts';
import * as config from '../../assembly/machine/config.ts';
import type { PartitionDefinition, PartitionStep } from './engine.ts';
import type { LinearMemory } from './memory.ts';
import type { ModelState, PartitionCall, SmcOrigins } from './record.ts';
import { contextsOf, highRegisters, readProgramCall, writeProgram } from './secure.ts';

/** Writes the definitions of the secure partitions. Throws RangeError where they do not fit. */
export function writePartitions(linear: LinearMemory, partitions: readonly PartitionDefinition[]): void {
  const steps = partitions.flatMap(({ handlers }) => handlers.flatMap((handler) => handler.steps));
  if (partitions.length > layout.PARTITION_CAPACITY) throw new RangeError(`${partitions.length} partitions do not fit`);
  if (steps.length > layout.STEP_CAPACITY) throw new RangeError(`${steps.length} steps of partitions do not fit`);
  linear.setU32(layout.PARTITION_COUNT, partitions.length);
  linear.setU32(layout.CONFIG_START + config.CONFIG_CONTEXTS, contextsOf(partitions));
  let first = 0;
  partitions.forEach((partition, index) => {
    const base = layout.PARTITION_START + index * layout.PARTITION_STRIDE;
    writeDefinition(linear, base, partition);
    if (partition.program) writeProgram(linear, base, partition.program);
    else first = writeHandlers(linear, base, partition, first);
  });
  for (const [index, step] of steps.entries()) writeStep(linear, layout.STEP_START + index * layout.STEP_STRIDE, step);
}

function writeDefinition(linear: LinearMemory, base: number, partition: PartitionDefinition): void {
  if (partition.uuids.length > d.UUID_CAPACITY) throw new RangeError(`${partition.uuids.length} UUIDs do not fit`);
  linear.setU32(base + d.DEFINITION_ID, partition.id);
  linear.setU32(base + d.DEFINITION_VERSION, partition.version);
  linear.setU32(base + d.DEFINITION_PROPERTIES, partition.properties);
  const program = partition.program ? d.DEFINITION_PROGRAM : 0;
  linear.setU32(base + d.DEFINITION_FLAGS, program | (partition.logical ? d.DEFINITION_LOGICAL : 0));
  linear.setU32(base + d.DEFINITION_CONTEXTS, partition.contexts);
  linear.setU32(base + d.DEFINITION_UUID_COUNT, partition.uuids.length);
  linear.bytes.fill(0, base + d.DEFINITION_UUIDS, base + d.DEFINITION_HANDLERS);
  partition.uuids.forEach((uuid, n) => {
    linear.bytes.set(uuid, base + d.DEFINITION_UUIDS + n * d.UUID_SIZE);
  });
}

/** Returns the number of the first step after those of this partition. */
function writeHandlers(linear: LinearMemory, base: number, { handlers }: PartitionDefinition, first: number): number {
  let next = first;
  const rows = handlers.flatMap(({ events, occurrence, steps }) => {
    const own = next;
    next += steps.length;
    return events.map((event) => [event, occurrence, own, steps.length] as const);
  });
  if (rows.length > d.HANDLER_CAPACITY) throw new RangeError(`${rows.length} handlers of a partition do not fit`);
  linear.setU32(base + d.DEFINITION_HANDLER_COUNT, rows.length);
  rows.forEach(([event, occurrence, own, steps], n) => {
    const at = base + d.DEFINITION_HANDLERS + n * d.HANDLER_SIZE;
    linear.setU32(at + d.HANDLER_EVENT, event);
    linear.setU32(at + d.HANDLER_OCCURRENCE, occurrence);
    linear.setU32(at + d.HANDLER_FIRST, own);
    linear.setU32(at + d.HANDLER_STEPS, steps);
  });
  return next;
}

function writeStep(linear: LinearMemory, base: number, { kind, operand, registers }: PartitionStep): void {
  linear.bytes.fill(0, base, base + layout.STEP_STRIDE);
  linear.setU32(base + d.STEP_KIND, kind);
  linear.setU32(base + d.STEP_OPERAND, operand >>> 0);
  for (const { register, source, value } of registers) {
    linear.bytes[base + d.STEP_SOURCES + register] = source;
    linear.setU64(base + d.STEP_VALUES + register * 8, value);
  }
}

/** SMCs that reached EL3 since reset. */
export function smcNumber(linear: LinearMemory): number {
  return linear.u32(layout.FIRMWARE_STATE_START + STATE_SMC_NUMBER);
}

/** Calls of partitions that were made, or that returned, after the SMC of this number; -1 for all since reset. */
export function readPartitionCalls(linear: LinearMemory, since: number): { partitionCalls?: PartitionCall[] } {
  const count = Math.min(linear.u32(layout.FIRMWARE_STATE_START + STATE_CALL_COUNT), layout.PARTITION_LOG_CAPACITY);
  const now = smcNumber(linear);
  const isRecent = (number: number) => number > since && number <= now;
  const calls: PartitionCall[] = [];
  for (let index = 0; index < count; index++) {
    const base = layout.PARTITION_LOG_START + index * layout.PARTITION_LOG_STRIDE;
    const made = linear.u32(base + layout.PARTITION_CALL_MADE);
    const returned = linear.u32(base + layout.PARTITION_CALL_RETURNED);
    if (isRecent(made) || isRecent(returned)) calls.push(readCall(linear, base, index, Math.max(since, 0), now));
  }
  return calls.length === 0 ? {} : { partitionCalls: calls };
}

/**
 * A call that returned after `now` did so before a snapshot was brought back, and is open again. SMC number `first` is the
 * last one before those that the record is about.
 */
function readCall(linear: LinearMemory, base: number, index: number, first: number, now: number): PartitionCall {
  const returned = linear.u32(base + layout.PARTITION_CALL_RETURNED);
  const open = returned > now;
  const id = linear.u32(base + layout.PARTITION_CALL_ID);
  const registers = (low: number, high: number) => [
    ...linear.u64s(base + low, 18),
    ...highRegisters(linear, base, high),
  ];
  return {
    index,
    partition: id,
    before: registers(layout.PARTITION_CALL_IN, layout.PARTITION_CALL_IN_X18),
    after: open ? undefined : registers(layout.PARTITION_CALL_OUT, layout.PARTITION_CALL_OUT_X18),
    ...readProgramCall(linear, base, numberOf(linear, id)),
    step: stepOf(linear.u32(base + layout.PARTITION_CALL_STEP)),
    state: linear.u32(base + layout.PARTITION_CALL_STATE),
    made: linear.u32(base + layout.PARTITION_CALL_MADE) - first - 1,
    returned: open ? undefined : returned - first - 1,
  };
}

/** Number of the definition of a partition. */
function numberOf(linear: LinearMemory, id: number): number {
  const count = Math.min(linear.u32(layout.PARTITION_COUNT), layout.PARTITION_CAPACITY);
  const idAt = (index: number) =>
    linear.u32(layout.PARTITION_START + index * layout.PARTITION_STRIDE + d.DEFINITION_ID);
  return Array.from({ length: count }, (_, index) => index).findIndex((index) => idAt(index) === id);
}

/** The log keeps 1 + the number. */
function stepOf(word: number): number | undefined {
  return word === 0 ? undefined : word - 1;
}

/** Whose values an answer holds, from its entry in the log. */
export function readOrigins(linear: LinearMemory, entry: number): { origins?: SmcOrigins } {
  const kept = linear.u32(entry + layout.SMC_KEPT);
  const partition = linear.u32(entry + layout.SMC_PARTITION);
  const stale = linear.u32(entry + layout.SMC_STALE);
  return kept === 0 && partition === 0 && stale === 0 ? {} : { origins: { kept, partition, stale } };
}

/** Whether the firmware has RX and TX buffers of the normal world's; false where it answers by fixed rules. */
export function hasNormalWorldBuffers(linear: LinearMemory): boolean {
  return linear.u32(layout.FIRMWARE_STATE_START + STATE_MAILBOX) !== 0;
}

/** The firmware's own variables, by name; none where it answers by fixed rules. */
export function firmwareState(linear: LinearMemory): ModelState {
  if (linear.u32(layout.FIRMWARE_SWITCH_START + FIRMWARE_SERVICE) !== SERVICE_FFA) return {};
  const state = (offset: number) => BigInt(linear.u32(layout.FIRMWARE_STATE_START + offset));
  const variables: ModelState = {
    spmd_version: state(STATE_DISPATCHER_VERSION),
    spmc_version: state(STATE_SPMC_VERSION),
    spmc_locked: state(STATE_SPMC_LOCKED),
  };
  if (linear.u32(layout.FIRMWARE_SWITCH_START + FIRMWARE_SVE_HINT) !== HINT_DROPPED) {
    variables.sve_hint = state(STATE_SVE_HINT);
  }
  const count = Math.min(linear.u32(layout.PARTITION_COUNT), layout.PARTITION_CAPACITY);
  for (let index = 0; index < count; index++) {
    const id = linear.u32(layout.PARTITION_START + index * layout.PARTITION_STRIDE + d.DEFINITION_ID);
    const block = STATE_PARTITIONS + index * STATE_PARTITION_STRIDE;
    variables[`partition_${id.toString(16)}`] = state(block + P_STATE);
    variables[`model_${id.toString(16)}`] = state(block + P_MODEL);
  }
  return variables;
}
