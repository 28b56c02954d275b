import { describe, expect, it } from 'vitest';
import * as ffa from '../../assembly/ffa/ids.ts';
import type { TrapRecord } from '../../src/engine/record.ts';
import { compareRuns, registerDiffers } from '../../src/report/compare.ts';
import { renderComparison } from '../../src/report/compare-text.ts';
import { plain } from '../../src/report/format.ts';
import type { RunReport } from '../../src/report/report.ts';
import { registers, smc, write } from '../support/records.ts';
import { featuresTrap, report, runTrap, trapAt } from '../support/reports.ts';

/** DIRECT_REQ2 that is interrupted, or refused as merged pKVM does. */
function requestTrap(refused: boolean): TrapRecord {
  const record = trapAt(0, ffa.FFA_MSG_SEND_DIRECT_REQ2, 0x8001, { disposition: refused ? 'refused' : 'handled' });
  const reply = registers(ffa.FFA_INTERRUPT, 0x80010000);
  if (refused) {
    for (let n = 0; n < 18; n++) write(record, n, n === 0 ? BigInt(ffa.FFA_ERROR) : n === 2 ? -1n : 0n, 'el2');
    return record;
  }
  record.smcs = [smc(record.before.x.slice(0, 18), reply)];
  record.smcCount = 1;
  for (let n = 0; n < 8; n++) write(record, n, reply[n] ?? 0n, 'el3');
  return record;
}

/** Series v8 with FFA_RUN handled: x8–x17 of the answer do not reach the SMC32 caller. */
const handledRun = (): TrapRecord => runTrap(8, { disposition: 'handled' });

const models: RunReport[] = [
  report([requestTrap(false), runTrap(18)], { model: 'pkvm/series-v7' }),
  report([requestTrap(false), runTrap(18)], { model: 'pkvm/series-v8' }),
  report([requestTrap(false), handledRun()], { model: 'pkvm/series-v8+run_path=handled' }),
  report([requestTrap(true), runTrap(18)], { model: 'pkvm/v6.18' }),
];

/** The line of a register in the n-th table. */
function row(text: string, name: string, nth = 0): string {
  const rows = text.split('\n').filter((line) => line.startsWith(`  ${name.padEnd(3)}  `));
  return rows[nth] ?? '';
}

describe('compareRuns', () => {
  it('finds who kept, who delivered and who withheld what the reply has', () => {
    const [request, resumed] = compareRuns(models);
    const fates = (compared: typeof request, n: number) => compared?.registers[n]?.cells.map(({ fate }) => fate);
    expect(fates(request, 8)).toEqual(['kept', 'kept', 'kept', 'zero']);
    expect(fates(request, 2)).toEqual(['reply', 'reply', 'reply', 'own']);
    expect(fates(resumed, 4)).toEqual(['reply', 'reply', 'reply', 'reply']);
    expect(fates(resumed, 8)).toEqual(['reply', 'reply', 'withheld', 'reply']);
    expect(fates(resumed, 18)).toEqual(['kept', 'kept', 'kept', 'kept']);
    expect(resumed?.registers.filter(registerDiffers).map(({ register }) => register)).toEqual([
      'x8',
      'x9',
      'x10',
      'x11',
      'x12',
      'x13',
      'x14',
      'x15',
      'x16',
      'x17',
    ]);
  });

  it('marks what differs from the first model', () => {
    const [, resumed] = compareRuns(models);
    expect(resumed?.registers[9]?.cells.map(({ differs }) => differs)).toEqual([false, false, true, false]);
  });

  it('tells two values of EL2’s own apart, but not two values that callers kept', () => {
    const [a, b] = [featuresTrap(), featuresTrap()];
    write(a, 0, 1n, 'el2');
    write(b, 0, 2n, 'el2');
    b.before.x[20] = 0x99n;
    b.after.x[20] = 0x99n;
    const [compared] = compareRuns([report([a]), report([b])]);
    expect(compared?.registers.filter(registerDiffers).map(({ register }) => register)).toEqual(['x0']);
  });

  it('pairs traps by address and count, so that a run that skips one does not shift the others', () => {
    const short = report([runTrap(18)], { model: 'pkvm/other' });
    const compared = compareRuns([...models.slice(0, 1), short]);
    expect(compared.map(({ traps }) => traps.map((trap) => trap?.address))).toEqual([
      [0x80000010n, undefined],
      [0x80000020n, 0x80000020n],
    ]);
  });

  it('counts the times that a loop comes to the same instruction', () => {
    const loop = report([featuresTrap(), { ...featuresTrap(), index: 1 }]);
    expect(compareRuns([loop]).map(({ occurrence }) => occurrence)).toEqual([0, 1]);
  });

  it('leaves out a reply of which the caller got nothing', () => {
    const version = featuresTrap();
    version.smcs = [smc(registers(ffa.FFA_ID_GET), registers(ffa.FFA_SUCCESS, 0, 7))];
    expect(compareRuns([report([version])])[0]?.registers[2]?.reply).toBeUndefined();
    expect(compareRuns([report([runTrap(18)])])[0]?.registers[1]?.reply).toBe(0x80010000n);
  });

  it('knows no common value of the caller where the models do not agree', () => {
    const other = runTrap(18);
    other.before.x[9] = 0n;
    const [compared] = compareRuns([report([runTrap(18)]), report([other])]);
    expect(compared?.registers[9]?.caller).toBeUndefined();
    expect(compared?.registers[10]?.caller).toBe(0xaaaan);
  });
});

