import { type Checkpoint, Checkpoints } from '../engine/checkpoint.ts';
import { crashed, type LossSet, lossesAtEnd, lossesInStep } from './losses.ts';
import type { StartUp } from './start-up.ts';
import { type BootStep, type Freedom, nextSteps } from './steps.ts';

/** A set of losses that some orders have. */
export interface OrderOutcome {
  losses: LossSet;
  /** How many orders lose just that. */
  orders: number;
  /** The first of them, in link order: numbers of the steps. */
  example: number[];
}

export interface OrderSearch {
  orders: number;
  outcomes: OrderOutcome[];
  /** Events that were executed. */
  executed: number;
  /** Events that would have been, had equal states not been merged. */
  unmerged: number;
}

/** All orders that have come to one and the same state. */
interface Node {
  checkpoint: Checkpoint;
  done: number;
  losses: LossSet;
  orders: number;
  first: number[];
}

/**
 * Executes all orders of the steps, level by level of how many are done: orders that have done the same and lost the same
 * and left the same machine go on as one.
 */
export class OrderExplorer {
  private readonly startUp: StartUp;
  private readonly steps: readonly BootStep[];
  private readonly freedom: Freedom;
  private readonly checkpoints: Checkpoints;
  private readonly outcomes = new Map<LossSet, OrderOutcome>();
  private executed = 0;
  private unmerged = 0;

  constructor(startUp: StartUp, steps: readonly BootStep[], freedom: Freedom, cpus: number) {
    this.startUp = startUp;
    this.steps = steps;
    this.freedom = freedom;
    this.checkpoints = new Checkpoints(startUp.machine, cpus);
  }

  search(): OrderSearch {
    let layer: Node[] = [{ checkpoint: this.checkpoints.take(), done: 0, losses: 0, orders: 1, first: [] }];
    while (layer.length > 0) layer = this.advance(layer);
    const outcomes = [...this.outcomes.values()].sort((a, b) => b.orders - a.orders);
    const orders = outcomes.reduce((sum, outcome) => sum + outcome.orders, 0);
    return { orders, outcomes, executed: this.executed, unmerged: this.unmerged };
  }

  private advance(layer: readonly Node[]): Node[] {
    const found = new Map<string, Node>();
    for (const node of layer) {
      const next = crashed(node.losses) ? [] : nextSteps(this.steps, node.done, this.freedom);
      if (next.length === 0) this.finish(node);
      for (const step of next) this.merge(found, this.take(node, step));
    }
    return [...found.values()];
  }

  private take(node: Node, step: number): Node {
    this.checkpoints.bring(node.checkpoint);
    const record = this.startUp.run(this.steps[step]!);
    this.executed += 1;
    this.unmerged += node.orders;
    return {
      checkpoint: this.checkpoints.take(),
      done: node.done | (1 << step),
      losses: node.losses | lossesInStep(this.steps[step]!, record),
      orders: node.orders,
      first: [...node.first, step],
    };
  }

  private merge(found: Map<string, Node>, node: Node): void {
    const key = `${node.done}/${node.losses}/${this.checkpoints.identity(node.checkpoint)}`;
    const known = found.get(key);
    if (known) known.orders += node.orders;
    else found.set(key, node);
  }

  private finish({ checkpoint, losses, orders, first }: Node): void {
    this.checkpoints.bring(checkpoint);
    const all = losses | lossesAtEnd(this.startUp.endState());
    const known = this.outcomes.get(all);
    if (known) known.orders += orders;
    else this.outcomes.set(all, { losses: all, orders, example: first });
  }
}
