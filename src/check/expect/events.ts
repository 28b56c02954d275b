import type { Arrival, PartitionCall, RunRecord, SmcRecord, TrapRecord } from '../../engine/record.ts';
import type { RunPlan } from '../../guest/stub/plan.ts';
import type { Condition, Expectation, Target } from '../../guest/stub/spec.ts';
import { checkConditions, type Scene } from './conditions.ts';
import { type Difference, type Outcome, once } from './outcome.ts';

type AtTarget = Extract<Expectation<bigint>, { kind: 'arrival' | 'trap' | 'state' }>;

/** Every SMC up to and with the first `traps` traps, boot first. */
function smcsUntil(run: RunRecord, traps: number): SmcRecord[] {
  return [...run.boot.smcs, ...run.traps.slice(0, traps).flatMap((trap) => trap.smcs)];
}

/** Every call of a partition up to and with the first `traps` traps, each once, as it stood last. */
export function callsUntil(run: RunRecord, traps: number): PartitionCall[] {
  const all = [run.boot, ...run.traps.slice(0, traps)].flatMap(({ partitionCalls }) => partitionCalls ?? []);
  return [...new Map(all.map((call) => [call.index, call])).values()].sort((a, b) => a.index - b.index);
}

function times(count: number): string {
  return count === 1 ? 'once' : `${count} times`;
}

/** Differences past this many say nothing new: a loop can pass a label a million times. */
const MOST_DIFFERENCES = 1000;

/** The events that a target means, or why there are none. */
export function selectEvents<Event>(
  events: Event[],
  target: Target,
  verb: string,
): { chosen: Event[]; remark: string | undefined } {
  const { label, occurrence } = target;
  const offset = label.offset === 0n ? '' : label.offset > 0n ? `+${label.offset}` : `${label.offset}`;
  const name = `${label.name}${offset}`;
  const chosen = occurrence === undefined ? events : events.slice(occurrence - 1, occurrence);
  if (chosen.length > 0) return { chosen, remark: undefined };
  const remark = events.length === 0 ? `${verb} ${name}` : `${verb} ${name} more than ${times(events.length)}`;
  return { chosen, remark };
}

/** Holds each event against the conditions, until enough differs. */
export function checkEach<Event>(
  { chosen, remark }: { chosen: Event[]; remark: string | undefined },
  conditions: readonly Condition<bigint>[],
  sceneOf: (event: Event) => Scene,
  isTrap: boolean,
): Outcome {
  const differences: Difference[] = [];
  for (const [index, event] of chosen.entries()) {
    differences.push(...checkConditions(conditions, sceneOf(event), isTrap));
    if (differences.length >= MOST_DIFFERENCES && index + 1 < chosen.length) {
      const rest = `${index + 1} of ${chosen.length} were checked, then there were ${differences.length} differences`;
      return { checked: index + 1, differences, remark: rest };
    }
  }
  return { checked: chosen.length, differences, remark };
}

/** Checks registers, or variables of the model, at every arrival at the label or at the one that is meant. */
export function checkArrivals(expectation: AtTarget, address: bigint, plan: RunPlan, run: RunRecord): Outcome {
  const arrivals = run.arrivals.filter((arrival) => arrival.address === address);
  const numbered = arrivals.map((arrival, index) => ({ arrival, number: index + 1 }));
  const selected = selectEvents(numbered, expectation.target, 'the program did not come to');
  const sceneOf = ({ arrival, number }: { arrival: Arrival; number: number }): Scene => ({
    where: `arrival ${number}`,
    plan,
    registers: arrival.registers,
    trap: run.traps[arrival.traps - 1],
    smcs: () => smcsUntil(run, arrival.traps),
    calls: () => callsUntil(run, arrival.traps),
    variables: arrival.state,
  });
  return checkEach(selected, expectation.conditions, sceneOf, false);
}

/** The traps that the instruction at an address took. */
export function trapsAt(run: RunRecord, address: bigint): TrapRecord[] {
  return run.traps.filter((trap) => trap.address === address);
}

/** Checks the traps that the instruction at the label took. */
export function checkTraps(expectation: AtTarget, address: bigint, plan: RunPlan, run: RunRecord): Outcome {
  const selected = selectEvents(trapsAt(run, address), expectation.target, 'no trap was taken at');
  const sceneOf = (trap: TrapRecord): Scene => ({
    where: `trap ${trap.index}`,
    plan,
    registers: trap.after,
    trap,
    smcs: () => smcsUntil(run, trap.index + 1),
    calls: () => callsUntil(run, trap.index + 1),
    variables: trap.state,
  });
  return checkEach(selected, expectation.conditions, sceneOf, true);
}

/** Checks variables of the model after boot; `result` is what the hypervisor's initialisation returned. */
export function checkBoot(conditions: readonly Condition<bigint>[], plan: RunPlan, run: RunRecord): Outcome {
  const result = BigInt.asUintN(64, BigInt(run.boot.result));
  const variables = { ...run.boot.state, result };
  const smcs = () => run.boot.smcs;
  const calls = () => callsUntil(run, 0);
  return once(
    checkConditions(conditions, { where: 'boot', plan, registers: undefined, trap: undefined, smcs, calls, variables }),
  );
}
