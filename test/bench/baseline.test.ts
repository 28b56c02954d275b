import { describe, expect, it } from 'vitest';
import { type BaselineResult, compareWithBaseline, parseBaseline } from '../../src/bench/baseline.ts';
import { formatJson } from '../../src/bench/format.ts';
import { formatText } from '../../src/bench/text.ts';
import { InputError } from '../../src/guest/source.ts';
import { reportOf, series } from './fixture.ts';

function earlier(id: string, low: number, median: number, high: number, unit: BaselineResult['unit'] = 'ns') {
  return { id, unit, median, low, high };
}

describe('a comparison with an earlier run', () => {
  it('calls a change only what lies beyond both intervals', () => {
    // 13, between 10 and 16.
    const report = reportOf({ a: series(10), b: series(10), c: series(10) });
    const baseline = [earlier('a', 15, 20, 25), earlier('b', 17, 20, 25), earlier('c', 5, 7, 9)];
    const changes = compareWithBaseline(report, baseline);
    expect(changes.map(({ verdict }) => verdict)).toEqual(['same', 'faster', 'slower']);
    expect(changes[0]).toMatchObject({ before: 20, now: 13, ratio: 0.65 });
  });

  it('knows that more instructions a second are faster', () => {
    const report = reportOf({ a: series(10), b: series(10) }, 'MIPS');
    const baseline = [earlier('a', 17, 20, 25, 'MIPS'), earlier('b', 5, 7, 9, 'MIPS')];
    expect(compareWithBaseline(report, baseline).map(({ verdict }) => verdict)).toEqual(['slower', 'faster']);
  });

  it('names rows that only one of the runs has, and rows whose unit changed', () => {
    const changes = compareWithBaseline(reportOf({ a: series(10), b: series(10) }), [
      earlier('b', 1, 2, 3, 'µs'),
      earlier('c', 1, 2, 3),
    ]);
    expect(changes.map(({ id, verdict }) => [id, verdict])).toEqual([
      ['a', 'new'],
      ['b', 'other unit'],
      ['c', 'gone'],
    ]);
  });

  it('with itself finds nothing', () => {
    const report = reportOf({ a: series(10), b: series(1000) });
    const changes = compareWithBaseline(report, parseBaseline(formatJson(report), 'now.json'));
    expect(changes.map(({ ratio, verdict }) => [ratio, verdict])).toEqual([
      [1, 'same'],
      [1, 'same'],
    ]);
  });

  it('is part of the JSON and of the table', () => {
    const report = reportOf({ a: series(10) });
    const changes = compareWithBaseline(report, [earlier('a', 17, 20, 25)]);
    expect(JSON.parse(formatJson(report, changes)).changes[0].verdict).toBe('faster');
    expect(formatText(report, { changes })).toMatch(/a\s+20\.0\s+13\.0\s+0\.650\s+faster/);
  });
});

describe('a baseline that is none', () => {
  it('is refused with what is wrong with it', () => {
    const refused: [string, RegExp][] = [
      ['{', /old\.json: not JSON/],
      ['null', /no results/],
      ['{"results": {}}', /no results/],
      ['{"results": [1]}', /results\[0\]: not an object/],
      ['{"results": [{}]}', /results\[0\]: no id/],
      ['{"results": [{"id": "a", "unit": "s"}]}', /unit is not one of ns/],
      ['{"results": [{"id": "a", "unit": "ns", "median": 1, "low": 1}]}', /high is not a positive number/],
      ['{"results": [{"id": "a", "unit": "ns", "median": "1", "low": 1, "high": 1}]}', /median is not/],
    ];
    for (const [text, complaint] of refused) {
      expect(() => parseBaseline(text, 'old.json')).toThrow(InputError);
      expect(() => parseBaseline(text, 'old.json')).toThrow(complaint);
    }
  });
});
