import { type Command, Option } from 'commander';
import type { EngineChoice } from '../engine/engine.ts';
import { InputError } from '../guest/source.ts';
import { type BatchReport, batchPassed } from '../report/batch.ts';
import { renderBatchText } from '../report/batch-text.ts';
import { renderError, renderMessages } from '../report/diagnostics.ts';
import { renderBatchJson } from '../report/formats/json.ts';
import { renderJunit } from '../report/formats/junit.ts';
import { renderSarif } from '../report/formats/sarif.ts';
import { renderTap } from '../report/formats/tap.ts';
import { runBatch } from '../run/batch/batch.ts';
import { cellsOf, checkSelection } from '../run/batch/cells.ts';
import { parseSymbol } from '../run/choose.ts';
import { packageFile } from '../run/package.ts';
import { defaultScenarioOptions } from '../run/scenario.ts';
import { colourFor } from './colour.ts';
import { engineOption } from './engine.ts';
import { EXIT_FINDINGS, EXIT_OK, EXIT_USAGE } from './exit.ts';
import { firmwareOptions } from './firmware.ts';
import { renderHtml } from './html.ts';
import { collect, collectFolders, collectNames, parseCount, parseInteger } from './options.ts';
import { outputColour, writeReport } from './output.ts';
import { ProgressBar } from './progress.ts';
import { textWidth } from './width.ts';

const FORMATS = ['text', 'json', 'junit', 'tap', 'sarif', 'html'] as const;
/** Up to this number of cells the HTML report has the details of all; beyond it, of those that the stubs name. */
const DETAILED_CELLS = 600;

interface CheckFlags {
  models: string[];
  firmware: string[];
  profiles: string[];
  seed?: bigint;
  engine: EngineChoice;
  assembler: 'trapline' | 'gnu';
  include: string[];
  define: string[];
  timeout?: number;
  once?: true;
  influence?: true;
  jobs?: number;
  format: (typeof FORMATS)[number];
  output?: string;
  declared?: true;
  color?: boolean;
}

async function render(report: BatchReport, flags: CheckFlags, paths: string[], version: string): Promise<string> {
  switch (flags.format) {
    case 'html':
      return renderHtml(report, ['trapline check', ...(paths.length > 0 ? paths : ['guest-asm'])].join(' '));
    case 'json':
      return renderBatchJson(report);
    case 'junit':
      return renderJunit(report);
    case 'tap':
      return renderTap(report);
    case 'sarif':
      return renderSarif(report, version);
    case 'text': {
      const color = outputColour(flags);
      return renderBatchText(report, { color, width: textWidth(), declared: flags.declared === true });
    }
  }
}

/** What could not be read, and what the programs themselves print, as `trapline run` would say it. */
export function complainOfStubs({ stubs }: BatchReport): void {
  const color = colourFor(process.stderr);
  for (const { error, messages } of stubs) {
    process.stderr.write(renderMessages(messages, { color }));
    if (!error) continue;
    const failure = new InputError(error.message, error.diagnostics);
    process.stderr.write(renderError(failure, { color }));
  }
}

function exitCode(report: BatchReport): number {
  if (report.stubs.some(({ error }) => error !== undefined)) return EXIT_USAGE;
  return batchPassed(report) ? EXIT_OK : EXIT_FINDINGS;
}

async function check(paths: string[], flags: CheckFlags, command: Command): Promise<void> {
  const { names, changes } = firmwareOptions(flags.firmware);
  const selection = { models: flags.models, firmware: names, profiles: flags.profiles };
  checkSelection(selection);
  const widened = [flags.models, names, flags.profiles].some((list) => list.length > 0);
  const bar = new ProgressBar(process.stderr);
  const report = await runBatch(
    {
      paths: paths.length > 0 ? paths : [packageFile('guest-asm')],
      cells: (spec) => cellsOf(spec, selection),
      scenario: {
        ...defaultScenarioOptions,
        firmware: changes,
        // Further afield there are hundreds of runs a stub: the interpreter does them in half the time.
        engine: flags.engine === 'auto' && widened ? 'core' : flags.engine,
        assembler: flags.assembler,
        seed: flags.seed,
        includePaths: flags.include,
        symbols: flags.define.map(parseSymbol),
        once: flags.once === true,
        ...(flags.influence && { influence: { trap: undefined } }),
        limits: flags.timeout === undefined ? {} : { milliseconds: flags.timeout },
      },
      processes: flags.jobs,
      reports: (cells) => (flags.format !== 'html' ? 'none' : cells <= DETAILED_CELLS ? 'all' : 'own'),
    },
    (done, total, stub) => bar.show(done, total, stub),
  ).finally(() => bar.clear());
  complainOfStubs(report);
  const text = await render(report, flags, paths, command.parent?.version() ?? '');
  writeReport(text, flags.output);
  process.exitCode = exitCode(report);
}

/** `trapline check [STUB… | DIR]` */
export function addCheck(program: Command): void {
  program
    .command('check')
    .description('run stubs on their models, and on more if asked, and judge them: a line a violation, then a matrix')
    .argument('[paths...]', 'stubs and folders of stubs; all that come with Trapline if none is given')
    .option(
      '-m, --models <globs>',
      'models instead of the stubs’ own: globs with commas between, or all',
      collectNames,
      [],
    )
    .option(
      '--firmware <names>',
      'firmware instead of the stubs’ own: globs with commas between, or all; SWITCH=VALUE changes all of it',
      collectNames,
      [],
    )
    .option(
      '--profiles <names>',
      'rules instead of the stubs’ own: names with commas between, or all',
      collectNames,
      [],
    )
    .option('--seed <n>', 'seed of the register patterns', parseInteger)
    .addOption(engineOption())
    .addOption(new Option('--assembler <name>', 'who assembles').choices(['trapline', 'gnu']).default('trapline'))
    .option('-I, --include <folder>', 'folder for .include; may be repeated', collectFolders, [])
    .option('-D, --define <name=value>', 'symbol for the assembler; may be repeated', collect, [])
    .option('--timeout <ms>', 'wall time of one run', parseCount)
    .option('--once', 'no second run with other register patterns')
    .option('--influence', 'show in the HTML report which bits of a trap depend on which')
    .option('-j, --jobs <n>', 'processes; one for each core if not given', parseCount)
    .addOption(new Option('--format <name>', 'form of the report').choices([...FORMATS]).default('text'))
    .option('-o, --output <file>', 'where the report goes instead of the terminal')
    .option('--declared', 'show the findings that the stubs declare, too')
    .option('--color', 'colour, also where the output is not a terminal')
    .option('--no-color', 'no colour')
    .addHelpText(
      'after',
      `
${[
  'On models, firmware and rules that a stub does not name itself only the rules are judged, no expectations;',
  'and where --models, --firmware or --profiles go further than the stubs do, --engine auto is core.',
  'Stubs of bugs of the past (guest-asm/history) stay with their own models and firmware, unless others are written out.',
].join('\n')}`,
    )
    .action(check);
}
