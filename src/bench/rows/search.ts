import { defaultExploreOptions, explore } from '../../explore/explore.ts';
import { type LoadedTest, loadLitmus } from '../../explore/load-test.ts';
import { Expander } from '../../search/expander.ts';
import { bootPath, extendPath, type SearchPath } from '../../search/sequence.ts';
import { BENCH_MODEL, benchMachineOptions } from '../guest-machine.ts';
import { AVAILABLE, BenchError, type BenchRow, timed } from '../row.ts';

/** The state after FFA_VERSION(1.2), the first call of the alphabet. */
const NEGOTIATED: SearchPath = extendPath(bootPath(0), 0, 0, 0);

/** Looking for a crash, one reply otherwise than the firmware's own: what a search does most. */
function searchRow(): BenchRow {
  const id = 'search/transition';
  let expander: Expander | undefined;
  let transitions = 1;
  return {
    id,
    unit: 'ns',
    what: `a call of the search, with a reply: made on ${BENCH_MODEL}, judged, told from the states known, and undone`,
    get work() {
      return transitions;
    },
    available: () => AVAILABLE,
    setUp() {
      expander = new Expander({
        targets: [{ model: BENCH_MODEL, machine: benchMachineOptions() }],
        goal: { kind: 'find', what: 'crash' },
        conduit: 'smc',
        deviations: 1,
        vms: 1,
        bootReplies: false,
      });
      transitions = expander.expand([NEGOTIATED]).transitions;
    },
    round(n) {
      return timed(() => {
        for (let i = 0; i < n; i++) {
          const made = expander!.expand([NEGOTIATED]).transitions;
          if (made !== transitions) throw new BenchError(`${id}: ${made} transitions, not ${transitions}`);
        }
      });
    },
    tearDown() {
      expander = undefined;
    },
  };
}

const THREADS = 3;
/** Stores and loads of each thread: enough for tens of thousands of states. */
const PAIRS = 3;

/** Threads that store to a word of their own and load their neighbour's, over and over. */
function ringOfThreads(): string {
  const words = Array.from({ length: THREADS }, (_, n) => `x${n}`);
  const registers = words.map((word, n) => `${n}:X1=${word}; ${n}:X3=${words[(n + 1) % THREADS]};`);
  const lines = Array.from({ length: PAIRS }, (_, k) => [
    words.map(() => `MOV W0,#${k + 1}`),
    words.map(() => 'STR W0,[X1]'),
    words.map(() => `LDR W${4 + k},[X3]`),
  ]).flat();
  const head = words.map((_, n) => `P${n}`).join(' | ');
  const body = [head, ...lines.map((row) => row.join(' | '))].map((row) => `${row} ;`);
  return ['AArch64 ring', `{ ${registers.join(' ')} }`, ...body, 'exists (0:X4=3)', ''].join('\n');
}

/** Sequential consistency without reduction: every interleaving is executed. */
function exploreRow(): BenchRow {
  const id = 'explore/transition';
  const options = { ...defaultExploreOptions, model: 'sc' as const, reduction: false };
  let loaded: LoadedTest | undefined;
  let transitions = 1;
  const run = (): number => explore(loaded!, options).statistics.find(([name]) => name === 'transition')![1];
  return {
    id,
    unit: 'ns',
    what: `an access of one of ${THREADS} threads under sequential consistency: executed, and its state told from those known`,
    get work() {
      return transitions;
    },
    available: () => AVAILABLE,
    setUp() {
      loaded = loadLitmus(ringOfThreads(), 'ring.litmus');
      transitions = run();
    },
    round(n) {
      return timed(() => {
        for (let i = 0; i < n; i++) {
          const made = run();
          if (made !== transitions) throw new BenchError(`${id}: ${made} transitions, not ${transitions}`);
        }
      });
    },
    tearDown() {
      loaded = undefined;
    },
  };
}

/** Transitions of both explorers, on one core. */
export function explorationRows(): BenchRow[] {
  return [searchRow(), exploreRow()];
}
