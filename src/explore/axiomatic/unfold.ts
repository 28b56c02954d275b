import type { Branch, BranchRegister, MicroOperation } from '../program/micro.ts';
import { findRegion, type Program, regionAddress } from '../program/program.ts';
import { elementSize } from '../program/regions.ts';
import { type FlatThread, flatten } from '../sequential/flat.ts';
import { liveSlots, monitorLive } from '../sequential/flow.ts';
import { assume, branchOn, type StepContext } from './assume.ts';
import { constant, sameExpression } from './expression.ts';
import { type Arrival, type Tainted, ThreadState } from './machine.ts';
import type { Path } from './path.ts';
import { executeStep } from './steps.ts';

export interface UnfoldLimits {
  /** How often a path may take a branch backwards to the same place. */
  unroll: number;
  /** Paths of one thread. */
  paths: number;
  /** Wall time. */
  milliseconds: number;
}

/** All ways through a thread. */
export interface Unfolding {
  paths: Path[];
  /** Some loop would go on, and not only wait: paths are missing. */
  cut: boolean;
  /** Why the thread was given up before all its paths were found. */
  stopped: 'paths' | 'time' | undefined;
}

/** Whether a register has the value that it had, and comes from at least the reads that it came from. */
function constrainedAs(before: Tainted, now: Tainted): boolean {
  const { taint, pick } = before;
  return sameExpression(before.value, now.value) && (now.taint & taint) === taint && (now.pick & pick) === pick;
}

/** Instructions after which a path is given up. */
const longestPath = 5_000;
/** Accesses of all paths of a thread that fit in memory. */
const mostAccesses = 10_000_000;

interface Work {
  state: ThreadState;
  /** Next step of the instruction `state.next`. */
  step: number;
}

/** Follows one thread along all its paths. Values that loads return stay open. */
class Unfolder implements StepContext {
  readonly result: Unfolding = { paths: [], cut: false, stopped: undefined };
  private readonly program: Program;
  private readonly thread: number;
  private readonly limits: UnfoldLimits;
  /** Registers whose final values matter. */
  private readonly observed: ReadonlySet<number>;
  private readonly work: Work[] = [];
  private readonly flat: FlatThread;
  private known: { live: Set<number>[]; monitored: boolean[] } | undefined;
  /** Step in progress. */
  private step = 0;

  constructor(program: Program, thread: number, observed: ReadonlySet<number>, limits: UnfoldLimits) {
    this.program = program;
    this.flat = flatten(program.threads[thread]!);
    this.observed = observed;
    this.thread = thread;
    this.limits = limits;
    this.work.push({ state: new ThreadState(thread, program.threads[thread]!), step: 0 });
  }

  run(): Unfolding {
    const end = performance.now() + this.limits.milliseconds;
    let accesses = 0;
    for (let item = this.work.pop(); item; item = this.work.pop()) {
      this.follow(item);
      accesses += item.state.accesses.length;
      const { length } = this.result.paths;
      if (length + this.work.length > this.limits.paths || accesses > mostAccesses) this.result.stopped = 'paths';
      if (performance.now() > end) this.result.stopped = 'time';
      if (this.result.stopped) break;
    }
    return this.result;
  }

  fork(state: ThreadState, change: (copy: ThreadState) => void): void {
    state.decisions += 1;
    const copy = state.fork();
    change(copy);
    if (!copy.dead) this.work.push({ state: copy, step: this.step + 1 });
  }

  place(state: ThreadState, { value, taint, pick }: Tainted, size: number) {
    if (value.kind === 'constant') {
      const found = findRegion(this.program, value.lo, value.hi);
      return found && { ...found, size, taint, pick, joined: false };
    }
    const known = state.places.get(value);
    if (known) return { ...known, size, taint, pick, joined: false };
    for (const candidate of this.candidates(size)) {
      const copy = state.fork();
      const { lo, hi } = regionAddress(candidate.region, candidate.offset);
      assume(copy, value, constant(lo, hi), true);
      copy.places.set(value, candidate);
      assume(state, value, constant(lo, hi), false);
      // The copy does the same step again, and now knows where.
      this.work.push({ state: copy, step: this.step });
    }
    return undefined;
  }

  /** Where an address that depends on a load may be: at the elements of the regions. */
  private *candidates(size: number): Generator<{ region: number; offset: number }> {
    for (const [region, found] of this.program.regions.entries()) {
      const extent = (found.length ?? 1) * elementSize(found);
      for (let offset = 0; offset < Math.max(extent, 1); offset += size) yield { region, offset };
    }
  }

  private follow({ state, step }: Work): void {
    const { instructions } = this.program.threads[this.thread]!;
    this.step = step;
    while (!state.dead && state.next < instructions.length) {
      const { steps } = instructions[state.next]!;
      if (this.step >= steps.length) {
        state.next += 1;
        state.occurrence += 1;
        this.step = 0;
      } else if (!this.execute(state, steps[this.step]!)) return;
    }
    if (!state.dead) this.result.paths.push(state.path());
  }

