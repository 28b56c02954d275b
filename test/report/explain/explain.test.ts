import { describe, expect, it } from 'vitest';
import { callTable } from '../../../src/abi/table.ts';
import { profiles } from '../../../src/check/profiles.ts';
import { explainLines } from '../../../src/report/explain/explain.ts';
import { stubsCalling, stubsShowing } from '../../../src/report/explain/stubs.ts';
import { findSubject, suggestSubject } from '../../../src/report/explain/subject.ts';
import { mixed } from '../../support/batches.ts';

const options = { color: false, width: 100 };

function explain(word: string): string {
  const subject = findSubject(word);
  if (!subject) throw new Error(`nothing is called ${word}`);
  return explainLines(subject, options).join('\n');
}

describe('an explanation', () => {
  it('of a rule has what it demands, its clause, whom it is about, and both sides of each dispute', () => {
    const text = explain('smccc-1.2/smc32-x8-x17');
    expect(text).toContain(
      'rule  smc32-x8-x17\n  A call with an SMC32 function id preserves x8–x17.\n  clause     DEN0028 2.6\n',
    );
    expect(text).toContain('  registers  x8–x17\n  profiles   smccc-1.2\n');
    expect(text).toMatch(
      /disputed {2}writes-all\n.*\n {4}SMCCC \(DEN0028 2\.6\): .*pKVM as merged \(v6\.18\).*See Linux/s,
    );
  });

  it('of a rule that profiles read differently has every reading', () => {
    const readings = profiles.flatMap(({ rules }) => rules.filter(({ id }) => id === 'smc32-x8-x17'));
    const demands = new Set(readings.map((rule) => rule.demands));
    expect(demands.size).toBeGreaterThan(1);
    expect(explain('smc32-x8-x17').match(/\n {2}clause /g)).toHaveLength(
      new Set(readings.map(({ clause }) => clause)).size,
    );
  });

  it('exists for every rule, dispute, profile and call that there is, and fits the width', () => {
    const rules = profiles.flatMap(({ rules: all }) => all);
    const words = [
      ...profiles.map(({ name }) => name),
      ...rules.map(({ id }) => id),
      ...rules.flatMap(({ disputes }) => disputes.map(({ id }) => id)),
      ...callTable.map(({ name }) => name),
      ...Array.from({ length: 31 }, (_, n) => `x${n}`),
    ];
    for (const word of new Set(words)) {
      const lines = explain(word).split('\n');
      expect(lines.length).toBeGreaterThan(2);
      const longest = Math.max(...lines.map((line) => line.length));
      expect(longest).toBeLessThanOrEqual(100);
    }
  });

  it('of a call has its ids, who may call it, and its registers before and after', () => {
    const text = explain('FFA_RUN');
    expect(text).toContain('  ids        SMC32 0x8400006d since 1.0, SMC64 0xc400006d since 1.3\n');
    expect(text).toContain('NP (EL1 or EL2 to EL3)');
    expect(text).toMatch(/\n {2}x18–x30 {2}none +preserved/);
    for (const word of ['ffa_run', 'FFA_RUN_64', '0x8400006d', '0xC400006D', '0xffffffff8401006d']) {
      expect(explain(word)).toBe(text);
    }
  });

  it('of a register has the conventions, the rules about it and the calls that use it', () => {
    const text = explain('x8');
    expect(text).toMatch(/SMCCC 1\.2 to 1\.6 {2}SMC32 +none → preserved +DEN0028 2\.6/);
    expect(text).toContain('  smc32-x8-x17  DEN0028 2.6  smccc-1.2\n');
    expect(text).toMatch(/an argument of .*FFA_MSG_SEND_DIRECT_REQ2/s);
    expect(text).not.toContain('  x18-x30 ');
    expect(explain('w8')).toContain('the lower half of x8');
    expect(explain('lr')).toContain('register  x30');
    expect(explain('sp_el0')).toContain('  stack-pointers ');
    expect(explain('v31')).toContain('  simd ');
  });

  it('of a clause has the rules that rest on it', () => {
    for (const word of ['DEN0028-2.7', 'den0028 2.7']) {
      expect(explain(word)).toContain('  smc64-x8-x17 ');
      expect(explain(word)).not.toContain('  smc32-x8-x17  DEN0028 2.6  smccc-1.2');
    }
  });

  it.each(['nothing', 'x31', 'w99', 'v32', 'DEN9999-1', '0x12345678', 'smccc-1.2/nothing', 'ffa-1.2/smc', ''])(
    'does not exist for %j',
    (word) => {
      expect(findSubject(word)).toBeUndefined();
    },
  );

  it.each([
    ['FFA_RUM', 'FFA_RUN'],
    ['smc32-x8-x71', 'smc32-x8-x17'],
    ['write-all', 'writes-all'],
    ['smccc-1.3', 'smccc-1.0'],
    ['sp_el2', 'sp_el0'],
  ])('is offered for what %s nearly is', (word, near) => {
    expect(suggestSubject(word)).toBe(near);
  });

  it('is offered for nothing where nothing is near', () => {
    expect(suggestSubject('completely-different')).toBeUndefined();
  });
});

describe('the stubs that show a rule', () => {
  it('are places with the call, the registers, the verdict and the models', () => {
    const lines = stubsShowing(mixed(), new Set(['smc32-x8-x17']), options);
    expect(lines.slice(0, 2)).toEqual(['', 'stubs that show it']);
    expect(lines.slice(2).join('\n')).toMatch(
      /example\.S:14 {2}FFA_FEATURES\(FFA_MEM_SHARE_64\) \(SMC32\) {2}x8–x17\s+disputed: writes-all\s+on pkvm\/v6\.18/,
    );
    expect(lines.join('\n')).toContain('example.S:18');
  });

  it('are found by the dispute, too', () => {
    const lines = stubsShowing(mixed(), new Set(['reply-decides']), options);
    expect(lines.join('\n')).toContain('example.S:18');
    expect(lines.join('\n')).not.toContain('example.S:14');
  });

  it('may be none', () => {
    expect(stubsShowing(mixed(), new Set(['simd']), options)[1]).toContain('no stub');
  });

  it('are those that make a call, each place once, whatever the number of runs', () => {
    const run = findSubject('FFA_RUN') as { kind: 'call'; row: (typeof callTable)[number] };
    expect(stubsCalling(mixed(), run.row, options).filter((line) => line.includes('FFA_RUN(0x8001:0)'))).toHaveLength(
      1,
    );
  });
});
