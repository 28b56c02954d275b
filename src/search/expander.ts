/** Tries everything from the end of a path: every call of the alphabet, with every reply that it allows. */
import { TRIED_CHANGED } from '../../assembly/layout.ts';
import { JUDGED_VARIABLES } from '../check/exchange.ts';
import type { TrapRecord } from '../engine/record.ts';
import { Dice } from './dice.ts';
import { type Goal, isDead, type Kinds, makeGoal, NOTHING, stopOf } from './goal.ts';
import { combine, GrowingList, HashSet } from './growing.ts';
import { bootPath, deviationsOf, extendPath, type SearchPath, STEP_LENGTH } from './sequence.ts';
import type { SearchSetup } from './setup.ts';
import type { SharedPages } from './sharing.ts';
import { Talks } from './talk.ts';
import { World } from './world.ts';

/** A call that is what the search looks for, from the end of a path. */
export interface Find {
  /** Number of the path among those that were expanded together; -1 where it is one of the boots. */
  from: number;
  call: number;
  first: number;
  second: number;
  /** What it is. */
  kind: string;
}

/** What came of some paths. Numbers of paths count among them. */
export interface Expansion {
  /** Six numbers for each state that none of these paths had before: path, call and first and second reply, hash. */
  states: Uint32Array;
  finds: Find[];
  transitions: number;
}

/** Words of a state in {@link Expansion}. */
export const STATE_WORDS = 6;

/** The machines of a search, and what they are used for. */
export class Expander {
  readonly world: World;
  readonly goal: Goal;
  private readonly setup: SearchSetup;
  private readonly talks = new Talks();
  private readonly observed = new Uint32Array(2);
  /** What the slow goal said of an observation. */
  private readonly judged = new Map<string, Kinds>();
  private readonly words: number;
  /** What was said about versions tells states apart. */
  private readonly followsTalk: boolean;
  private lively: number[] | undefined;

  private states = new GrowingList();
  private known = new HashSet();
  private readonly best = new Map<string, { find: Find; deviations: number }>();
  private transitions = 0;
  /** The path that is being expanded: its number, its talk, and with a slow goal the records of its calls. */
  private from = 0;
  private path: SearchPath = bootPath(0);
  private talk = 0;
  private records: TrapRecord[] = [];
  private pages: SharedPages[] = [];
  private versions = '';

  constructor(setup: SearchSetup) {
    this.setup = setup;
    this.world = new World(setup);
    this.goal = makeGoal(setup.goal);
    this.words = this.world.calls.length;
    this.followsTalk = this.goal.pace === 'slow' && this.goal.by === 'variables';
  }

  /** The paths that a search begins with: the boot with the firmware's own replies, then those with others. */
  boots(): { own: SearchPath; others: SearchPath[]; finds: Find[] } {
    const came = this.world.boot(0);
    if (!this.setup.bootReplies) return { own: bootPath(0), others: [], finds: this.bootFinds(came, 0) };
    const numbers = this.world.functionsAskedAtBoot().flatMap((id) => this.world.alphabet.numbersFor(id));
    const finds: Find[] = this.bootFinds(came, 0);
    const others: SearchPath[] = [];
    for (const number of numbers) {
      const outcome = this.world.boot(number);
      finds.push(...this.bootFinds(outcome, number));
      if (!outcome.includes(false)) others.push(bootPath(number));
    }
    return { own: bootPath(0), others, finds };
  }

  /** Whether the boot came up on all machines. */
  comesUp(path: SearchPath): boolean {
    return !this.world.boot(path[1]!).includes(false);
  }

  /** Two models differ where one comes up and the other does not. */
  private bootFinds(came: boolean[], reply: number): Find[] {
    const differ = this.setup.goal.kind === 'between' && came[0] !== came[1];
    return differ ? [{ from: -1, call: 0, first: reply, second: 0, kind: 'boot' }] : [];
  }

  /** Hash of the state at the end of a path. */
  hashOf(path: SearchPath): [low: number, high: number] {
    this.open(path);
    const { steppers } = this.world;
    const [one, other] = steppers;
    const state = other
      ? combine(one!.hashLow(), one!.hashHigh(), other.hashLow(), other.hashHigh())
      : ([one!.hashLow(), one!.hashHigh()] as const);
    return this.withTalk(state[0], state[1], this.talk);
  }

