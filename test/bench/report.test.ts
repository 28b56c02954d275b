import { describe, expect, it } from 'vitest';
import { BENCH_FORMATS, formatJson, formatReport } from '../../src/bench/format.ts';
import { judge, promiseRows, ratioId, ratioRows } from '../../src/bench/ratios.ts';
import { buildReport } from '../../src/bench/report.ts';
import { benchRows } from '../../src/bench/rows/rows.ts';
import { formatNumber, formatText } from '../../src/bench/text.ts';
import { measurementOf, reportOf, series } from './fixture.ts';

const TRAPS = {
  'smc/core/handled': [10, 20, 10, 10, 10, 10, 10],
  'smc/libunicorn-c/x0-x17': [100, 200, 100, 100, 100, 100, 100],
};

describe('a report', () => {
  it('has id, median, min, max, unit and n of every row, and prints them as JSON', () => {
    const printed = JSON.parse(formatJson(reportOf({ 'smc/core/handled': series(10) })));
    expect(Object.keys(printed)).toEqual(['results', 'ratios', 'notMeasured', 'machine']);
    expect(printed.results[0]).toMatchObject({
      id: 'smc/core/handled',
      median: 13,
      min: 10,
      max: 16,
      unit: 'ns',
      n: 7,
    });
    expect(printed.machine).toMatchObject({
      cpu: expect.any(String),
      cores: expect.any(Number),
      node: process.versions.node,
      versions: { v8: process.versions.v8, peer: '1.0' },
    });
  });

  it('takes ratios within each round, so that what slows a whole round down cancels out', () => {
    const { ratios } = reportOf(TRAPS);
    expect(ratios).toHaveLength(1);
    expect(ratios[0]).toMatchObject({
      id: 'smc/libunicorn-c/x0-x17 / smc/core/handled',
      median: 10,
      min: 10,
      max: 10,
      n: 7,
    });
  });

  it('has no ratio of rows that were not both measured', () => {
    expect(reportOf({ 'smc/core/handled': series(10) }).ratios).toEqual([]);
  });

  it('puts the harmonic mean of an engine behind its programs, round by round', () => {
    const rows = { 'mips/core/hash': [100, 200], 'mips/core/sort': [300, 600], 'mips/qemu-user/hash': [50, 50] };
    const { results } = reportOf(rows, 'MIPS');
    expect(results.map(({ id }) => id)).toEqual([
      'mips/core/hash',
      'mips/core/sort',
      'mips/core/mean',
      'mips/qemu-user/hash',
      'mips/qemu-user/mean',
    ]);
    expect(results[2]).toMatchObject({ min: 150, max: 300, unit: 'MIPS', n: 2 });
  });

  it('leaves out a row that was never measured', () => {
    expect(buildReport(measurementOf({ a: [] })).results).toEqual([]);
  });
});

describe('a format', () => {
  it('is a table, JSON or a picture of the same report', () => {
    const report = reportOf(TRAPS);
    const [text, json, svg] = BENCH_FORMATS.map((format) => formatReport(report, format));
    expect(text).toBe(formatText(report));
    expect(JSON.parse(json!)).toEqual(report);
    expect(svg).toMatch(/^<svg /);
  });
});

describe('promises', () => {
  it('are about a result or a ratio that exists', () => {
    const known = [...ratioRows.map(ratioId), 'mips/core/mean', ...benchRows().map(({ id }) => id)];
    for (const { id } of promiseRows) expect(known).toContain(id);
  });

  it('are kept at the bound and broken beyond it', () => {
    const id = 'smc/core/handled+check / smc/core/handled';
    expect(judge(id, 2.5)).toEqual({ atMost: 2.5, kept: true });
    expect(judge(id, 2.51)).toEqual({ atMost: 2.5, kept: false });
    expect(judge('mips/core/mean', 250)).toEqual({ atLeast: 250, kept: true });
    expect(judge('mips/core/mean', 249)).toEqual({ atLeast: 250, kept: false });
    expect(judge('mips/core/hash', 1)).toBeUndefined();
  });
});

describe('the table', () => {
  it('has every figure, and says which promises are kept', () => {
    const text = formatText(reportOf(TRAPS));
    expect(text).toMatch(/smc\/core\/handled\s+10\.0\s+ns\s+10\.0 – 20\.0\s+10\.0 – 20\.0\s+7\s+10\n/);
    expect(text).toContain('promised: at least 8, kept');
    const slow = formatText(reportOf({ ...TRAPS, 'smc/libunicorn-c/x0-x17': series(50, 7, 0) }));
    expect(slow).toContain('promised: at least 8, NOT kept');
  });

  it('names every row that was not measured, why, and what installs it', () => {
    const report = reportOf(TRAPS);
    report.notMeasured.push(
      {
        id: 'smc/unicorn-python/x0-x17',
        reason: 'python3 missing',
        remedy: 'sudo apt-get install python3',
        failed: false,
      },
      { id: 'smc/qemu-el2/save-restore', reason: 'counted 9 operations, not 10', failed: true },
    );
    const text = formatText(report);
    expect(text).toContain('smc/unicorn-python/x0-x17: not measured: python3 missing   (sudo apt-get install python3)');
    expect(text).toContain('smc/qemu-el2/save-restore: failed: counted 9 operations, not 10');
  });

  it('warns where the machine had more to do than it can', () => {
    const report = reportOf(TRAPS);
    const loaded = (load: number) => formatText({ ...report, machine: { ...report.machine, cores: 2, load } });
    expect(loaded(1.5)).toContain('load 1.5\n');
    expect(loaded(4.5)).toContain('load 4.5: more than 2 cores can do, the figures suffer from it\n');
  });

  it('has no escapes unless colour is asked for', () => {
    const escapeCharacter = String.fromCharCode(27);
    expect(formatText(reportOf(TRAPS))).not.toContain(escapeCharacter);
    expect(formatText(reportOf(TRAPS), { colour: true })).toContain(escapeCharacter);
  });

  it('gives three significant digits without exponents', () => {
    const numbers = [0, 0.0213, 0.5, 1, 13.21, 147.4, 1240, 35_400, 2.5e6];
    expect(numbers.map(formatNumber)).toEqual([
      '0',
      '0.0213',
      '0.500',
      '1.00',
      '13.2',
      '147',
      '1240',
      '35400',
      '2500000',
    ]);
  });
});
