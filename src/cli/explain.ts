import type { Command } from 'commander';
import { findProfile } from '../check/profiles.ts';
import { InputError } from '../guest/source.ts';
import type { StubSpec } from '../guest/stub.ts';
import type { BatchReport } from '../report/batch.ts';
import { explainLines } from '../report/explain/explain.ts';
import type { ExplainOptions } from '../report/explain/lines.ts';
import { stubsCalling, stubsShowing } from '../report/explain/stubs.ts';
import { findSubject, type Subject, suggestSubject } from '../report/explain/subject.ts';
import { runBatch } from '../run/batch/batch.ts';
import { type Cell, cellsOf } from '../run/batch/cells.ts';
import type { WantedReports } from '../run/batch/unit.ts';
import { packageFile } from '../run/package.ts';
import { defaultScenarioOptions } from '../run/scenario.ts';
import { colourFor } from './colour.ts';
import { ProgressBar } from './progress.ts';
import { textWidth } from './width.ts';

interface ExplainFlags {
  stubs: boolean;
  color?: boolean;
}

/** The same values every time: an explanation is no test. */
const SEED = 1n;

/** What the stubs run on to show a rule: their own models, judged by a profile that has the rule, their own if it can be. */
function cellsFor(rules: ReadonlySet<string>, profiles: readonly string[]): (spec: StubSpec) => Cell[] {
  const has = (name: string) =>
    findProfile(name)?.rules.some(({ id, disputes }) => rules.has(id) || disputes.some((each) => rules.has(each.id)));
  return (spec) =>
    cellsOf(spec, { models: [], firmware: [], profiles: [] }).map((cell) => ({
      ...cell,
      profile: has(cell.profile) ? cell.profile : (profiles[0] ?? cell.profile),
    }));
}

async function runStubs(cells: (spec: StubSpec) => Cell[], reports: WantedReports): Promise<BatchReport> {
  const bar = new ProgressBar(process.stderr);
  return runBatch(
    {
      paths: [packageFile('guest-asm')],
      cells,
      scenario: { ...defaultScenarioOptions, seed: SEED, once: true },
      processes: undefined,
      reports: () => reports,
    },
    (done, total, stub) => bar.show(done, total, stub),
  ).finally(() => bar.clear());
}

/** The stubs that show the subject, by running them; nothing for what no run can show. */
async function stubLines(subject: Subject, options: ExplainOptions): Promise<string[]> {
  if (subject.kind === 'call') {
    const cells = (spec: StubSpec) => cellsOf(spec, { models: [], firmware: [], profiles: [] });
    return stubsCalling(await runStubs(cells, 'all'), subject.row, options);
  }
  if (subject.kind !== 'rule' && subject.kind !== 'dispute') return [];
  const id = subject.kind === 'rule' ? subject.id : subject.dispute.id;
  const readings = subject.kind === 'rule' ? subject.readings : subject.rules;
  const profiles = readings.flatMap((reading) => reading.profiles);
  const rules = new Set([id]);
  return stubsShowing(await runStubs(cellsFor(rules, profiles), 'none'), rules, options);
}

async function explain(word: string, flags: ExplainFlags): Promise<void> {
  const subject = findSubject(word);
  if (!subject) {
    const near = suggestSubject(word);
    throw new InputError(
      `nothing is called ${word}: no rule, dispute, clause, profile, call or register${near ? `; did you mean ${near}?` : ''}`,
    );
  }
  const options = { color: colourFor(process.stdout, flags.color), width: textWidth() };
  process.stdout.write(`${explainLines(subject, options).join('\n')}\n`);
  const lines = flags.stubs ? await stubLines(subject, options) : [];
  if (lines.length > 0) process.stdout.write(`${lines.join('\n')}\n`);
}

/** `trapline explain RULE|CALL|REGISTER` */
export function addExplain(program: Command): void {
  program
    .command('explain')
    .description('a rule in plain words, with its clause, its dispute and the stubs that show it; a call; a register')
    .argument('<word>', 'a rule, dispute, clause (DEN0028-2.6), profile, call (FFA_RUN, 0x8400006d) or register (x8)')
    .option('--no-stubs', 'without the stubs that show it: nothing is run')
    .option('--color', 'colour, also where the output is not a terminal')
    .option('--no-color', 'no colour')
    .action(explain);
}
