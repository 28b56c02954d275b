import { describe, expect, it } from 'vitest';
import * as ffa from '../../assembly/ffa/ids.ts';
import type { ExpectationResult } from '../../src/check/expect.ts';
import { plain } from '../../src/report/format.ts';
import { renderText } from '../../src/report/text.ts';
import { registers, smc, write } from '../support/records.ts';
import { featuresTrap, report, runTrap, STUB, trapAt } from '../support/reports.ts';

const expectations: ExpectationResult[] = [
  {
    position: { file: STUB, line: 5, column: 5 },
    text: 'expect returned: x0 == FFA_SUCCESS',
    status: 'pass',
    checked: 1,
    differences: [],
    detail: undefined,
  },
  {
    position: { file: STUB, line: 6, column: 5 },
    text: 'expect returned: x8 == before',
    status: 'fail',
    checked: 1,
    differences: [
      {
        condition: 'x8 == before',
        position: { file: STUB, line: 6, column: 22 },
        where: 'arrival 1',
        what: 'x8',
        comparison: '==',
        expected: 0x8888n,
        found: 0n,
        changed: 0x8888n,
        width: 64,
      },
    ],
    detail: undefined,
  },
  {
    position: { file: STUB, line: 7, column: 5 },
    text: 'expect never: w0 != 1',
    status: 'not-reached',
    checked: 0,
    differences: [],
    detail: 'the program did not come to never',
  },
  {
    position: { file: STUB, line: 8, column: 5 },
    text: 'expect other [pkvm/v6.6]: x0 == 1',
    status: 'skipped',
    checked: 0,
    differences: [],
    detail: undefined,
  },
];

/** The text between two lines, the second not included. */
function section(text: string, from: string, to: string): string[] {
  const lines = text.split('\n');
  const start = lines.findIndex((line) => line.startsWith(from));
  const length = lines.slice(start).indexOf(to);
  return lines.slice(start, start + length);
}

