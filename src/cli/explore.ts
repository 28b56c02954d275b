import { readFileSync, writeFileSync } from 'node:fs';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { type ModelName, memoryModels } from '../explore/axiomatic/models.ts';
import { defaultExploreOptions, type ExploreOptions, explore, replay } from '../explore/explore.ts';
import { type ExploreInput, type Kind, readKinds, resolveInput } from '../explore/inputs.ts';
import { kindOf, meetsKind } from '../explore/kinds.ts';
import { type LoadedTest, loadLitmus } from '../explore/load-test.ts';
import { printState } from '../explore/outcome/print.ts';
import { explorationJson, replayJson } from '../explore/report/json.ts';
import { renderScenario, scenarioJson } from '../explore/report/scenario.ts';
import { renderSvg } from '../explore/report/svg.ts';
import { renderReplay, renderText, type ShowMode, shownOutcomes } from '../explore/report/text.ts';
import { scenarios } from '../explore/scenarios/index.ts';
import { loadScenario, runScenario } from '../explore/scenarios/run.ts';
import { scenarioToLitmus } from '../explore/scenarios/to-litmus.ts';
import { parseSchedule } from '../explore/trace/replay.ts';
import { InputError } from '../guest/source.ts';
import { EXIT_FINDINGS, EXIT_OK, EXIT_USAGE } from './exit.ts';
import { reportFailure } from './failure.ts';
import { parseCount, parseInteger } from './options.ts';

const FORMATS = ['text', 'json', 'svg', 'litmus'] as const;
const modelNames = Object.keys(memoryModels) as ModelName[];

interface ExploreFlags {
  model?: ModelName;
  format: (typeof FORMATS)[number];
  show?: ShowMode | true;
  schedule?: string;
  preemptions?: number;
  unroll: number;
  limit: number;
  timeout: number;
  reduction: boolean;
  kinds?: string;
  list?: true;
  output?: string;
}

function parsePreemptions(text: string): number {
  const value = Number(parseInteger(text));
  if (value > 1000) throw new InvalidArgumentError('expected a count up to 1000.');
  return value;
}

function optionsOf(flags: ExploreFlags): ExploreOptions {
  const { unroll, limit, timeout, preemptions, reduction } = flags;
  const model = flags.model ?? (preemptions === undefined ? 'armv8' : 'sc');
  if (preemptions !== undefined && model !== 'sc') throw new InputError('--preemptions bounds --model sc only');
  return { model, unroll, limit, milliseconds: timeout, preemptions, reduction };
}

const modeOf = ({ show }: ExploreFlags): ShowMode =>
  show === undefined ? 'failing' : show === true ? 'witness' : show;

/** What one input comes to: its text, or its data, and the exit code. */
interface Answer {
  text: string;
  data: object;
  exit: number;
}

function loadInput(input: ExploreInput): LoadedTest {
  if (input.kind === 'scenario') return loadScenario(input.scenario);
  return loadLitmus(readFileSync(input.file, 'utf8'), input.file);
}

function picture(loaded: LoadedTest, options: ExploreOptions, mode: ShowMode): Answer {
  const exploration = explore(loaded, options);
  const outcome = shownOutcomes(exploration, mode === 'failing' ? 'witness' : mode)[0] ?? exploration.outcomes[0];
  if (!outcome) throw new InputError(`${loaded.test.name} has no execution to draw`);
  const state = printState(loaded.question.observables, outcome.values, loaded.program);
  return { text: renderSvg(loaded, outcome.trace(), state), data: {}, exit: EXIT_OK };
}

function replayed(loaded: LoadedTest, schedule: string, flags: ExploreFlags): Answer {
  const result = replay(loaded, parseSchedule(schedule), optionsOf(flags));
  const caption = result.outcome
    ? printState(loaded.question.observables, result.outcome.values, loaded.program)
    : 'not all threads have ended';
  const text = flags.format === 'svg' ? renderSvg(loaded, result.trace, caption) : renderReplay(loaded, result);
  return { text, data: replayJson(loaded, result), exit: EXIT_OK };
}

function answerScenario(input: ExploreInput & { kind: 'scenario' }, flags: ExploreFlags): Answer {
  const options = optionsOf(flags);
  const models = flags.model === undefined && flags.preemptions === undefined ? modelNames : [options.model];
  const report = runScenario(input.scenario, models, options);
  const exit = report.verdicts.every(({ asExpected }) => asExpected) ? EXIT_OK : EXIT_FINDINGS;
  return { text: renderScenario(report), data: scenarioJson(report, modeOf(flags)), exit };
}

