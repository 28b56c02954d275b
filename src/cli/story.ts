import type { Command } from 'commander';
import { renderStory } from '../report/story.ts';
import { packageFile } from '../run/package.ts';
import { defaultScenarioOptions, runScenario } from '../run/scenario.ts';
import { colourFor } from './colour.ts';
import { EXIT_FINDINGS, EXIT_OK } from './exit.ts';

/** The stub of the argument that started it all. */
const stub = 'guest-asm/preserve/interrupted-request2.S';

async function story(flags: { color?: boolean }): Promise<void> {
  const { reports, passed } = await runScenario(packageFile(stub), defaultScenarioOptions);
  process.stdout.write(renderStory(reports, stub, { color: colourFor(process.stdout, flags.color) }));
  process.exitCode = passed ? EXIT_OK : EXIT_FINDINGS;
}

/** `trapline story`: what `npm start` shows. */
export function addStory(program: Command): void {
  program
    .command('story')
    .description('a request that is interrupted and resumed, on the two posted rules and on mainline, side by side')
    .option('--color', 'colour, also where the output is not a terminal')
    .option('--no-color', 'no colour')
    .action(story);
}
