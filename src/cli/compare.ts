import { existsSync } from 'node:fs';
import { type Command, Option } from 'commander';
import type { EngineChoice } from '../engine/engine.ts';
import { listModels, resolveFirmware, resolveModel } from '../engine/models.ts';
import { InputError } from '../guest/source.ts';
import { didYouMean } from '../guest/stub/suggest.ts';
import { readModelChoice } from '../guest/stub/target.ts';
import type { StubSpec } from '../guest/stub.ts';
import type { BatchReport } from '../report/batch.ts';
import { differencesOf, isSame } from '../report/differences.ts';
import { type Differences, renderDifferences } from '../report/differences-text.ts';
import { renderCompareJson } from '../report/formats/compare-json.ts';
import { runBatch } from '../run/batch/batch.ts';
import { type Cell, checkSelection } from '../run/batch/cells.ts';
import { packageFile } from '../run/package.ts';
import { chooseProfile } from '../run/prepare.ts';
import { defaultScenarioOptions } from '../run/scenario.ts';
import { complainOfStubs } from './check.ts';
import { colourFor } from './colour.ts';
import { engineOption } from './engine.ts';
import { EXIT_FINDINGS, EXIT_OK, EXIT_USAGE } from './exit.ts';
import { firmwareOptions } from './firmware.ts';
import { collect, parseCount, parseInteger } from './options.ts';
import { ProgressBar } from './progress.ts';
import { textWidth } from './width.ts';

interface CompareFlags {
  firmware: string[];
  profile?: string;
  engine: EngineChoice;
  seed?: bigint;
  jobs?: number;
  format: 'text' | 'json';
  full?: true;
  color?: boolean;
}

const settings = (changes: Record<string, string> = {}) =>
  Object.entries(changes).map(([name, value]) => ({ name, value }));

/** A model, or undefined where the text does not name one. Throws InputError for a change that it does not take. */
function modelOf(text: string): string | undefined {
  const choice = readModelChoice(text);
  if (!choice || !listModels().some(({ name }) => name === choice.name)) return undefined;
  resolveModel(choice.name, settings(choice.changes));
  if (choice.firmware) resolveFirmware(settings(choice.firmware.changes), choice.firmware.name);
  return choice.text;
}

/** Every model with its own firmware, else with that of the command line, else with the stub's first. */
function cellsOf(spec: StubSpec, models: readonly string[], firmware: string | undefined, profile: string): Cell[] {
  return models.map((text) => {
    const [model = text, own] = text.split('@');
    return { model, firmware: own ?? firmware ?? spec.firmwares[0]?.text, profile, own: false };
  });
}

/** Models are what has the name of one; everything else is a path. Throws InputError for what is neither. */
function sort(words: readonly string[]): { models: string[]; paths: string[] } {
  const models: string[] = [];
  const paths: string[] = [];
  const names = listModels().map(({ name }) => name);
  for (const word of words) {
    const model = modelOf(word);
    if (model !== undefined) models.push(model);
    else if (existsSync(word)) paths.push(word);
    else throw new InputError(`${word} is neither a model nor a file or folder${didYouMean(word, names)}`);
  }
  if (new Set(models).size < 2) throw new InputError('compare takes two models or more, and then stubs or folders');
  return { models: [...new Set(models)], paths };
}

async function compare(words: string[], flags: CompareFlags): Promise<void> {
  const { models, paths } = sort(words);
  const firmware = firmwareOptions(flags.firmware);
  if (firmware.names.length > 1)
    throw new InputError('compare takes one firmware; MODEL@FIRMWARE gives a model its own');
  checkSelection({ models: [], firmware: firmware.names, profiles: [] });
  const bar = new ProgressBar(process.stderr);
  const report = await runBatch(
    {
      paths: paths.length > 0 ? paths : [packageFile('guest-asm')],
      cells: (spec) => cellsOf(spec, models, firmware.names[0], chooseProfile(spec, flags.profile).name),
      scenario: { ...defaultScenarioOptions, firmware: firmware.changes, engine: flags.engine, seed: flags.seed },
      processes: flags.jobs,
      reports: () => 'all',
    },
    (done, total, stub) => bar.show(done, total, stub),
  ).finally(() => bar.clear());
  complainOfStubs(report);
  const differences = differencesIn(report, models);
  process.stdout.write(render(differences, flags));
  process.exitCode = exitCode(differences);
}

function differencesIn({ stubs }: BatchReport, models: string[]): Differences {
  const complete = stubs.map(({ reports }) => reports.filter((each) => each !== undefined));
  return {
    models,
    runs: complete.filter(({ length }) => length === models.length).map(differencesOf),
    errors: stubs.flatMap(({ stub, error }) => (error ? [{ stub, error }] : [])),
    impossible: stubs.flatMap(({ stub, cells, reports }) => {
      const missing = reports.indexOf(undefined);
      return missing < 0 ? [] : [{ stub, reason: cells[missing]!.reason ?? '' }];
    }),
  };
}

function render(differences: Differences, flags: CompareFlags): string {
  if (flags.format === 'json') return renderCompareJson(differences);
  const color = colourFor(process.stdout, flags.color);
  return renderDifferences(differences, { color, width: textWidth(), full: flags.full === true });
}

function exitCode({ runs, errors }: Differences): number {
  if (errors.length > 0) return EXIT_USAGE;
  return runs.every(isSame) ? EXIT_OK : EXIT_FINDINGS;
}

/** `trapline compare MODEL MODEL… [STUB…]` */
export function addCompare(program: Command): void {
  program
    .command('compare')
    .description('run stubs on several models and show where they differ: calls, registers, verdicts')
    .argument(
      '<words...>',
      'two models or more, NAME, NAME+SWITCH=VALUE or NAME@FIRMWARE; then stubs and folders, all if none is given',
    )
    .option('--firmware <name>', 'firmware behind all models, NAME or SWITCH=VALUE; may be repeated', collect, [])
    .option('--profile <name>', 'rules to judge by')
    .option('--seed <n>', 'seed of the register patterns', parseInteger)
    .addOption(engineOption())
    .option('-j, --jobs <n>', 'processes; one for each core if not given', parseCount)
    .addOption(new Option('--format <name>', 'form of the report').choices(['text', 'json']).default('text'))
    .option('--full', 'show all traps and registers of the stubs that differ')
    .option('--color', 'colour, also where the output is not a terminal')
    .option('--no-color', 'no colour')
    .addHelpText(
      'after',
      `\nEnds with ${EXIT_OK} where the models do the same, with ${EXIT_FINDINGS} where they differ.`,
    )
    .action(compare);
}
