import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { SmcRecord } from '../../src/engine/record.ts';
import { check, differencesOf, run, smc, statusesOf, trap } from './expect-fixture.ts';

const VERSION = 0x84000063n;
const ID_GET = 0x84000069n;
const FEATURES = 0x84000064n;

/** Results for an `expect el3` line, given the SMCs at boot and those of one trap. */
function sequence(line: string, boot: SmcRecord[], smcs: SmcRecord[], smcCount = smcs.length) {
  return check([`expect el3: ${line}`], (planned) =>
    run(planned.initial, {
      boot: { result: 0, smcs: boot, state: {} },
      traps: [trap(planned.initial, { smcs, smcCount })],
    }),
  );
}

const boot = [smc([VERSION, 0x10002n])];
const later = [smc([VERSION, 0x10001n, 5n]), smc([ID_GET]), smc([FEATURES, 0xc4000066n])];

describe('the sequence of SMCs at EL3', () => {
  it('boot comes first, arguments count from x1, those not given do not matter', () => {
    const whole = 'FFA_VERSION(0x10002) FFA_VERSION(0x10001) FFA_ID_GET FFA_FEATURES(FFA_RXTX_MAP_64)';
    expect(statusesOf(sequence(whole, boot, later))).toEqual(['pass']);
    expect(statusesOf(sequence('0x84000063 FFA_VERSION(_, 5) FFA_ID_GET(0, 0) FFA_FEATURES(_)', boot, later))).toEqual([
      'pass',
    ]);
  });

  it('a closed sequence names the call that differs, is missing or is too many', () => {
    expect(differencesOf(sequence('FFA_VERSION FFA_ID_GET(1)', boot, later))).toEqual([
      'run SMC 2 == FFA_ID_GET(1): FFA_VERSION(0x10001)',
      'run SMC 3 == no more calls: FFA_ID_GET(0x0)',
      'run SMC 4 == no more calls: FFA_FEATURES(0xc4000066)',
    ]);
    expect(differencesOf(sequence('FFA_VERSION FFA_ID_GET', boot, []))).toEqual([
      'run SMC 2 == FFA_ID_GET: no more calls',
    ]);
    expect(differencesOf(sequence('FFA_VERSION(0x10001)', boot, []))).toEqual([
      'run SMC 1 == FFA_VERSION(0x10001): FFA_VERSION(0x10002)',
    ]);
  });

  it('none means that no SMC reached EL3', () => {
    expect(statusesOf(sequence('none', [], []))).toEqual(['pass']);
    expect(differencesOf(sequence('none', [], [smc([5n])]))).toEqual(['run SMC 1 == no more calls: 0x5(0x0)']);
  });

  it('dots leave calls out at their side only', () => {
    expect(statusesOf(sequence('… FFA_ID_GET FFA_FEATURES', boot, later))).toEqual(['pass']);
    expect(statusesOf(sequence('FFA_VERSION FFA_VERSION ...', boot, later))).toEqual(['pass']);
    expect(statusesOf(sequence('… FFA_VERSION FFA_ID_GET …', boot, later))).toEqual(['pass']);
    expect(statusesOf(sequence('…', boot, later))).toEqual(['pass']);
    expect(differencesOf(sequence('… FFA_ID_GET', boot, later))).toEqual(['run SMC 4 == FFA_ID_GET: FFA_FEATURES']);
    expect(differencesOf(sequence('FFA_ID_GET …', boot, later))).toEqual(['run SMC 1 == FFA_ID_GET: FFA_VERSION']);
    expect(differencesOf(sequence('… FFA_ID_GET FFA_VERSION …', boot, later))).toEqual([
      'run SMCs == FFA_ID_GET FFA_VERSION: FFA_VERSION(0x10002) FFA_VERSION(0x10001) FFA_ID_GET(0x0) FFA_FEATURES(0xc4000066)',
    ]);
    expect(differencesOf(sequence('… FFA_ID_GET FFA_RUN', [], []))).toEqual(['run SMCs == FFA_ID_GET FFA_RUN: none']);
  });

  it('the upper half of x0 is no part of the id, the upper half of an argument is part of it', () => {
    const calls = [smc([0xdead_00000000n | VERSION, 0xffffffff_00010001n])];
    expect(statusesOf(sequence('FFA_VERSION', [], calls))).toEqual(['pass']);
    expect(statusesOf(sequence('FFA_VERSION(0x10001)', [], calls))).toEqual(['fail']);
    expect(statusesOf(sequence('FFA_VERSION(-1)', [], [smc([VERSION, 0xffffffffffffffffn])]))).toEqual(['pass']);
  });

  it('an incomplete record proves nothing', () => {
    expect(differencesOf(sequence('… FFA_ID_GET …', boot, later, 300))).toEqual([
      'run SMCs == a complete record: trap 0 issued 300, of which 3 are recorded',
    ]);
  });

  it('a part of any sequence is found where it stands, and a closed one only as a whole', () => {
    const ids = fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(ids, fc.nat(7), fc.nat(7), (all, from, length) => {
        const part = all.slice(from % all.length, (from % all.length) + 1 + (length % all.length));
        const smcs = all.map((id) => smc([BigInt(id)]));
        expect(statusesOf(sequence(`… ${part.join(' ')} …`, [], smcs))).toEqual(['pass']);
        expect(statusesOf(sequence(part.join(' '), [], smcs))).toEqual([part.length === all.length ? 'pass' : 'fail']);
        const ends = all.slice(-part.length).join(' ') === part.join(' ');
        expect(statusesOf(sequence(`… ${part.join(' ')}`, [], smcs))).toEqual([ends ? 'pass' : 'fail']);
        const begins = all.slice(0, part.length).join(' ') === part.join(' ');
        expect(statusesOf(sequence(`${part.join(' ')} …`, [], smcs))).toEqual([begins ? 'pass' : 'fail']);
      }),
      { numRuns: 100 },
    );
  });
});
