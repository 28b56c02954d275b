import { closeSync, openSync, writeFileSync } from 'node:fs';
import { type Command, Option } from 'commander';
import { colourFor } from './colour.ts';
import { EXIT_FINDINGS, EXIT_OK } from './exit.ts';
import { collect } from './options.ts';

interface BenchFlags {
  quick?: true;
  only?: string[];
  format: 'text' | 'json' | 'svg';
  baseline?: string;
  output?: string;
  color?: boolean;
}

async function bench(flags: BenchFlags): Promise<void> {
  // Loaded on demand: the other commands start without the benchmark's rows.
  const { compareWithBaseline, readBaseline, runBench, formatMissing, formatReport } = await import(
    '../bench/index.ts'
  );
  // Before measuring: a bad baseline or output is said at once, not after minutes.
  const earlier = flags.baseline === undefined ? undefined : readBaseline(flags.baseline);
  if (flags.output !== undefined) closeSync(openSync(flags.output, 'a'));
  const report = await runBench({
    ...(flags.quick && { quick: true }),
    ...(flags.only && { only: flags.only }),
  });
  const changes = earlier && compareWithBaseline(report, earlier);
  const colour = colourFor(process.stdout, flags.color);
  if (flags.output !== undefined) {
    writeFileSync(flags.output, formatReport(report, flags.format, { colour: false, ...(changes && { changes }) }));
  }
  const shown = flags.output === undefined ? flags.format : 'text';
  process.stdout.write(formatReport(report, shown, { colour, ...(changes && { changes }) }));
  // The table says it itself; who reads the others must be told, too.
  if (shown !== 'text') process.stderr.write(formatMissing(report, colourFor(process.stderr, flags.color)));
  process.exitCode = report.notMeasured.some(({ failed }) => failed) ? EXIT_FINDINGS : EXIT_OK;
}

/** `trapline bench` */
export function addBench(program: Command): void {
  program
    .command('bench')
    .description('measure traps, instructions and start-up beside the peers that are installed, in one interleaved run')
    .option('--quick', 'everything within 40 s')
    .option('--only <id>', 'rows to measure, by id; may be repeated', collect)
    .addOption(new Option('--format <name>', 'form of the report').choices(['text', 'json', 'svg']).default('text'))
    .option('--baseline <file>', 'compare with an earlier report (--format json)')
    .option('--output <file>', 'write the report there, and the table here')
    .option('--color', 'colour, also where the output is not a terminal')
    .option('--no-color', 'no colour')
    .action(bench);
}
