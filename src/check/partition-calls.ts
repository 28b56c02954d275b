/** Preservation in the registers of secure partitions: their calls are SMCs as much as the guest's are. */
import type { Version } from '../abi/row.ts';
import type { PartitionCall, RunRecord, TrapRecord } from '../engine/record.ts';
import { checkTrap } from './check.ts';
import { fileOf } from './expect/partitions.ts';
import type { Finding } from './finding.ts';
import type { Profile } from './rule.ts';

/** A call of a partition in the form of a trap: x0 to x17 as they were and as they are, everything else untouched. */
function asTrap(call: PartitionCall, after: bigint[], trap: TrapRecord): TrapRecord {
  const before = fileOf(call.before);
  const changed = (n: number) => n < after.length && after[n] !== call.before[n];
  return {
    ...trap,
    before,
    after: { ...before, x: before.x.map((value, n) => after[n] ?? value) },
    immediate: 0,
    conduit: 'smc',
    disposition: 'untrapped',
    smcs: [],
    writers: before.x.map((_, n) => (changed(n) ? 'el3' : 'caller')),
    sources: before.x.map((_, n) => n),
  };
}

function problemText({ problem }: Finding, partition: number): string {
  return `${problem ?? 'not preserved'} in partition ${partition.toString(16)}`;
}

/**
 * Judges the calls of partitions that returned in a trap of the guest; those that returned while the firmware booted are
 * not the guest's doing, and are left alone.
 */
export function checkPartitionCalls(run: RunRecord, profile: Profile, version: Version = profile.version): Finding[] {
  const rules = profile.rules.filter(({ guestOnly }) => !guestOnly);
  const judged = new Set((run.boot.partitionCalls ?? []).filter(({ after }) => after).map(({ index }) => index));
  return run.traps.flatMap((trap) =>
    (trap.partitionCalls ?? []).flatMap((call) => {
      if (!call.after || judged.has(call.index)) return [];
      judged.add(call.index);
      const partition = { id: call.partition, call: call.index };
      const { findings } = checkTrap(asTrap(call, call.after, trap), { ...profile, rules }, version);
      return findings.map((finding) => ({ ...finding, partition, problem: problemText(finding, call.partition) }));
    }),
  );
}
