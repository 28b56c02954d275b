import { describe, expect, it } from 'vitest';
import { trapline } from './command.ts';

const story = 'guest-asm/preserve/interrupted-request2.S';
const rxtx = 'guest-asm/preserve/rxtx-map.S';
const same = 'guest-asm/version/bit-31.S';

describe('trapline compare', () => {
  it('ends with 1 where models differ: an overview first, then what differs, register by register', () => {
    const { code, out } = trapline(['compare', 'pkvm/retval-v7', 'pkvm/retval-v8', rxtx, same, '--seed', '1']);
    expect(code).toBe(1);
    expect(out.split('\n').slice(0, 3)).toEqual([
      'pkvm/retval-v7 | pkvm/retval-v8: 1 of 2 stubs differ',
      expect.stringMatching(/^stub +differ +registers +and$/),
      expect.stringMatching(new RegExp(`^${rxtx} +1 of 2 traps +x8–x17 +verdicts$`)),
    ]);
    expect(out).toContain('the same on 1 stub: version/bit-31.S');
    expect(out).toMatch(/ {2}x8 {3}[0-9a-f]{16} +[0-9a-f]{16} kept +0{16} 0\*\n/);
  });

  it('ends with 0 where models do the same', () => {
    const { code, out } = trapline(['compare', 'pkvm/v6.12', 'pkvm/v6.15', story]);
    expect([code, out.split('\n')[0]]).toEqual([0, 'pkvm/v6.12 | pkvm/v6.15: 0 of 1 stub differ']);
  });

  it('compares a model with one change of itself, and says who loses what', () => {
    const { code, out } = trapline(['compare', 'pkvm/series-v8', 'pkvm/series-v8+run_path=handled', story]);
    expect(code).toBe(1);
    expect(out).toMatch(/pkvm\/series-v8\+run_path=handled +handled/);
    expect(out).toContain('kept!*');
  });

  it('says where the boots differ, and which model never starts the guest', () => {
    const { code, out } = trapline(['compare', 'pkvm/v6.18', 'pkvm/v6.15', 'guest-asm/version/refusal-32-bit.S']);
    expect(code).toBe(1);
    expect(out).toContain('boot on pkvm/v6.15: it returns -95');
    expect(out).toMatch(/boot, calls made, stop/);
  });

  it('has it all as JSON', () => {
    const { code, out } = trapline(['compare', 'pkvm/retval-v7', 'pkvm/retval-v8', rxtx, same, '--format', 'json']);
    const report = JSON.parse(out);
    expect([code, report.version, report.same, report.models]).toEqual([
      1,
      1,
      false,
      ['pkvm/retval-v7', 'pkvm/retval-v8'],
    ]);
    const [different, alike] = report.stubs;
    expect([alike.stub, alike.same, alike.traps]).toEqual([same, true, []]);
    expect(different.traps).toHaveLength(1);
    expect(different.traps[0]).toMatchObject({ file: rxtx, aspects: ['verdicts', 'registers'] });
    const x8 = different.traps[0].registers.find(({ register }: { register: string }) => register === 'x8');
    expect(x8.models.map(({ fate }: { fate: string }) => fate)).toEqual(['kept', 'zero']);
    expect(x8.models.map(({ differs }: { differs: boolean }) => differs)).toEqual([false, true]);
  });

  it('says which stubs a model cannot be asked', () => {
    const { code, out } = trapline(['compare', 'pkvm/v6.18', 'xen/v1.2', 'guest-asm/boot/driver-after-pkvm.S']);
    expect(code).toBe(0);
    expect(out.replace(/\s+/g, ' ')).toMatch(
      /driver-after-pkvm\.S is not compared: xen\/v1\.2 is there before its guests/,
    );
  });

  it.each([
    [['pkvm/v6.18'], 'compare takes two models or more'],
    [['pkvm/v6.18', 'pkvm/v6.18', story], 'compare takes two models or more'],
    [['pkvm/v6.18', 'pkvm/v6.81'], 'pkvm/v6.81 is neither a model nor a file or folder; did you mean pkvm/v6.1'],
    [['pkvm/v6.18', 'pkvm/v6.18+run_path=nowhere'], 'unknown value of `run_path` `nowhere`'],
    [['pkvm/v6.18', 'pkvm/v6.15', 'no-such-stub.S'], 'no-such-stub.S is neither a model nor a file or folder'],
  ])('ends with 2 and one clear message for %j', (args, message) => {
    const { code, err } = trapline(['compare', ...args]);
    expect([code, err.split('\n')[0]]).toEqual([2, expect.stringContaining(message)]);
  });
});
