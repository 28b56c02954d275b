import type { Command } from 'commander';
import { InputError } from '../guest/source.ts';
import { EXIT_FINDINGS, EXIT_OK } from './exit.ts';
import { parseCount } from './options.ts';

interface LockstepFlags {
  random?: number;
  seed: number;
}

async function lockstep(flags: LockstepFlags): Promise<void> {
  if (flags.random === undefined) throw new InputError('lockstep needs --random N, the number of instructions');
  const [{ runRandomLockstep }, { renderCampaign }] = await Promise.all([
    import('../lockstep/random.ts'),
    import('../report/lockstep.ts'),
  ]);
  const result = runRandomLockstep(flags.random, flags.seed);
  process.stdout.write(renderCampaign(result, flags.seed));
  process.exitCode = result.unexplained.length === 0 && result.memoryEqual ? EXIT_OK : EXIT_FINDINGS;
}

/** `trapline lockstep` */
export function addLockstep(program: Command): void {
  program
    .command('lockstep')
    .description('run random instructions on the interpreter and on libunicorn, and compare after each')
    .option('--random <n>', 'how many instructions, besides every encoding with its extremes', parseCount)
    .option('--seed <n>', 'seed of the instructions and of the registers', parseCount, 1)
    .action(lockstep);
}
