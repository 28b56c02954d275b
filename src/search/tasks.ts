/** Pieces of a search's work, done in this thread or in others; the answers come in the order of the pieces. */
import { Worker } from 'node:worker_threads';
import { describeError } from '../engine/child-process.ts';
import { reviveError } from '../engine/isolate.ts';
import { locateBundle } from '../engine/locate.ts';
import type { SentError } from '../engine/messages.ts';
import { seedOfWalk } from './dice.ts';
import type { Expander, Expansion } from './expander.ts';
import type { SearchPath } from './sequence.ts';
import type { SearchSetup } from './setup.ts';

/** Paths to expand, or walks to make: `count` of them from number `first` on. */
export type Task =
  | { kind: 'expand'; paths: SearchPath[] }
  | { kind: 'walk'; seed: bigint; first: number; count: number; length: number };

/** The first walk that found something, and how many calls were made until then. */
export interface Walks {
  found: { path: SearchPath; kind: string; seed: bigint } | undefined;
  walks: number;
  transitions: number;
}

export type TaskResult = { kind: 'expand'; expansion: Expansion } | { kind: 'walk'; walks: Walks };
export type TaskAnswer = { result: TaskResult } | { error: SentError };

function walk(expander: Expander, { seed, first, count, length }: Extract<Task, { kind: 'walk' }>): Walks {
  let transitions = 0;
  for (let index = first; index < first + count; index++) {
    const own = seedOfWalk(seed, index);
    const outcome = expander.walk(own, length);
    transitions += outcome.calls;
    if ('path' in outcome) {
      return { found: { path: outcome.path, kind: outcome.kind, seed: own }, walks: index - first + 1, transitions };
    }
  }
  return { found: undefined, walks: count, transitions };
}

/** Does a piece of work. */
export function runTask(expander: Expander, task: Task): TaskResult {
  if (task.kind === 'walk') return { kind: 'walk', walks: walk(expander, task) };
  return { kind: 'expand', expansion: expander.expand(task.paths) };
}

/** The same, with what goes wrong as data. */
export function answerTask(expander: () => Expander, task: Task): TaskAnswer {
  try {
    return { result: runTask(expander(), task) };
  } catch (error) {
    return { error: describeError(error) };
  }
}

/** Whoever does the work. */
export interface Crew {
  /**
   * Does pieces of work as they come and hands the results to `take` in the order of the pieces, until it returns false or
   * there are none left.
   */
  run(tasks: Iterator<Task>, take: (result: TaskResult) => boolean): Promise<void>;
  close(): Promise<void>;
}

/** How often, in ms, the thread that does the work itself lets others in. */
const BREATH = 50;

/** This thread alone. */
export class LoneCrew implements Crew {
  private readonly expander: Expander;

  constructor(expander: Expander) {
    this.expander = expander;
  }

  async run(tasks: Iterator<Task>, take: (result: TaskResult) => boolean): Promise<void> {
    let breathed = performance.now();
    for (let next = tasks.next(); !next.done; next = tasks.next()) {
      if (!take(runTask(this.expander, next.value))) return;
      if (performance.now() - breathed < BREATH) continue;
      await new Promise(setImmediate);
      breathed = performance.now();
    }
  }

  async close(): Promise<void> {}
}

const MODULE = 'search-worker.js';
/** Pieces that a thread may be ahead of the one whose result is awaited. */
const AHEAD = 4;

/** Threads of the pool. Throws EnvironmentError where the project has not been built. */
export class ThreadCrew implements Crew {
  private readonly workers: Worker[];

  constructor(setup: SearchSetup, threads: number) {
    const module = locateBundle(MODULE);
    this.workers = Array.from({ length: threads }, () => new Worker(module, { workerData: setup }));
  }

  async run(tasks: Iterator<Task>, take: (result: TaskResult) => boolean): Promise<void> {
    const waiting = new Map<number, TaskResult>();
    const room = this.workers.length * AHEAD;
    let asked = 0;
    let taken = 0;
    let over = false;
    let wake: (() => void)[] = [];
    const serve = async (worker: Worker): Promise<void> => {
      while (!over) {
        if (asked - taken >= room) {
          await new Promise<void>((resolve) => wake.push(resolve));
          continue;
        }
        const next = tasks.next();
        if (next.done) return;
        const index = asked++;
        waiting.set(index, await ask(worker, next.value));
        for (let ready = waiting.get(taken); ready && !over; ready = waiting.get(taken)) {
          waiting.delete(taken++);
          over = !take(ready);
        }
        for (const resolve of wake.splice(0)) resolve();
      }
    };
    try {
      await Promise.all(this.workers.map(serve));
    } finally {
      over = true;
      for (const resolve of wake) resolve();
      wake = [];
    }
  }

  async close(): Promise<void> {
    await Promise.all(this.workers.map((worker) => worker.terminate()));
  }
}

function ask(worker: Worker, task: Task): Promise<TaskResult> {
  return new Promise((resolve, reject) => {
    const settle = (answer: TaskAnswer) => {
      worker.off('error', reject);
      if ('error' in answer) reject(reviveError(answer.error));
      else resolve(answer.result);
    };
    worker.once('message', settle);
    worker.once('error', reject);
    worker.postMessage(task);
  });
}