describe('the text report', () => {
  const full = report([featuresTrap(), runTrap(18)], { expectations, notes: ['Try the other model.'] });

  it('starts with what ran on what', () => {
    expect(renderText(full).split('\n').slice(0, 9)).toEqual([
      'An example',
      'What comes back?',
      'stub guest-asm/preserve/example.S   model pkvm/v6.18   firmware version=1.2   engine unicorn 2.0.1',
      'profile smccc-1.2   seed 0000000000001234',
      '',
      'boot   1 SMC',
      '  SMC 1  FFA_VERSION(1.2) SMC32 → 1.2',
      '         in  x0  0000000084000063  x1  0000000000010002  x2–x17 zero',
      '         out x0  0000000000010002  x1–x17 zero',
    ]);
  });

  it('shows a trap with every bit that changed, who changed it and what that means', () => {
    const lost = (n: number): string => {
      const value = (n * 0x1111).toString(16).padStart(16, '0');
      return `  ${`x${n}`.padEnd(3)}  ${value} → 0000000000000000  ${value}  ! disputed   EL2 (zeroed)`;
    };
    expect(section(renderText(full), `${STUB}:14`, '')).toEqual([
      'guest-asm/preserve/example.S:14:  smc #0   FFA_FEATURES(FFA_MEM_SHARE_64) (SMC32)   pkvm/v6.18',
      '  EL1 → EL2  EC 0x17 SMC64   ESR 000000005e000000   ELR 0000000080000010',
      '  SPSR 00000000600003c5 nZCv DAIF EL1h   vector 0000000080100400   return to 0000000080000014',
      '  EL2 handled the call → FFA_SUCCESS_32',
      '       caller             after             changed bits      role         written by',
      '  x0   0000000084000064 → 0000000084000061  0000000000000005  result       EL2',
      '  x1   00000000c4000073 → 0000000000000000  00000000c4000073  result       EL2 (zeroed)',
      '  x2   0000000000002222 → 0000000000000000  0000000000002222  result       EL2 (zeroed)',
      '  x3   0000000000003333 → 0000000000000000  0000000000003333  result       EL2 (zeroed)',
      ...[4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17].map(lost),
      '  x18–x30, sp_el0, sp_el1, pstate, v0–v31, fpsr, fpcr unchanged',
      '! x4–x7 not preserved   x4-x7 (smccc-1.2)   DEN0028 2.6, 2.7   disputed: reserved-parameters',
      '! x8–x17 not preserved   smc32-x8-x17 (smccc-1.2)   DEN0028 2.6   disputed: writes-all',
    ]);
  });

  it('says what EL2 asked EL3 and which registers of the answer came back', () => {
    const lines = section(renderText(full), `${STUB}:18`, '');
    expect(lines[0]).toBe('guest-asm/preserve/example.S:18:  resume: smc #0   FFA_RUN(0x8001:0) (SMC32)   pkvm/v6.18');
    expect(lines[3]).toBe('  EL2 forwarded the call to EL3 → FFA_MSG_SEND_DIRECT_RESP2(0x8001→0x0000)');
    expect(lines[4]).toBe('  SMC 1  FFA_RUN(0x8001:0) SMC32 → FFA_MSG_SEND_DIRECT_RESP2(0x8001→0x0000)');
    expect(lines[5]).toBe('         in  x0–x17 as the caller passed them');
    expect(lines[6]).toMatch(
      /^ {9}out x0 {2}00000000c400008e {2}x4 {2}[0-9a-f]{16} {2}x5 {2}[0-9a-f]{16} {2}x6 {2}[0-9a-f]{16}$/,
    );
    expect(lines.slice(7, 11).join(' ')).toMatch(/x1 as passed\s+\(scripted\)/);
    expect(lines.filter((line) => line.endsWith('! disputed   EL3 reply x17'))).toHaveLength(1);
    expect(lines).toContain('  x1 copied from EL3’s reply with the same value');
  });

  it('lists all 31 registers on demand', () => {
    const lines = section(renderText(full, { full: true }), `${STUB}:18`, '');
    for (let n = 0; n < 31; n++) expect(lines.filter((line) => line.startsWith(`  x${n} `))).toHaveLength(1);
    const x30 = '  x30  000000000001fffe → 000000000001fffe                    preserved    caller';
    expect(lines).toContain(x30);
  });

  it('tells each disputed rule once, with both sides and every place', () => {
    const text = renderText(report([featuresTrap(), { ...featuresTrap(), index: 1 }]));
    expect(section(text, 'findings', '')).toEqual([
      'findings, profile smccc-1.2',
      '! x4-x7   DEN0028 2.6, 2.7   disputed',
      '    x4–x7 are preserved unless they contain results, as the function definition says',
      '    guest-asm/preserve/example.S:14 x4–x7; guest-asm/preserve/example.S:14 x4–x7',
      '    Disputed: May a callee write zero to parameter registers that hold no result?',
      '      SMCCC (DEN0028 2.6, 2.7): registers without a result come back as the caller left them',
      '      FF-A (DEN0077A 1.2, 11.2): unused parameter registers are reserved: the caller writes zero and',
      '      ignores them, and zero comes back',
      '! smc32-x8-x17   DEN0028 2.6   disputed',
      '    a call with an SMC32 function id preserves x8–x17',
      '    guest-asm/preserve/example.S:14 x8–x17; guest-asm/preserve/example.S:14 x8–x17',
      '    Disputed: May a proxy write x8–x17 after every call that it answers?',
      '      SMCCC (DEN0028 2.6): a caller knows from its own function id what it keeps: SMC32 leaves',
      '      x8–x30 alone',
      '      pKVM as merged (v6.18) (DEN0077A 1.2, 11.2): x0–x17 are written back without looking at the',
      '      function id, as FF-A zeroes what it does not use',
    ]);
  });

  it('ends with the expectations by line, the notes and one summary', () => {
    const text = renderText(full);
    expect(text.slice(text.indexOf('expectations\n')).split('\n')).toEqual([
      'expectations',
      'pass guest-asm/preserve/example.S:5  expect returned: x0 == FFA_SUCCESS',
      'FAIL guest-asm/preserve/example.S:6  expect returned: x8 == before',
      '       arrival 1: x8 is 0000000000000000, expected 0000000000008888',
      'FAIL guest-asm/preserve/example.S:7  expect never: w0 != 1',
      '       the program did not come to never',
      '',
      'note: Try the other model.',
      'pkvm/v6.18, 2 traps, 2 SMCs at EL3, 3 findings (3 disputed), 1 of 3 expectations hold,',
      '    stopped at 0000000080000024: brk #0x0',
      '',
    ]);
    expect(renderText(full, { full: true })).toContain('skip guest-asm/preserve/example.S:8');
  });

  it('marks findings that the stub declares', () => {
    const declared = renderText(report([featuresTrap()], { undeclared: [] }));
    expect(declared).toContain('disputed: writes-all');
    expect(declared.match(/declared by the stub/g)).toHaveLength(3);
    expect(declared).toContain('2 findings (2 disputed), all declared by the stub,');
  });

  it('says the same in colour, but for the marks of expectations', () => {
    const color = renderText(full, { color: true });
    const words = plain(color)
      .replace(/^✓ {3}/gm, 'pass')
      .replace(/^✗ {3}/gm, 'FAIL');
    expect(color).not.toBe(plain(color));
    expect(words).toBe(renderText(full));
  });

  it('paints the digits that changed, and no other', () => {
    const record = trapAt(0, ffa.FFA_ID_GET, 0);
    write(record, 20, 0x20000n ^ (record.before.x[20] ?? 0n), 'el2');
    const line = renderText(report([record]), { color: true })
      .split('\n')
      .find((text) => text.includes('x20  '));
    const esc = String.fromCharCode(27);
    expect(line).toContain(`→ 00000000000${esc}[1m${esc}[31m3${esc}[39m${esc}[22m5554`);
  });

  it.each([80, 100, 132])('fits %i columns, but for what cannot be broken', (width) => {
    const lines = renderText(full, { width }).split('\n');
    const longest = Math.max(...lines.map((line) => [...line].length));
    expect(longest).toBeLessThanOrEqual(Math.max(width, 92));
  });

  it('shows changed vector registers by halves and names the rule', () => {
    const record = trapAt(0, ffa.FFA_ID_GET, 0);
    record.before.v[3] = 0x1111_2222_3333_4444_5555_6666_7777_8888n;
    record.after.v[3] = record.before.v[3] ^ (1n << 64n);
    const text = renderText(report([record]));
    expect(text).toContain('  v3.d[1]  1111222233334444 → 1111222233334445  0000000000000001  ! violation\n');
    expect(text).not.toContain('v3.d[0]');
    expect(text).toContain('! v3 not preserved   simd (smccc-1.2)');
  });

  it('marks undefined registers, changed or not', () => {
    const record = trapAt(0, ffa.FFA_VERSION, 0x10002);
    write(record, 9, record.before.x[9] ?? 0n, 'undefined');
    write(record, 10, 0x1234n, 'undefined');
    const text = renderText(report([record]));
    const blank = ' '.repeat(16);
    expect(text).toContain(`  x9   0000000000009999 → 0000000000009999  ${blank}  ! undefined  undefined (EL2 stack)`);
    expect(text).toContain('! x9–x10 from EL2’s stack   undefined-value (smccc-1.2)');
  });

  it('says so where the instruction was UNDEFINED, and judges nothing', () => {
    const text = renderText(report([{ ...featuresTrap(), disposition: 'undefined' }]));
    expect(text).toContain('  the instruction is UNDEFINED here\n');
    expect(text).toContain('x17  0000000000012221 → 0000000000000000  0000000000012221  changed      EL2 (zeroed)');
    expect(text).toContain(' 0 findings,');
  });

  it('tells of warnings, of state that changed and of SMCs that the log lost', () => {
    const record = featuresTrap();
    record.warnings = 2;
    record.smcCount = 300;
    record.state = { hyp_ffa_version: 0x10001n, negotiated: 1n };
    const boot = { result: 0, smcs: [], state: { hyp_ffa_version: 0x10002n, negotiated: 1n } };
    const text = renderText(report([record], {}, { boot }));
    expect(text).toContain('2 WARN_ONs: a panic on a real nVHE hypervisor');
    expect(text).toContain('  state  hyp_ffa_version 0x10002 → 0x10001\n');
    expect(text).toContain('  and 300 more SMCs that the log has no room for');
    expect(text).toContain('boot   0 SMCs\n');
  });

  it('tells of undefined registers that EL2 passed to EL3 and got back', () => {
    const passed = smc(registers(ffa.FFA_ID_GET), registers(ffa.FFA_SUCCESS), {
      undefinedInput: 0x3ff00,
      undefinedOutput: 0x3ff00,
    });
    const text = renderText(report([{ ...featuresTrap(), smcs: [passed], smcCount: 1 }]));
    expect(text).toContain('         in  x0  0000000084000069  x1–x7 zero  x8–x17 undefined (EL2 stack)\n');
    expect(text).toContain('         out x0  0000000084000061  x1–x7 zero  x8–x17 undefined (EL2 stack)\n');
  });

  it('says why a hypervisor does not come up', () => {
    const boot = { result: -95, smcs: [], state: {} };
    const text = renderText(report([], {}, { boot }));
    expect(text).toContain('boot   0 SMCs   the hypervisor does not come up: EOPNOTSUPP');
  });
});
