import { describe, expect, it } from 'vitest';
import { checkRun } from '../../src/check/check.ts';
import type { Finding } from '../../src/check/finding.ts';
import { smccc12 } from '../../src/check/profiles.ts';
import type { RunRecord, TrapRecord } from '../../src/engine/record.ts';
import { registers, run, smc, trap } from '../support/records.ts';

const FFA_VERSION = 0x84000063;
const FFA_ID_GET = 0x84000069;
const NEG1 = (1n << 64n) - 1n;

/** A trap whose answer has this x0. */
function answered(call: number, x0: bigint, changes: Partial<TrapRecord> = {}): TrapRecord {
  const record = trap(call, 7n, changes);
  record.after.x[0] = x0;
  return record;
}

const RULES = ['version-word', 'refusal-kept', 'el2-lives'];

const checkNegotiation = (record: RunRecord): Finding[] =>
  checkRun(record, smccc12).findings.filter(({ rule }) => RULES.includes(rule));

const rulesOf = (...traps: TrapRecord[]) => checkNegotiation(run(traps)).map(({ rule }) => rule);

describe('the version that FFA_VERSION returns', () => {
  it.each([0x10000n, 0x10002n, 0x7fffffffn, 0xffffffffn, NEG1])('may be %s', (x0) => {
    expect(rulesOf(answered(FFA_VERSION, x0))).toEqual([]);
  });

  it.each([0x80010000n, 0x0n, 0xffffn, 0x1_0001_0002n])('may not be %s', (x0) => {
    const [finding] = checkNegotiation(run([answered(FFA_VERSION, x0)]));
    expect(finding).toMatchObject({ rule: 'version-word', verdict: 'violation', trap: 0, profile: 'smccc-1.2' });
    expect(finding?.registers).toMatchObject([{ register: 'x0', after: x0, changed: x0 ^ BigInt(FFA_VERSION) }]);
  });

  it('is looked at with the SVE hint in the id as well, and in no other call', () => {
    expect(rulesOf(answered(FFA_VERSION | 0x10000, 0n))).toEqual(['version-word']);
    expect(rulesOf(answered(FFA_ID_GET, 0n))).toEqual([]);
    expect(rulesOf(answered(FFA_VERSION, 0n, { immediate: 1 }))).toEqual([]);
  });
});

describe('a refusal by EL3', () => {
  const refused = (width: bigint) => [smc(registers(FFA_VERSION, 0x10001), registers(width))];

  it('must reach the caller, whatever its width', () => {
    expect(rulesOf(answered(FFA_VERSION, 0x10001n, { smcs: refused(0xffffffffn) }))).toEqual(['refusal-kept']);
    expect(rulesOf(answered(FFA_VERSION, 0x10001n, { smcs: refused(NEG1) }))).toEqual(['refusal-kept']);
    expect(rulesOf(answered(FFA_VERSION, NEG1, { smcs: refused(0xffffffffn) }))).toEqual([]);
  });

  it('does not count where EL2 asks again and is accepted', () => {
    const smcs = [...refused(NEG1), smc(registers(FFA_VERSION, 0x10000), registers(0x10002))];
    expect(rulesOf(answered(FFA_VERSION, 0x10000n, { smcs }))).toEqual([]);
  });
});

describe('the death of EL2', () => {
  it.each(['el2-fault', 'el2-panic'] as const)('is a finding of its own: %s', (kind) => {
    const dead = run([answered(FFA_ID_GET, 0n), answered(FFA_VERSION, 0n, { index: 1 })]);
    dead.stop = { ...dead.stop, kind };
    expect(checkNegotiation(dead)).toMatchObject([{ rule: 'el2-lives', trap: 1, registers: [] }]);
  });
});