describe('the comparison', () => {
  const text = renderComparison(models);

  it('heads each trap with the call and what each model did with it', () => {
    const lines = text.split('\n');
    const start = lines.findIndex((line) => line.includes('resume: smc #0'));
    expect(lines.slice(start, start + 9)).toEqual([
      'guest-asm/preserve/example.S:18:  resume: smc #0   FFA_RUN(0x8001:0) (SMC32)',
      '  pkvm/series-v7                   forwarded      → FFA_MSG_SEND_DIRECT_RESP2(0x8001→0x0000)  x8–x17 disputed',
      '  pkvm/series-v8                   forwarded      → FFA_MSG_SEND_DIRECT_RESP2(0x8001→0x0000)  x8–x17 disputed',
      '  pkvm/series-v8+run_path=handled  handled        → FFA_MSG_SEND_DIRECT_RESP2(0x8001→0x0000)',
      '  pkvm/v6.18                       forwarded      → FFA_MSG_SEND_DIRECT_RESP2(0x8001→0x0000)  x8–x17 disputed',
      '       caller            EL3 reply         pkvm/series-v7     pkvm/series-v8     pkvm/series-v8     pkvm/v6.18',
      '                                                                                 +run_path=handled',
      `  x8   0000000000008888  73d33b666a1e21da  reply              reply              kept!*             reply`,
      `  x9   0000000000009999  3fdabe86cbbeaa11  reply              reply              kept!*             reply`,
    ]);
  });

  it('names what is the same on all models instead of repeating it', () => {
    expect(text).toContain('  the same on all: x0, x2–x7 reply; x1, x18–x30 kept\n');
    expect(row(text, 'x18')).toBe('');
    expect(row(renderComparison(models, { full: true }), 'x18')).toContain('kept');
  });

  it('shows a value of EL2’s own in full', () => {
    expect(row(text, 'x0')).toContain('  0000000084000060*');
    expect(row(text, 'x2')).toMatch(/ffffffffffffffff\*$/);
  });

  it('fits 120 columns with four models, and shows more where there is room', () => {
    for (const line of text.split('\n')) expect([...line].length, line).toBeLessThanOrEqual(120);
    const two = renderComparison(models.slice(1, 3));
    for (const line of two.split('\n')) expect([...line].length, line).toBeLessThanOrEqual(120);
    expect(row(two, 'x8')).toBe(
      '  x8   0000000000008888  73d33b666a1e21da  73d33b666a1e21da reply       0000000000008888 kept!*',
    );
  });

  it('shows the value where the column of common values has none', () => {
    const other = runTrap(8, { disposition: 'handled' });
    other.before.x[9] = 0x77n;
    other.after.x[9] = 0x77n;
    const four = [
      models[0],
      models[1],
      models[2],
      report([requestTrap(false), other], { model: 'pkvm/x' }),
    ] as RunReport[];
    expect(row(renderComparison(four), 'x9')).toMatch(/ {2}0000000000009999\* {2}0000000000000077\*$/);
  });

  it('breaks a table that has more models than fit into several', () => {
    const six = renderComparison([...models, ...models]);
    for (const line of six.split('\n')) expect([...line].length, line).toBeLessThanOrEqual(120);
    expect(row(six, 'x8', 2)).toContain('reply');
    expect(row(six, 'x8', 3)).toContain('kept!*');
  });

  it('says which model did not come to a trap', () => {
    const short = report([requestTrap(true)], { model: 'pkvm/short' });
    const lines = renderComparison([...models.slice(0, 1), short]).split('\n');
    expect(lines).toContain('  pkvm/short      did not come here');
  });

  it('shows the call of a model where it is not the others’ call', () => {
    const other = runTrap(18);
    other.before.x[1] = 0x80020000n;
    const lines = renderComparison([report([runTrap(18)], { model: 'a' }), report([other], { model: 'b' })]).split(
      '\n',
    );
    expect(lines.some((line) => line.startsWith('  b  forwarded      FFA_RUN(0x8002:0) (SMC32)  → '))).toBe(true);
  });

  it('ends with one line a model', () => {
    expect(text.trimEnd().split('\n').slice(-4)).toEqual([
      '  pkvm/series-v7                   2 traps   3 SMCs                       findings: 2 disputed',
      '  pkvm/series-v8                   2 traps   3 SMCs                       findings: 2 disputed',
      '  pkvm/series-v8+run_path=handled  2 traps   3 SMCs                       findings: 1 disputed',
      '  pkvm/v6.18                       2 traps   2 SMCs                       findings: 3 disputed',
    ]);
  });

  it('says the same in colour', () => {
    const color = renderComparison(models, { color: true });
    expect(color).not.toBe(text);
    expect(plain(color)).toBe(text);
  });

  it('of nothing is nothing', () => {
    expect(renderComparison([])).toBe('');
  });
});
