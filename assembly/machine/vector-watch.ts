/**
 * Whether a vCPU's vector registers are known to be what CHECK_BEFORE_V has (preserve.ts), so that they need not be copied
 * before each of its traps. A bit of the word that every vector instruction looks at, as operating systems let the first use
 * of vector registers trap: nothing is looked at twice.
 *
 *  31        8  7  6   2 1   0
 *  ┌──────────┬───┬─────┬─────┐
 *  │          │ K │     │ EL  │   RUN_FP_TRAP: K, known; EL, where their use traps to, or 0 (a64/fp-trap.ts)
 *  └──────────┴───┴─────┴─────┘
 */

import { RUN_FP_TRAP } from '../layout';

const KNOWN: u32 = 0x80;

export function areVectorsKnown(cpu: usize): bool {
  return (load<u32>(cpu, RUN_FP_TRAP) & KNOWN) !== 0;
}

/** They have just been compared with CHECK_BEFORE_V, and are the same. */
export function setVectorsKnown(cpu: usize): void {
  store<u32>(cpu, load<u32>(cpu, RUN_FP_TRAP) | KNOWN, RUN_FP_TRAP);
}

/** Somebody may have written them. */
export function forgetVectors(cpu: usize): void {
  store<u32>(cpu, vectorTrapLevel(cpu), RUN_FP_TRAP);
}

/** Exception level that the use of a vector register traps to, or 0. */
export function vectorTrapLevel(cpu: usize): u32 {
  return load<u32>(cpu, RUN_FP_TRAP) & ~KNOWN;
}

export function setVectorTrapLevel(cpu: usize, level: u32): void {
  store<u32>(cpu, (load<u32>(cpu, RUN_FP_TRAP) & KNOWN) | level, RUN_FP_TRAP);
}
