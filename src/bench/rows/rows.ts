import { loadUnicorn } from '../../engine/unicorn/library.ts';
import { UnicornEngine } from '../../engine/unicorn.ts';
import { availableIf, type BenchRow } from '../row.ts';
import { commandRows } from './commands.ts';
import { coreProgramRows, coreTrapRows, snapshotRows } from './core.ts';
import { type EngineSpec, engineProgramRows, engineTrapRows } from './engines.ts';
import { influenceRows } from './influence.ts';
import { peerProgramRows, peerTrapRows } from './peers.ts';
import { explorationRows } from './search.ts';

const unicorn: EngineSpec = {
  name: 'unicorn',
  note: 'libunicorn through koffi, with its hook before every instruction and a record of every trap',
  available: () => availableIf(loadUnicorn),
  create: () => new UnicornEngine(),
};

/** The table of benchmarks, in the order in which a round measures them. */
export function benchRows(): BenchRow[] {
  return [
    ...coreTrapRows(),
    ...engineTrapRows(unicorn),
    ...peerTrapRows(),
    ...coreProgramRows(),
    ...engineProgramRows(unicorn),
    ...peerProgramRows(),
    ...snapshotRows(),
    ...influenceRows(),
    ...explorationRows(),
    ...commandRows(),
  ];
}
