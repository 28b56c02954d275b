/** A run as the steps that a reader goes through: who speaks to whom, and the registers that travel. */
import type { PartitionCallView, PlaceView, RunView, SmcView, TrapView } from '../report/html/view.ts';

/** Who takes part: the guest, EL2, EL3, and secure partitions by their endpoint ids. */
export type Lane = 'guest' | 'el2' | 'el3' | `partition ${string}`;

export interface Step {
  kind: 'boot-smc' | 'boot-reply' | 'call' | 'smc' | 'smc-reply' | 'return' | 'partition-call' | 'partition-return';
  /** Index of the trap; undefined during the boot of the hypervisor. */
  trap: number | undefined;
  from: Lane;
  to: Lane;
  /** On the arrow. */
  label: string;
  /** Where a partition's program made the call; the guest's place is its trap's. */
  place?: PlaceView | undefined;
  /** Registers before and after, hex digits; undefined where nobody recorded them. As many as the step carries. */
  before: (string | undefined)[];
  after: string[];
  /**
   * Who wrote each register: g guest, c nobody since the call, e EL2, f EL3, p a partition, s given away by an earlier
   * call, u uninitialised EL2 stack.
   */
  writers: string;
}

/** Registers of an SMC that hold what nobody wrote. */
function isUndefined(mask: number, n: number): boolean {
  return ((mask >>> n) & 1) !== 0;
}

function compared(before: readonly (string | undefined)[], after: readonly string[], writer: string): string {
  return after.map((value, n) => (value === before[n] ? 'c' : writer)).join('');
}

/** What a partition asks of EL3, and what it finds when it goes on. */
function askStep(call: PartitionCallView, trap: number | undefined): Step {
  const { before: after } = call;
  const from: Lane = `partition ${call.partition}`;
  const before = after.map(() => undefined);
  return {
    kind: 'partition-call',
    trap,
    from,
    to: 'el3',
    label: call.call,
    place: call.place,
    before,
    after,
    writers: compared(before, after, 'p'),
  };
}

function deliverStep(call: PartitionCallView, trap: number | undefined): Step {
  const { before, after = [] } = call;
  const to: Lane = `partition ${call.partition}`;
  return {
    kind: 'partition-return',
    trap,
    from: 'el3',
    to,
    label: call.reply,
    place: call.place,
    before,
    after,
    writers: compared(before, after, 'f'),
  };
}

/**
 * The partitions' part in one SMC, from the log of their calls: before a partition makes a call, its last one has
 * returned; calls that returned and were followed by none come last.
 */
function partitionSteps(calls: readonly PartitionCallView[], smc: number, trap: number | undefined): Step[] {
  const waiting = calls.filter(({ returned }) => returned === smc);
  const deliver = (ready: (call: PartitionCallView) => boolean): Step[] => {
    const due = waiting.filter(ready);
    for (const call of due) waiting.splice(waiting.indexOf(call), 1);
    return due.map((call) => deliverStep(call, trap));
  };
  const steps = calls.flatMap((call, index) => {
    if (call.made !== smc) return [];
    const earlier = (other: PartitionCallView) => other.partition === call.partition && calls.indexOf(other) < index;
    return [...deliver(earlier), askStep(call, trap)];
  });
  return [...steps, ...deliver(() => true)];
}

/** The SMC and its reply, with what partitions do in between; `passed` is what the registers held before EL2. */
function smcSteps(smc: SmcView, trap: number | undefined, passed: (string | undefined)[], between: Step[]): Step[] {
  const asked = smc.input.slice(0, smc.registers);
  const asking = asked.map((value, n) => (isUndefined(smc.undefinedInput, n) ? 'u' : value === passed[n] ? 'c' : 'e'));
  const told = smc.output.map((value, n) => {
    if (isUndefined(smc.undefinedOutput, n)) return 'u';
    if (value === smc.input[n]) return 'c';
    return isUndefined(smc.partitionOutput, n) ? 'p' : isUndefined(smc.staleOutput, n) ? 's' : 'f';
  });
  const boot = trap === undefined;
  const ask: Step = {
    kind: boot ? 'boot-smc' : 'smc',
    trap,
    from: 'el2',
    to: 'el3',
    label: smc.call,
    before: asked.map((_, n) => passed[n]),
    after: asked,
    writers: asking.join(''),
  };
  const reply: Step = {
    kind: boot ? 'boot-reply' : 'smc-reply',
    trap,
    from: 'el3',
    to: 'el2',
    label: smc.reply,
    before: smc.input,
    after: smc.output,
    writers: told.join(''),
  };
  return [ask, ...between, reply];
}

/** What the guest has written since the last trap returned. */
function guestWriters(trap: TrapView, previous: TrapView | undefined): string {
  return trap.before.map((value, n) => (previous && value === previous.after[n] ? 'c' : 'g')).join('');
}

function trapSteps(trap: TrapView, index: number, previous: TrapView | undefined): Step[] {
  const target: Lane = trap.past ? 'el3' : 'el2';
  const call: Step = {
    kind: 'call',
    trap: index,
    from: 'guest',
    to: target,
    label: trap.call,
    before: trap.before.map((_, n) => previous?.after[n]),
    after: trap.before,
    writers: guestWriters(trap, previous),
  };
  const back: Step = {
    kind: 'return',
    trap: index,
    from: target,
    to: 'guest',
    label: trap.reply,
    before: trap.before,
    after: trap.after,
    writers: trap.writers,
  };
  const between = trap.smcs.flatMap((smc, number) => {
    const partitions = partitionSteps(trap.partitions, number, index);
    return trap.past ? partitions : smcSteps(smc, index, trap.before, partitions);
  });
  return [call, ...between, back];
}

/** All steps of a run, in order: the hypervisor's boot, then trap by trap. */
export function stepsOf(run: RunView): Step[] {
  const { smcs, partitions } = run.boot;
  return [
    ...partitionSteps(partitions, -1, undefined),
    ...smcs.flatMap((smc, n) => smcSteps(smc, undefined, [], partitionSteps(partitions, n, undefined))),
    ...run.traps.flatMap((trap, index) => trapSteps(trap, index, run.traps[index - 1])),
  ];
}

/** Who takes part in the steps of a run, from the least to the most privileged, then the partitions. */
export function lanesOf(steps: readonly Step[]): Lane[] {
  const seen = new Set(steps.flatMap(({ from, to }) => [from, to]));
  const partitions = [...seen].filter((lane) => lane.startsWith('partition')).sort();
  return ['guest', 'el2', 'el3', ...partitions];
}

/** The step in which a trap returns to its caller: the one that findings are about. */
export function returnStep(steps: readonly Step[], trap: number): number {
  return steps.findIndex((step) => step.kind === 'return' && step.trap === trap);
}
