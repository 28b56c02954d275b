/** Units of a batch on several processes. */

import { lostRun, reviveError } from '../../engine/isolate.ts';
import { locateBundle } from '../../engine/locate.ts';
import type { SentError } from '../../engine/messages.ts';
import { type Ending, EngineProcess } from '../../engine/process.ts';
import { InputError } from '../../guest/source.ts';
import { runUnit, type UnitRequest, type UnitResult, unitLimit } from './unit.ts';

/** What a process of a batch sends back. */
export type UnitAnswer = { result: UnitResult } | { error: SentError };

/** What became of a unit: its parts, more than one where a part of it brought its process down; or an error. */
export type UnitOutcome = { results: UnitResult[] } | { error: Error };

const MODULE = 'batch-child.js';
/** How long after the limits of its runs a unit's process is killed, in ms: start-up and judging included. */
const GRACE = 20_000;

/** One place in the pool: a process, and the next one where that is gone. */
class Lane {
  #process: EngineProcess<UnitAnswer> | undefined;
  #closed = false;
  readonly #grace: number;

  constructor(grace: number) {
    this.#grace = grace;
    this.#start();
  }

  #start(): EngineProcess<UnitAnswer> {
    if (this.#process?.usable) return this.#process;
    this.#process?.close();
    this.#process = new EngineProcess<UnitAnswer>(locateBundle(MODULE));
    return this.#process;
  }

  /** Runs a unit. Where its process does not survive it, its cells run one by one, and those that end theirs are lost. */
  async run(unit: UnitRequest): Promise<UnitOutcome> {
    const engine = this.#start();
    const ending = await engine.ask(unit, unitLimit(unit) + this.#grace);
    if (ending.kind === 'answer') return fromAnswer(ending.message);
    if (this.#closed) return { results: [] };
    if (unit.cells.length === 1) return lostUnit(unit, ending, engine.progress());
    return this.#oneByOne(unit);
  }

  async #oneByOne(unit: UnitRequest): Promise<UnitOutcome> {
    const results: UnitResult[] = [];
    for (const [index, cell] of unit.cells.entries()) {
      const outcome = await this.run({ ...unit, cells: [cell], first: unit.first + index });
      if ('error' in outcome) return outcome;
      results.push(...outcome.results);
    }
    return { results };
  }

  close(): void {
    this.#closed = true;
    this.#process?.close();
  }
}

function fromAnswer(answer: UnitAnswer): UnitOutcome {
  return 'error' in answer ? { error: reviveError(answer.error) } : { results: [answer.result] };
}

/** The unit of a run whose process is gone. */
function lostUnit(
  unit: UnitRequest,
  ending: Exclude<Ending<UnitAnswer>, { kind: 'answer' }>,
  progress: ReturnType<EngineProcess['progress']>,
): UnitOutcome {
  return { results: [runUnit(unit, (job) => lostRun(job, ending, progress))] };
}

/** Processes that are started before there is work, so that their start-up overlaps with reading the stubs. */
export class BatchPool {
  readonly #lanes: Lane[];

  /** Throws EnvironmentError where the project has not been built. */
  constructor(processes: number, grace = GRACE) {
    this.#lanes = Array.from({ length: processes }, () => new Lane(grace));
  }

  /**
   * Runs all units, in any order; the outcomes are in the order of the units. `done` is told the number of each as it
   * ends. What is no fault of a stub's ends all of them: it is thrown.
   */
  async run(units: readonly UnitRequest[], done: (index: number) => void): Promise<UnitOutcome[]> {
    const outcomes: UnitOutcome[] = [];
    let next = 0;
    const serve = async (lane: Lane) => {
      while (next < units.length) {
        const index = next++;
        const outcome = await lane.run(units[index]!);
        if ('error' in outcome && !(outcome.error instanceof InputError)) throw outcome.error;
        outcomes[index] = outcome;
        done(index);
      }
    };
    try {
      await Promise.all(this.#lanes.map(serve));
    } finally {
      next = units.length;
    }
    return outcomes;
  }

  /** Ends the processes. */
  close(): void {
    for (const lane of this.#lanes) lane.close();
  }
}
