import { type Command, Option } from 'commander';
import { EXIT_FINDINGS, EXIT_OK } from './exit.ts';
import { parseCount } from './options.ts';
import { writeReport } from './output.ts';
import { ProgressBar } from './progress.ts';

interface FuzzFlags {
  instructions: number;
  seed: number;
  format: 'text' | 'json';
  output?: string;
}

async function fuzzGuests(flags: FuzzFlags): Promise<void> {
  const [{ fuzz }, { renderFuzz, renderFuzzJson }] = await Promise.all([
    import('../fuzz/fuzz.ts'),
    import('../report/fuzz.ts'),
  ]);
  const bar = new ProgressBar(process.stderr);
  const onProgress = (done: number) => bar.show(Math.min(done, flags.instructions), flags.instructions, 'instructions');
  const result = await fuzz(flags.instructions, flags.seed, { onProgress });
  bar.clear();
  writeReport((flags.format === 'json' ? renderFuzzJson : renderFuzz)(result), flags.output);
  process.exitCode = result.failures.length === 0 ? EXIT_OK : EXIT_FINDINGS;
}

/** `trapline fuzz` */
export function addFuzz(program: Command): void {
  program
    .command('fuzz')
    .description('run random words on the interpreter: no trap of WebAssembly, no exception, no run without an end')
    .option('--instructions <n>', 'at least so many', parseCount, 10_000_000)
    .option('--seed <n>', 'seed of the words and registers', parseCount, 1)
    .addOption(new Option('--format <name>', 'form of the report').choices(['text', 'json']).default('text'))
    .option('-o, --output <file>', 'where the report goes instead of the terminal')
    .action(fuzzGuests);
}
