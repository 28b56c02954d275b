import { type Command, Option } from 'commander';
import { InputError } from '../guest/source.ts';
import type { FileReport } from '../replay/file.ts';
import type { ReplayOptions } from '../replay/kind.ts';
import { replayFiles } from '../replay/pool.ts';
import { renderInputError } from '../report/diagnostics.ts';
import { addTotals, type ReplayTotals, renderFileReport, renderReplayJson, renderTotals } from '../report/replay.ts';
import { parseSetting, readModelChoiceOrFail } from '../run/choose.ts';
import { colourFor } from './colour.ts';
import { EXIT_FINDINGS, EXIT_OK, EXIT_USAGE } from './exit.ts';
import { collect, parseCount } from './options.ts';

interface ReplayFlags {
  model?: string;
  set: string[];
  format: 'text' | 'json';
  jobs?: number;
  color?: boolean;
}

/** Throws InputError for a malformed option. */
function replayOptions(flags: ReplayFlags): ReplayOptions {
  return {
    model: flags.model === undefined ? undefined : readModelChoiceOrFail(flags.model),
    changes: flags.set.map((text) => parseSetting(text, '--set')),
  };
}

async function replay(files: string[], flags: ReplayFlags): Promise<void> {
  const color = colourFor(process.stdout, flags.color);
  const reports: FileReport[] = [];
  await replayFiles(files, replayOptions(flags), flags.jobs, (report) => {
    reports.push(report);
    if (flags.format === 'text') process.stdout.write(renderFileReport(report, { color }));
    if (report.error !== undefined) complain(report.error);
  });
  const totals = reports.reduce(addTotals, { sequences: 0, calls: 0, mismatches: 0 });
  process.stdout.write(flags.format === 'json' ? renderReplayJson(reports, totals) : renderTotals(totals));
  process.exitCode = reports.some(({ error }) => error !== undefined) ? EXIT_USAGE : verdict(totals);
}

function complain(message: string): void {
  process.stderr.write(renderInputError(new InputError(message), { color: colourFor(process.stderr) }));
}

function verdict({ mismatches }: ReplayTotals): number {
  return mismatches === 0 ? EXIT_OK : EXIT_FINDINGS;
}

/** `trapline replay FILE…` */
export function addReplay(program: Command): void {
  program
    .command('replay')
    .description('replay recorded sequences of calls and compare everything with what the real code did')
    .argument('<files...>', 'vector files: one JSON record a line, plain or gzipped')
    .option('-m, --model <name>', 'model instead of the one that a record names, NAME or NAME+SWITCH=VALUE')
    .option('--set <switch=value>', 'change one switch of every model; may be repeated', collect, [])
    .option('-j, --jobs <n>', 'threads; one for each core if not given', parseCount)
    .addOption(new Option('--format <name>', 'form of the report').choices(['text', 'json']).default('text'))
    .option('--color', 'colour, also where the output is not a terminal')
    .option('--no-color', 'no colour')
    .action(replay);
}
