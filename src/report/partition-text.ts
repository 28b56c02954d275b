/** The calls of secure partitions, as lines of text. */
import {
  PARTITION_ABORTED,
  PARTITION_BLOCKED,
  PARTITION_PREEMPTED,
  PARTITION_RUNNING,
  PARTITION_STARTING,
  PARTITION_WAITING,
} from '../../assembly/ffa/runtime.ts';
import { describeCall, describeReply } from '../abi/describe.ts';
import type { PartitionCall, RunRecord } from '../engine/record.ts';
import type { Image } from '../guest/image.ts';
import { createPaint, flow } from './format.ts';
import type { TextOptions } from './register-text.ts';
import { placeOf } from './report.ts';

const states = new Map<number, string>([
  [PARTITION_STARTING, 'starting'],
  [PARTITION_WAITING, 'waiting'],
  [PARTITION_RUNNING, 'running'],
  [PARTITION_BLOCKED, 'blocked'],
  [PARTITION_PREEMPTED, 'preempted'],
  [PARTITION_ABORTED, 'aborted'],
]);

/** `waiting`, `blocked`, …: the state that a call left a partition in. */
export function partitionStateText({ state }: PartitionCall): string {
  return states.get(state) ?? String(state);
}

/** What a partition did: its call, or why its program was stopped. */
export function partitionActText({ before, stop }: PartitionCall): string {
  return stop ? `is stopped: ${stop.detail}` : describeCall(before);
}

/** What came of it: the reply, or the state that the partition is in. */
export function partitionOutcomeText(call: PartitionCall): string {
  return call.after ? describeReply(call.after, call.before) : partitionStateText(call);
}

/**
 * `  partition 8001  FFA_YIELD SMC32 → FFA_SUCCESS`, or the state that the call left the partition in; of a program with
 * the place of its SMC after the partition, and where it was stopped with the reason.
 */
export function partitionLines(call: PartitionCall, image: Image, options: TextOptions): string[] {
  const paint = createPaint(options.color);
  const head = `partition ${call.partition.toString(16)}`;
  const place = call.address === undefined ? [] : [placeOf(image, call.address)];
  const text = partitionOutcomeText(call);
  const outcome = call.after ? `→ ${paint.bold(text)}` : `(${text})`;
  const act = call.stop ? paint.red(partitionActText(call)) : partitionActText(call);
  return flow([[head, ...place, act].join('  '), outcome], options.width, 2, head.length + 2, ' ');
}

/** Calls of partitions that take part in what the guest does, or were stopped; all where everything is wanted. */
export function bootCalls({ boot, traps }: RunRecord, all: boolean): PartitionCall[] {
  const later = traps.flatMap(({ partitionCalls }) => partitionCalls ?? []);
  const active = new Set(later.map(({ partition }) => partition));
  return (boot.partitionCalls ?? []).filter(({ partition, stop }) => all || stop || active.has(partition));
}
