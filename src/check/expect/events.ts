import type { Arrival, RunRecord, SmcRecord, TrapRecord } from '../../engine/record.ts';
import type { RunPlan } from '../../guest/stub/plan.ts';
import type { Condition, Expectation, Target } from '../../guest/stub/spec.ts';
import { checkConditions, type Scene } from './conditions.ts';
import { type Outcome, once } from './outcome.ts';

type AtTarget = Extract<Expectation<bigint>, { kind: 'arrival' | 'trap' | 'state' }>;

/** Every SMC up to and with the first `traps` traps, boot first. */
function smcsUntil(run: RunRecord, traps: number): SmcRecord[] {
  return [...run.boot.smcs, ...run.traps.slice(0, traps).flatMap((trap) => trap.smcs)];
}

function times(count: number): string {
  return count === 1 ? 'once' : `${count} times`;
}

/** The events that a target means, or why there are none. */
export function selectEvents<Event>(
  events: Event[],
  target: Target,
  verb: string,
): { chosen: Event[]; missing: string | undefined } {
  const { label, occurrence } = target;
  const offset = label.offset === 0n ? '' : label.offset > 0n ? `+${label.offset}` : `${label.offset}`;
  const name = `${label.name}${offset}`;
  const chosen = occurrence === undefined ? events : events.slice(occurrence - 1, occurrence);
  if (chosen.length > 0) return { chosen, missing: undefined };
  const missing = events.length === 0 ? `${verb} ${name}` : `${verb} ${name} more than ${times(events.length)}`;
  return { chosen, missing };
}

function arrivalScene(arrival: Arrival, number: number, plan: RunPlan, run: RunRecord): Scene {
  return {
    where: `arrival ${number + 1}`,
    plan,
    registers: arrival.registers,
    trap: run.traps[arrival.traps - 1],
    smcs: smcsUntil(run, arrival.traps),
    variables: arrival.state,
  };
}

/** Checks registers, or variables of the model, at every arrival at the label or at the one that is meant. */
export function checkArrivals(expectation: AtTarget, address: bigint, plan: RunPlan, run: RunRecord): Outcome {
  const scenes = run.arrivals
    .filter((arrival) => arrival.address === address)
    .map((arrival, number) => arrivalScene(arrival, number, plan, run));
  const { chosen, missing } = selectEvents(scenes, expectation.target, 'the program did not come to');
  const differences = chosen.flatMap((scene) => checkConditions(expectation.conditions, scene));
  return { checked: chosen.length, differences, missing };
}

function trapScene(trap: TrapRecord, plan: RunPlan, run: RunRecord): Scene {
  return {
    where: `trap ${trap.index}`,
    plan,
    registers: trap.after,
    trap,
    smcs: smcsUntil(run, trap.index + 1),
    variables: trap.state,
  };
}

/** The traps that the instruction at an address took. */
export function trapsAt(run: RunRecord, address: bigint): TrapRecord[] {
  return run.traps.filter((trap) => trap.address === address);
}

/** Checks the traps that the instruction at the label took. */
export function checkTraps(expectation: AtTarget, address: bigint, plan: RunPlan, run: RunRecord): Outcome {
  const { chosen, missing } = selectEvents(trapsAt(run, address), expectation.target, 'no trap was taken at');
  const scenes = chosen.map((trap) => trapScene(trap, plan, run));
  const differences = scenes.flatMap((scene) => checkConditions(expectation.conditions, scene, true));
  return { checked: chosen.length, differences, missing };
}

/** Checks variables of the model after boot; `result` is what the hypervisor's initialisation returned. */
export function checkBoot(conditions: readonly Condition<bigint>[], plan: RunPlan, run: RunRecord): Outcome {
  const result = BigInt.asUintN(64, BigInt(run.boot.result));
  const variables = { ...run.boot.state, result };
  const scene = { where: 'boot', plan, registers: undefined, trap: undefined, smcs: run.boot.smcs, variables };
  return once(checkConditions(conditions, scene));
}
