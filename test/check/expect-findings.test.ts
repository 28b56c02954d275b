import { describe, expect, it } from 'vitest';
import { undeclaredFindings } from '../../src/check/expect.ts';
import type { Finding } from '../../src/check/finding.ts';
import type { RunPlan } from '../../src/guest/stub/plan.ts';
import { plan } from '../guest/stub-fixture.ts';
import { check, DONE, differencesOf, finding, run, statusesOf, trap } from './expect-fixture.ts';

/** Two traps at `call` and one elsewhere in between. */
function threeTraps(planned: RunPlan) {
  const at = (index: number, changes = {}) => trap(planned.initial, { index, ...changes });
  return run(planned.initial, { traps: [at(0), at(1, { address: DONE }), at(2)] });
}

function undeclared(lines: string[], findings: Finding[], model = 'pkvm/v6.18') {
  const planned = plan(lines, { model });
  return undeclaredFindings(planned, threeTraps(planned), findings).map((each) => ({
    trap: each.trap,
    rule: each.rule,
    registers: each.registers.map(({ register }) => register),
  }));
}

describe('declared findings', () => {
  const known = [finding(0, 'x4-x7', ['x4', 'x5']), finding(2, 'x8-x17', ['x8'])];

  it('pass where each register is complained about in one of the traps at the label', () => {
    expect(statusesOf(check(['expect finding call: x4..x5 x8'], threeTraps, known))).toEqual(['pass']);
  });

  it('fail for each register that nothing complains about', () => {
    const results = check(['expect finding call: x4..x6, x8..x9'], threeTraps, known);
    expect(results[0]).toMatchObject({ status: 'fail', checked: 2 });
    expect(differencesOf(results)).toEqual([
      'trap 0, trap 2 x6 == a finding: none',
      'trap 0, trap 2 x9 == a finding: none',
    ]);
  });

  it('count only at their label, in the trap that is meant and by the rule that is named', () => {
    const stub = [
      'expect finding call#1: x8',
      'expect finding call#2: x8',
      'expect finding call: x4 rule=x8*',
      'expect finding call: x4 rule=x4-*',
      'expect finding call#3: x4',
      'expect finding hyper: x4',
    ];
    const results = check(stub, threeTraps, known);
    expect(statusesOf(results)).toEqual(['fail', 'pass', 'fail', 'pass', 'not-reached', 'not-reached']);
    expect(results[5]!.detail).toBe('no trap was taken at hyper');
  });

  it('without a label are about any trap', () => {
    const stub = ['expect finding *: x4..x5 x8', 'expect finding * [pkvm/*]: x9'];
    expect(statusesOf(check(stub, threeTraps, known))).toEqual(['pass', 'fail']);
    const none = check(['expect finding *: x4'], (planned) => run(planned.initial));
    expect(none[0]).toMatchObject({ status: 'not-reached', detail: 'no trap was taken' });
  });

  it('are skipped on other models', () => {
    expect(statusesOf(check(['expect finding call [none]: x4'], threeTraps, []))).toEqual(['skipped']);
  });

  it('know sp, the flags and w registers by the names of the rules', () => {
    const found = [finding(0, 'state', ['sp_el1', 'pstate', 'x9', 'v3'])];
    expect(statusesOf(check(['expect finding call: sp nzcv w9 v3'], threeTraps, found))).toEqual(['pass']);
    expect(statusesOf(check(['expect finding call: sp_el0'], threeTraps, found))).toEqual(['fail']);
  });
});

describe('undeclared findings', () => {
  const all = [finding(0, 'x4-x7', ['x4', 'x5']), finding(1, 'x4-x7', ['x4']), finding(2, 'x8-x17', ['x8', 'x9'])];

  it('are all of them where the stub declares none', () => {
    expect(undeclared([], all)).toHaveLength(3);
  });

  it('lose the registers that are declared, and vanish when none is left', () => {
    expect(undeclared(['expect finding call: x4..x8'], all)).toEqual([
      { trap: 1, rule: 'x4-x7', registers: ['x4'] },
      { trap: 2, rule: 'x8-x17', registers: ['x9'] },
    ]);
  });

  it('may be declared for all traps at once', () => {
    expect(undeclared(['expect finding *: x4..x9 rule=x*'], all)).toEqual([]);
    expect(undeclared(['expect finding *: x4 rule=x4-x7'], all)).toMatchObject([{ registers: ['x5'] }, { trap: 2 }]);
  });

  it('stay where trap, rule or model of the declaration differ', () => {
    const declared = [
      'expect finding call#1: x8..x9',
      'expect finding call: x4..x5 rule=other',
      'expect finding call [none]: x4..x9',
    ];
    expect(undeclared(declared, all)).toHaveLength(3);
    expect(undeclared(declared, all, 'none')).toEqual([{ trap: 1, rule: 'x4-x7', registers: ['x4'] }]);
  });
});
