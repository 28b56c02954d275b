import { describe, expect, it } from 'vitest';
import { anyReply, booted, canary, machine, neg1, negotiated, replyCanary, smc } from '../machine/fixture.ts';

const FFA_VERSION = 0x8400_0063n;
const FFA_FEATURES = 0x8400_0064n;
const FFA_RUN = 0x8400_006dn;
const canaries = (first: number, last: number) => Array.from({ length: last - first + 1 }, (_, n) => canary(first + n));
const replies = (first: number, last: number) =>
  Array.from({ length: last - first + 1 }, (_, n) => replyCanary(first + n));

describe('a forwarded call', () => {
  it("comes back with EL3's x0 to x17 and the caller's x18 to x30", () => {
    const target = negotiated();
    target.setReplies([anyReply([0xc400_008en])]);
    const { after, disposition, smcs, writers, sources } = smc(target, [FFA_RUN, 0x8001_0000n]);
    expect(after.x).toEqual([0xc400_008en, ...replies(1, 17), ...canaries(18, 30)]);
    expect([disposition, smcs.length, smcs[0]!.forwarded, smcs[0]!.reply]).toEqual(['forwarded', 1, true, 0]);
    expect(writers).toEqual([...Array(18).fill('el3'), ...Array(13).fill('caller')]);
    expect(sources.slice(0, 18)).toEqual(Array.from({ length: 18 }, (_, n) => n));
  });

  it("goes to EL3 with the caller's registers as they are, hint and upper bits of x0 included", () => {
    const { smcs } = smc(negotiated(), [0xdead_beef_8401_006dn, 0x8001_0000n]);
    expect(smcs[0]!.input).toEqual([0xdead_beef_8401_006dn, 0x8001_0000n, ...canaries(2, 17)]);
    expect([smcs[0]!.registers, smcs[0]!.undefinedInput]).toEqual([18, 0]);
  });
});

/** Which of x0 to x17 hold something else than the caller's value after FFA_RUN or a refused call. */
function written(model: Parameters<typeof machine>[0], call: bigint[], answer: bigint[]): string {
  const target = negotiated(model);
  target.setReplies([anyReply(answer)]);
  const { after } = smc(target, call);
  const changed = after.x.flatMap((value, n) => (n >= call.length && value !== canary(n) ? [n] : []));
  return changed.length === 0 ? 'none' : `${changed[0]}-${changed.at(-1)}`;
}

describe('the registers that a call handled at EL2 writes back', () => {
  const handledRun = { run_path: 'handled' };
  const cases = [
    { retval: 'x0-x3', answer: 0xc400_008en, expected: '2-3' },
    { retval: 'x0-x7', answer: 0xc400_008en, expected: '2-7' },
    { retval: 'response-id', answer: 0xc400_008en, expected: '2-17' },
    { retval: 'response-id', answer: 0x8400_0061n, expected: '2-7' },
    { retval: 'request-id', answer: 0xc400_008en, expected: '2-7' },
    { retval: 'always', answer: 0x8400_0061n, expected: '2-17' },
  ];
  it.each(cases)('are by rule $retval, for FFA_RUN answered by $answer, x$expected', ({ retval, answer, expected }) => {
    const setup = { set: { ...handledRun, retval } };
    expect(written(setup, [FFA_RUN, 0x8001_0000n], [answer])).toBe(expected);
  });

  it('are x0 to x17 for a request with bit 30 under request-id', () => {
    const setup = { set: { direct_path: 'handled', retval: 'request-id' } };
    expect(written(setup, [0xc400_006fn, 0n], [0x8400_0062n])).toBe('2-17');
  });

  it('are never more than four where the proxy calls EL3 by SMCCC 1.1', () => {
    expect(written({ model: 'pkvm/v6.12', set: { ...handledRun, retval: 'always' } }, [FFA_RUN, 0n], [1n])).toBe('2-3');
  });

  it('lose nothing of FFA_RUN in any model, because all of them forward it', () => {
    for (const model of ['pkvm/v6.12', 'pkvm/v6.18', 'pkvm/retval-v7', 'pkvm/retval-v8', 'pkvm/series-v8']) {
      expect(written({ model }, [FFA_RUN, 0x8001_0000n], [0xc400_008en])).toBe('2-17');
    }
  });

  it('are zero where a refused call has no value for them, and EL2 is the one who wrote them', () => {
    const { after, disposition, writers, smcCount } = smc(negotiated(), [0x8400_006bn]);
    expect(after.x).toEqual([0x8400_0060n, 0n, neg1, ...Array(15).fill(0n), ...canaries(18, 30)]);
    expect([disposition, smcCount]).toEqual(['refused', 0]);
    expect(writers).toEqual([...Array(18).fill('el2'), ...Array(13).fill('caller')]);
  });

  it('say register by register what EL3 filled and what EL2 did', () => {
    const target = negotiated({ set: { run_path: 'handled' } });
    target.setReplies([anyReply([0xc400_008en])]);
    const { writers, sources, disposition, smcs } = smc(target, [FFA_RUN, 0x8001_0000n]);
    expect(writers).toEqual([...Array(18).fill('el3'), ...Array(13).fill('caller')]);
    expect(sources[17]).toBe(17);
    expect([disposition, smcs[0]!.forwarded]).toEqual(['handled', false]);
  });
});