  /** Executes the step in progress. False where the state does not go on. */
  private execute(state: ThreadState, step: MicroOperation): boolean {
    if (step.kind === 'branch') return this.branch(state, step);
    if (step.kind === 'branchRegister') return this.branchRegister(state, step);
    if (!executeStep(state, step, state.next, this)) {
      this.stopAtFault(state, 'the address is not that of a location');
      return false;
    }
    this.step += 1;
    return true;
  }

  private stopAtFault(state: ThreadState, message: string): void {
    state.fault = { instruction: state.next, message };
    this.result.paths.push(state.path());
  }

  private branch(state: ThreadState, { condition, ifZero, target }: Branch): boolean {
    if (condition === undefined) return this.jumpHere(state, target);
    const { value, taint, pick } = state.read(condition);
    state.control |= taint;
    state.pickControl |= pick;
    let goesOn = true;
    const go = (taken: boolean) => (chosen: ThreadState) => {
      const alive = taken ? this.jump(chosen, target) : this.fallThrough(chosen);
      if (chosen === state) goesOn = alive;
      else chosen.dead = !alive;
    };
    // Both go on at the first step of where they went; the fork adds one.
    this.step = -1;
    branchOn(state, value, this, go(!ifZero), go(ifZero));
    this.step = 0;
    return goesOn;
  }

  private fallThrough(state: ThreadState): boolean {
    state.next += 1;
    state.occurrence += 1;
    return true;
  }

  /** Goes to an instruction of this thread. False where a loop has gone on long enough. */
  private jump(state: ThreadState, target: number): boolean {
    const index = (target - this.program.threads[this.thread]!.start) / 4;
    if (index <= state.next && !this.mayLoop(state, index)) return false;
    state.next = index;
    state.occurrence += 1;
    return true;
  }

  /** Whether a path may go back once more. Loops that nothing open decides are followed to their end. */
  private mayLoop(state: ThreadState, index: number): boolean {
    const arrivals = state.arrivals.get(index) ?? [];
    const open = state.decisions > (arrivals.at(-1)?.decisions ?? 0);
    if (open) state.arrivals.set(index, [...arrivals, state.arrival()]);
    if ((!open || arrivals.length < this.limits.unroll) && state.occurrence < longestPath) return true;
    if (!arrivals.some((arrival) => this.onlyWaited(state, index, arrival))) this.result.cut = true;
    return false;
  }

  /**
   * Whether a thread stands at the start of a loop as it stood before, and has written nothing since: it only waited. An
   * execution in which it waits once more has the same final state as the one in which it does not, for taking reads and
   * barriers out of an execution takes nothing but constraints away.
   */
  private onlyWaited(state: ThreadState, index: number, { slots, accesses, exclusives }: Arrival): boolean {
    if (state.accesses.slice(accesses).some(({ kind }) => kind === 'write')) return false;
    const { live, monitored } = this.flow();
    const position = this.flat.starts[index]!;
    if (monitored[position] && exclusives.join() !== state.exclusives.join()) return false;
    return [...live[position]!].every((slot) => constrainedAs(slots[slot]!, state.read(slot)));
  }

  /** For each position, the slots whose values matter there, and whether the exclusive monitor does. */
  private flow(): { live: Set<number>[]; monitored: boolean[] } {
    this.known ??= { live: liveSlots(this.flat, this.observed), monitored: monitorLive(this.flat) };
    return this.known;
  }

  private jumpHere(state: ThreadState, target: number): boolean {
    this.step = 0;
    return this.jump(state, target);
  }

  private branchRegister(state: ThreadState, { address }: BranchRegister): boolean {
    const { value, taint, pick } = state.read(address);
    const { start, instructions } = this.program.threads[this.thread]!;
    state.control |= taint;
    state.pickControl |= pick;
    if (value.kind === 'constant') {
      const index = (value.lo - start) / 4;
      if (value.hi === 0 && Number.isInteger(index) && index >= 0 && index <= instructions.length) {
        return this.jumpHere(state, value.lo);
      }
      this.stopAtFault(state, 'the branch leaves the thread');
      return false;
    }
    const known = state.targets.get(value);
    if (known !== undefined) return this.jumpHere(state, start + 4 * known);
    for (let index = 0; index <= instructions.length; index += 1) {
      const copy = state.fork();
      copy.decisions += 1;
      copy.targets.set(value, index);
      assume(copy, value, constant(start + 4 * index), true);
      assume(state, value, constant(start + 4 * index), false);
      if (this.jump(copy, start + 4 * index)) this.work.push({ state: copy, step: 0 });
    }
    this.stopAtFault(state, 'the branch leaves the thread');
    return false;
  }
}

/** All paths of a thread, up to the limits. `observed` are the registers whose final values matter. */
export function unfold(
  program: Program,
  thread: number,
  observed: ReadonlySet<number>,
  limits: UnfoldLimits,
): Unfolding {
  return new Unfolder(program, thread, observed, limits).run();
}
