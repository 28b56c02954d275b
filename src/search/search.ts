/** A whole search: breadth first, then at random beyond the depth that was exhausted, then as small as it can be. */
import { type BreadthProgress, type BreadthResult, BreadthSearch } from './breadth.ts';
import type { Content } from './contents.ts';
import { Expander } from './expander.ts';
import { minimise } from './minimise.ts';
import { SequenceJudge } from './replay.ts';
import type { SearchPath, SearchSequence } from './sequence.ts';
import type { SearchSetup } from './setup.ts';
import { type Crew, LoneCrew, type Task, ThreadCrew, type Walks } from './tasks.ts';

export interface SearchOptions {
  /** Most calls of the sequences that are tried one and all. */
  depth: number;
  /** Wall time, in ms. */
  milliseconds: number;
  workers: number;
  seed: bigint;
  /** Random sequences that are tried where no short one was found; 0 for no such search. */
  walks: number;
  /** Calls that a random sequence has more than `depth`. */
  beyond: number;
  /** Go on for finds of other kinds. */
  all: boolean;
}

/** Told how far it is. */
export type SearchProgress = (progress: BreadthProgress | { walks: number; of: number }) => void;

/** Something that was looked for. */
export interface SearchFind {
  kind: string;
  /** As small as it can be. */
  sequence: SearchSequence;
  /** Calls that it had when it was found. */
  calls: number;
  /** Of the random sequence that it was found in. */
  walkSeed: bigint | undefined;
}

export interface SearchReport {
  finds: SearchFind[];
  breadth: BreadthResult;
  walks: { walks: number; transitions: number; timedOut: boolean } | undefined;
  contents: Content[];
  milliseconds: number;
}

/** Random sequences of one piece of work. */
const WALKS_OF_A_TASK = 128;

/** Searches. Throws EnvironmentError where the module has not been built. */
export async function search(
  setup: SearchSetup,
  options: SearchOptions,
  progress: SearchProgress = () => {},
): Promise<SearchReport> {
  const start = performance.now();
  const expander = new Expander(setup);
  const crew: Crew = options.workers > 1 ? new ThreadCrew(setup, options.workers) : new LoneCrew(expander);
  try {
    const deadline = start + options.milliseconds;
    const { depth, all } = options;
    const breadth = await new BreadthSearch(expander, crew, { depth, all, deadline, progress }).run();
    const found: Discovered[] = breadth.discoveries.map(({ path, kind }) => ({ path, kind, seed: undefined }));
    const goesOn = found.length === 0 && !breadth.complete && !breadth.timedOut && options.walks > 0;
    const walks = goesOn ? await walk(crew, options, deadline, progress) : undefined;
    if (walks?.found) found.push(walks.found);
    const judge = new SequenceJudge(setup, expander.world);
    return {
      finds: found.map((each) => smallest(judge, each)),
      breadth,
      walks: walks && { walks: walks.walks, transitions: walks.transitions, timedOut: walks.timedOut },
      contents: expander.world.contents,
      milliseconds: performance.now() - start,
    };
  } finally {
    await crew.close();
  }
}

interface Discovered {
  path: SearchPath;
  kind: string;
  seed: bigint | undefined;
}

function smallest(judge: SequenceJudge, { path, kind, seed }: Discovered): SearchFind {
  const whole = judge.world.sequenceOf(path);
  const sequence = minimise(whole, (candidate) => judge.kindsOf(candidate).includes(kind));
  return { kind, sequence, calls: whole.moves.length, walkSeed: seed };
}

function* walkTasks({ seed, walks, depth, beyond }: SearchOptions): Generator<Task> {
  for (let first = 0; first < walks; first += WALKS_OF_A_TASK) {
    const count = Math.min(WALKS_OF_A_TASK, walks - first);
    yield { kind: 'walk', seed, first, count, length: depth + beyond };
  }
}

/** Random sequences, until one of them is what the search looks for. */
async function walk(
  crew: Crew,
  options: SearchOptions,
  deadline: number,
  progress: SearchProgress,
): Promise<Walks & { timedOut: boolean }> {
  const total: Walks & { timedOut: boolean } = { found: undefined, walks: 0, transitions: 0, timedOut: false };
  await crew.run(walkTasks(options), (result) => {
    if (result.kind !== 'walk') return true;
    total.walks += result.walks.walks;
    total.transitions += result.walks.transitions;
    total.found = result.walks.found;
    progress({ walks: total.walks, of: options.walks });
    const over = total.found !== undefined || total.walks >= options.walks;
    if (!over && performance.now() > deadline) total.timedOut = true;
    return !over && !total.timedOut;
  });
  return total;
}
