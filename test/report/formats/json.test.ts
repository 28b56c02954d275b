import { describe, expect, it } from 'vitest';
import { renderBatchJson } from '../../../src/report/formats/json.ts';
import { mixed } from '../../support/batches.ts';

const parsed = () => JSON.parse(renderBatchJson(mixed()));

describe('the JSON of a batch', () => {
  it('counts runs, errors and violations, and says whether all passed', () => {
    const { version, passed, engine, summary } = parsed();
    expect({ version, passed, engine }).toEqual({ version: 1, passed: false, engine: 'libunicorn 2.0.1' });
    expect(summary).toEqual({
      stubs: 4,
      cells: { pass: 1, red: 0, findings: 1, failed: 1, skipped: 1 },
      errors: 1,
      undeclared: 24,
      declared: 0,
    });
  });

  it('has every key everywhere, null where there is nothing to say', () => {
    const { stubs } = parsed();
    const shapes = (list: object[]) => new Set(list.map((item) => Object.keys(item).join(' ')));
    expect(shapes(stubs).size).toBe(1);
    expect(shapes(stubs.flatMap(({ cells }: { cells: object[] }) => cells)).size).toBe(1);
    expect(shapes(stubs.flatMap(({ violations }: { violations: object[] }) => violations)).size).toBe(1);
  });

  it('tells of a violation what changed, who wrote it, the rule, its clause and both sides of a dispute', () => {
    const { stubs } = parsed();
    const [found] = stubs[1].violations.filter(({ register }: { register: string }) => register === 'x8');
    expect(found).toMatchObject({
      file: 'guest-asm/preserve/example.S',
      line: 14,
      register: 'x8',
      before: '0x0000000000008888',
      after: '0x0000000000000000',
      writer: 'EL2 (zeroed)',
      rule: 'smc32-x8-x17',
      dispute: 'writes-all',
      verdict: 'disputed',
      declared: false,
      cells: [0],
    });
    const { rules, disputes } = parsed();
    expect(rules['smccc-1.2/smc32-x8-x17'].clause).toBe('DEN0028 2.6');
    expect(disputes['writes-all'].sides.map(({ who }: { who: string }) => who)).toEqual([
      'SMCCC',
      'pKVM as merged (v6.18)',
    ]);
  });

  it('is the same text every time: it has no times', () => {
    expect(renderBatchJson(mixed())).toBe(renderBatchJson(mixed()));
    expect(renderBatchJson(mixed())).not.toContain('milliseconds');
  });
});
