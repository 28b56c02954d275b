import { atomicSemantics } from './atomic.ts';
import { branchSemantics } from './branch.ts';
import { immediateSemantics } from './immediate.ts';
import { loadStoreSemantics } from './load-store.ts';
import { registerSemantics } from './register.ts';
import type { SemanticsRow } from './row.ts';
import { structureSemantics } from './structures.ts';
import { vectorSemantics } from './vector.ts';

/** What every implemented encoding does. */
export const semantics: readonly SemanticsRow[] = [
  ...branchSemantics,
  ...registerSemantics,
  ...immediateSemantics,
  ...loadStoreSemantics,
  ...atomicSemantics,
  ...structureSemantics,
  ...vectorSemantics,
];
