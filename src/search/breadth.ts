/** Breadth first: all sequences of one call, then of two, each state once, until one is what the search looks for. */
import { type Expander, type Expansion, type Find, STATE_WORDS } from './expander.ts';
import { GrowingList, HashSet } from './growing.ts';
import { bootPath, deviationsOf, extendPath, type SearchPath } from './sequence.ts';
import type { Crew, Task, TaskResult } from './tasks.ts';

/** Paths of one piece of work. It does not depend on the number of threads, so that the result does not either. */
const CHUNK = 8;

/** A sequence that is what the search looks for. */
export interface Discovery {
  path: SearchPath;
  kind: string;
  /** Calls of the path. */
  depth: number;
}

export interface BreadthOptions {
  /** Most calls of a sequence. */
  depth: number;
  /** Moment of `performance.now()` at which to stop. */
  deadline: number;
  /** Go on for other kinds after the first find. */
  all: boolean;
  progress: (progress: BreadthProgress) => void;
}

/** How far a search is. */
export interface BreadthProgress {
  depth: number;
  /** States of the depth before that have been expanded, and that there are. */
  expanded: number;
  frontier: number;
  states: number;
  transitions: number;
}

export interface BreadthResult {
  discoveries: Discovery[];
  /** Calls up to which every sequence was tried. */
  exhausted: number;
  /** No state is left to go on from. */
  complete: boolean;
  timedOut: boolean;
  /** The hypervisor comes up on the firmware's own replies. */
  comesUp: boolean;
  states: number;
  transitions: number;
}

/** Every state that was reached, and how: the path to it is as long as it can be told from parents. */
class Reached {
  readonly known = new HashSet();
  private readonly parents = new GrowingList();
  private readonly calls = new GrowingList();
  private readonly firsts = new GrowingList();
  private readonly seconds = new GrowingList();
  /** Boots, by number of their state. */
  private readonly boots = new Map<number, SearchPath>();

  addBoot(path: SearchPath): number {
    this.boots.set(this.parents.length, path);
    return this.add(0, 0, 0, 0);
  }

  add(parent: number, call: number, first: number, second: number): number {
    this.parents.push(parent);
    this.calls.push(call);
    this.firsts.push(first);
    this.seconds.push(second);
    return this.parents.length - 1;
  }

  path(state: number): SearchPath {
    const boot = this.boots.get(state);
    if (boot) return boot;
    const before = this.path(this.parents.at(state));
    return extendPath(before, this.calls.at(state), this.firsts.at(state), this.seconds.at(state));
  }
}

/** One search. */
export class BreadthSearch {
  private readonly expander: Expander;
  private readonly crew: Crew;
  private readonly options: BreadthOptions;
  private readonly reached = new Reached();
  private readonly discoveries: Discovery[] = [];
  private transitions = 0;
  private timedOut = false;
  private comesUp = true;

  constructor(expander: Expander, crew: Crew, options: BreadthOptions) {
    this.expander = expander;
    this.crew = crew;
    this.options = options;
  }

  async run(): Promise<BreadthResult> {
    const { own, others, finds } = this.expander.boots();
    this.comesUp = this.expander.comesUp(own);
    let frontier = this.comesUp ? this.takeBoots([own]) : [];
    let exhausted = 0;
    for (let depth = 1; depth <= this.options.depth && !this.over(); depth++) {
      const late = depth === 1 ? this.takeBoots(others) : [];
      const next = await this.level(depth, frontier);
      if (depth === 1) this.noteBoots(finds);
      if (this.over()) break;
      exhausted = depth;
      frontier = [...late, ...next];
      if (frontier.length === 0) return this.result(exhausted, true);
    }
    return this.result(exhausted, false);
  }

  private result(exhausted: number, complete: boolean): BreadthResult {
    const { discoveries, timedOut, transitions, comesUp } = this;
    return { discoveries, exhausted, complete, timedOut, comesUp, transitions, states: this.reached.known.size };
  }

  private over(): boolean {
    return this.timedOut || (this.discoveries.length > 0 && !this.options.all);
  }

  /** The boots whose states are new. Another boot than the firmware's own counts as a call. */
  private takeBoots(paths: readonly SearchPath[]): number[] {
    const taken: number[] = [];
    for (const path of paths) {
      const [low, high] = this.expander.hashOf(path);
      if (this.reached.known.add(low, high)) taken.push(this.reached.addBoot(path));
    }
    return taken;
  }

  private noteBoots(finds: readonly Find[]): void {
    for (const { first, kind } of finds) {
      if (this.discoveries.some((discovery) => discovery.kind === kind) || this.over()) continue;
      this.discoveries.push({ path: bootPath(first), kind, depth: 0 });
    }
  }

  /** Expands the states of a depth; returns the new ones of the next. */
  private async level(depth: number, frontier: readonly number[]): Promise<number[]> {
    const next: number[] = [];
    let chunk = 0;
    await this.crew.run(this.tasks(frontier), (result) => {
      const states = frontier.slice(chunk * CHUNK, (chunk + 1) * CHUNK);
      chunk += 1;
      this.merge(result, states, depth, next);
      const expanded = Math.min(chunk * CHUNK, frontier.length);
      this.options.progress({
        depth,
        expanded,
        frontier: frontier.length,
        states: this.reached.known.size,
        transitions: this.transitions,
      });
      if (expanded < frontier.length && performance.now() > this.options.deadline) this.timedOut = true;
      return !this.over();
    });
    return next;
  }

  private *tasks(frontier: readonly number[]): Generator<Task> {
    for (let at = 0; at < frontier.length; at += CHUNK) {
      yield { kind: 'expand', paths: frontier.slice(at, at + CHUNK).map((state) => this.reached.path(state)) };
    }
  }

  private merge(result: TaskResult, from: readonly number[], depth: number, next: number[]): void {
    if (result.kind !== 'expand') return;
    const { expansion } = result;
    this.transitions += expansion.transitions;
    this.noteFinds(expansion, from, depth);
    const { states } = expansion;
    for (let at = 0; at < states.length; at += STATE_WORDS) {
      const [path, call, first, second, low, high] = states.subarray(at, at + STATE_WORDS);
      if (!this.reached.known.add(low!, high!)) continue;
      next.push(this.reached.add(from[path!]!, call!, first!, second!));
    }
  }

  /** Of each kind the find with the fewest replies that are not the firmware's own, the earliest of those. */
  private noteFinds({ finds }: Expansion, from: readonly number[], depth: number): void {
    const candidates = finds
      .map(({ from: index, call, first, second, kind }) => ({
        path: extendPath(this.reached.path(from[index]!), call, first, second),
        kind,
        depth,
      }))
      .map((discovery) => ({ discovery, deviations: deviationsOf(discovery.path) }))
      .sort((a, b) => a.deviations - b.deviations);
    for (const { discovery } of candidates) {
      if (!this.options.all && this.discoveries.length > 0) return;
      if (!this.discoveries.some(({ kind }) => kind === discovery.kind)) this.discoveries.push(discovery);
    }
  }
}
