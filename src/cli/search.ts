import { availableParallelism } from 'node:os';
import { type Command, Option } from 'commander';
import { InputError } from '../guest/source.ts';
import { checkProfileName } from '../run/profile-name.ts';
import { renderSearch, searchData } from '../search/report.ts';
import { search } from '../search/search.ts';
import { checkRules, checkVms, type GoalSpec, type SearchSetup, SOUGHT, type Sought } from '../search/setup.ts';
import { type FirmwareChoice, firmwareLine, searchTarget } from '../search/target.ts';
import { checkOutput, writeFinds } from '../search/write/finds.ts';
import { EXIT_FINDINGS, EXIT_OK } from './exit.ts';
import { firmwareOptions } from './firmware.ts';
import { collectNames, parseCount, parseInteger } from './options.ts';
import { SearchProgressLine } from './search-progress.ts';

interface SearchFlags {
  model?: string;
  between?: string[];
  find?: Sought;
  profile?: string;
  rules?: string;
  firmware: string[];
  conduit: 'smc' | 'hvc';
  depth: number;
  time: number;
  workers?: number;
  seed: bigint;
  deviations: string;
  vms: number;
  bootReplies: boolean;
  walks: bigint;
  all?: true;
  format: 'text' | 'json';
  output?: string;
}

const DEPTH = 4;
const ALL_RULES = '*';
/** Calls that a random sequence has more than the exhausted ones. */
const CALLS_BEYOND = 8;

function goalOf({ between, find, profile, rules, model }: SearchFlags): GoalSpec {
  if (rules !== undefined && profile === undefined) throw new InputError('--rules goes with --profile NAME');
  const named = [between, find, profile].filter((each) => each !== undefined).length;
  if (named !== 1) throw new InputError('say what to look for: one of --between A B, --find WHAT, --profile NAME');
  if (between) {
    if (between.length !== 2) throw new InputError('--between takes two models');
    if (model !== undefined) throw new InputError('--between names the models: --model has no place beside it');
    return { kind: 'between' };
  }
  if (model === undefined) throw new InputError('--model says which model to search');
  if (find) return { kind: 'find', what: find };
  checkProfileName(profile!);
  const glob = rules ?? ALL_RULES;
  checkRules(profile!, glob);
  return { kind: 'profile', profile: profile!, rules: glob };
}

function chooseFirmware(texts: string[]): FirmwareChoice {
  const { names, changes } = firmwareOptions(texts);
  if (names.length > 1) throw new InputError('a search has one firmware');
  return { name: names[0], changes };
}

/** The command as the user could type it again. */
function commandText(flags: SearchFlags): string {
  const words = ['trapline search'];
  if (flags.between) words.push(`--between ${flags.between.join(' ')}`);
  if (flags.model) words.push(`--model ${flags.model}`);
  if (flags.find) words.push(`--find ${flags.find}`);
  if (flags.profile) words.push(`--profile ${flags.profile}`);
  if (flags.rules !== undefined) words.push(`--rules '${flags.rules}'`);
  if (flags.firmware.length > 0) words.push(`--firmware ${flags.firmware.join(',')}`);
  if (flags.conduit !== 'smc') words.push(`--conduit ${flags.conduit}`);
  if (flags.depth !== DEPTH) words.push(`--depth ${flags.depth}`);
  if (flags.deviations !== '2') words.push(`--deviations ${flags.deviations}`);
  if (flags.vms !== 1) words.push(`--vms ${flags.vms}`);
  if (!flags.bootReplies) words.push('--no-boot-replies');
  if (flags.all) words.push('--all');
  return `${words.join(' ')} --seed ${flags.seed}`;
}

async function runSearch(flags: SearchFlags): Promise<void> {
  const goal = goalOf(flags);
  const firmware = chooseFirmware(flags.firmware);
  const targets = (flags.between ?? [flags.model!]).map((text) => searchTarget(text, firmware));
  const { conduit, bootReplies, seed, depth, output } = flags;
  const { vms } = flags;
  const setup: SearchSetup = { targets, goal, conduit, vms, deviations: Number(flags.deviations), bootReplies };
  checkVms(setup);
  if (output !== undefined) checkOutput(output);
  const line = new SearchProgressLine(process.stderr);
  const options = {
    depth,
    seed,
    milliseconds: flags.time * 1000,
    workers: flags.workers ?? availableParallelism(),
    walks: Number(flags.walks),
    beyond: CALLS_BEYOND,
    all: flags.all === true,
  };
  const report = await search(setup, options, (progress) => line.show(progress)).finally(() => line.clear());
  const command = commandText(flags);
  const written = await writeFinds(setup, report, { output, command, seed, firmware: firmwareLine(firmware, targets) });
  const json = () => `${JSON.stringify(searchData(setup, report, written), null, 2)}\n`;
  process.stdout.write(flags.format === 'json' ? json() : renderSearch(setup, report, written));
  process.exitCode = written.length > 0 ? EXIT_FINDINGS : EXIT_OK;
}

/** `trapline search --between A B | --model M --find WHAT | --model M --profile P` */
export function addSearch(program: Command): void {
  program
    .command('search')
    .description('look for the shortest sequence of calls that tells models apart, breaks a rule or does harm')
    .option('-m, --model <name>', 'model to search, NAME or NAME+SWITCH=VALUE')
    .option('--between <models...>', 'two models to tell apart')
    .addOption(new Option('--find <what>', 'harm to look for').choices([...SOUGHT]))
    .option('--profile <name>', 'rules to break')
    .option('--rules <glob>', 'which rules of the profile; all if not given')
    .option('--firmware <names>', 'firmware, NAME or SWITCH=VALUE, with commas between', collectNames, [])
    .addOption(new Option('--conduit <name>', 'instruction of the calls').choices(['smc', 'hvc']).default('smc'))
    .option('--depth <n>', 'most calls of the sequences that are all tried', parseCount, DEPTH)
    .option('--time <seconds>', 'wall time', parseCount, 60)
    .option('-j, --workers <n>', 'threads; one for each core if not given', parseCount)
    .addOption(
      new Option('--seed <n>', 'seed of the random sequences, and of the stub')
        .argParser(parseInteger)
        .default(1n, '1'),
    )
    .addOption(
      new Option('--deviations <n>', 'most replies to one call that are not the firmware’s own')
        .choices(['0', '1', '2'])
        .default('2'),
    )
    .option('--vms <n>', 'Xen: virtual machines that call', parseCount, 1)
    .option('--no-boot-replies', 'the hypervisor starts on the firmware’s own replies')
    .addOption(
      new Option('--walks <n>', 'random sequences after the depth is exhausted, 0 for no such')
        .argParser(parseInteger)
        .default(20_000n, '20000'),
    )
    .option('--all', 'go on through the depth for finds of other kinds')
    .addOption(new Option('--format <name>', 'form of the report').choices(['text', 'json']).default('text'))
    .option('-o, --output <path>', 'file of the stub, or a folder; the current folder if not given')
    .addHelpText(
      'after',
      `
The same seed gives the same result on any number of threads, unless the time runs out.
Exit code 1 where something was found (the stub’s path is the last line), 0 where the depth is exhausted or time ran out.`,
    )
    .action(runSearch);
}
