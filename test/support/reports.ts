/** Reports made by hand, for tests of what prints them. */
import * as ffa from '../../assembly/ffa/ids.ts';
import { checkRun } from '../../src/check/check.ts';
import { smccc12 } from '../../src/check/profiles.ts';
import type { RunRecord, TrapRecord } from '../../src/engine/record.ts';
import type { Image } from '../../src/guest/image.ts';
import type { RunReport } from '../../src/report/report.ts';
import { randomValues, registers, run, smc, trap, write } from './records.ts';

export const STUB = 'guest-asm/preserve/example.S';
const FIRST = 0x80000010n;
const SECOND = 0x80000020n;

/** Two SMCs of one stub, in lines 14 and 18, the second of them at the label `resume`. */
export function image(): Image {
  const at = (line: number) => ({ file: STUB, line, column: 3, text: 'smc #0' });
  return {
    entry: 0x80000000n,
    segments: [],
    symbols: new Map([
      ['_start', 0x80000000n],
      ['resume', SECOND],
    ]),
    lines: new Map([
      [FIRST, at(14)],
      [SECOND, at(18)],
    ]),
  };
}

/** A trap at the n-th SMC of {@link image}, with registers x0 and x1 as given and small numbers in the others. */
export function trapAt(index: 0 | 1, x0: number, x1: number, changes: Partial<TrapRecord> = {}): TrapRecord {
  const address = index === 0 ? FIRST : SECOND;
  const record = trap(x0, 1n, { index, address, ...changes });
  for (const file of [record.before, record.after]) {
    file.x = file.x.map((_, n) => (n === 0 ? BigInt(x0) : n === 1 ? BigInt(x1) : BigInt(n) * 0x1111n));
    file.pstate = 0x600003c5n;
    file.pc = file === record.before ? address : address + 4n;
  }
  Object.assign(record.exception, { elr: address, spsr: 0x600003c5n, returnAddress: address + 4n });
  return record;
}

/** FFA_FEATURES(FFA_MEM_SHARE_64), answered by EL2 as merged pKVM does: x0 … x17 written, x18 … x30 kept. */
export function featuresTrap(): TrapRecord {
  const record = trapAt(0, ffa.FFA_FEATURES, ffa.FFA_MEM_SHARE_64);
  for (let n = 0; n < 18; n++) write(record, n, n === 0 ? BigInt(ffa.FFA_SUCCESS) : 0n, 'el2');
  return record;
}

export const payload = randomValues(7n);
const response = registers(ffa.FFA_MSG_SEND_DIRECT_RESP2, 0x80010000, 0, 0, ...Array.from({ length: 14 }, payload));

/** FFA_RUN that EL3 answers with DIRECT_RESP2; `delivered` registers of the answer reach the caller. */
export function runTrap(delivered: number, changes: Partial<TrapRecord> = {}): TrapRecord {
  const record = trapAt(1, ffa.FFA_RUN, 0x80010000, { disposition: 'forwarded', ...changes });
  record.smcs = [smc(record.before.x.slice(0, 18), response, { forwarded: true, reply: 0 })];
  record.smcCount = 1;
  for (let n = 0; n < delivered; n++) write(record, n, response[n] ?? 0n, 'el3');
  return record;
}

/** A report on these traps. */
export function report(
  traps: TrapRecord[],
  changes: Partial<RunReport> = {},
  run_: Partial<RunRecord> = {},
): RunReport {
  const boot = {
    result: 0,
    smcs: [smc(registers(ffa.FFA_VERSION, 0x10002), registers(0x10002))],
    state: {},
  };
  const record = run(traps, { boot, ...run_ });
  const check = checkRun(record, smccc12);
  return {
    stub: STUB,
    title: 'An example',
    asks: 'What comes back?',
    notes: [],
    model: 'pkvm/v6.18',
    firmware: 'version=1.2',
    profile: 'smccc-1.2',
    version: '1.2',
    seed: 0x1234n,
    image: image(),
    run: record,
    check,
    undeclared: check.findings,
    expectations: [],
    ...changes,
  };
}
