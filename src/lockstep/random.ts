import { type CampaignResult, runCampaign } from './campaign.ts';
import { exclusiveBlocks, extremeBlocks, randomBlocks, type StreamWord, strangeBlocks } from './stream.ts';
import { Random } from './values.ts';

/** Instructions of a block of random ones: enough to work on each other's results, few enough to fail apart. */
const BLOCK = 5;

/**
 * A campaign's blocks: every encoding with the extremes of each of its fields, then about `instructions` of them by
 * chance, of which one in twenty is an exclusive pair and one in five any word at all.
 */
function* campaignBlocks(random: Random, instructions: number): Generator<StreamWord[]> {
  yield* extremeBlocks(random);
  yield* exclusiveBlocks(random, Math.ceil(instructions / 40));
  yield* strangeBlocks(random, Math.ceil(instructions / 5));
  yield* randomBlocks(random, instructions, BLOCK);
}

/**
 * Runs random instructions on the interpreter and on libunicorn side by side and compares after each. The same seed makes
 * the same instructions. Throws EnvironmentError where libunicorn is missing.
 */
export function runRandomLockstep(instructions: number, seed: number): CampaignResult {
  return runCampaign(campaignBlocks(new Random(seed), instructions), seed);
}
