import { atomicGroups } from './encodings-atomic.ts';
import { branchGroups } from './encodings-branch.ts';
import { floatGroups } from './encodings-float.ts';
import { immediateGroups } from './encodings-immediate.ts';
import { loadStoreGroups } from './encodings-load-store.ts';
import { registerGroups } from './encodings-register.ts';
import type { EncodingGroup } from './encodings-schema.ts';
import { simdGroups } from './encodings-simd.ts';
import { structureGroups } from './encodings-structures.ts';

/** Every A64 encoding that Trapline knows, by group, in order of precedence (see encodings-schema.ts). */
export const encodingGroups: readonly EncodingGroup[] = [
  ...branchGroups,
  ...registerGroups,
  ...immediateGroups,
  ...loadStoreGroups,
  ...atomicGroups,
  ...structureGroups,
  ...floatGroups,
  ...simdGroups,
];
