import { InputError } from '../guest/source.ts';
import { type BootEvent, type EventName, eventNames, events } from './events.ts';
import { rankOf } from './levels.ts';

/** One event on one CPU. */
export interface BootStep {
  event: BootEvent;
  cpu: number;
}

/** `ffa_init`, or with its CPU where that is not CPU 0 or the event is on all of them: `kvm_arm_init@1`. */
export function stepName({ event, cpu }: BootStep): string {
  return cpu === 0 && !event.everywhere ? event.name : `${event.name}@${cpu}`;
}

/** The steps of a start-up on this many CPUs, in link order. */
export function stepsOf(chosen: readonly BootEvent[], cpus: number): BootStep[] {
  return chosen.flatMap((event) => {
    const on = event.everywhere ? Array.from({ length: cpus }, (_, cpu) => cpu) : [event.worker ? cpus - 1 : 0];
    return on.map((cpu) => ({ event, cpu }));
  });
}

/** Which orders to go through. */
export type Freedom =
  /** The one that the linker makes of the levels. */
  | 'linked'
  /** Any that keeps the levels, whatever the linker does within them. */
  | 'levels';

/** Levels between which a worker may run. */
const workerFrom = rankOf('subsys');
const workerUpTo = rankOf('late-sync');

/** Steps by number; bit n of `done` says that step n is over. */
const isDone = (done: number, step: number): boolean => ((done >>> step) & 1) === 1;

/** Numbers of the steps that may come next. */
export function nextSteps(steps: readonly BootStep[], done: number, freedom: Freedom): number[] {
  const left = steps.flatMap((_, index) => (isDone(done, index) ? [] : [index]));
  const rank = (index: number): number => rankOf(steps[index]!.event.level);
  const initcalls = left.filter((index) => freedom === 'linked' || !steps[index]!.event.worker);
  const now = Math.min(...initcalls.map(rank));
  const level = initcalls.filter((index) => rank(index) === now && isTurn(steps, index, done));
  const begun = level.filter((index) => steps[index]!.event.everywhere && steps[index]!.cpu > 0);
  const sequential = begun.length > 0 ? begun : level;
  if (freedom === 'linked') return sequential.slice(0, 1);
  const workers = left.filter((index) => steps[index]!.event.worker && now >= workerFrom && now <= workerUpTo);
  const over = initcalls.length === 0 || now > workerUpTo;
  return [...sequential, ...(over ? left.filter((index) => steps[index]!.event.worker) : workers)];
}

/** An event that is on all CPUs goes from one to the next, and no other initcall comes between. */
function isTurn(steps: readonly BootStep[], index: number, done: number): boolean {
  const { event, cpu } = steps[index]!;
  if (!event.everywhere || cpu === 0) return true;
  return steps.every((other, at) => other.event.name !== event.name || other.cpu >= cpu || isDone(done, at));
}

/** Reads `ffa_init,kvm_arm_init@1`; an event on all CPUs without one stands for all. Throws InputError for anything else. */
export function parseOrder(text: string, cpus: number): BootStep[] {
  return text.split(',').flatMap((word) => {
    const match = /^([a-z_]+)(?:@(\d+))?$/.exec(word.trim());
    const name = eventNames.find((known) => known === match?.[1]) as EventName | undefined;
    if (!match || !name) throw new InputError(`'${word.trim()}' is no event; there are ${eventNames.join(', ')}`);
    const cpu = match[2] === undefined ? undefined : Number(match[2]);
    if (cpu !== undefined && cpu >= cpus) throw new InputError(`${word.trim()}: there are CPUs 0 to ${cpus - 1}`);
    return cpu === undefined ? stepsOf([events[name]], cpus) : [{ event: events[name], cpu }];
  });
}
