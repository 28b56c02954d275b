import { describe, expect, it } from 'vitest';
import { defaultExploreOptions, explore, replay } from '../../src/explore/explore.ts';
import { printState } from '../../src/explore/outcome/print.ts';
import { renderScenario } from '../../src/explore/report/scenario.ts';
import { scheduleOf } from '../../src/explore/report/schedule.ts';
import { findScenarios, scenarios } from '../../src/explore/scenarios/index.ts';
import { loadScenario, runScenario } from '../../src/explore/scenarios/run.ts';
import { scenarioToLitmus } from '../../src/explore/scenarios/to-litmus.ts';
import { parseSchedule } from '../../src/explore/trace/replay.ts';

const models = ['sc', 'tso', 'armv8'] as const;
const observed = (name: string, model: (typeof models)[number]) =>
  explore(loadScenario(findScenarios(name)[0]!), { ...defaultExploreOptions, model }).verdict.observation;

describe('a scenario', () => {
  it.each(scenarios.map((scenario) => ({ name: scenario.name, scenario })))(
    '$name is found as often as expected under every model, exhaustively',
    ({ scenario }) => {
      const report = runScenario(scenario, models, defaultExploreOptions);
      for (const { exploration, asExpected, model } of report.verdicts) {
        expect(asExpected, model).toBe(true);
        expect(exploration.incomplete).toEqual([]);
        expect(exploration.outcomes.length).toBeGreaterThan(0);
      }
    },
  );

  it.each(scenarios.map((scenario) => ({ name: scenario.name, scenario })))(
    '$name replays the schedule of each of its outcomes to that outcome',
    ({ scenario }) => {
      const loaded = loadScenario(scenario);
      const { observables } = loaded.question;
      for (const model of models) {
        const options = { ...defaultExploreOptions, model };
        for (const outcome of explore(loaded, options).outcomes) {
          const schedule = parseSchedule(scheduleOf(outcome.trace()));
          const again = replay(loaded, schedule, options);
          const print = (values: typeof outcome.values): string => printState(observables, values, loaded.program);
          expect(print(again.outcome!.values)).toBe(print(outcome.values));
        }
      }
    },
  );

  it('is a litmus test that names its threads and what must not be', () => {
    const text = scenarioToLitmus(findScenarios('pkvm/version-lock')[0]!);
    expect(text).toContain('"P0: FFA_VERSION(1.1) of the host"');
    expect(text).toContain('STLR');
    expect(text).toContain('~exists (1:X1=1 /\\ 1:X2=12)'.replace(/X(\d)/g, 'W$1'));
  });

  it('is reported with its threads, the verdict of each model, how the harm comes about and what that means', () => {
    const text = renderScenario(runScenario(findScenarios('xen/negotiation-v1')[0]!, models, defaultExploreOptions));
    expect(text).toMatch(/sc {5}never {3}as expected/);
    expect(text).toMatch(/armv8 {2}found {3}as expected/);
    expect(text).toMatch(/how, under armv8: .*\.used=0/);
    expect(text).toContain('--model armv8 --schedule "');
    expect(text).toContain('lets a call run with version 0');
  });

  it('that is not as expected says so', () => {
    const scenario = {
      ...findScenarios('xen/negotiation-v1')[0]!,
      expect: { sc: 'Never', tso: 'Never', armv8: 'Never' } as const,
    };
    const report = runScenario(scenario, ['armv8'], defaultExploreOptions);
    expect(report.verdicts[0]!.asExpected).toBe(false);
    expect(renderScenario(report)).toContain('NOT AS EXPECTED (never)');
  });

  it('counts as never only where nothing was left out', () => {
    const [scenario] = findScenarios('xen/negotiation-merged');
    const { verdicts } = runScenario(scenario!, ['armv8'], { ...defaultExploreOptions, limit: 50 });
    expect(verdicts[0]!.exploration.verdict.observation).toBe('Never');
    expect(verdicts[0]!.asExpected).toBe(false);
  });
});

describe('Xen’s negotiation', () => {
  it('as posted lets a call use version 0 on Arm, and neither under SC nor under TSO', () => {
    expect(models.map((model) => observed('xen/negotiation-v1', model))).toEqual(['Never', 'Never', 'Sometimes']);
  });

  it('as posted is not mended by the write barrier that was proposed', () => {
    expect(observed('xen/negotiation-write-barrier', 'armv8')).toBe('Sometimes');
  });

  it('as posted is mended by an acquiring load alone', () => {
    expect(observed('xen/negotiation-reader-acquire', 'armv8')).toBe('Never');
  });

  it('as merged needs no barrier', () => {
    expect(observed('xen/negotiation-merged', 'armv8')).toBe('Never');
    expect(observed('xen/negotiation-merged-two-reads', 'armv8')).toBe('Never');
    expect(scenarioToLitmus(findScenarios('xen/negotiation-merged')[0]!)).not.toContain('DMB ISHST');
  });
});

describe('pKVM’s version lock', () => {
  it('needs both acquire and release', () => {
    const names = ['version-lock', 'version-lock-plain', 'version-lock-release-only', 'version-lock-acquire-only'];
    expect(names.map((name) => observed(`pkvm/${name}`, 'armv8'))).toEqual([
      'Never',
      'Sometimes',
      'Sometimes',
      'Sometimes',
    ]);
  });
});
