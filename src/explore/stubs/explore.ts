import type { ExpectationResult } from '../../check/expect.ts';
import { hex } from '../../engine/hex.ts';
import type { RegisterFile, StopReason } from '../../engine/record.ts';
import { judge } from '../../run/judge.ts';
import type { StubSystem } from './load.ts';
import { replayVcpus, type StubReplay } from './replay.ts';
import { type FinalState, type StubLimits, StubSearch } from './search.ts';

/** Final states that look the same. */
export interface StubOutcome {
  /** Final states of the machine and of what the vCPUs have seen. */
  states: number;
  /** One way to it. */
  replay: StubReplay;
  /** What differs from other outcomes: `P0:x2`, `hyp_ffa_version`, and its value. */
  differs: [name: string, value: string][];
}

/** An expectation that some schedule does not meet. */
export interface StubFailure {
  vcpu: number;
  results: ExpectationResult[];
  replay: StubReplay;
}

export interface StubExploration {
  system: StubSystem;
  limits: StubLimits;
  outcomes: StubOutcome[];
  failures: StubFailure[];
  states: number;
  transitions: number;
  finalStates: number;
  incomplete: string[];
  milliseconds: number;
}

function registerValues(
  vcpu: number,
  { x, spEl0, spEl1, pstate, pc }: RegisterFile,
  stop: StopReason,
): [string, string][] {
  return [
    ...x.map((value, n): [string, string] => [`P${vcpu}:x${n}`, hex(value)]),
    [`P${vcpu}:sp`, hex(spEl1)],
    [`P${vcpu}:sp_el0`, hex(spEl0)],
    [`P${vcpu}:nzcv`, (pstate >> 28n).toString(2).padStart(4, '0')],
    [`P${vcpu}:pc`, hex(pc)],
    [`P${vcpu} stops`, stop.detail],
  ];
}

/** Everything by which final states are told apart, by name. */
function valuesOf({ runs, state }: StubReplay): Map<string, string> {
  const registers = runs.flatMap(({ final, stop }, vcpu) => registerValues(vcpu, final, stop));
  const variables = Object.entries(state).map(([name, value]): [string, string] => [name, `0x${value.toString(16)}`]);
  return new Map([...variables, ...registers]);
}

/** How a history of a vCPU compares with its stub. */
interface Judgement {
  failed: ExpectationResult[];
  /** Lines of expectations that the vCPU did not come to. */
  missed: ExpectationResult[];
}

/** Holds what each vCPU went through against its stub, each history once. */
class HistoryJudge {
  readonly failures: StubFailure[] = [];
  private readonly system: StubSystem;
  private readonly judged = new Map<string, Judgement>();
  private readonly missing = new Set<string>();

  constructor(system: StubSystem) {
    this.system = system;
  }

  judge({ histories }: FinalState, replay: StubReplay): void {
    const judgements = histories.map((history, vcpu) => {
      const name = `${vcpu}/${history}`;
      const known = this.judged.get(name);
      if (known) return known;
      const judgement = this.compare(vcpu, replay);
      this.judged.set(name, judgement);
      if (judgement.failed.length > 0) this.failures.push({ vcpu, results: judgement.failed, replay });
      return judgement;
    });
    this.noteMissed(judgements, replay);
  }

  private compare(vcpu: number, replay: StubReplay): Judgement {
    const { stub, plan } = this.system.threads[vcpu]!;
    const run = replay.runs[vcpu]!;
    const { expectations } = judge({ ...stub, plan, firmware: this.system.chosen.firmware }, run);
    // A vCPU that ends with a BRK of its own has come to its end, too; known findings are those of the stub run alone.
    const declared = expectations.filter(
      ({ position, text }) => (position !== undefined || run.stop.kind !== 'brk') && !text.startsWith('expect finding'),
    );
    return {
      failed: declared.filter(({ status }) => status === 'fail'),
      missed: declared.filter(({ status }) => status === 'not-reached'),
    };
  }

  /** What a stub expects has to come to pass on one of the vCPUs that run it. */
  private noteMissed(judgements: readonly Judgement[], replay: StubReplay): void {
    const { threads } = this.system;
    judgements.forEach(({ missed }, vcpu) => {
      const { stub } = threads[vcpu]!;
      const others = judgements.filter((_, other) => threads[other]!.stub === stub);
      const results = missed.filter(
        ({ text }) =>
          others.every((judgement) => judgement.missed.some((result) => result.text === text)) &&
          !this.missing.has(`${stub.file}/${text}`),
      );
      for (const { text } of results) this.missing.add(`${stub.file}/${text}`);
      if (results.length > 0) this.failures.push({ vcpu, results, replay });
    });
  }
}

/** Groups final states by what they look like, and keeps what differs between the groups. */
function groupOutcomes(found: readonly { replay: StubReplay; values: Map<string, string> }[]): StubOutcome[] {
  const groups = new Map<string, { replay: StubReplay; values: Map<string, string>; states: number }>();
  for (const { replay, values } of found) {
    const key = [...values.values()].join();
    const known = groups.get(key);
    if (known) known.states += 1;
    else groups.set(key, { replay, values, states: 1 });
  }
  const all = [...groups.values()];
  const names = [...(all[0]?.values.keys() ?? [])];
  const varying = names.filter((name) => all.some(({ values }) => values.get(name) !== all[0]!.values.get(name)));
  return all.map(({ replay, values, states }) => ({
    replay,
    states,
    differs: varying.map((name): [string, string] => [name, values.get(name) ?? '']),
  }));
}

/**
 * Runs the stubs of a system in every order in which their traps, and their accesses to memory, can take place one by one.
 * Each trap is atomic: what goes on between vCPUs within EL2 is for the scenarios.
 */
export function exploreStubs(system: StubSystem, limits: StubLimits): StubExploration {
  const start = performance.now();
  const { finals, states, transitions, incomplete } = new StubSearch(system, limits).run();
  const histories = new HistoryJudge(system);
  const found = finals.map((final) => {
    const replay = replayVcpus(system, limits.granularity, final.schedule);
    histories.judge(final, replay);
    return { replay, values: valuesOf(replay) };
  });
  return {
    system,
    limits,
    outcomes: groupOutcomes(found),
    failures: histories.failures,
    states,
    transitions,
    finalStates: finals.length,
    incomplete,
    milliseconds: performance.now() - start,
  };
}