describe('uninitialised EL2 stack', () => {
  it('reaches the host through FFA_VERSION, marked and with a pattern of its own in each register', () => {
    const { after, writers } = smc(booted({ undefinedFill: 0x1234_5678_9abc_def1n }), [FFA_VERSION, 0x1_0002n]);
    expect(writers).toEqual(['el2', ...Array(17).fill('undefined'), ...Array(13).fill('caller')]);
    expect(new Set(after.x.slice(1, 18)).size).toBe(17);
    expect(after.x[0]).toBe(0x1_0002n);
  });

  it('is 0 where the fill is 0, and marked all the same', () => {
    const { after, writers } = smc(booted(), [FFA_VERSION, 0x1_0002n]);
    expect(after.x.slice(1, 18)).toEqual(Array(17).fill(0n));
    expect(writers.filter((writer) => writer === 'undefined')).toHaveLength(17);
  });

  it('does not reach the host where the structure is zeroed, or where four registers are all it has', () => {
    expect(smc(booted({ model: 'pkvm/mainline-2026b' }), [FFA_VERSION, 0x1_0002n]).writers).not.toContain('undefined');
    const narrow = smc(booted({ model: 'pkvm/v6.12' }), [FFA_VERSION, 0x1_0001n]);
    expect(narrow.writers.slice(0, 5)).toEqual(['el2', 'undefined', 'undefined', 'undefined', 'caller']);
    expect(narrow.after.x.slice(4)).toEqual(canaries(4, 30));
  });

  it('is what EL3 gets in x8 to x17 of an SMCCC 1.1 call, and comes back undefined where EL3 keeps it', () => {
    const target = machine({ model: 'pkvm/v6.12', firmware: { unnamed: 'kept' }, undefinedFill: 7n });
    const { smcs } = target.boot();
    expect(smcs[0]).toMatchObject({ registers: 8, undefinedInput: 0x3_ff00, undefinedOutput: 0x3_ff00 });
    expect(smcs[0]!.output.slice(8)).toEqual(smcs[0]!.input.slice(8));
    expect(smcs[0]!.input[8]).not.toBe(0n);
  });

  it("is replaced by EL3's registers after an accepted downgrade", () => {
    const target = booted();
    target.setReplies([anyReply([0x1_0002n])]);
    const { after, writers } = smc(target, [FFA_VERSION, 0x1_0001n]);
    expect(after.x.slice(0, 18)).toEqual([0x1_0001n, ...replies(1, 17)]);
    expect(writers.slice(0, 18)).toEqual(['el2', ...Array(17).fill('el3')]);
  });
});

describe('FFA_FEATURES', () => {
  it.each([
    [0x8400_006bn, 'handled', 0x8400_0060n],
    [0xc400_0073n, 'handled', 0x8400_0061n],
    [0xc400_0066n, 'forwarded', 0x8400_0061n],
  ])('of %i is %s', (queried, disposition, x0) => {
    const trap = smc(negotiated(), [FFA_FEATURES, queried]);
    expect([trap.disposition, trap.after.x[0]]).toEqual([disposition, x0]);
  });
});
