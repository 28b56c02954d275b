import { describe, expect, it } from 'vitest';
import * as ffa from '../../assembly/ffa/ids.ts';
import { checkTrap } from '../../src/check/check.ts';
import { smccc12 } from '../../src/check/profiles.ts';
import type { TrapRecord } from '../../src/engine/record.ts';
import { registerRows, writerText } from '../../src/report/registers.ts';
import { write } from '../support/records.ts';
import { featuresTrap, runTrap, trapAt } from '../support/reports.ts';

/** The role of each register by name. */
function roles(record: TrapRecord): Map<string, string> {
  const { findings } = checkTrap(record, smccc12);
  return new Map(registerRows(record, findings, '1.2').map(({ register, role }) => [register, role]));
}

describe('registerRows', () => {
  it('has one row for every register that the caller has', () => {
    const rows = registerRows(featuresTrap(), [], '1.2');
    expect(rows).toHaveLength(31 + 3 + 32 + 2);
    expect(new Set(rows.map(({ register }) => register)).size).toBe(rows.length);
  });

  it('tells results from registers that SMCCC leaves open', () => {
    const record = trapAt(0, ffa.FFA_VERSION, 0x10002);
    write(record, 0, 0x10002n, 'el2');
    const seen = roles(record);
    expect([0, 1, 2, 3, 4].map((n) => seen.get(`x${n}`))).toEqual(['result', 'free', 'free', 'free', 'preserved']);
  });

  it('takes the verdict of a finding as the role', () => {
    const record = runTrap(18);
    write(record, 18, 1n, 'el2');
    write(record, 19, 1n, 'undefined');
    const seen = roles(record);
    expect(['x7', 'x8', 'x18', 'x19', 'x20'].map((name) => seen.get(name))).toEqual([
      'result',
      'disputed',
      'violation',
      'undefined',
      'preserved',
    ]);
  });

  it('knows no results where the call did not return', () => {
    const record = trapAt(0, ffa.FFA_FEATURES, 0, { disposition: 'undefined' });
    expect(roles(record).get('x0')).toBe('preserved');
  });
});

describe('writerText', () => {
  it.each([
    ['caller', 5n, undefined, 'caller'],
    ['el2', 5n, undefined, 'EL2'],
    ['el2', 0n, undefined, 'EL2 (zeroed)'],
    ['el3', 0n, 8, 'EL3 reply x8'],
    ['undefined', 5n, undefined, 'undefined (EL2 stack)'],
    [undefined, 5n, undefined, ''],
  ] as const)('names %s', (writer, after, source, expected) => {
    expect(writerText({ writer, after, source })).toBe(expected);
  });
});
