import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { packageFile } from '../../src/run/package.ts';
import { runOrders } from '../conformance/order-cases.ts';
import { threadRows } from '../conformance/threads.ts';
import { threadsDocument } from '../conformance/threads-document.ts';
import { isAsDeclared, listStubs, runStubs, type StubRuns } from './run-stubs.ts';

const files = listStubs();
let runs: StubRuns[] = [];
beforeAll(async () => {
  runs = await runStubs(files);
}, 120_000);

const CODE_LINES = 60;

/** Lines of code: what is neither blank, a comment, a label nor data. */
function codeLines(text: string): number {
  const [code = ''] = text.split(/^\s*\.data\b/m);
  return code.split('\n').filter((line) => /^\s*[\w.]/.test(line) && !/^\w+:\s*$/.test(line)).length;
}

describe('every stub', () => {
  it.each(files)('comes out as it says on all its models: %s', (file) => {
    const reports = runs.find((each) => each.file === file)?.reports ?? [];
    expect(reports.length).toBeGreaterThan(0);
    expect(reports.filter((report) => !isAsDeclared(report)).map(({ model }) => model)).toEqual([]);
  });

  it.each(files)('expects nothing that holds for none of its models: %s', (file) => {
    const reports = runs.find((each) => each.file === file)?.reports ?? [];
    const applied = new Set(
      reports
        .flatMap(({ expectations }) => expectations.filter(({ status }) => status !== 'skipped'))
        .map(({ text }) => text),
    );
    const idle = reports
      .flatMap(({ expectations }) => expectations.map(({ text }) => text))
      .filter((text) => !applied.has(text));
    expect([...new Set(idle)]).toEqual([]);
  });

  it.each(files)('asks one question, in a header and at most 60 lines: %s', (file) => {
    const text = readFileSync(packageFile(file), 'utf8');
    expect(text).toMatch(/^\/\/! title \S/m);
    expect(text).toMatch(/^\/\/! asks \S/m);
    for (const part of ['In:', 'Out:', 'Clause:']) expect(text).toContain(`\n// ${part}`);
    expect(codeLines(text)).toBeLessThanOrEqual(CODE_LINES);
  });
});

describe('the map of the threads', () => {
  const orders = runOrders();

  it('has what has to come out of every search through orders', () => {
    expect(orders.filter(({ passed }) => !passed)).toEqual([]);
    expect(orders.length).toBeGreaterThan(30);
  });

  it('is what running the stubs gives', () => {
    const written = readFileSync(packageFile('test/conformance/threads.md'), 'utf8');
    expect(written, 'run node scripts/conformance.mjs').toBe(threadsDocument(runs, orders));
  });

  it('has no row that is neither shown nor given a reason', () => {
    const shown = new Set([...runs, ...orders].flatMap(({ rows }) => rows));
    const silent = threadRows.filter(
      ({ id, table, notRun }) => !shown.has(id) && table === undefined && notRun === undefined,
    );
    expect(silent.map(({ id }) => id)).toEqual([]);
  });

  it('has every row of the threads, and every row that a stub names', () => {
    const numbers = (thread: string, last: number) => Array.from({ length: last }, (_, n) => `${thread}-${n + 1}`);
    const lengths = { S0: 17, S1: 21, S2: 18, S3: 19, S4: 18 };
    const all = Object.entries(lengths).flatMap(([thread, last]) => numbers(thread, last));
    expect(threadRows.map(({ id }) => id)).toEqual(all);
    const named = runs.flatMap(({ rows }) => rows).filter((id) => /^S[0-4]-/.test(id));
    expect(named.filter((id) => !all.includes(id))).toEqual([]);
  });
});

describe('the facts that surprise', () => {
  const facts: [string, string, string, string][] = [
    ['stack contents in x1-x17 after FFA_VERSION', 'version/stack-contents.S', 'pkvm/v6.18', 'undefined-value'],
    ['a refused downgrade taken for accepted', 'version/refusal-32-bit.S', 'pkvm/v6.18', 'refusal-kept'],
    ['buffers at NULL where firmware has no FF-A', 'share/no-firmware.S', 'pkvm/v6.18', 'el2-lives'],
    ['a negotiated version 0x80010000', 'version/bit-31-sticks.S', 'pkvm/v6.18', 'version-word'],
    ['x8-x17 overwritten after an SMC32 call', 'preserve/handled-smc32.S', 'pkvm/v6.18', 'smc32-x8-x17'],
  ];

  it.each(facts)('are findings in a report: %s', (_, stub, model, rule) => {
    const { reports } = runs.find(({ file }) => file === `guest-asm/${stub}`)!;
    const report = reports.find((each) => each.model === model)!;
    expect(report.check.findings.map((finding) => finding.rule)).toContain(rule);
  });
});