  /** Expands paths, one after another. The result depends on nothing but the paths. */
  expand(paths: readonly SearchPath[]): Expansion {
    this.states.clear();
    this.known = new HashSet();
    this.best.clear();
    this.transitions = 0;
    paths.forEach((path, index) => {
      this.from = index;
      this.open(path);
      for (let call = 0; call < this.words; call++) this.tryWithReplies(call);
    });
    const finds = [...this.best.values()].map(({ find }) => find);
    return { states: this.states.take(), finds, transitions: this.transitions };
  }

  /**
   * Walks at random from the boot, `length` calls at most, until a call is what the search looks for. The walk depends on
   * the seed and nothing else. Returns its path, or undefined.
   */
  walk(seed: bigint, length: number): { path: SearchPath; kind: string; calls: number } | { calls: number } {
    const dice = new Dice(seed);
    this.open(bootPath(0));
    for (let calls = 1; calls <= length; calls++) {
      const [call, first, second] = this.throwCall(dice);
      this.world.try(call, first, second, false);
      const talk = this.talkAfter(call);
      const [kind] = this.judge(call, first, second, talk);
      const path = extendPath(this.path, call, first, second);
      if (kind !== undefined) return { path, kind, calls };
      if (this.world.tried.some(isDead)) return { calls };
      this.world.try(call, first, second, true);
      this.keepRecord();
      this.path = path;
      this.talk = talk;
      this.versions = this.versionsNow();
    }
    return { calls: length };
  }

  /** A call, and in one of three cases another reply to one of its SMCs, or to two. */
  private throwCall(dice: Dice): [call: number, first: number, second: number] {
    this.lively ??= this.findLively();
    const call = dice.below(4) === 0 ? dice.below(this.words) : this.lively[dice.below(this.lively.length)]!;
    this.world.try(call, 0, 0, false);
    const { deviations } = this.setup;
    const first = deviations > 0 && dice.below(2) === 0 ? this.throwReply(dice, 0) : 0;
    if (first === 0 || deviations < 2 || dice.below(2) === 0) return [call, first, 0];
    this.world.try(call, first, 0, false);
    return [call, first, this.throwReply(dice, 1)];
  }

  /**
   * The calls that EL2 does something about when the guest has just negotiated: they change a state, or it asks EL3 for more
   * than the call itself. A walk makes them more often than the others.
   */
  private findLively(): number[] {
    const { path } = this;
    const negotiated = extendPath(bootPath(0), 0, 0, 0);
    this.world.enter(negotiated);
    const calls = this.world.calls.flatMap(({ x }, call) => {
      this.world.try(call, 0, 0, false);
      const own = Number(x[0]! & 0xfffeffffn);
      const asksMore = this.world.functionsAsked(0).some(({ functionId }) => functionId !== own);
      return asksMore || this.world.anyTried() & TRIED_CHANGED ? [call] : [];
    });
    this.world.enter(path);
    return [0, ...calls];
  }

  private throwReply(dice: Dice, from: number): number {
    const asked = this.world.functionsAsked(from);
    const chosen = asked[dice.below(asked.length)];
    const numbers = chosen ? this.world.alphabet.numbersFor(chosen.functionId) : [];
    return numbers[dice.below(numbers.length)] ?? 0;
  }

  /** Goes to the end of a path. */
  private open(path: SearchPath): void {
    this.path = path;
    this.records = [];
    this.world.boot(path[1]!);
    this.pages = [this.world.steppers[0]!.bootPages];
    this.talk = this.talks.afterBoot(this.world.steppers[0]!.bootRecord);
    this.world.enter(path, (step) => {
      this.talk = this.talkAfter(path[(step + 1) * STEP_LENGTH]!);
      this.keepRecord();
    });
    this.versions = this.versionsNow();
  }

  /** Slow goals go by all that happened on the way. */
  private keepRecord(): void {
    if (this.goal.pace !== 'slow') return;
    this.records.push(this.world.record(this.records.length));
    this.pages.push(this.world.steppers[0]!.sharedPages());
  }

  /** Variables of the models that rules look at besides what happens in a trap. */
  private versionsNow(): string {
    if (this.goal.pace !== 'slow') return '';
    const state = this.records.at(-1)?.state ?? this.world.steppers[0]!.bootRecord.state;
    return JUDGED_VARIABLES.map((name) => state[name]).join();
  }

  private talkAfter(call: number): number {
    if (!this.followsTalk) return this.talk;
    const { x } = this.world.calls[call]!;
    const w1 = Number(x[1]! & 0xffffffffn);
    return this.talks.after(this.talk, this.world.steppers[0]!, this.world.tried[0]!, x[0]!, w1);
  }

