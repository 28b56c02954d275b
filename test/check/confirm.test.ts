import { describe, expect, it } from 'vitest';
import * as ffa from '../../assembly/ffa/ids.ts';
import { checkRun } from '../../src/check/check.ts';
import { confirm } from '../../src/check/confirm.ts';
import type { CheckResult } from '../../src/check/finding.ts';
import { smccc12 } from '../../src/check/profiles.ts';
import type { RunRecord, TrapRecord } from '../../src/engine/record.ts';
import { run, trap, write } from '../support/records.ts';

const SECOND = 0x5eedn;

/** EL2 that writes 7 into x19, whatever the caller had there. */
function careless(seed: bigint, x19?: bigint, call: number = ffa.FFA_FEATURES): TrapRecord {
  const record = trap(call, seed);
  if (x19 !== undefined) record.before.x[19] = x19;
  write(record, 0, BigInt(ffa.FFA_SUCCESS), 'el2');
  write(record, 19, 7n, 'el2');
  return record;
}

function confirmed(first: TrapRecord[], second: TrapRecord[]): CheckResult {
  const numbered = (traps: TrapRecord[]): RunRecord => run(traps.map((each, index) => ({ ...each, index })));
  const [one, other] = [numbered(first), numbered(second)];
  const check = checkRun(other, smccc12);
  return confirm(checkRun(one, smccc12), one, { seed: SECOND, run: other, check });
}

const found = ({ findings }: CheckResult) =>
  findings.map(({ trap: index, rule, seed, registers }) => [
    index,
    rule,
    seed,
    registers.map(({ register }) => register),
  ]);

describe('a second run with other patterns', () => {
  it('finds what was preserved by luck in the first, and says in which run it shows', () => {
    const lucky = careless(1n, 7n);
    expect(checkRun(run([lucky]), smccc12).findings).toEqual([]);
    const result = confirmed([lucky], [careless(2n)]);
    expect(found(result)).toEqual([[0, 'x18-x30', SECOND, ['x19']]]);
    expect(result.sameValue).toEqual([]);
    expect(result.outcomes.find(({ rule }) => rule === 'x18-x30')?.outcome).toBe('violation');
    expect(result.confirmation).toEqual({ seed: SECOND, traps: 1, diverged: false });
  });

  it('adds nothing where the first run shows it all', () => {
    const result = confirmed([careless(1n)], [careless(2n)]);
    expect(found(result)).toEqual([[0, 'x18-x30', undefined, ['x19']]]);
  });

  it('keeps what only the first run shows', () => {
    expect(found(confirmed([careless(1n)], [careless(2n, 7n)]))).toEqual([[0, 'x18-x30', undefined, ['x19']]]);
  });

  it('counts as far as both go the same way, and says where they part', () => {
    const other = careless(4n, undefined, ffa.FFA_ID_GET);
    const result = confirmed([careless(1n, 7n), careless(2n, 7n)], [careless(3n), other]);
    expect(found(result)).toEqual([[0, 'x18-x30', SECOND, ['x19']]]);
    expect(result.confirmation).toEqual({ seed: SECOND, traps: 1, diverged: true });
  });

  it('says so where one of them goes further', () => {
    expect(confirmed([careless(1n)], [careless(2n), careless(3n)]).confirmation).toMatchObject({
      traps: 1,
      diverged: true,
    });
    expect(confirmed([careless(1n), careless(2n)], [careless(3n)]).confirmation).toMatchObject({
      traps: 1,
      diverged: true,
    });
  });

  it('is no way to count a register twice: what was written with the same value in both stays a remark', () => {
    const result = confirmed([careless(1n, 7n)], [careless(2n, 7n)]);
    expect(result.findings).toEqual([]);
    expect(result.sameValue).toMatchObject([{ register: 'x19', writer: 'el2' }]);
  });
});
