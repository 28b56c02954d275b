import type { Budget } from './search.ts';

/** How much a search may do. */
export interface SearchLimits {
  /** Choices. */
  steps: number;
  /** Wall time. */
  milliseconds: number;
}

const stepsBetweenLooks = 1024;

/** A budget of choices and of time. */
export class SearchBudget implements Budget {
  steps = 0;
  exhausted = false;
  /** What ran out. */
  reason: 'steps' | 'time' | undefined;
  private readonly limits: SearchLimits;
  private readonly end: number;

  constructor(limits: SearchLimits) {
    this.limits = limits;
    this.end = performance.now() + limits.milliseconds;
  }

  spend(): void {
    this.steps += 1;
    if (this.steps >= this.limits.steps) this.stop('steps');
    else if (this.steps % stepsBetweenLooks === 0 && performance.now() > this.end) this.stop('time');
  }

  private stop(reason: 'steps' | 'time'): void {
    this.exhausted = true;
    this.reason ??= reason;
  }
}
