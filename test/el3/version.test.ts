import { describe, expect, it } from 'vitest';
import { errorOf, Platform, REFUSED, V1_0, V1_1, V1_2, V1_3 } from './fixture.ts';

const hafnium = 'tfa-spmd+hafnium';
const optee = 'tfa-spmd+optee';
const el3 = 'tfa-el3-spmc';

/** What a firmware answers to the first FFA_VERSION, and the version that it has stored then; undefined: none is new. */
const fresh: [bigint, Record<string, [bigint, bigint | undefined]>][] = [
  [V1_0, { [el3]: [V1_2, V1_0], [hafnium]: [V1_3, V1_0], [optee]: [V1_2, V1_0] }],
  [V1_1, { [el3]: [V1_2, V1_1], [hafnium]: [V1_3, V1_1], [optee]: [V1_2, V1_1] }],
  [V1_2, { [el3]: [V1_2, V1_2], [hafnium]: [V1_3, V1_2], [optee]: [V1_2, V1_2] }],
  [V1_3, { [el3]: [V1_2, undefined], [hafnium]: [V1_3, V1_3], [optee]: [V1_2, V1_2] }],
  [0x1_0004n, { [el3]: [V1_2, undefined], [hafnium]: [REFUSED, undefined], [optee]: [V1_2, V1_2] }],
  [0x2_0000n, { [el3]: [V1_2, undefined], [hafnium]: [REFUSED, undefined], [optee]: [V1_2, undefined] }],
  [0x9n, { [el3]: [V1_2, undefined], [hafnium]: [REFUSED, undefined], [optee]: [V1_2, undefined] }],
  [0x8001_0002n, { [el3]: [REFUSED, undefined], [hafnium]: [REFUSED, undefined], [optee]: [REFUSED, undefined] }],
  [0xffff_ffffn, { [el3]: [REFUSED, undefined], [hafnium]: [REFUSED, undefined], [optee]: [REFUSED, undefined] }],
];
/** What the SPMC takes the normal world for before. */
const initial: Record<string, bigint> = { [el3]: 0n, [hafnium]: V1_3, [optee]: V1_0 };

const freshCases = fresh.flatMap(([request, answers]) =>
  Object.entries(answers).map(([profile, [answer, stored]]) => [profile, request, answer, stored] as const),
);

describe('the first FFA_VERSION', () => {
  it.each(freshCases)('on %s, asking for %i, is answered with %i and stores %s', (profile, request, answer, stored) => {
    const platform = new Platform(profile);
    expect(platform.version(request)).toBe(answer);
    expect(platform.state('spmc_version')).toBe(stored ?? initial[profile]);
  });

  it('may be repeated with another version until another call is made, where the SPMC hears it as a call', () => {
    const platform = new Platform(el3);
    expect([V1_0, V1_1, V1_2, V1_1].map((version) => platform.version(version))).toEqual([V1_2, V1_2, V1_2, V1_2]);
    expect(platform.state('spmc_version')).toBe(V1_1);
  });

  it('ends the negotiation where it reaches the SPMC as a message, refused or not', () => {
    const platform = new Platform(hafnium);
    expect([V1_1, V1_2, V1_1].map((version) => platform.version(version))).toEqual([V1_3, REFUSED, V1_3]);
    const refused = new Platform(hafnium);
    expect([0x2_0000n, V1_2, V1_3].map((version) => refused.version(version))).toEqual([REFUSED, REFUSED, V1_3]);
  });

  it('with bit 31 ends nothing: the dispatcher answers it', () => {
    const platform = new Platform(hafnium);
    expect([0x8001_0002n, V1_1].map((version) => platform.version(version))).toEqual([REFUSED, V1_3]);
    expect(platform.state('spmc_version')).toBe(V1_1);
  });
});

/** After V(1.1) and FFA_FEATURES: the answers to 1.1, 1.0 and 1.2, and what is stored in the end. */
const later: [string, bigint[], bigint][] = [
  [el3, [V1_1, V1_1, V1_1], V1_1],
  [hafnium, [V1_3, REFUSED, REFUSED], V1_1],
  [optee, [V1_2, V1_2, V1_2], V1_2],
];

