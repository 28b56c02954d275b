/** What became of wild guests. */

import { hex } from '../engine/hex.ts';
import type { WildResult } from '../fuzz/wild.ts';
import { count } from './format.ts';

/** The failures, each with what makes it again, and one line that counts. Ends with a newline. */
export function renderFuzz({ seed, instructions, rounds, failures }: WildResult): string {
  const lines = failures.map(({ round, message, pc }) => `! seed ${seed}, round ${round}, pc ${hex(pc)}: ${message}`);
  const end = `${count(instructions, 'instruction')} of random words, seed ${seed}, ${count(rounds, 'round')}: ${count(failures.length, 'failure')}`;
  return `${[...lines, end].join('\n')}\n`;
}

/** The same for programs. Ends with a newline. */
export function renderFuzzJson(result: WildResult): string {
  const failures = result.failures.map(({ pc, ...failure }) => ({ ...failure, pc: `0x${hex(pc)}` }));
  return `${JSON.stringify({ ...result, failures }, undefined, 2)}\n`;
}
