import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { pkvmSwitches } from '../../assembly/el2/pkvm/switch-table.ts';
import { xenSwitches } from '../../assembly/el2/xen/switch-table.ts';
import { firmwareSwitches } from '../../assembly/el3/switch-table.ts';
import { packageFile } from '../../src/run/package.ts';
import { type Result, reasons, runRows } from './suites/platforms.ts';
import { suiteRows } from './suites.ts';
import { suitesDocument } from './suites-document.ts';

const ROWS = 119;

let results: Result[] = [];
beforeAll(() => {
  results = runRows(suiteRows);
}, 120_000);

describe('the tests of the suites', () => {
  it('are all there, with a case or the reason why there is none', () => {
    expect(suiteRows.map(({ row }) => row)).toEqual(Array.from({ length: ROWS }, (_, n) => n + 1));
    expect(suiteRows.filter(({ cases, notRun }) => cases === undefined && notRun === undefined)).toEqual([]);
  });

  it('have cases with different names in each row', () => {
    for (const { row, cases = [] } of suiteRows) {
      expect(new Set(cases.map(({ name }) => name)).size, `row ${row}`).toBe(cases.length);
    }
  });

  it('come out as asserted on every platform that they concern, or depart for a known reason', () => {
    const unexplained = results
      .filter(({ outcome, reason }) => !outcome.passed && reason === undefined)
      .map(({ row, case: { name }, platform, outcome }) => ({ row: row.row, name, platform, outcome }));
    expect(results.length).toBeGreaterThan(20_000);
    expect(unexplained).toEqual([]);
  });

  it('come out as asserted somewhere, each row of them', () => {
    const passed = new Set(results.filter(({ outcome }) => outcome.passed).map(({ row }) => row));
    expect(suiteRows.filter((row) => row.cases && !passed.has(row)).map(({ row }) => row)).toEqual([]);
  });
});

describe('the reasons', () => {
  it('are all needed', () => {
    const used = new Set(results.map(({ reason }) => reason));
    expect(reasons.filter((reason) => !used.has(reason)).map(({ because }) => because)).toEqual([]);
  });

  it('name switches and values that there are', () => {
    const tables = { pkvm: pkvmSwitches, xen: xenSwitches, firmware: firmwareSwitches };
    for (const [kind, rows] of Object.entries(tables)) {
      for (const reason of reasons) {
        for (const [name, values] of Object.entries(reason[kind as keyof typeof tables] ?? {})) {
          const row = rows.find((each) => each.name === name);
          expect(row, `${kind} ${name}`).toBeDefined();
          if (row!.values) expect(Object.keys(row!.values)).toEqual(expect.arrayContaining(values));
        }
      }
    }
  });
});

it('suites.md is what the cases come to', () => {
  const written = readFileSync(packageFile('test/conformance/suites.md'), 'utf8');
  expect(written, 'run node scripts/conformance.mjs').toBe(suitesDocument(results));
});
