import { type Command, Option } from 'commander';
import type { EngineChoice } from '../engine/engine.ts';
import { InputError } from '../guest/source.ts';
import { renderMessages } from '../report/diagnostics.ts';
import { renderInfluenceJson } from '../report/influence/json.ts';
import { type InfluencePicture, renderInfluenceSvg } from '../report/influence/svg.ts';
import { renderInfluenceText } from '../report/influence/text.ts';
import { LIMITS } from '../report/influence/words.ts';
import { callOf, instructionOf, placeOf, type RunReport } from '../report/report.ts';
import { batchOfRuns } from '../run/batch/single.ts';
import { parseSetting, parseSymbol } from '../run/choose.ts';
import { defaultScenarioOptions, runScenario } from '../run/scenario.ts';
import { colourFor } from './colour.ts';
import { engineOption } from './engine.ts';
import { firmwareOptions } from './firmware.ts';
import { renderHtml } from './html.ts';
import { collect, collectFolders, parseInteger } from './options.ts';
import { outputColour, writeReport } from './output.ts';
import { textWidth } from './width.ts';

interface InfluenceFlags {
  model: string[];
  set: string[];
  firmware: string[];
  trap?: string;
  seed?: bigint;
  profile?: string;
  engine: EngineChoice;
  include: string[];
  define: string[];
  format: 'text' | 'json' | 'svg' | 'html';
  output?: string;
  color?: boolean;
}

function pictures(report: RunReport): InfluencePicture[] {
  return report.run.traps.flatMap((trap) => {
    if (!trap.influence) return [];
    const place = `${placeOf(report.image, trap.address)}:  ${instructionOf(report.image, trap)}`;
    return { heading: [place, `${callOf(trap, report.version)}   ${report.model}`], influence: trap.influence };
  });
}

/** Throws InputError where there is nothing to show: no run took the trap that was asked for, or none that is analysed. */
function checkAnalysed(reports: readonly RunReport[], trap: string | undefined): void {
  if (reports.some(({ run }) => run.traps.some(({ influence }) => influence))) return;
  const name = trap === undefined ? 'no trap' : `no trap ${trap}`;
  const counts = reports.map(({ model, run }) => `${model} took ${run.traps.length}, and ${run.stop.detail}`);
  const taken = reports.some(({ run }) => run.traps.length >= (/^\d+$/.test(trap ?? '') ? Number(trap) : 1));
  throw new InputError(
    `${name} ${taken ? 'to analyse' : 'was taken'}: ${counts.join('; ')}${taken ? `; ${LIMITS}` : ''}`,
  );
}

async function render(reports: RunReport[], file: string, flags: InfluenceFlags): Promise<string> {
  switch (flags.format) {
    case 'json':
      return renderInfluenceJson(reports);
    case 'html':
      return renderHtml(batchOfRuns(reports), `trapline influence ${file}`);
    case 'svg':
      return renderInfluenceSvg(reports.flatMap(pictures));
    case 'text': {
      const options = { color: outputColour(flags), width: textWidth(), all: flags.trap === undefined };
      return reports.map((report) => renderInfluenceText(report, options)).join('\n');
    }
  }
}

async function influence(file: string, flags: InfluenceFlags): Promise<void> {
  const { names, changes } = firmwareOptions(flags.firmware);
  const { reports, messages } = await runScenario(file, {
    ...defaultScenarioOptions,
    models: flags.model,
    changes: flags.set.map((text) => parseSetting(text, '--set')),
    firmware: changes,
    firmwares: names,
    seed: flags.seed,
    profile: flags.profile,
    // The traps are tried thousands of times, wherever the instructions between them run.
    engine: flags.engine === 'auto' ? 'core' : flags.engine,
    includePaths: flags.include,
    symbols: flags.define.map(parseSymbol),
    once: true,
    influence: { trap: flags.trap },
  });
  process.stderr.write(renderMessages(messages, { color: colourFor(process.stderr) }));
  checkAnalysed(reports, flags.trap);
  writeReport(await render(reports, file, flags), flags.output);
}

/** `trapline influence STUB` */
export function addInfluence(program: Command): void {
  program
    .command('influence')
    .description(
      'flip every bit of the caller’s registers and of EL3’s answers around each trap, and show what depends on it',
    )
    .argument('<file>', 'a stub (.S, .s), an ELF64 executable or a flat binary')
    .option('-m, --model <name>', 'model of EL2, NAME or NAME+SWITCH=VALUE; may be repeated', collect, [])
    .option('--set <switch=value>', 'change one switch of every model; may be repeated', collect, [])
    .option(
      '--firmware <name>',
      'firmware behind EL3, NAME or NAME+SWITCH=VALUE, or SWITCH=VALUE for all of it; may be repeated',
      collect,
      [],
    )
    .option('--trap <trap>', 'only this one: LABEL, LABEL#N for its N-th time, a number from 1, or 0x… for an address')
    .option('--profile <name>', 'rules to judge by')
    .option('--seed <n>', 'seed of the register patterns', parseInteger)
    .addOption(engineOption())
    .option('-I, --include <folder>', 'folder for .include; may be repeated', collectFolders, [])
    .option('-D, --define <name=value>', 'symbol for the assembler; may be repeated', collect, [])
    .addOption(
      new Option('--format <name>', 'form of the report').choices(['text', 'json', 'svg', 'html']).default('text'),
    )
    .option('-o, --output <file>', 'where the report goes instead of the terminal')
    .option('--color', 'colour, also where the output is not a terminal')
    .option('--no-color', 'no colour')
    .action(influence);
}
