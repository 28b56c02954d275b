/** Secure partitions that are programs: where they stand, and what they have executed. */
import * as d from '../../assembly/el3/definition.ts';
import { STATE_SECURE_COUNT } from '../../assembly/el3/state.ts';
import * as layout from '../../assembly/layout.ts';
import * as config from '../../assembly/machine/config.ts';
import { describeStop } from './core/stops.ts';
import type { PartitionDefinition, PartitionProgram } from './engine.ts';
import type { Machine } from './machine.ts';
import type { LinearMemory } from './memory.ts';
import type { PartitionCall, StopReason } from './record.ts';

/** x18 to x30. */
const HIGH_REGISTERS = 13;

/** The addresses of the partition with this number, which nobody else can reach: [start, end). */
export function secureRange(index: number): { start: bigint; end: bigint } {
  const start = BigInt(layout.SECURE_START + index * layout.SECURE_STRIDE);
  return { start, end: start + BigInt(layout.SECURE_STRIDE) };
}

/** Definitions up to the last that is a program: as many ranges are out of the normal world's reach. */
export function contextsOf(partitions: readonly PartitionDefinition[]): number {
  return partitions.findLastIndex(({ program }) => program !== undefined) + 1;
}

/** What else is written of a program's definition. Throws RangeError where its interrupts do not fit. */
export function writeProgram(linear: LinearMemory, base: number, program: PartitionProgram): void {
  const { interrupts } = program;
  if (interrupts.length > d.HANDLER_CAPACITY) throw new RangeError(`${interrupts.length} interrupts do not fit`);
  linear.setU64(base + d.DEFINITION_ENTRY, program.entry);
  linear.setU64(base + d.DEFINITION_STACK, program.stack);
  linear.setU32(base + d.DEFINITION_HANDLER_COUNT, interrupts.length);
  interrupts.forEach(({ address, partition }, n) => {
    const at = base + d.DEFINITION_HANDLERS + n * d.HANDLER_SIZE;
    linear.setU32(at + d.INTERRUPT_ADDRESS, Number(address));
    linear.setU32(at + d.INTERRUPT_FOR, partition);
  });
}

/** Places programs in their memory, and lets their runs end where an interrupt comes. */
export function loadPrograms(machine: Pick<Machine, 'writeMemory' | 'watch'>, programs: PartitionProgram[]): void {
  for (const { address, bytes } of programs.flatMap(({ segments }) => segments)) machine.writeMemory(address, bytes);
  watchPrograms(machine, programs, true);
}

/** A run of a program ends where an interrupt comes, or no longer does. */
export function watchPrograms(machine: Pick<Machine, 'watch'>, programs: PartitionProgram[], on: boolean): void {
  for (const { address } of programs.flatMap(({ interrupts }) => interrupts)) machine.watch(address, on);
}

/** Instructions that programs have executed since reset. */
export function secureInstructions(linear: LinearMemory): number {
  return Number(linear.u64(layout.FIRMWARE_STATE_START + STATE_SECURE_COUNT));
}

/** Lets programs execute so many instructions since reset and no more. */
export function limitSecure(linear: LinearMemory, instructions: number): void {
  linear.setU64(layout.CONFIG_START + config.CONFIG_SECURE_LIMIT, BigInt(Math.max(0, instructions)));
}

/** What {@link limitSecure} has set. */
export function secureLimit(linear: LinearMemory): number {
  return Number(linear.u64(layout.CONFIG_START + config.CONFIG_SECURE_LIMIT));
}

/** Bytes of RAM that the normal world cannot reach, as a [start, end) pair; empty where no partition is a program. */
export function hiddenMemory(linear: LinearMemory): readonly [start: number, end: number] {
  const count = linear.u32(layout.CONFIG_START + config.CONFIG_CONTEXTS);
  return [layout.SECURE_START, layout.SECURE_START + count * layout.SECURE_STRIDE];
}

/** What a log entry at `base` says of a program besides x0 to x17; nothing of a script. */
export function readProgramCall(linear: LinearMemory, base: number, index: number): Partial<PartitionCall> {
  const address = linear.u64(base + layout.PARTITION_CALL_ADDRESS);
  if (address === 0n) return {};
  const stopped = linear.u32(base + layout.PARTITION_CALL_STOP);
  return {
    address,
    instructions: Number(linear.u64(base + layout.PARTITION_CALL_COUNT)),
    ...(stopped !== 0 && { stop: stopOf(linear, stopped - 1, index) }),
  };
}

/** x18 to x30 at an offset of a log entry; none of a script. */
export function highRegisters(linear: LinearMemory, base: number, offset: number): bigint[] {
  const program = linear.u64(base + layout.PARTITION_CALL_ADDRESS) !== 0n;
  return program ? linear.u64s(base + offset, HIGH_REGISTERS) : [];
}

/** Why a program was stopped. Its context stays as it was then, for it runs no more. */
function stopOf(linear: LinearMemory, code: number, index: number): StopReason {
  const base = layout.VCPU_START + (layout.VCPU_COUNT + index) * layout.VCPU_STRIDE;
  if (code !== layout.STOP_BUDGET) return describeStop(code, linear, base);
  const detail = `it does not give control back: ${secureInstructions(linear)} instructions executed`;
  return { kind: 'instruction-limit', pc: linear.u64(base + layout.REG_PC), detail };
}
