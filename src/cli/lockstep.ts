import { type Command, Option } from 'commander';
import { InputError } from '../guest/source.ts';
import { parseSetting, parseSymbol } from '../run/choose.ts';
import { defaultScenarioOptions, type ScenarioOptions } from '../run/prepare.ts';
import { EXIT_FINDINGS, EXIT_OK } from './exit.ts';
import { firmwareOptions } from './firmware.ts';
import { collect, collectFolders, parseCount, parseInteger } from './options.ts';
import { outputColour, writeReport } from './output.ts';
import { ProgressBar } from './progress.ts';
import { textWidth } from './width.ts';

interface LockstepFlags {
  random?: number;
  seed?: bigint;
  model?: string[];
  set?: string[];
  firmware?: string[];
  include?: string[];
  define?: string[];
  address?: bigint;
  maxInstructions?: number;
  timeout?: number;
  format: 'text' | 'json';
  output?: string;
  color?: boolean;
}

/** Options that say something about a stub only. */
const ofFiles = ['model', 'set', 'firmware', 'include', 'define', 'address', 'maxInstructions', 'timeout'] as const;

/** What there is to be said of a seed for random instructions, which is a number. */
function randomSeed(seed: bigint): number {
  if (seed > BigInt(Number.MAX_SAFE_INTEGER)) throw new InputError(`--seed ${seed} with --random: at most 2^53 - 1`);
  return Number(seed);
}

function scenarioOptions(flags: LockstepFlags): ScenarioOptions {
  const firmware = firmwareOptions(flags.firmware ?? []);
  return {
    ...defaultScenarioOptions,
    engine: 'lockstep',
    models: flags.model ?? [],
    changes: (flags.set ?? []).map((text) => parseSetting(text, '--set')),
    firmware: firmware.changes,
    firmwares: firmware.names,
    seed: flags.seed,
    includePaths: flags.include ?? [],
    symbols: (flags.define ?? []).map(parseSymbol),
    address: flags.address,
    limits: {
      ...(flags.maxInstructions !== undefined && { instructions: flags.maxInstructions }),
      ...(flags.timeout !== undefined && { milliseconds: flags.timeout }),
    },
  };
}

async function random(instructions: number, flags: LockstepFlags): Promise<boolean> {
  const wrong = ofFiles.find((name) => flags[name] !== undefined);
  if (wrong !== undefined)
    throw new InputError(`--random makes its own instructions: the option ${wrong} is for a file`);
  const [{ runRandomLockstep }, { renderCampaign, renderCampaignJson }] = await Promise.all([
    import('../lockstep/random.ts'),
    import('../report/lockstep.ts'),
  ]);
  const seed = randomSeed(flags.seed ?? 1n);
  const bar = new ProgressBar(process.stderr);
  const result = runRandomLockstep(instructions, seed, (done) => bar.show(done, instructions, 'instructions'));
  bar.clear();
  const render = flags.format === 'json' ? renderCampaignJson : renderCampaign;
  writeReport(render(result, seed), flags.output);
  return result.unexplained.length === 0 && result.memoryEqual;
}

async function stub(file: string, flags: LockstepFlags): Promise<boolean> {
  const [{ agrees }, { runLockstep }, { renderLockstep, renderLockstepJson }] = await Promise.all([
    import('../lockstep/file-run.ts'),
    import('../run/lockstep.ts'),
    import('../report/lockstep-file.ts'),
  ]);
  const runs = await runLockstep(file, scenarioOptions(flags));
  const options = { color: outputColour(flags), width: textWidth() };
  writeReport(flags.format === 'json' ? renderLockstepJson(runs, file) : renderLockstep(runs, options), flags.output);
  return runs.every(agrees);
}

async function compare(file: string | undefined, flags: LockstepFlags): Promise<boolean> {
  if (file !== undefined && flags.random !== undefined)
    throw new InputError('lockstep takes a file or --random N, not both');
  if (flags.random !== undefined) return random(flags.random, flags);
  if (file === undefined) throw new InputError('lockstep needs a file, or --random N, the number of instructions');
  return stub(file, flags);
}

async function lockstep(file: string | undefined, flags: LockstepFlags): Promise<void> {
  process.exitCode = (await compare(file, flags)) ? EXIT_OK : EXIT_FINDINGS;
}

/** `trapline lockstep [FILE]` */
export function addLockstep(program: Command): void {
  program
    .command('lockstep')
    .description('run a stub, or random instructions, on the interpreter and on libunicorn, and compare after each')
    .argument('[file]', 'a stub (.S, .s), an ELF64 executable or a flat binary')
    .option(
      '--random <n>',
      'instead of a file: at least so many instructions, every encoding with its extremes',
      parseCount,
    )
    .option('--seed <n>', 'seed of the register patterns, and of random instructions', parseInteger)
    .option('-m, --model <name>', 'model of EL2, NAME or NAME+SWITCH=VALUE; may be repeated', collect)
    .option('--set <switch=value>', 'change one switch of every model; may be repeated', collect)
    .option('--firmware <name>', 'firmware behind EL3, or SWITCH=VALUE for all of it; may be repeated', collect)
    .option('-I, --include <folder>', 'folder for .include; may be repeated', collectFolders)
    .option('-D, --define <name=value>', 'symbol for the assembler; may be repeated', collect)
    .option('--address <n>', 'load address of a flat binary', parseInteger)
    .option('--max-instructions <n>', 'guest instructions before the run is stopped', parseCount)
    .option('--timeout <ms>', 'wall time before the run is stopped', parseCount)
    .addOption(new Option('--format <name>', 'form of the report').choices(['text', 'json']).default('text'))
    .option('-o, --output <file>', 'where the report goes instead of the terminal')
    .option('--color', 'colour, also where the output is not a terminal')
    .option('--no-color', 'no colour')
    .addHelpText(
      'after',
      '\nExit codes: 0 the same, 1 a difference that nothing explains, 2 bad input, 3 no libunicorn.',
    )
    .action(lockstep);
}
