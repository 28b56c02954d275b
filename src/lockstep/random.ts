import { type CampaignResult, runCampaign } from './campaign.ts';
import { exclusiveBlocks, extremeBlocks, randomBlocks, type StreamWord, strangeBlocks } from './stream.ts';
import { Random } from './values.ts';

/** Instructions of a block of random ones: enough to work on each other's results, few enough to fail apart. */
const BLOCK = 5;
/** For every so many there is one program of some 200, with exceptions, calls and system instructions. */
const PER_PROGRAM = 5000;

/** Every encoding with the extremes of each of its fields, exclusive pairs, and words of any kind. */
function* firstBlocks(random: Random, instructions: number): Generator<StreamWord[]> {
  yield* extremeBlocks(random);
  yield* exclusiveBlocks(random, Math.ceil(instructions / 40));
  yield* strangeBlocks(random, Math.ceil(instructions / 5));
}

/**
 * Runs random instructions on the interpreter and on libunicorn side by side and compares after each, until at least
 * `instructions` were executed: every encoding with the extremes of each of its fields first, however few are asked for.
 * One in twenty is of an exclusive pair, one in five any word at all; exceptions, calls and system instructions come in
 * programs with vectors of their own. The same seed makes the same instructions.
 * Throws EnvironmentError where libunicorn is missing.
 */
export function runRandomLockstep(
  instructions: number,
  seed: number,
  onProgress?: (instructions: number) => void,
): CampaignResult {
  const random = new Random(seed);
  const plan = {
    seed,
    first: firstBlocks(random, instructions),
    programs: Math.ceil(instructions / PER_PROGRAM),
    rest: randomBlocks(random, BLOCK),
    least: instructions,
  };
  return runCampaign(plan, onProgress);
}
