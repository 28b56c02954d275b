import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { BatchReport } from '../../src/report/batch.ts';
import { type BatchOptions, runBatch } from '../../src/run/batch/batch.ts';
import { cellsOf } from '../../src/run/batch/cells.ts';
import { defaultScenarioOptions } from '../../src/run/scenario.ts';
import { itWith } from '../support/needs.ts';

const ENTRY = '_start:\n  mov x0, #0x80000000\n  smc #0\n';
/** FADD of a size that does not exist: libunicorn 2.0 has an assertion against it. */
const ABORTS = '  .inst 0x4ec925d8\n';

const stubs: Record<string, string> = {
  'good.S': `//! models pkvm/v6.18 pkvm/mainline-2026a\n//! expect stop: brk #0\n${ENTRY}  brk #0\n`,
  'bad.S': '_start:\n  bogus x1\n',
  'crash.S': `//! models pkvm/v6.18 pkvm/v6.15\n${ENTRY}${ABORTS}  brk #0\n`,
  'loop.S': '//! limit milliseconds=200 instructions=100000000\n_start:\n  b _start\n',
  'names.S': `//! models pkvm/v6.18 pkvm/nowhere\n${ENTRY}  brk #0\n`,
};

let folder = '';

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'trapline-batch-'));
  for (const [name, text] of Object.entries(stubs)) writeFileSync(join(folder, name), text);
});

afterAll(() => rmSync(folder, { recursive: true }));

function options(paths: string[], changes: Partial<BatchOptions> = {}, models: string[] = []): BatchOptions {
  return {
    paths,
    cells: (spec) => cellsOf(spec, { models, firmware: [], profiles: [] }),
    scenario: { ...defaultScenarioOptions, seed: 1n },
    processes: 2,
    reports: () => 'none',
    ...changes,
  };
}

const inFolder = (...names: string[]) => names.map((name) => join(folder, name));

/** What must not depend on the number of processes: all but the times. */
function timeless({ engine, stubs: all }: BatchReport) {
  return {
    engine,
    stubs: all.map((stub) => ({ ...stub, cells: stub.cells.map((cell) => ({ ...cell, milliseconds: 0 })) })),
  };
}

describe('a batch', () => {
  it('is the same on one process as on four', async () => {
    const wide = (processes: number) =>
      runBatch(options(['guest-asm/preserve/id-get.S', 'guest-asm/preserve/answer-kinds.S'], { processes }, ['all']));
    const [serial, parallel] = [await wide(1), await wide(4)];
    expect(serial.stubs.flatMap(({ cells }) => cells).length).toBeGreaterThan(40);
    expect(serial.stubs.flatMap(({ violations }) => violations).length).toBeGreaterThan(100);
    expect(timeless(parallel)).toEqual(timeless(serial));
  });

  it('holds the stubs that come with it to their own expectations', async () => {
    const { stubs: all } = await runBatch(options(['guest-asm/version']));
    const cells = all.flatMap((stub) => stub.cells);
    expect(cells.every(({ own, status }) => own && status === 'pass')).toBe(true);
    expect(cells.reduce((sum, { expectations }) => sum + expectations.passed, 0)).toBeGreaterThan(50);
  });

  it('judges only the rules on models that a stub does not name', async () => {
    const { stubs: all } = await runBatch(options(['guest-asm/preserve/rxtx-map.S'], {}, ['all']));
    const foreign = all[0]!.cells.filter(({ own }) => !own);
    expect(foreign.length).toBeGreaterThan(10);
    for (const { expectations, failures } of foreign) {
      expect([expectations.passed, expectations.failed, failures]).toEqual([0, 0, []]);
    }
    expect(foreign.some(({ status }) => status === 'findings')).toBe(true);
  });

  it('says where the hypervisor does not come up, and fails nothing for it', async () => {
    const { stubs: all } = await runBatch(options(['guest-asm/version/refusal-32-bit.S'], {}, ['pkvm/v6.15']));
    expect(all[0]!.cells[0]).toMatchObject({ own: false, status: 'skipped', traps: 0 });
    expect(all[0]!.cells[0]!.reason).toContain('does not come up');
  });

  it('says where a stub asks for what a model does not have, and fails nothing for it', async () => {
    const { stubs: all } = await runBatch(
      options(['guest-asm/boot/driver-after-pkvm.S'], {}, ['pkvm/v6.18', 'xen/v1.2']),
    );
    expect(all[0]!.error).toBeUndefined();
    const xen = all[0]!.cells.find(({ model }) => model === 'xen/v1.2');
    expect(xen).toMatchObject({ status: 'skipped', traps: 0, reason: expect.stringContaining('is for pKVM') });
    expect(all[0]!.cells.filter(({ own }) => own).map(({ status }) => status)).toContain('pass');
  });

  it('goes on where a stub cannot be read, and says what is wrong with it', async () => {
    const { stubs: all } = await runBatch(options(inFolder('bad.S', 'good.S', 'names.S')));
    expect(all.map(({ error }) => error?.diagnostics.map(({ line, message }) => `${line} ${message}`))).toEqual([
      ["2 unknown instruction 'bogus'"],
      undefined,
      [expect.stringMatching(/^1 unknown model `pkvm\/nowhere`/)],
    ]);
    expect(all[1]!.cells.map(({ status }) => status)).toEqual(['pass', 'pass']);
  });

  itWith('libunicorn', 'loses only the runs that bring their process down, and names the signal', async () => {
    const scenario = { ...defaultScenarioOptions, engine: 'unicorn' as const, seed: 1n };
    const { stubs: all } = await runBatch(options(inFolder('crash.S', 'good.S'), { scenario, processes: 1 }));
    expect(all[0]!.cells.map(({ status, stop }) => [status, stop.kind])).toEqual([
      ['failed', 'engine-failure'],
      ['failed', 'engine-failure'],
    ]);
    expect(all[0]!.cells[0]!.failures[0]!.details[0]).toContain('SIGABRT');
    // The last instruction that executed: libunicorn died over the next one before that began.
    expect(all[0]!.cells[0]!.stop.place).toMatchObject({ line: 4 });
    expect(all[1]!.cells.map(({ status }) => status)).toEqual(['pass', 'pass']);
  });

  it('ends runs that do not end by themselves', async () => {
    const { stubs: all } = await runBatch(options(inFolder('loop.S')));
    expect(all[0]!.cells[0]!.stop).toMatchObject({ kind: 'time-limit', place: { line: 3 } });
  });

  it('brings back whole reports of the cells that are asked for, in the order of the cells', async () => {
    const wanted = (reports: 'none' | 'own' | 'all') =>
      runBatch(options(['guest-asm/preserve/rxtx-map.S'], { reports: () => reports }, ['pkvm/v6.18', 'pkvm/v6.6']));
    const told = async (reports: 'none' | 'own' | 'all') =>
      (await wanted(reports)).stubs[0]!.reports.map((report) => report?.model);
    expect(await told('none')).toEqual([undefined, undefined]);
    expect(await told('own')).toEqual(['pkvm/v6.18', undefined]);
    expect(await told('all')).toEqual(['pkvm/v6.18', 'pkvm/v6.6']);
  });

  it('tells its progress up to the last cell', async () => {
    const told: [number, number][] = [];
    await runBatch(options(['guest-asm/share'], { processes: 2 }), (done, total) => told.push([done, total]));
    const [last] = told.slice(-1);
    expect(last![0]).toBe(last![1]);
    expect(told.every(([done], index) => index === 0 || done > told[index - 1]![0])).toBe(true);
  });
});