function answerLitmus(loaded: LoadedTest, flags: ExploreFlags, kinds: Map<string, Kind>): Answer {
  const mode = modeOf(flags);
  const exploration = explore(loaded, optionsOf(flags));
  const kind = kinds.get(loaded.test.name);
  const fails = kind ? !meetsKind(exploration, kind) : loaded.test.quantifier !== 'exists' && !exploration.verdict.ok;
  const note = kind && fails ? `Expected ${kind}, found ${kindOf(exploration)}\n\n` : '';
  const text = renderText(exploration, mode) + note;
  return {
    text,
    data: { ...explorationJson(exploration, mode), expected: kind },
    exit: fails ? EXIT_FINDINGS : EXIT_OK,
  };
}

function answer(input: ExploreInput, flags: ExploreFlags, kinds: Map<string, Kind>): Answer {
  if (flags.format === 'litmus') {
    const text = input.kind === 'scenario' ? scenarioToLitmus(input.scenario) : readFileSync(input.file, 'utf8');
    return { text, data: {}, exit: EXIT_OK };
  }
  if (flags.schedule !== undefined) return replayed(loadInput(input), flags.schedule, flags);
  if (flags.format === 'svg') return picture(loadInput(input), optionsOf(flags), modeOf(flags));
  return input.kind === 'scenario' ? answerScenario(input, flags) : answerLitmus(loadInput(input), flags, kinds);
}

function listScenarios(): string {
  const width = Math.max(...scenarios.map(({ name }) => name.length));
  return `${scenarios.map(({ name, title }) => `${name.padEnd(width)}  ${title}`).join('\n')}\n`;
}

/** Answers one input after the other; bad input is reported and does not keep the others from being answered. */
function runInputs(inputs: ExploreInput[], flags: ExploreFlags): number {
  const kinds = flags.kinds === undefined ? new Map<string, Kind>() : readKinds(flags.kinds);
  const answers: Answer[] = [];
  let exit = EXIT_OK;
  for (const input of inputs) {
    try {
      const found = answer(input, flags, kinds);
      exit = Math.max(exit, found.exit);
      if (flags.format !== 'json' && flags.output === undefined) process.stdout.write(found.text);
      else answers.push(found);
    } catch (error) {
      exit = Math.max(exit, reportFailure(error));
    }
  }
  const data = answers.map((found) => found.data);
  const text =
    flags.format === 'json'
      ? `${JSON.stringify(inputs.length === 1 ? data[0] : data, null, 2)}\n`
      : answers.map((found) => found.text).join('');
  if (flags.output !== undefined) writeFileSync(flags.output, text);
  else if (answers.length > 0) process.stdout.write(text);
  return exit;
}

function run(names: string[], flags: ExploreFlags): void {
  if (flags.list) {
    process.stdout.write(listScenarios());
    return;
  }
  if (names.length === 0)
    throw new InputError('name a litmus file, a folder or a scenario; --list shows the scenarios');
  const inputs = names.flatMap(resolveInput);
  const single = flags.schedule !== undefined || flags.format === 'svg';
  if (single && inputs.length !== 1) throw new InputError('a schedule or a picture is of one test');
  process.exitCode = inputs.length === 0 ? EXIT_USAGE : runInputs(inputs, flags);
}

/** `trapline explore LITMUS… | SCENARIO…` */
export function addExplore(program: Command): void {
  const { unroll, limit, milliseconds } = defaultExploreOptions;
  program
    .command('explore')
    .description(
      'run several vCPUs and list every reachable outcome, under sequential consistency or Armv8’s memory model',
    )
    .argument('[inputs...]', 'litmus tests (herd’s .litmus), folders or lists of them, or scenarios by name')
    .addOption(new Option('--model <name>', 'memory model; armv8 if not given, all for a scenario').choices(modelNames))
    .addOption(new Option('--format <name>', 'form of the report').choices([...FORMATS]).default('text'))
    .addOption(
      new Option('--show [which]', 'step by step: an execution that satisfies the condition, or one for each state')
        .choices(['witness', 'all'])
        .preset('witness'),
    )
    .option('--schedule <labels>', 'run one schedule, as printed: "P0:2 P1:1 …"')
    .option('--preemptions <n>', 'sc: interrupt threads that could go on at most n times', parsePreemptions)
    .option('--unroll <n>', 'armv8, tso: follow loops n times', parseCount, unroll)
    .option('--limit <n>', 'states or choices to stop after', parseCount, limit)
    .option('--timeout <ms>', 'wall time for each test and model', parseCount, milliseconds)
    .option('--no-reduction', 'sc: execute every interleaving, also where the order cannot matter')
    .option('--kinds <file>', 'expected results: a test’s name and Allowed, Forbidden or Required a line')
    .option('--list', 'list the scenarios')
    .option('-o, --output <file>', 'where the report goes instead of the terminal')
    .addHelpText(
      'after',
      '\nExit code 1 where ~exists or forall fails, a scenario is not as expected or a test is not of its kind.',
    )
    .action(run);
}
