import { describe, expect, it } from 'vitest';
import { booted, canary, hvcWord, neg1, negotiated, registers, smc } from '../machine/fixture.ts';

const unchangedFrom = (first: number) => Array.from({ length: 31 - first }, (_, n) => canary(first + n));

describe('an SMC that handle_host_smc itself refuses', () => {
  it.each([
    ['an immediate', [0x8400_0063n, 0x1_0002n], 1],
    ['upper bits in x0', [0xdead_beef_8400_0063n, 0x1_0002n], 0],
  ] as const)('for %s gets x0 = -1 and nothing else', (_, call, immediate) => {
    const trap = smc(booted({ model: 'pkvm/mainline-2026b' }), call, immediate);
    expect(trap.after.x).toEqual([neg1, 0x1_0002n, ...unchangedFrom(2)]);
    expect([trap.disposition, trap.smcCount, trap.after.pc - trap.before.pc]).toEqual(['not-supported', 0, 4n]);
    const classic = smc(booted(), call, immediate);
    expect(classic.after.x[0]).toBe(0x1_0002n);
  });

  it('does not count the SVE hint as an upper bit', () => {
    expect(smc(booted({ model: 'pkvm/mainline-2026b' }), [0x8401_0063n, 0x1_0002n]).after.x[0]).toBe(0x1_0002n);
  });
});

describe('the PSCI relay', () => {
  it.each([
    [0x8400_0000n, 0n, 0x1_0001n],
    [0x8400_000an, 0x8400_0000n, 0n],
    [0x8400_000an, 0x8400_0001n, neg1],
    [0xc400_0003n, 0n, neg1],
    [0xc400_001fn, 0n, neg1],
  ])('claims %i with x1 = %i', (id, x1, x0) => {
    const trap = smc(booted(), [id, x1]);
    expect(trap.after.x).toEqual([x0, 0n, 0n, 0n, ...unchangedFrom(4)]);
    expect([trap.disposition, trap.smcCount]).toEqual(['psci', 0]);
  });

  it.each([0x8400_0020n, 0x83ff_ffffn, 0x0400_0000n])('leaves %i to EL3', (id) => {
    expect(smc(booted(), [id]).disposition).toBe('forwarded');
  });
});

describe('HVC from the host', () => {
  it.each([0n, 1n, 3n, 0x8600_0000n, 0xc600_0000n])(
    'with x0 = %i is an unknown hypercall: x0 = -1, nothing else',
    (x0) => {
      const target = booted();
      target.writeRegisters(0, registers([x0]));
      target.trap(0, hvcWord());
      const trap = target.readTrap(0);
      expect(trap.after.x).toEqual([neg1, ...unchangedFrom(1)]);
      expect([trap.disposition, trap.writers[0], trap.writers[1]]).toEqual(['not-supported', 'el2', 'caller']);
    },
  );
});

describe('an id that is not quite an FF-A id', () => {
  it.each([0x8402_0063n, 0x0400_0063n, 0x8400_005fn, 0x8400_0100n, 0x8500_0063n, 0xc400_0063n])(
    'is forwarded after negotiation: %i',
    (id) => {
      expect(smc(negotiated(), [id]).disposition).toBe('forwarded');
    },
  );

  it('with bits 23:17 set is refused before negotiation, being in the range all the same', () => {
    expect(smc(booted(), [0x8402_0063n]).disposition).toBe('refused');
  });
});
