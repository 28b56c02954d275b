import { existsSync, readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { findScenarios } from '../../src/explore/scenarios/index.ts';
import type { RunReport } from '../../src/report/report.ts';
import { packageFile } from '../../src/run/package.ts';
import { isAsDeclared, listStubs, runStubs, type StubRuns } from '../guest-asm/run-stubs.ts';
import { crossProducts, exhibits, type HistoryPart } from './history.ts';
import { historyDocument, isRed, redText } from './history-document.ts';

const folder = 'guest-asm/history/';
const files = listStubs().filter((file) => file.startsWith(folder));
let runs: StubRuns[] = [];
beforeAll(async () => {
  runs = await runStubs(files);
}, 120_000);

const parts: HistoryPart[] = [
  ...exhibits.flatMap((exhibit) => exhibit.parts),
  ...crossProducts.map(({ part }) => part),
];
const named = parts.map((part) => ({ stub: part.stub, part }));

function reportsOf({ stub }: HistoryPart): RunReport[] {
  return runs.find(({ file }) => file === `${folder}${stub}`)!.reports;
}

function redsOf(report: RunReport): string[] {
  return report.expectations.filter(({ status }) => status === 'red').map(redText);
}

/** The rules that a part's red lines name. */
function rulesOf({ red }: HistoryPart): string[] {
  return red.flatMap((text) => /rule=(\S+)/.exec(text)?.[1] ?? []);
}

describe('an exhibit', () => {
  it.each(named)('is red with the setting as it was, by what it names and nothing else: $stub', ({ part }) => {
    const before = reportsOf(part).filter(({ model }) => part.before.includes(model));
    expect(before.map(({ model }) => model).sort()).toEqual([...part.before].sort());
    expect(before.filter((report) => !isRed(report) || !isAsDeclared(report)).map(({ model }) => model)).toEqual([]);
    expect([...new Set(before.flatMap(redsOf))].sort()).toEqual([...part.red].sort());
  });

  it.each(named)('is green with the setting as it is: $stub', ({ part }) => {
    const after = reportsOf(part).filter(({ model }) => part.after.includes(model));
    expect(after.map(({ model }) => model).sort()).toEqual([...part.after].sort());
    expect(after.filter((report) => !part.code && (isRed(report) || !isAsDeclared(report)))).toEqual([]);
    const rules = after.flatMap(({ undeclared }) => undeclared.map(({ rule }) => rule));
    expect(rulesOf(part).filter((rule) => rules.includes(rule))).toEqual([]);
  });

  it.each(named)('has no run that is neither before nor after: $stub', ({ part }) => {
    const all = reportsOf(part).map(({ model }) => model);
    expect([...part.before, ...part.after].sort()).toEqual(all.sort());
  });

  it.each(named.filter(({ part }) => part.code))('of a caller is green by its new code: $stub', ({ part }) => {
    const [report] = reportsOf(part);
    const mended = report!.expectations.filter(({ text }) => text.startsWith(`expect ${part.code!.after}:`));
    expect(mended.map(({ status }) => status)).toEqual(['pass']);
    const ends = /^(stop:|finding )/;
    expect(part.red.filter((text) => !text.startsWith(`${part.code!.before}:`) && !ends.test(text))).toEqual([]);
  });

  it.each(named.filter(({ part }) => !part.code))('is green somewhere: $stub', ({ part }) => {
    expect(part.after.length > 0 || existsSync(packageFile(part.mended ?? ''))).toBe(true);
  });

  it('of several CPUs is found without a lock, and never with one', () => {
    const pairs = exhibits.flatMap(({ scenarios = [] }) => scenarios);
    expect(pairs.length).toBeGreaterThan(0);
    for (const { before, after } of pairs) {
      expect(findScenarios(before)[0]!.expect).toEqual({ sc: 'Sometimes', tso: 'Sometimes', armv8: 'Sometimes' });
      expect(findScenarios(after)[0]!.expect).toEqual({ sc: 'Never', tso: 'Never', armv8: 'Never' });
    }
  });
});

describe('a cross-product', () => {
  it.each(crossProducts)('is red in one combination of its halves: $part.stub', ({ part }) => {
    expect(part.before).toHaveLength(1);
    expect(Math.log2(part.before.length + part.after.length) % 1).toBe(0);
  });
});

describe('the museum', () => {
  it('has every exhibit of the survey, and all of them on show', () => {
    const letters: Record<string, string[]> = {
      8: ['8', '8b'],
      15: ['15', '15b'],
      18: ['18a', '18b'],
      23: ['23', '23b'],
    };
    const numbers = Array.from({ length: 35 }, (_, n) => letters[n + 1] ?? [`${n + 1}`]).flat();
    const all = numbers.flatMap((number) => (number === '28' ? ['28a', '28b', '28c'] : [number]));
    expect(exhibits.map(({ number }) => number)).toEqual(all);
    expect(exhibits).toHaveLength(41);
    const silent = exhibits.filter((each) => each.parts.length === 0 && !each.scenarios && !each.test);
    expect(silent).toEqual([]);
  });

  it('has every stub of its folder once, under the number that the stub names', () => {
    const shown = parts.map(({ stub }) => `${folder}${stub}`);
    expect([...new Set(shown)].sort()).toEqual([...files].sort());
    for (const { number, parts: own } of exhibits) {
      for (const { stub } of own) {
        expect(runs.find(({ file }) => file === `${folder}${stub}`)!.rows, stub).toContain(`H${number}`);
      }
    }
  });

  it('comes out the same on the interpreter alone', async () => {
    const alone = await runStubs(files, 'core');
    const outcome = (each: StubRuns) =>
      each.reports.map((report) => [each.file, report.model, isAsDeclared(report), redsOf(report)]);
    expect(alone.flatMap(outcome)).toEqual(runs.flatMap(outcome));
  }, 120_000);

  it('is in history.md', () => {
    const written = readFileSync(packageFile('test/conformance/history.md'), 'utf8');
    expect(written, 'run node scripts/conformance.mjs').toBe(historyDocument(runs));
  });
});
