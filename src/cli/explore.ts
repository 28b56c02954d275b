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
import { EXIT_FINDINGS, EXIT_OK } from './exit.ts';
import { answerStubs, type StubFlags } from './explore-stubs.ts';
import { reportFailure } from './failure.ts';
import { collect, parseCount, parseInteger } from './options.ts';

const FORMATS = ['text', 'json', 'svg', 'litmus'] as const;
const modelNames = Object.keys(memoryModels) as ModelName[];

interface ExploreFlags extends Omit<StubFlags, 'format' | 'show'> {
  model?: ModelName;
  format: (typeof FORMATS)[number];
  show?: ShowMode | true;
  unroll: number;
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

function parseVcpus(text: string): number {
  const value = parseCount(text);
  if (value > 8) throw new InvalidArgumentError('expected a count from 1 to 8.');
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

/** Prints the answers as the format wants them, to the file where one is named. */
function writeAnswers(answers: readonly Answer[], { format, output }: ExploreFlags, single: boolean): void {
  const data = answers.map((found) => found.data);
  const json = `${JSON.stringify(single ? data[0] : data, null, 2)}\n`;
  const text = format === 'json' ? json : answers.map((found) => found.text).join('');
  if (output !== undefined) writeFileSync(output, text);
  else if (answers.length > 0) process.stdout.write(text);
}

const isStub = (name: string): boolean => /\.(S|s|asm|bin|elf)$/.test(name);

/** Stubs run together, each on vCPUs of its own. */
function runStubs(names: string[], flags: ExploreFlags): void {
  if (!names.every(isStub)) throw new InputError('stubs run together, and apart from litmus tests and scenarios');
  if (flags.model !== undefined && flags.model !== 'sc') {
    throw new InputError(
      'stubs are run under sequential consistency: --model sc; --el2 names what they are trapped by',
    );
  }
  const answers = answerStubs(names, flags);
  writeAnswers(answers, flags, answers.length === 1);
  process.exitCode = Math.max(...answers.map(({ exit }) => exit));
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
  writeAnswers(answers, flags, inputs.length === 1);
  return exit;
}

/** Options that say something about stubs only. */
const ofStubs = ['vcpus', 'el2', 'set', 'firmware', 'at', 'seed'] as const;

/** Throws InputError for an option that would be ignored. */
function rejectIgnored(names: string[], flags: ExploreFlags, command: Command): void {
  if (flags.list && names.length > 0)
    throw new InputError(`--list shows all scenarios: ${names[0]} has no place beside it`);
  const wrong = ofStubs.find((name) => command.getOptionValueSource(name) === 'cli');
  if (wrong !== undefined && !names.some(isStub))
    throw new InputError(`--${wrong} is for stubs (.S), and none is named`);
}

function run(names: string[], flags: ExploreFlags, command: Command): void {
  rejectIgnored(names, flags, command);
  if (flags.list) {
    process.stdout.write(listScenarios());
    return;
  }
  if (names.length === 0)
    throw new InputError('name a litmus file, a folder, a scenario or stubs; --list shows the scenarios');
  if (names.some(isStub)) {
    runStubs(names, flags);
    return;
  }
  const inputs = names.flatMap(resolveInput);
  const single = flags.schedule !== undefined || flags.format === 'svg';
  if (single && inputs.length !== 1) throw new InputError('a schedule or a picture is of one test');
  process.exitCode = runInputs(inputs, flags);
}

/** `trapline explore LITMUS… | SCENARIO…` */
export function addExplore(program: Command): void {
  const { unroll, limit, milliseconds } = defaultExploreOptions;
  program
    .command('explore')
    .description(
      'run several vCPUs and list every reachable outcome, under sequential consistency or Armv8’s memory model',
    )
    .argument(
      '[inputs...]',
      'litmus tests (herd’s .litmus), folders or lists of them, scenarios by name, or stubs (.S)',
    )
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
    .option('--vcpus <n>', 'stubs: vCPUs; each stub has one, and they go round', parseVcpus)
    .option('--el2 <name>', 'stubs: model of EL2, NAME or NAME+SWITCH=VALUE; may be repeated', collect)
    .option('--set <switch=value>', 'stubs: change one switch of every model; may be repeated', collect)
    .option('--firmware <name>', 'stubs: firmware behind EL3, or SWITCH=VALUE; may be repeated', collect)
    .addOption(
      new Option('--at <points>', 'stubs: where vCPUs may change: before traps, or accesses to memory as well')
        .choices(['traps', 'accesses'])
        .default('accesses'),
    )
    .option('--seed <n>', 'stubs: seed of the register patterns', parseInteger)
    .option('--list', 'list the scenarios')
    .option('-o, --output <file>', 'where the report goes instead of the terminal')
    .addHelpText(
      'after',
      '\nExit code 1 where ~exists or forall fails, a scenario is not as expected, a test is not of its kind or an expectation of a stub fails in some order.',
    )
    .action(run);
}
