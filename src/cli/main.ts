#!/usr/bin/env node
import { Command, CommanderError } from 'commander';
import { addBench } from './bench.ts';
import { addBoot } from './boot.ts';
import { addCheck } from './check.ts';
import { addCompare } from './compare.ts';
import { EXIT_ENVIRONMENT, EXIT_FINDINGS, EXIT_USAGE } from './exit.ts';
import { addExplain } from './explain.ts';
import { addExplore } from './explore.ts';
import { reportFailure } from './failure.ts';
import { addFuzz } from './fuzz.ts';
import { addHelp } from './help.ts';
import { addInfluence } from './influence.ts';
import { addLockstep } from './lockstep.ts';
import { addModels } from './models.ts';
import { addReplay } from './replay.ts';
import { addRun } from './run.ts';
import { addSearch } from './search.ts';
import { addStory } from './story.ts';

const program = new Command('trapline')
  .description(
    'Runs small AArch64 programs whose SMC and HVC are real, and shows what EL2 and EL3 did to the registers.',
  )
  .version('0.1.0')
  .showHelpAfterError('(trapline --help tells more)')
  .exitOverride()
  .addHelpText(
    'after',
    `\nExit codes: 0 all as expected, ${EXIT_FINDINGS} findings or failed expectations, ${EXIT_USAGE} bad input or usage, ${EXIT_ENVIRONMENT} environment.`,
  );

addRun(program);
addCheck(program);
addCompare(program);
addExplain(program);
addInfluence(program);
addReplay(program);
addExplore(program);
addSearch(program);
addBoot(program);
addModels(program);
addBench(program);
addLockstep(program);
addFuzz(program);
addStory(program);
addHelp(program);
for (const command of program.commands) {
  command.exitOverride().showHelpAfterError(`(trapline ${command.name()} --help tells more)`);
}

// A reader that has seen enough (`trapline … | head`) is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(process.exitCode ?? 0);
  throw error;
});

try {
  await program.parseAsync();
} catch (error) {
  process.exitCode = error instanceof CommanderError ? (error.exitCode === 0 ? 0 : EXIT_USAGE) : reportFailure(error);
}
