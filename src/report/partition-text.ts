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
import type { PartitionCall } from '../engine/record.ts';
import { createPaint, flow } from './format.ts';
import type { TextOptions } from './register-text.ts';

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

/** `  partition 8001  FFA_YIELD SMC32 → FFA_SUCCESS`, or the state that the call left the partition in. */
export function partitionLines(call: PartitionCall, options: TextOptions): string[] {
  const paint = createPaint(options.color);
  const head = `partition ${call.partition.toString(16)}`;
  const outcome = call.after
    ? `→ ${paint.bold(describeReply(call.after, call.before))}`
    : `(${partitionStateText(call)})`;
  return flow([`${head}  ${describeCall(call.before)}`, outcome], options.width, 2, head.length + 2, ' ');
}
