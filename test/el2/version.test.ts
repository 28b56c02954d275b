import { describe, expect, it } from 'vitest';
import { anyReply, booted, machine, neg1, negotiated, smc } from '../machine/fixture.ts';

const version = (word: bigint) => [0x8400_0063n, word];
const [v10, v11, v12, v13] = [0x1_0000n, 0x1_0001n, 0x1_0002n, 0x1_0003n];
const requests = (trap: { smcs: { input: bigint[] }[] }) => trap.smcs.map(({ input }) => [input[0], input[1]]);

describe('a second FFA_VERSION', () => {
  const matrix = [
    { hyp: v10, request: v10, refusing: v10, answering: v10 },
    { hyp: v10, request: v13, refusing: v10, answering: v10 },
    { hyp: v11, request: v10, refusing: neg1, answering: v11 },
    { hyp: v11, request: v12, refusing: v11, answering: v11 },
    { hyp: v12, request: v10, refusing: neg1, answering: v12 },
    { hyp: v12, request: v11, refusing: neg1, answering: v12 },
    { hyp: v12, request: v13, refusing: v12, answering: v12 },
    { hyp: v12, request: 0x2_0000n, refusing: neg1, answering: neg1 },
    { hyp: v12, request: 9n, refusing: neg1, answering: neg1 },
  ];
  it.each(matrix)('at version $hyp for $request', ({ hyp, request, refusing, answering }) => {
    for (const [downgrade, expected] of [
      ['refused', refusing],
      ['answered', answering],
    ] as const) {
      const target = booted({ set: { downgrade } });
      expect(smc(target, version(hyp)).after.x[0]).toBe(hyp);
      const trap = smc(target, version(request));
      expect([trap.after.x[0], trap.smcCount, trap.state.hyp_ffa_version]).toEqual([expected, 0, hyp]);
    }
  });

  it('may retry the negotiated version after a refusal', () => {
    const target = negotiated();
    expect(smc(target, version(v11)).after.x[0]).toBe(neg1);
    expect(smc(target, version(v12)).after.x[0]).toBe(v12);
  });
});

describe('the first FFA_VERSION', () => {
  it('asks EL3 for a lower version, and then makes the calls that boot left over', () => {
    const trap = smc(booted(), version(v11));
    expect(requests(trap)).toEqual([
      [0x8400_0063n, v11],
      [0x8400_0069n, 0n],
      [0x8400_0064n, 0xc400_0066n],
    ]);
    expect(trap.state).toMatchObject({ hyp_ffa_version: v11, has_version_negotiated: 1n });
  });

  it('counts bit 31 of the request as nothing, asks EL3 with it, and keeps it in the version', () => {
    const target = booted();
    target.setReplies([anyReply([v12])]);
    const trap = smc(target, version(0x8001_0001n));
    expect(requests(trap)[0]).toEqual([0x8400_0063n, 0x8001_0001n]);
    expect(trap.after.x[0]).toBe(0x8001_0001n);
  });

  it('takes a refusal in 32 bits for a version, unless the comparison is of 32 bits', () => {
    const firmware = { min: '1.2', neg1: '32' };
    const wide = smc(booted({ firmware }), version(v11));
    expect([wide.after.x[0], wide.state.hyp_ffa_version]).toEqual([v11, v11]);
    const narrow = smc(booted({ firmware, set: { neg1_compare: '32' } }), version(v11));
    expect([narrow.after.x[0], narrow.state.hyp_ffa_version]).toEqual([0xffff_ffffn, v12]);
  });

  it('leaves the version lowered where the calls after it fail', () => {
    const target = booted({ firmware: { features_ok: 'no' } });
    expect(smc(target, version(v10)).after.x[0]).toBe(neg1);
    const retry = smc(target, version(v12));
    expect([retry.after.x[0], retry.state.hyp_ffa_version, requests(retry)[0]![0]]).toEqual([neg1, v10, 0x8400_0069n]);
  });

  it('must come before any other call', () => {
    const trap = smc(booted(), [0x8400_0069n]);
    expect([trap.disposition, trap.after.x[0], trap.after.x[2]]).toEqual(['refused', 0x8400_0060n, neg1 - 1n]);
  });
});

describe('boot', () => {
  it('fails with -EOPNOTSUPP where EL3 refuses in 32 bits, and succeeds without FF-A where it refuses in 64', () => {
    const refusing = { version: '2.0' };
    expect(machine({ firmware: { ...refusing, neg1: '32' } }).boot().result).toBe(-95);
    const boot = machine({ firmware: refusing }).boot();
    expect([boot.result, boot.smcs.length, boot.state.hyp_buffers]).toEqual([0, 1, 0n]);
  });

  it('issues nothing where the firmware has no SMCCC 1.2', () => {
    expect(machine({ firmware: { smccc_version: '1.1' } }).boot()).toMatchObject({ result: 0, smcs: [] });
  });

  it('fails in the first proxy where EL3 names another id than the host', () => {
    expect(machine({ model: 'pkvm/v6.6', firmware: { id: '1' } }).boot().result).toBe(-22);
  });

  it('is nothing at all without a hypervisor', () => {
    expect(machine({ model: 'none' }).boot()).toMatchObject({ result: 0, smcs: [] });
  });
});

describe('the trap as first posted', () => {
  it('keeps the raw answer of a newer EL3, and so moves it to a version that the proxy cannot parse', () => {
    const target = machine({ model: 'pkvm/version-trap-v1' });
    const boot = target.boot();
    expect(boot.smcs.map(({ input }) => input[0])).toEqual([0x8400_0063n, 0x8400_0069n, 0x8400_0064n]);
    expect([boot.smcs[0]!.input[1], boot.state.hyp_ffa_version]).toEqual([v10, v12]);
    const trap = smc(target, version(v11));
    expect([requests(trap), trap.after.x[0]]).toEqual([[[0x8400_0063n, v11]], v11]);
  });

  it('lets the host lower the version again after other calls, and passes on a refusal', () => {
    const target = booted({ model: 'pkvm/version-trap-v1' });
    expect(smc(target, version(v11)).after.x[0]).toBe(v11);
    expect(smc(target, [0x8400_0069n]).disposition).toBe('forwarded');
    target.setReplies([anyReply([neg1])]);
    const refused = smc(target, version(v10));
    expect([refused.after.x[0], refused.state.hyp_ffa_version]).toEqual([neg1, v11]);
  });

  it('is what no-version-trap lacks: there the host negotiates with EL3 behind the proxy', () => {
    const trap = smc(booted({ model: 'pkvm/no-version-trap' }), version(v11));
    expect([trap.disposition, trap.after.x[0]]).toEqual(['forwarded', v12]);
  });
});
