import { describe, expect, it } from 'vitest';
import * as ffa from '../../assembly/ffa/ids.ts';
import { PSCI_CPU_ON_64, SMCCC_ARCH_FEATURES } from '../../assembly/smccc/ids.ts';
import { describeRegister, registerRoles } from '../../src/abi/roles.ts';
import { callExists, type Form, type Version } from '../../src/abi/row.ts';
import { statusExists } from '../../src/abi/status.ts';
import { callTable, findCallByName, resultRegisters } from '../../src/abi/table.ts';

const roles = (name: string, form: Form, version: Version = '1.2') =>
  registerRoles(findCallByName(name)!, form, version);
const inputs = (name: string, form: Form, version?: Version) => roles(name, form, version).map(({ input }) => input);
const outputs = (name: string, form: Form, version?: Version) => roles(name, form, version).map(({ output }) => output);
const times = (count: number, value: string): string[] => Array<string>(count).fill(value);

describe('register roles', () => {
  it('of FFA_RUN: one argument, a payload where a response ends it, and x8–x30 for the caller where none does', () => {
    expect(inputs('FFA_RUN', 32)).toEqual([
      'function id',
      'argument',
      ...times(6, 'should be zero'),
      ...times(23, 'none'),
    ]);
    expect(roles('FFA_RUN', 32)[17]).toMatchObject({ output: 'result', reply: 'FFA_MSG_SEND_DIRECT_RESP2' });
    expect(outputs('FFA_RUN', 32).slice(18)).toEqual(times(13, 'preserved'));
  });

  it('of FFA_ID_GET: results or an error in x0–x3, zero in x4–x7, x8–x30 preserved', () => {
    expect(outputs('FFA_ID_GET', 32)).toEqual([...times(4, 'result'), ...times(4, 'zero'), ...times(23, 'preserved')]);
  });

  it('of a call of the 64-bit form reach x17 from FF-A 1.2 on', () => {
    expect(inputs('FFA_RXTX_MAP', 64, '1.1').slice(4, 18)).toEqual([
      ...times(4, 'should be zero'),
      ...times(10, 'none'),
    ]);
    expect(inputs('FFA_RXTX_MAP', 64, '1.2').slice(4, 18)).toEqual(times(14, 'should be zero'));
    expect(outputs('FFA_RXTX_MAP', 64, '1.1').slice(8, 18)).toEqual(times(10, 'preserved'));
    expect(outputs('FFA_RXTX_MAP', 64, '1.2').slice(8, 18)).toEqual(times(10, 'result or preserved'));
  });

  it('tell the width of arguments and results by form', () => {
    expect(
      roles('FFA_RXTX_MAP', 64)
        .slice(1, 4)
        .map(({ argumentWidth }) => argumentWidth),
    ).toEqual([64, 64, 32]);
    expect(
      roles('FFA_RXTX_MAP', 32)
        .slice(1, 4)
        .map(({ argumentWidth }) => argumentWidth),
    ).toEqual([32, 32, 32]);
    expect(roles('FFA_MSG_SEND_DIRECT_REQ', 32)[4]?.resultWidth).toBe(32);
    expect(roles('FFA_MSG_SEND_DIRECT_REQ', 64)[4]?.resultWidth).toBe(64);
  });

  it('know what the callee checks for zero', () => {
    expect(inputs('FFA_MSG_SEND_DIRECT_RESP2', 64).slice(1, 5)).toEqual([
      'argument',
      'must be zero',
      'must be zero',
      'argument',
    ]);
  });

  it('outside FF-A are those of the calling convention', () => {
    expect(outputs('SMCCC_ARCH_FEATURES', 32).slice(0, 9)).toEqual([
      ...times(4, 'result'),
      ...times(4, 'result or preserved'),
      'preserved',
    ]);
    expect(inputs('PSCI_CPU_ON', 64).slice(0, 5)).toEqual(['function id', ...times(3, 'argument'), 'none']);
  });

  it('place a result wherever the check of a single reply does', () => {
    for (const row of callTable.filter(({ specification }) => specification === 'FF-A')) {
      for (const form of [32, 64] as const) {
        const id = form === 32 ? row.id32 : row.id64;
        if (id === undefined) continue;
        const reply = row.name === 'FFA_VERSION' ? 0x10002 : form === 64 ? ffa.FFA_SUCCESS_64 : ffa.FFA_SUCCESS;
        const mask = resultRegisters(BigInt(id), BigInt(reply), '1.2');
        for (const { n, output } of registerRoles(row, form, '1.2')) {
          if ((mask >>> n) & 1 && row.replies.includes('FFA_SUCCESS'))
            expect(output, `${row.name} x${n}`).toBe('result');
        }
      }
    }
  });
});

describe('a register in words', () => {
  it('names argument, bits, width and what comes back', () => {
    expect(describeRegister(BigInt(ffa.FFA_RUN), 1, '1.2')).toBe(
      'x1 of FFA_RUN: target information ([31:16] endpoint, [15:0] vCPU), bits 63:32 ignored; ' +
        'after it: target information, 32 bits (DEN0077A FFA_RUN)',
    );
    expect(describeRegister(BigInt(PSCI_CPU_ON_64), 2, '1.2')).toBe(
      'x2 of PSCI_CPU_ON_64: entry; after it: result (DEN0022 PSCI_CPU_ON)',
    );
    expect(describeRegister(BigInt(SMCCC_ARCH_FEATURES), 18, '1.2')).toContain('none; after it: preserved');
    expect(describeRegister(BigInt(ffa.FFA_VERSION), 1, '1.2')).toContain('version (bit 31 must be zero)');
  });

  it('has nothing to say about calls and registers that the table does not have', () => {
    expect(describeRegister(0x840000efn, 1, '1.2')).toBeUndefined();
    expect(describeRegister(BigInt(ffa.FFA_RUN), 31, '1.2')).toBeUndefined();
  });
});

describe('versions', () => {
  it('say when a call and a form of it exist', () => {
    const exists = (name: string, form: Form, version: Version) => callExists(findCallByName(name)!, form, version);
    expect([exists('FFA_RUN', 64, '1.2'), exists('FFA_RUN', 64, '1.3'), exists('FFA_RUN', 32, '1.0')]).toEqual([
      false,
      true,
      true,
    ]);
    expect([exists('FFA_MSG_POLL', 32, '1.0'), exists('FFA_MSG_POLL', 32, '1.1')]).toEqual([true, false]);
    expect(exists('FFA_MSG_SEND_DIRECT_REQ2', 32, '1.2')).toBe(false);
  });

  it('say when a status code exists', () => {
    expect([statusExists(-9, 'FF-A', '1.0'), statusExists(-9, 'FF-A', '1.1')]).toEqual([false, true]);
    expect([statusExists(-10, 'FF-A', '1.2'), statusExists(-10, 'FF-A', '1.3')]).toEqual([false, true]);
    expect(statusExists(-11, 'FF-A', '1.3')).toBe(false);
  });
});
