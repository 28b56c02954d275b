import type { PartitionCall, SmcRecord, TrapRecord } from '../../engine/record.ts';
import type { RunPlan } from '../../guest/stub/plan.ts';

/** The SMC whose answer `reply` means: the trap's last one with a scripted reply, else its last one. */
export function lastReply(trap: TrapRecord | undefined): SmcRecord | string {
  if (!trap) return 'no trap was taken before';
  const scripted = trap.smcs.findLast(({ reply }) => reply !== undefined);
  return scripted ?? trap.smcs.at(-1) ?? 'the trap issued no SMC, so there is no reply';
}

/** x0 to x17 of a named step of a partition's script, as the partition passed them, among its calls so far. */
export function namedStep(name: string, plan: RunPlan, calls: readonly PartitionCall[]): bigint[] | string {
  const call = calls.find(({ step }) => step !== undefined && plan.stepNames[step] === name);
  return call?.before ?? `no partition has come to ${name}`;
}

/** The SMC that a named reply answered, among those issued so far. */
export function namedReply(name: string, plan: RunPlan, smcs: readonly SmcRecord[]): SmcRecord | string {
  const index = plan.replyNames.indexOf(name);
  if (index < 0) return `reply ${name} is not scripted for ${plan.model.text}`;
  return smcs.find(({ reply }) => reply === index) ?? `reply ${name} was not used`;
}
