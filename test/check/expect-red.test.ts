import { describe, expect, it } from 'vitest';
import { undeclaredFindings } from '../../src/check/expect.ts';
import type { RunRecord } from '../../src/engine/record.ts';
import type { RunPlan } from '../../src/guest/stub/plan.ts';
import { plan } from '../guest/stub-fixture.ts';
import { AFTER, allAsExpected, arrival, check, finding, run, statusesOf, trap, withX } from './expect-fixture.ts';

const OLD = 'pkvm/v6.17-stable';
const NEW = 'pkvm/v6.18';

/** One trap that leaves x4 with another value, or as it was. */
function oneTrap(lost: boolean) {
  return (planned: RunPlan): RunRecord => {
    const after = withX(planned.initial, lost ? { 4: 0n } : {});
    return run(after, {
      traps: [trap(planned.initial, { after })],
      arrivals: [arrival(after, { address: AFTER })],
    });
  };
}

describe('a red line', () => {
  const stub = [`red after [${OLD}]: x4 == before`];

  it('is red where it fails on a model that it names, and the run is as the stub says', () => {
    const results = check(stub, oneTrap(true), [], OLD);
    expect(statusesOf(results)).toEqual(['red']);
    expect(results[0]!.differences).toHaveLength(1);
    expect(allAsExpected(results)).toBe(true);
  });

  it('fails where it holds on a model that it names', () => {
    const results = check(stub, oneTrap(false), [], OLD);
    expect(statusesOf(results)).toEqual(['fail']);
    expect(results[0]!.detail).toBe('it holds, and the stub says that it must not here');
    expect(allAsExpected(results)).toBe(false);
  });

  it('is an expectation like any other on all other models', () => {
    expect(statusesOf(check(stub, oneTrap(false), [], NEW))).toEqual(['pass']);
    expect(statusesOf(check(stub, oneTrap(true), [], NEW))).toEqual(['fail']);
  });

  it('is red, too, where the program never comes to its label', () => {
    const results = check(stub, (planned) => run(planned.initial, {}), [], OLD);
    expect(statusesOf(results)).toEqual(['red']);
    expect(results[0]!.detail).toBe('the program did not come to after');
  });

  it('about a stop takes the place of the standard one', () => {
    const crash = (planned: RunPlan) =>
      run(planned.initial, { stop: { kind: 'memory-fault', pc: 0n, detail: 'lost' } });
    const lines = [`red stop [${OLD}]: brk #0`];
    expect(check(lines, crash, [], OLD).map(({ status }) => status)).toEqual(['red']);
    expect(check(lines, crash, [], NEW).map(({ status }) => status)).toEqual(['fail']);
  });
});

describe('a red finding', () => {
  const stub = [`red finding call [${OLD}]: x4 rule=x4-x7`];
  const lost = [finding(0, 'x4-x7', ['x4'])];

  it('is red where the rule complains, and says what it complains about', () => {
    const [result] = check(stub, oneTrap(true), lost, OLD);
    expect(result).toMatchObject({
      status: 'red',
      detail: 'x4-x7 (DEN0028 2.6): x4 0000000000000001 → 0000000000000000',
    });
  });

  it('fails where no rule complains on a model that it names', () => {
    expect(statusesOf(check(stub, oneTrap(false), [], OLD))).toEqual(['fail']);
  });

  it('declares nothing on other models', () => {
    expect(statusesOf(check(stub, oneTrap(true), lost, NEW))).toEqual(['skipped']);
    const undeclared = (model: string) => {
      const planned = plan(stub, { model });
      return undeclaredFindings(planned, oneTrap(true)(planned), lost).length;
    };
    expect([undeclared(OLD), undeclared(NEW)]).toEqual([0, 1]);
  });
});
