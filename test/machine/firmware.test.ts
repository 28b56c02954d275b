import { describe, expect, it } from 'vitest';
import type { ScriptedReply } from '../../src/engine/engine.ts';
import { anyReply, booted, canary, code, neg1, negotiated, registers, replyCanary, smc, smcWord } from './fixture.ts';

/** Straight to EL3: nothing but the firmware answers. */
const bare = (firmware: Record<string, string> = {}, replies: ScriptedReply[] = []) =>
  booted({ model: 'none', firmware, replies });
const canaries = (first: number, last: number) => Array.from({ length: last - first + 1 }, (_, n) => canary(first + n));

describe("the firmware's own FFA_VERSION", () => {
  it.each([
    [0x1_0000n, 0x1_0002n],
    [0x1_0002n, 0x1_0002n],
    [0x1_0009n, 0x1_0002n],
    [0x2_0000n, neg1],
    [0x9n, neg1],
    [0x8001_0002n, neg1],
    [0xffff_ffffn, neg1],
  ])('answers %i with %i', (request, answer) => {
    expect(smc(bare(), [0x8400_0063n, request]).after.x.slice(0, 2)).toEqual([answer, 0n]);
  });

  it('refuses what is below its minimum, in the width that it is told', () => {
    expect(smc(bare({ min: '1.1' }), [0x8400_0063n, 0x1_0000n]).after.x[0]).toBe(neg1);
    expect(smc(bare({ min: '1.1', neg1: '32' }), [0x8400_0063n, 0x1_0000n]).after.x[0]).toBe(0xffff_ffffn);
  });

  it('looks at w0 without the hint, and at w1', () => {
    expect(smc(bare(), [0xdead_beef_8401_0063n, 0xffff_ffff_0001_0000n]).after.x[0]).toBe(0x1_0002n);
  });
});

describe('a direct message', () => {
  it('comes back as its 32-bit response, the payload in w3 to w7', () => {
    const { after } = smc(bare(), [0x8400_006fn, 0x0001_8002n]);
    expect(after.x.slice(0, 18)).toEqual([
      0x8400_0070n,
      0x8002_0001n,
      0n,
      ...canaries(3, 7).map((value) => value & 0xffff_ffffn),
      ...Array(10).fill(0n),
    ]);
  });

  it('comes back as its 64-bit response, the payload in x3 to x7', () => {
    const { after } = smc(bare(), [0xc400_006fn, 0x0001_8002n]);
    expect(after.x.slice(0, 8)).toEqual([0xc400_0070n, 0x8002_0001n, 0n, ...canaries(3, 7)]);
  });

  it('comes back as RESP2 with the payload in x4 to x17, from FF-A 1.2 on', () => {
    const { after } = smc(bare(), [0xc400_008dn, 0x0001_8002n]);
    expect(after.x.slice(0, 18)).toEqual([0xc400_008en, 0x8002_0001n, 0n, 0n, ...canaries(4, 17)]);
    expect(smc(bare({ version: '1.1' }), [0xc400_008dn, 1n]).after.x.slice(0, 3)).toEqual([0x8400_0060n, 0n, neg1]);
  });

  it('is nothing but a success where the firmware does not echo', () => {
    expect(smc(bare({ direct: 'success' }), [0xc400_006fn, 1n]).after.x.slice(0, 4)).toEqual([
      0x8400_0061n,
      0n,
      0n,
      0n,
    ]);
  });
});

describe('registers that an answer does not name', () => {
  it('are 0, or what the SMC passed', () => {
    expect(smc(bare(), [0x8400_0069n, 5n]).after.x.slice(0, 18)).toEqual([0x8400_0061n, ...Array(17).fill(0n)]);
    const kept = smc(bare({ unnamed: 'kept', id: '7' }), [0x8400_0069n, 5n]).after.x.slice(0, 18);
    expect(kept).toEqual([0x8400_0061n, 5n, 7n, ...canaries(3, 17)]);
  });
});

describe('an id outside FF-A', () => {
  it('is x0 = -1 and nothing else, but for SMCCC_VERSION', () => {
    expect(smc(bare(), [0x8200_0001n, 5n]).after.x.slice(0, 18)).toEqual([neg1, 5n, ...canaries(2, 17)]);
    expect(smc(bare({ smccc_version: '1.4' }), [0x8000_0000n]).after.x[0]).toBe(0x1_0004n);
  });

  it('succeeds where the firmware is told so', () => {
    expect(smc(bare({ other: 'success' }), [0x8200_0001n, 5n]).after.x[0]).toBe(0x8400_0061n);
  });
});

describe('a scripted reply', () => {
  const reply = (change: Partial<ScriptedReply>): ScriptedReply => ({ ...anyReply([]), ...change });

  it('is given once, in order, bit for bit', () => {
    const target = bare({}, [anyReply([1n]), anyReply([2n])]);
    expect(smc(target, [0x8400_0069n]).after.x.slice(0, 18)).toEqual([1n, ...anyReply([]).x.slice(1)]);
    const second = smc(target, [0x8400_0069n]);
    expect([second.after.x[0], second.smcs[0]!.reply, target.unusedReplies()]).toEqual([2n, 1, 0]);
    const third = smc(target, [0x8400_0069n]);
    expect([third.after.x[0], third.smcs[0]!.reply]).toEqual([0x8400_0061n, undefined]);
  });

  it('waits for its function id, with or without the hint', () => {
    const target = bare({}, [reply({ functionId: 0x8400_006d })]);
    expect(smc(target, [0x8400_0069n]).smcs[0]!.reply).toBeUndefined();
    expect(smc(target, [0x8401_006dn]).after.x[1]).toBe(replyCanary(1));
  });

  it('waits for the address of the trapped instruction, alone or together with the id', () => {
    const target = bare({}, [reply({ address: code + 8n }), reply({ address: code, functionId: 0x8400_006d })]);
    expect(smc(target, [0x8400_0069n]).smcs[0]!.reply).toBeUndefined();
    expect(smc(target, [0x8400_006dn]).smcs[0]!.reply).toBe(1);
    target.writeRegisters(0, registers([0x8400_0069n], { pc: code + 8n }));
    target.trap(0, smcWord());
    expect(target.readTrap(0).smcs[0]!.reply).toBe(0);
  });

  it('leaves the registers of its mask as the SMC passed them', () => {
    const target = bare({}, [reply({ keep: (1 << 4) | (1 << 17) })]);
    const { after } = smc(target, [0x8400_0069n]);
    expect([3, 4, 5, 17].map((n) => after.x[n])).toEqual([replyCanary(3), canary(4), replyCanary(5), canary(17)]);
  });

  it('delivers its bytes into the RX buffer of the hypervisor', () => {
    const target = negotiated();
    target.setReplies([anyReply([1n], new Uint8Array([1, 2, 3])), anyReply([1n], new Uint8Array([9]))]);
    smc(target, [0x8400_006dn]);
    expect([...target.readMemory(0x800f_1000n, 4)]).toEqual([1, 2, 3, 0]);
    smc(target, [0x8400_006dn]);
    expect([...target.readMemory(0x800f_1000n, 4)]).toEqual([9, 2, 3, 0]);
  });

  it('must fit, with its bytes', () => {
    const target = bare();
    expect(() => target.setReplies(Array.from({ length: 1025 }, () => anyReply([])))).toThrow(RangeError);
    expect(() => target.setReplies([anyReply([], new Uint8Array(0x40001))])).toThrow(RangeError);
  });
});