  /** A call with the firmware's own replies, then with each other reply to each SMC of it, and with two of them. */
  private tryWithReplies(call: number): void {
    this.attempt(call, 0, 0);
    if (this.setup.deviations === 0) return;
    for (const asked of this.world.functionsAsked(0)) {
      for (const first of this.world.alphabet.numbersFor(asked.functionId)) {
        this.attempt(call, first, 0);
        if (this.setup.deviations > 1) this.trySecondReplies(call, first, asked.index + 1);
      }
    }
  }

  private trySecondReplies(call: number, first: number, from: number): void {
    for (const asked of this.world.functionsAsked(from)) {
      for (const second of this.world.alphabet.numbersFor(asked.functionId)) this.attempt(call, first, second);
    }
  }

  private attempt(call: number, first: number, second: number): void {
    this.world.try(call, first, second, false);
    this.transitions += 1;
    const talk = this.talkAfter(call);
    const kinds = this.judge(call, first, second, talk);
    for (const kind of kinds) this.note({ from: this.from, call, first, second, kind });
    // Two models that differ once differ in whatever comes after; other finds may lead to finds of other kinds.
    const goesOn = kinds.length === 0 || this.setup.goal.kind !== 'between';
    if (goesOn && !this.world.tried.some(isDead)) this.reach(call, first, second, talk);
  }

  /** Of each kind the find with the fewest replies that are not the firmware's own, the earliest of those. */
  private note(find: Find): void {
    const deviations = deviationsOf(this.path) + (find.first === 0 ? 0 : 1) + (find.second === 0 ? 0 : 1);
    const known = this.best.get(find.kind);
    if (!known || deviations < known.deviations) this.best.set(find.kind, { find, deviations });
  }

  /** A state that is not that of the path itself is put down, once. */
  private reach(call: number, first: number, second: number, talk: number): void {
    const changed = this.world.anyTried() & TRIED_CHANGED;
    if (!changed && talk === this.talk) return;
    const after = this.world.stateAfter();
    const [low, high] = this.withTalk(after[0], after[1], talk);
    if (!this.known.add(low, high)) return;
    for (const word of [this.from, call, first, second, low, high]) this.states.push(word);
  }

  private withTalk(low: number, high: number, talk: number): [low: number, high: number] {
    if (!this.followsTalk) return [low, high];
    const [talkLow, talkHigh] = this.talks.hashOf(talk);
    return combine(low, high, talkLow, talkHigh);
  }

  private judge(call: number, first: number, second: number, talk: number): Kinds {
    const { world, goal } = this;
    if (goal.pace === 'quick') return goal.judge(world.steppers, world.tried);
    if (!goal.asks(world.calls[call]!, world.tried[0]!, world.steppers[0]!)) return NOTHING;
    const key = this.keyOf(call, talk, goal.by);
    const known = this.judged.get(key);
    if (known) return known;
    const kinds = this.judgeSlowly(call, first, second);
    this.judged.set(key, kinds);
    return kinds;
  }

  /** What a slow goal's judgement depends on. */
  private keyOf(call: number, talk: number, by: 'variables' | 'state'): string {
    const stepper = this.world.steppers[0]!;
    stepper.observation(this.observed);
    const state = by === 'state' ? `${stepper.hashLow()}:${stepper.hashHigh()}` : this.versions;
    return `${this.observed.join()} ${this.change()} ${call} ${this.talk} ${talk} ${state}`;
  }

  /** By how much the last call changed the hash of the state: the same for the same change of the same variables. */
  private change(): string {
    const stepper = this.world.steppers[0]!;
    const low = stepper.afterLow() - stepper.hashLow();
    const borrow = low < 0 ? 1 : 0;
    return `${low >>> 0}:${(stepper.afterHigh() - stepper.hashHigh() - borrow) >>> 0}`;
  }

  /** Makes the call once more, for its record, and goes back to the path. */
  private judgeSlowly(call: number, first: number, second: number): Kinds {
    const { world, goal, path, records } = this;
    if (goal.pace !== 'slow') return NOTHING;
    const tried = world.tried[0]!;
    world.try(call, first, second, true);
    const stepper = world.steppers[0]!;
    const traps = [...records, world.record(records.length)];
    const pages = [...this.pages, stepper.sharedPages()];
    const kinds = goal.judge({ boot: stepper.bootRecord, traps, pages, stop: stopOf(tried), stepper });
    world.enter(path);
    world.try(call, first, second, false);
    return kinds;
  }
}
