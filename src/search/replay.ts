/** Plays whole sequences, whatever their registers, and says what the last call does. */
import { type Goal, isDead, type Kinds, makeGoal, NOTHING, type SearchedRun, stopOf } from './goal.ts';
import type { SearchSequence } from './sequence.ts';
import type { SearchSetup } from './setup.ts';
import { World } from './world.ts';

export class SequenceJudge {
  readonly world: World;
  private readonly setup: SearchSetup;
  private readonly goal: Goal;

  constructor(setup: SearchSetup, world = new World(setup)) {
    this.setup = setup;
    this.world = world;
    this.goal = makeGoal(setup.goal);
  }

  /** What the last call is to the goal; nothing where the sequence ends before it. */
  kindsOf(sequence: SearchSequence): Kinds {
    const { world, goal } = this;
    const last = sequence.moves.length - 1;
    const run: Pick<SearchedRun, 'traps' | 'pages'> = { traps: [], pages: [] };
    let kinds = NOTHING;
    let over = false;
    const came = world.play(sequence, (step) => {
      if (over) return;
      if (goal.pace === 'slow') this.keep(run, step);
      if (step < last) over = world.tried.some(isDead);
      else kinds = this.judgeLast(sequence, run);
    });
    return this.setup.goal.kind === 'between' && came[0] !== came[1] ? ['boot'] : kinds;
  }

  private keep({ traps, pages }: Pick<SearchedRun, 'traps' | 'pages'>, step: number): void {
    const { world } = this;
    if (step === 0) pages.push(world.steppers[0]!.bootPages);
    traps.push(world.record(step));
    pages.push(world.steppers[0]!.sharedPages());
  }

  private judgeLast({ moves }: SearchSequence, run: Pick<SearchedRun, 'traps' | 'pages'>): Kinds {
    const { world, goal } = this;
    const tried = world.tried[0]!;
    if (goal.pace === 'quick') return goal.judge(world.steppers, world.tried);
    const stepper = world.steppers[0]!;
    if (!goal.asks(moves.at(-1)!.call, tried, stepper)) return NOTHING;
    return goal.judge({ ...run, boot: stepper.bootRecord, stop: stopOf(tried), stepper });
  }
}
