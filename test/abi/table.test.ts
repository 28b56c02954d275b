import { describe, expect, it } from 'vitest';
import * as ffaIds from '../../assembly/ffa/ids.ts';
import * as smcccIds from '../../assembly/smccc/ids.ts';
import { field, fieldExists } from '../../src/abi/row.ts';
import { callTable, findCall, findCallByName, idName, resultRegisters } from '../../src/abi/table.ts';

const ids = { ...ffaIds, ...smcccIds } as Record<string, number>;
/** Constants of the id files that name a function: fast, of owner 0 or 4, and not a mask. */
const functionNames = Object.keys(ids).filter((name) =>
  /^(FFA_(?!NUMBER)|PSCI_(?!NUMBER|VERSION_|INVALID_|ALREADY_))/.test(name),
);

const range = (first: number, last: number): number => {
  let mask = 0;
  for (let n = first; n <= last; n++) mask |= 1 << n;
  return mask;
};

describe('the ABI table', () => {
  it('has one row for every FF-A and PSCI function id of the constant files', () => {
    expect(functionNames.length).toBeGreaterThan(100);
    for (const name of functionNames) {
      const word = ids[name] ?? 0;
      expect(findCall(word)?.name, name).toBe(name.replace(/_64$/, ''));
    }
  });

  it('names no function that the constant files do not have, and none twice', () => {
    const rowIds = callTable.flatMap((row) => [row.id32, row.id64]).filter((id) => id !== undefined);
    expect(new Set(rowIds).size).toBe(rowIds.length);
    const known = new Set(Object.values(ids));
    for (const id of rowIds) expect(known.has(id), id.toString(16)).toBe(true);
  });

  it('keeps the number of a call in both of its forms', () => {
    for (const row of callTable) {
      if (row.id32 === undefined || row.id64 === undefined) continue;
      expect((row.id32 | smcccIds.SMCCC_64) >>> 0, row.name).toBe(row.id64);
    }
  });

  it('names only replies that it has a row for', () => {
    for (const row of callTable) for (const reply of row.replies) expect(findCallByName(reply), reply).toBeDefined();
  });

  it('lets no two fields of one call share a register in the same form, save those that a version added', () => {
    for (const row of callTable) {
      for (const fields of [row.arguments, row.results]) {
        const seen = new Set<number>();
        for (const { first, last, name } of fields) {
          for (let n = first; n <= last; n++) {
            expect(seen.has(n), `${row.name} x${n} ${name}`).toBe(false);
            seen.add(n);
          }
        }
      }
    }
  });

  it('tells the two forms of an id apart only where there are two of the same age', () => {
    expect(idName(ffaIds.FFA_SUCCESS)).toBe('FFA_SUCCESS_32');
    expect(idName(ffaIds.FFA_MEM_SHARE_64)).toBe('FFA_MEM_SHARE_64');
    expect(idName(ffaIds.FFA_ERROR)).toBe('FFA_ERROR');
    expect(idName(ffaIds.FFA_ERROR_64)).toBe('FFA_ERROR_64');
    expect(idName(ffaIds.FFA_MSG_SEND_DIRECT_REQ2)).toBe('FFA_MSG_SEND_DIRECT_REQ2');
    expect(idName(0x840000ef)).toBeUndefined();
  });

  it('refuses a register range that is none', () => {
    expect(() => field('y3', 'nothing')).toThrow('not a register range: y3');
  });

  it('knows when and in which form a field exists', () => {
    const payload = field('x8-x17', 'payload', 'hex', { since: '1.3', form: 64 });
    expect(fieldExists(payload, 64, '1.2')).toBe(false);
    expect(fieldExists(payload, 64, '1.3')).toBe(true);
    expect(fieldExists(payload, 32, '1.3')).toBe(false);
  });
});

describe('result registers', () => {
  const of = (call: number, reply: number, version: '1.2' | '1.3' = '1.2'): number =>
    resultRegisters(BigInt(call), BigInt(reply), version);

  it('are x0 to x3 for the properties that FFA_FEATURES returns', () => {
    expect(of(ffaIds.FFA_FEATURES, ffaIds.FFA_SUCCESS)).toBe(range(0, 3));
  });

  it('follow the reply: a partition that answers FFA_RUN with DIRECT_RESP2 fills x4 to x17', () => {
    expect(of(ffaIds.FFA_RUN, ffaIds.FFA_MSG_SEND_DIRECT_RESP2)).toBe(range(0, 17));
    expect(of(ffaIds.FFA_RUN, ffaIds.FFA_MSG_SEND_DIRECT_RESP)).toBe(range(0, 7));
    expect(of(ffaIds.FFA_RUN, ffaIds.FFA_MSG_WAIT) & range(4, 17)).toBe(0);
  });

  it('never reach x4 in FFA_ERROR, FFA_INTERRUPT and FFA_YIELD, whatever was called', () => {
    for (const reply of [ffaIds.FFA_ERROR, ffaIds.FFA_INTERRUPT, ffaIds.FFA_YIELD]) {
      for (const row of callTable) {
        const call = row.id64 ?? row.id32 ?? 0;
        expect(of(call, reply) & range(4, 17), row.name).toBe(0);
      }
    }
  });

  it('are x0 alone for a version and for a bare -1', () => {
    expect(of(ffaIds.FFA_VERSION, 0x10002)).toBe(1);
    expect(resultRegisters(BigInt(ffaIds.FFA_VERSION), 0xffffffffffffffffn, '1.2')).toBe(1);
    expect(resultRegisters(BigInt(ffaIds.FFA_FEATURES), 0xffffffffffffffffn, '1.2')).toBe(1);
  });

  it('of the 64-bit direct response end at x7 until FF-A 1.3 widens the payload', () => {
    expect(of(ffaIds.FFA_MSG_SEND_DIRECT_REQ_64, ffaIds.FFA_MSG_SEND_DIRECT_RESP_64)).toBe(range(0, 7));
    expect(of(ffaIds.FFA_MSG_SEND_DIRECT_REQ_64, ffaIds.FFA_MSG_SEND_DIRECT_RESP_64, '1.3')).toBe(range(0, 17));
  });

  it('of FFA_PARTITION_INFO_GET_REGS fill all 18 registers', () => {
    expect(of(ffaIds.FFA_PARTITION_INFO_GET_REGS, ffaIds.FFA_SUCCESS_64)).toBe(range(0, 17));
  });

  it('ignore the SVE hint and the upper half of x0 in the call', () => {
    const call = 0xdeadbeef_84010082n;
    expect(resultRegisters(call, BigInt(ffaIds.FFA_SUCCESS), '1.2')).toBe(range(0, 7));
  });
});
