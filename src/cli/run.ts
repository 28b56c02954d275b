import { type Command, Option } from 'commander';
import type { EngineChoice } from '../engine/engine.ts';
import type { Setting } from '../engine/models.ts';
import { renderMessages } from '../report/diagnostics.ts';
import { renderJson } from '../report/json.ts';
import type { RunReport } from '../report/report.ts';
import { renderText } from '../report/text.ts';
import { batchOfRuns } from '../run/batch/single.ts';
import { parseSetting, parseSymbol } from '../run/choose.ts';
import type { ScenarioOptions } from '../run/scenario.ts';
import { runScenario } from '../run/scenario.ts';
import { colourFor } from './colour.ts';
import { EXIT_FINDINGS, EXIT_OK } from './exit.ts';
import { renderHtml } from './html.ts';
import { collect, collectFolders, parseCount, parseInteger } from './options.ts';
import { outputColour, writeReport } from './output.ts';
import { textWidth } from './width.ts';

interface RunFlags {
  model?: string[];
  set?: string[];
  firmware?: string[];
  assembler: 'trapline' | 'gnu';
  engine: EngineChoice;
  seed?: bigint;
  conduit?: 'smc' | 'hvc';
  profile?: string;
  include?: string[];
  define?: string[];
  address?: bigint;
  maxInstructions?: number;
  maxTraps?: number;
  timeout?: number;
  format: 'text' | 'json' | 'html';
  output?: string;
  full?: true;
  once?: true;
  influence: boolean;
  color?: boolean;
}

function settings(texts: string[] | undefined, option: string): Setting[] {
  return (texts ?? []).map((text) => parseSetting(text, option));
}

/** `NAME=VALUE` sets a switch; a name, with changes of its own or without, is a firmware. */
function isSwitch(text: string): boolean {
  return /^[\w.]+=/.test(text);
}

/** The options of a run, as the scenario wants them. Throws InputError for a malformed one. */
function scenarioOptions(flags: RunFlags): ScenarioOptions {
  const firmware = flags.firmware ?? [];
  return {
    models: flags.model ?? [],
    changes: settings(flags.set, '--set'),
    firmware: settings(firmware.filter(isSwitch), '--firmware'),
    firmwares: firmware.filter((text) => !isSwitch(text)),
    assembler: flags.assembler,
    engine: flags.engine,
    seed: flags.seed,
    conduit: flags.conduit,
    profile: flags.profile,
    includePaths: flags.include ?? [],
    symbols: (flags.define ?? []).map(parseSymbol),
    address: flags.address,
    once: flags.once === true,
    ...(flags.format === 'html' && flags.influence && { influence: { trap: undefined } }),
    limits: {
      ...(flags.maxInstructions !== undefined && { instructions: flags.maxInstructions }),
      ...(flags.maxTraps !== undefined && { traps: flags.maxTraps }),
      ...(flags.timeout !== undefined && { milliseconds: flags.timeout }),
    },
  };
}

async function run(file: string, flags: RunFlags): Promise<void> {
  const { reports, messages, passed } = await runScenario(file, scenarioOptions(flags));
  process.stderr.write(renderMessages(messages, { color: colourFor(process.stderr) }));
  writeReport(await render(reports, file, flags), flags.output);
  process.exitCode = passed ? EXIT_OK : EXIT_FINDINGS;
}

async function render(reports: RunReport[], file: string, flags: RunFlags): Promise<string> {
  if (flags.format === 'json') return renderJson(reports);
  if (flags.format === 'html') return renderHtml(batchOfRuns(reports), `trapline run ${file}`);
  const color = outputColour(flags);
  const options = { color, full: flags.full === true, width: textWidth() };
  return reports.map((report) => renderText(report, options)).join('\n');
}

/** `trapline run FILE` */
export function addRun(program: Command): void {
  program
    .command('run')
    .description('assemble or load a program, run it on each of its models, and show every trap')
    .argument('<file>', 'a stub (.S, .s), an ELF64 executable or a flat binary')
    .option('-m, --model <name>', 'model of EL2, NAME or NAME+SWITCH=VALUE; may be repeated', collect)
    .option('--set <switch=value>', 'change one switch of every model; may be repeated', collect)
    .option(
      '--firmware <name>',
      'firmware behind EL3, NAME or NAME+SWITCH=VALUE, or SWITCH=VALUE for all of it; may be repeated',
      collect,
    )
    .option('--profile <name>', 'rules to judge by')
    .option('--seed <n>', 'seed of the register patterns', parseInteger)
    .option('--once', 'no second run with other register patterns')
    .addOption(new Option('--conduit <kind>', 'what the macro conduit issues').choices(['smc', 'hvc']))
    .addOption(
      new Option('--engine <name>', 'who executes the guest; auto: libunicorn where it is installed, else core')
        .choices(['auto', 'core', 'unicorn', 'lockstep'])
        .default('auto'),
    )
    .addOption(new Option('--assembler <name>', 'who assembles').choices(['trapline', 'gnu']).default('trapline'))
    .option('-I, --include <folder>', 'folder for .include; may be repeated', collectFolders)
    .option('-D, --define <name=value>', 'symbol for the assembler; may be repeated', collect)
    .option('--address <n>', 'load address of a flat binary', parseInteger)
    .option('--max-instructions <n>', 'guest instructions before the run is stopped', parseCount)
    .option('--max-traps <n>', 'traps before the run is stopped', parseCount)
    .option('--timeout <ms>', 'wall time before the run is stopped', parseCount)
    .addOption(new Option('--format <name>', 'form of the report').choices(['text', 'json', 'html']).default('text'))
    .option('-o, --output <file>', 'where the report goes instead of the terminal')
    .option('--no-influence', 'leave out of the HTML report which bits of a trap depend on which')
    .option('--full', 'show all registers of every trap')
    .option('--color', 'colour, also where the output is not a terminal')
    .option('--no-color', 'no colour')
    .action(run);
}
