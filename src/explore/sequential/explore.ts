import { type Outcome, OutcomeCollector, type Question } from '../outcome/result.ts';
import type { Program } from '../program/program.ts';
import { layOutState, type StateLayout } from './layout.ts';
import { SequentialMachine } from './machine.ts';
import { PersistentSets } from './reduce.ts';
import { StateTable } from './state-table.ts';

export interface SequentialLimits {
  /** States to keep. */
  states: number;
  /** Wall time. */
  milliseconds: number;
  /** Times that a thread which could go on may be interrupted; undefined for any number. */
  preemptions: number | undefined;
  /** Leave out interleavings that differ only in the order of what is independent. */
  reduction: boolean;
}

/** One access of a thread; `choice` is 1 where a store exclusive fails though it could have stored. */
export interface Move {
  thread: number;
  choice: number;
}

export interface SequentialResult {
  /** Outcomes; executions are counted as distinct final states of the machine. */
  outcomes: Outcome<Move[]>[];
  states: number;
  /** Accesses executed. */
  transitions: number;
  finalStates: number;
  milliseconds: number;
  /** Whether some interleaving was left out because of the bound on preemptions. */
  bounded: boolean;
  incomplete: string[];
}

const transitionsBetweenLooks = 4096;

/** Breadth first, so that the way to each state is the shortest. */
class SequentialSearch {
  private readonly layout: StateLayout;
  private readonly machine: SequentialMachine;
  private readonly table: StateTable;
  private readonly limits: SequentialLimits;
  private readonly outcomes: OutcomeCollector<Move[]>;
  private readonly reduction: PersistentSets | undefined;
  /** The state in hand, and behind it the thread that ran last and its preemptions so far where they are bounded. */
  private readonly current: Int32Array;
  private readonly successor: Int32Array;
  private readonly everyone: number[];
  private transitions = 0;
  private finalStates = 0;
  private bounded = false;
  private stopped: string | undefined;

  constructor(program: Program, question: Question, limits: SequentialLimits) {
    this.layout = layOutState(program, question.registers);
    this.machine = new SequentialMachine(this.layout);
    this.limits = limits;
    const length = this.layout.length + (limits.preemptions === undefined ? 0 : 2);
    this.table = new StateTable(length);
    this.current = new Int32Array(length);
    this.successor = new Int32Array(length);
    this.outcomes = new OutcomeCollector(question);
    const reduces = limits.reduction && limits.preemptions === undefined;
    this.reduction = reduces ? new PersistentSets(this.layout) : undefined;
    this.everyone = program.threads.map((_, thread) => thread);
  }

  run(): SequentialResult {
    const start = performance.now();
    const end = start + this.limits.milliseconds;
    this.successor.set(this.machine.state);
    if (this.limits.preemptions !== undefined) this.successor[this.layout.length] = -1;
    this.table.add(this.successor, -1, 0);
    for (let index = 0; index < this.table.size && this.stopped === undefined; index += 1) {
      this.expand(index);
      if (this.table.size > this.limits.states) this.stopped = `the bound of ${this.limits.states} states was reached`;
      const look = index % transitionsBetweenLooks === 0;
      if (look && performance.now() > end) this.stopped = `time ran out after ${this.limits.milliseconds} ms`;
    }
    return this.result(performance.now() - start);
  }

  private expand(index: number): void {
    const { current, table, machine } = this;
    table.read(index, current);
    this.restore();
    const threads = this.reduction ? this.reduction.choose(current) : this.everyone;
    let ended = true;
    for (const thread of threads) {
      if (machine.hasEnded(thread)) continue;
      ended = false;
      if (this.mayRun(thread)) this.runAll(index, thread);
    }
    if (ended) this.finish(index);
  }

  /** Puts the state in hand into the machine. */
  private restore(): void {
    const { state } = this.machine;
    for (let word = 0; word < state.length; word += 1) state[word] = this.current[word]!;
  }

  private runAll(index: number, thread: number): void {
    const choices = this.machine.choices(thread);
    for (let choice = 0; choice < choices; choice += 1) {
      this.machine.run(thread, choice);
      this.transitions += 1;
      this.successor.set(this.machine.state);
      if (this.limits.preemptions !== undefined) this.countPreemption(thread);
      this.table.add(this.successor, index, thread * 2 + choice);
      this.restore();
    }
  }

  /** Whether another thread was running and could go on. */
  private preempts(thread: number): boolean {
    const last = this.current[this.layout.length]!;
    return last >= 0 && last !== thread && !this.machine.hasEnded(last);
  }

  private mayRun(thread: number): boolean {
    const { preemptions } = this.limits;
    if (preemptions === undefined || !this.preempts(thread)) return true;
    const may = this.current[this.layout.length + 1]! < preemptions;
    if (!may) this.bounded = true;
    return may;
  }

  private countPreemption(thread: number): void {
    const { length } = this.layout;
    const last = this.current[length]!;
    const couldGoOn =
      last >= 0 &&
      last !== thread &&
      this.current[this.layout.threads[last]!.start] !== this.layout.threads[last]!.flat.end;
    this.successor[length] = thread;
    this.successor[length + 1] = this.current[length + 1]! + (couldGoOn ? 1 : 0);
  }

  private finish(index: number): void {
    this.finalStates += 1;
    this.outcomes.add(this.machine, () => this.wayTo(index));
  }

  private wayTo(index: number): Move[] {
    const moves: Move[] = [];
    for (let at = index; this.table.parent(at) >= 0; at = this.table.parent(at)) {
      const move = this.table.move(at);
      moves.push({ thread: move >> 1, choice: move & 1 });
    }
    return moves.reverse();
  }

  private result(milliseconds: number): SequentialResult {
    const { transitions, finalStates, bounded } = this;
    const incomplete: string[] = [];
    if (bounded) incomplete.push(`threads were interrupted at most ${this.limits.preemptions} times`);
    if (this.stopped !== undefined) incomplete.push(this.stopped);
    return {
      outcomes: this.outcomes.outcomes(),
      states: this.table.size,
      transitions,
      finalStates,
      milliseconds,
      bounded,
      incomplete,
    };
  }
}

/**
 * Finds every final state of a program under sequential consistency by executing its accesses one at a time in every order
 * that can matter. Throws InputError where a thread gets to an address that is nowhere.
 */
export function exploreSequential(program: Program, question: Question, limits: SequentialLimits): SequentialResult {
  return new SequentialSearch(program, question, limits).run();
}