describe('FFA_VERSION after another call', () => {
  it.each(later)('on %s', (profile, answers, stored) => {
    const platform = new Platform(profile);
    platform.version(V1_1);
    platform.call(0x8400_0064n, 0xc400_0066n);
    expect([V1_1, V1_0, V1_2].map((version) => platform.version(version))).toEqual(answers);
    expect(platform.state('spmc_version')).toBe(stored);
  });

  it('is stored by the dispatcher no more, whatever the SPMC says', () => {
    const platform = new Platform(optee);
    platform.version(V1_1);
    platform.call(0x8400_0069n);
    platform.version(V1_2);
    expect([platform.state('spmd_version'), platform.state('spmc_version')]).toEqual([V1_1, V1_2]);
  });

  it('is open at an SPMC at EL3 after calls that the dispatcher answers: the two then disagree', () => {
    const platform = new Platform(el3);
    platform.version(V1_2);
    expect(platform.call(0x8400_0085n).slice(0, 3)).toEqual([0x8400_0061n, 0n, 0x8000n]);
    expect(platform.version(V1_1)).toBe(V1_2);
    expect([platform.state('spmd_version'), platform.state('spmc_version')]).toEqual([V1_2, V1_1]);
  });
});

describe('another call before FFA_VERSION', () => {
  it('is refused by an SPMC at EL3, which then has no version for ever', () => {
    const platform = new Platform(el3);
    expect(errorOf(platform.call(0x8400_0064n, 0xc400_0066n))).toBe(-1);
    expect(platform.version(V1_1)).toBe(REFUSED);
    expect(errorOf(platform.call(0x8400_0064n, 0xc400_0066n))).toBe(-1);
  });

  it('fixes the compiled version at Hafnium', () => {
    const platform = new Platform(hafnium);
    expect(platform.call(0x8400_0064n, 0xc400_0066n)[0]).toBe(0x8400_0061n);
    expect([V1_1, V1_3].map((version) => platform.version(version))).toEqual([REFUSED, V1_3]);
  });
});

describe('a secure interrupt before FFA_VERSION', () => {
  it.each([
    ['on', REFUSED],
    ['off', V1_3],
  ])('with interrupt_locks=%s', (interrupt_locks, answer) => {
    expect(new Platform(hafnium, { firmware: { boot_interrupt: 'on', interrupt_locks } }).version(V1_2)).toBe(answer);
  });
});

describe('registers of FFA_VERSION', () => {
  it('x1 to x7 are zero where the dispatcher answers, and as they were where an SPMC at EL3 does', () => {
    expect(new Platform(hafnium).smc(0x8400_0063n, V1_2).after.x.slice(1, 8)).toEqual(Array(7).fill(0n));
    const { before, after, writers } = new Platform(el3).smc(0x8400_0063n, V1_2);
    expect(after.x.slice(1)).toEqual(before.x.slice(1));
    expect(writers.slice(0, 3)).toEqual(['el3', 'caller', 'caller']);
  });

  it('x8 to x17 are kept even where the -1 has bit 30', () => {
    const platform = new Platform(hafnium);
    platform.version(V1_2);
    const { before, after, writers } = platform.smc(0x8400_0063n, 0x2_0000n);
    expect(after.x[0]).toBe(REFUSED);
    expect(after.x.slice(8)).toEqual(before.x.slice(8));
    expect(new Set(writers.slice(8, 18))).toEqual(new Set(['caller']));
  });
});

describe('FFA_VERSION of a partition', () => {
  it('is its own negotiation', () => {
    const script =
      '0x8001 version=1.3: on INIT call FFA_VERSION x1=0x10001, then call FFA_ID_GET, then call FFA_VERSION x1=0x10002';
    const platform = new Platform(hafnium, { partitions: [script] });
    expect(platform.results(0x8001).slice(0, 3)).toEqual([V1_3, 0x8400_0061n, REFUSED]);
    expect(platform.state('spmc_version')).toBe(V1_3);
  });
});
