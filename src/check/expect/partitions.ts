import type { PartitionCall, RegisterFile, RunRecord } from '../../engine/record.ts';
import type { RunPlan } from '../../guest/stub/plan.ts';
import type { Expectation, PartitionTarget } from '../../guest/stub/spec.ts';
import type { Scene } from './conditions.ts';
import { callsUntil, checkEach } from './events.ts';
import type { Outcome } from './outcome.ts';

/** x0 to x30 of a file; of a partition's registers only those that a call passes are known. */
const REGISTERS = 31;

/** A register file whose x0 to x17 are given and whose others are 0. */
export function fileOf(x: readonly bigint[]): RegisterFile {
  return {
    x: Array.from({ length: REGISTERS }, (_, n) => x[n] ?? 0n),
    spEl0: 0n,
    spEl1: 0n,
    pc: 0n,
    pstate: 0n,
    v: Array.from({ length: 32 }, () => 0n),
    fpsr: 0n,
    fpcr: 0n,
  };
}

/** The calls of a partition that returned, with the number of each among all that it made, from 1. */
export function returnedCalls(run: RunRecord, partition: number): { call: PartitionCall; number: number }[] {
  return callsUntil(run, run.traps.length)
    .filter((call) => call.partition === partition)
    .map((call, index) => ({ call, number: index + 1 }))
    .filter(({ call }) => call.after !== undefined);
}

/** The calls that a target means, or why there are none. */
export function selectCalls(run: RunRecord, { id, occurrence }: PartitionTarget) {
  const returned = returnedCalls(run, id);
  const chosen = returned.filter(({ number }) => occurrence === undefined || number === occurrence);
  const name = `0x${id.toString(16)}`;
  const remark =
    chosen.length > 0
      ? undefined
      : occurrence === undefined
        ? `no call of partition ${name} returned`
        : `call ${occurrence} of partition ${name} did not return`;
  return { chosen, remark };
}

/** Checks a partition's registers after its calls. */
export function checkPartition(
  { partition, conditions }: Extract<Expectation<bigint>, { kind: 'partition' }>,
  plan: RunPlan,
  run: RunRecord,
): Outcome {
  const sceneOf = ({ call, number }: { call: PartitionCall; number: number }): Scene => ({
    where: `call ${number}`,
    plan,
    registers: fileOf(call.after ?? []),
    before: fileOf(call.before),
    trap: undefined,
    smcs: () => [],
    calls: () => callsUntil(run, run.traps.length),
    variables: {},
  });
  return checkEach(selectCalls(run, partition), conditions, sceneOf, false);
}
