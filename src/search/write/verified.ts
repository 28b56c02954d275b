/** Writes a find down and runs it the way every stub is run: what does not come out as it says is not reported. */
import { writeFileSync } from 'node:fs';
import { unicornAvailable } from '../../engine/unicorn.ts';
import { defaultScenarioOptions, runScenario, type Scenario } from '../../run/scenario.ts';
import type { Content } from '../contents.ts';
import type { SearchSequence } from '../sequence.ts';
import type { SearchSetup } from '../setup.ts';
import { callLabel } from './code.ts';
import { expectationLines, findingLines, type ModelRun } from './expectations.ts';
import { withProof } from './proof.ts';
import { type StubHeader, stubText } from './stub.ts';

/** Runs after which a stub has every finding of its runs in it: what the second of a pair of runs shows may be more. */
const ROUNDS = 4;

function runsOf({ targets }: SearchSetup, { reports }: Scenario): ModelRun[] {
  return reports.map((report, n) => ({ report, only: targets.length > 1 ? ` [${targets[n]!.model}]` : '' }));
}

/** On both engines where both are there. */
function runStub(file: string): Promise<Scenario> {
  return runScenario(file, { ...defaultScenarioOptions, engine: unicornAvailable() ? 'lockstep' : 'core' });
}

/**
 * Writes the stub of a sequence and runs it until it says all that its runs show. Throws where it does not come out as the
 * search said: that would be a mistake of ours.
 */
export async function writeVerifiedStub(
  file: string,
  setup: SearchSetup,
  sequence: SearchSequence,
  contents: readonly Content[],
  header: StubHeader,
): Promise<void> {
  const shownBy = withProof(setup, sequence);
  const from = sequence.moves.length;
  const proof = shownBy.moves.length > from ? ` What EL2 says to ${callLabel(from)} and later ones shows it.` : '';
  const told = { ...header, how: `${header.how}${proof}` };
  const write = (lines: readonly string[]): void =>
    writeFileSync(file, stubText(setup, shownBy, contents, told, lines));
  write([]);
  const first = runsOf(setup, await runStub(file));
  const shown = expectationLines(setup.goal, first, from);
  const findings = findingLines(first);
  if (shown.length + findings.length === 0) throw new Error(`${file}: the run does not show ${header.kind}`);
  for (let round = 0; round < ROUNDS; round++) {
    write([...shown, ...findings]);
    const scenario = await runStub(file);
    if (scenario.passed) return;
    findings.push(...findingLines(runsOf(setup, scenario)).filter((line) => !findings.includes(line)));
  }
  throw new Error(`${file}: the run does not come out as the search says`);
}
