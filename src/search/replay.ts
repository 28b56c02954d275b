/** Plays whole sequences, whatever their registers, and says what the last call does. */
import type { TrapRecord } from '../engine/record.ts';
import { type Goal, isDead, makeGoal, stopOf } from './goal.ts';
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

  /** What the last call is to the goal; undefined where it is nothing, or the sequence ends before it. */
  kindOf(sequence: SearchSequence): string | undefined {
    const { world, goal } = this;
    const last = sequence.moves.length - 1;
    const traps: TrapRecord[] = [];
    let kind: string | undefined;
    let over = false;
    const came = world.play(sequence, (step) => {
      if (over) return;
      const tried = world.tried[0]!;
      if (goal.pace === 'slow') traps.push(world.record(step));
      if (step < last) over = world.tried.some(isDead);
      else if (goal.pace === 'quick') kind = goal.judge(world.steppers, world.tried);
      else if (goal.asks(sequence.moves[step]!.call, tried)) kind = goal.judge(this.runOf(traps, tried));
    });
    if (this.setup.goal.kind === 'between' && came[0] !== came[1]) return 'boot';
    return kind;
  }

  private runOf(traps: TrapRecord[], tried: number) {
    return { boot: this.world.steppers[0]!.bootRecord, traps, stop: stopOf(tried) };
  }
}
