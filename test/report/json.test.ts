import { describe, expect, it } from 'vitest';
import { JSON_VERSION, jsonReport, renderJson } from '../../src/report/json.ts';
import { randomFile } from '../support/records.ts';
import { featuresTrap, report, runTrap, STUB } from '../support/reports.ts';

const traps = [featuresTrap(), runTrap(18)];
const arrivals = [{ address: 0x80000014n, registers: randomFile(3n), traps: 1, state: { hyp_ffa_version: 0x10002n } }];
const made = report(
  traps,
  {
    expectations: [
      {
        position: undefined,
        text: 'expect stop: brk #0',
        status: 'fail',
        checked: 1,
        differences: [
          {
            condition: 'v1 == 0',
            position: undefined,
            where: 'run',
            what: 'v1',
            comparison: '==',
            expected: 0n,
            found: 1n << 100n,
            changed: 1n << 100n,
            width: 128,
          },
          {
            condition: 'brk',
            position: undefined,
            where: 'run',
            what: 'stop',
            comparison: '==',
            expected: 'brk',
            found: 'svc',
            changed: undefined,
            width: undefined,
          },
        ],
        detail: undefined,
      },
    ],
  },
  { arrivals },
);
const [json] = JSON.parse(renderJson([made]));

/** Every string of the report that is a number, with its path. */
function numbers(value: unknown, path = ''): [string, string][] {
  if (typeof value === 'string') return /^0x[0-9a-f]+$/.test(value) ? [[path, value]] : [];
  if (value === null || typeof value !== 'object') return [];
  return Object.entries(value).flatMap(([key, part]) => numbers(part, `${path}.${key}`));
}

describe('the JSON report', () => {
  it('survives JSON.parse and says which schema it follows', () => {
    expect(json.version).toBe(JSON_VERSION);
    expect(json).toEqual(jsonReport(made));
  });

  it('has every key that its description names', () => {
    expect(Object.keys(json)).toEqual([
      'version',
      'stub',
      'title',
      'asks',
      'notes',
      'model',
      'firmware',
      'engine',
      'profile',
      'ffa_version',
      'seed',
      'boot',
      'traps',
      'arrivals',
      'findings',
      'outcomes',
      'confirmation',
      'same_value',
      'expectations',
      'stop',
      'final',
      'instructions',
      'partition_instructions',
      'summary',
    ]);
  });

  it('writes registers with 16 hex digits, vector registers with 32, ids and instruction words with 8', () => {
    const found = numbers(json);
    expect(found.length).toBeGreaterThan(500);
    for (const [path, value] of found) {
      const vector = /\.v\.\d+$/.test(path) || /\.expectations\.0\.differences\.0\./.test(path);
      const word = /\.(function|instruction)$/.test(path);
      const register = /\.registers\.(\d+)\.(before|after|changed)$/.exec(path);
      const row = register && Number(register[1]) >= 34 && Number(register[1]) < 66;
      expect(value.length - 2, path).toBe(word ? 8 : vector || row ? 32 : 16);
    }
  });

  it('gives each trap its place, call, exception and reply', () => {
    const [features, resumed] = json.traps;
    expect(features).toMatchObject({
      index: 0,
      address: '0x0000000080000010',
      file: STUB,
      line: 14,
      column: 3,
      label: null,
      instruction: '0xd4000003',
      conduit: 'smc',
      immediate: 0,
      call: {
        function: '0x84000064',
        name: 'FFA_FEATURES',
        arguments: 'FFA_MEM_SHARE_64',
        convention: 'SMC32',
        owner: 'FF-A',
        fast: true,
        remarks: [],
        clause: 'DEN0077A FFA_FEATURES',
      },
      reply: { name: 'FFA_SUCCESS_32', status: null },
      disposition: 'handled',
      exception: { source_el: 1, target_el: 2, class: 0x17, class_name: 'SMC64', esr: '0x000000005e000000' },
      smc_count: 0,
    });
    expect(resumed).toMatchObject({ label: 'resume', smc_count: 1, disposition: 'forwarded' });
    expect(resumed.smcs[0]).toMatchObject({
      call: { name: 'FFA_RUN' },
      reply: { text: 'FFA_MSG_SEND_DIRECT_RESP2(0x8001→0x0000)' },
      forwarded: true,
      scripted_reply: 0,
      undefined_input: [],
    });
  });

  it('gives each register its values, role and writer', () => {
    const { registers } = json.traps[1];
    expect(registers).toHaveLength(31 + 3 + 32 + 2);
    expect(registers[17]).toMatchObject({
      register: 'x17',
      before: '0x0000000000012221',
      role: 'disputed',
      writer: 'el3',
      reply_register: 17,
      rule: 'smc32-x8-x17',
    });
    expect(registers[30]).toMatchObject({ register: 'x30', role: 'preserved', writer: 'caller', reply_register: null });
  });

  it('gives findings with both sides of a dispute, and writes of the same value', () => {
    expect(
      json.findings.map(({ rule, dispute }: { rule: string; dispute: { id: string } }) => [rule, dispute.id]),
    ).toEqual([
      ['x4-x7', 'reserved-parameters'],
      ['smc32-x8-x17', 'writes-all'],
      ['smc32-x8-x17', 'reply-decides'],
    ]);
    expect(json.findings[2].dispute.sides).toHaveLength(2);
    expect(json.findings[2]).toMatchObject({ trap: 1, verdict: 'disputed', declared: false });
    const kept = runTrap(18);
    kept.after.x[9] = kept.before.x[9] ?? 0n;
    expect(jsonReport(report([kept])).same_value).toEqual([
      { rule: 'smc32-x8-x17', trap: 1, register: 'x9', value: '0x0000000000009999', writer: 'el3', reply_register: 9 },
    ]);
  });

  it('gives what was found in place of what was expected', () => {
    expect(json.expectations[0]).toMatchObject({ file: null, status: 'fail', detail: null });
    expect(json.expectations[0].differences).toMatchObject([
      { expected: `0x${'0'.repeat(32)}`, found: '0x00000010000000000000000000000000' },
      { expected: 'brk', found: 'svc', changed: null },
    ]);
  });

  it('says why and where the guest stopped, and counts', () => {
    expect(json.stop).toMatchObject({ kind: 'brk', address: '0x0000000080000024', immediate: 0, fault: null });
    expect(json.summary).toEqual({
      traps: 2,
      smcs: 2,
      findings: { violation: 0, disputed: 3, undefined: 0 },
      declared: 0,
      expectations: { passed: 0, red: 0, failed: 1, skipped: 0 },
    });
    const fault = { address: 0x10n, access: 'write' as const, width: 8 };
    const stopped = report(
      traps,
      {},
      { stop: { kind: 'memory-fault', pc: 0x80000010n, detail: 'no memory there', fault } },
    );
    expect(jsonReport(stopped).stop).toMatchObject({
      line: 14,
      fault: { address: '0x0000000000000010', access: 'write', width: 8 },
    });
  });

  it('puts several runs in one array', () => {
    expect(JSON.parse(renderJson([made, made]))).toHaveLength(2);
  });
});
