import { describe, expect, it } from 'vitest';
import { OUTCOME_EL2_PANIC, OUTCOME_RESUME } from '../../assembly/layout.ts';
import { Machine } from '../../src/engine/machine.ts';
import { resolveFirmware, resolveModel } from '../../src/engine/models.ts';
import { code, hvcWord, neg1, registers, smcWord } from '../machine/fixture.ts';

const FFA_VERSION = 0x8400_0063n;
const EOPNOTSUPP = -95n;

/** A machine whose hypervisor waits for the guest's HVC. */
function late(model = 'pkvm/v6.18', firmware = 'scripted', settings: Record<string, string> = {}, tsc = true): Machine {
  const target = new Machine({
    model: resolveModel(model, []),
    firmware: resolveFirmware(
      Object.entries(settings).map(([name, value]) => ({ name, value })),
      firmware,
    ),
    replies: [],
    control: { tsc, smd: false, hce: true },
    lateHypervisor: true,
    undefinedFill: 0n,
  });
  expect(target.boot()).toMatchObject({ result: 0, smcs: [] });
  return target;
}

/** Takes the trap of an instruction with these first registers. */
function trap(target: Machine, word: number, first: bigint[], vcpu = 0) {
  target.writeRegisters(vcpu, registers(first));
  expect(target.trap(vcpu, word)).toBe(OUTCOME_RESUME);
  return target.readTrap(vcpu);
}

const version = (target: Machine, vcpu = 0) => trap(target, smcWord(), [FFA_VERSION, 0x1_0002n], vcpu);
const start = (target: Machine, vcpu = 0) => trap(target, hvcWord(), [0n], vcpu);

describe('a hypervisor that the host starts', () => {
  it('traps no SMC before, and every one after', () => {
    const target = late();
    const before = version(target);
    expect([before.disposition, before.exception.targetEl]).toEqual(['untrapped', 3]);
    expect(start(target)).toMatchObject({ disposition: 'started', after: { pc: code + 4n } });
    const after = version(target);
    expect([after.disposition, after.exception.targetEl]).toEqual(['handled', 2]);
  });

  it('boots in the HVC: its SMCs are in the trap, x0 is 0 and EL2’s, and every other register is kept', () => {
    const { before, after, smcs, writers, exception } = start(late());
    expect(smcs.map(({ input }) => input.slice(0, 2))).toEqual([[FFA_VERSION, 0x1_0002n]]);
    expect(after.x[0]).toBe(0n);
    expect(after.x.slice(1)).toEqual(before.x.slice(1));
    expect(writers.slice(0, 3)).toEqual(['el2', 'caller', 'caller']);
    expect(exception.vector).toBe(0x0e00_2400n);
  });

  it('stays away where its boot fails, and may be started again', () => {
    const target = late('pkvm/v6.18', 'scripted', { min: '1.3', neg1: '32' });
    expect(BigInt.asIntN(64, start(target).after.x[0]!)).toBe(EOPNOTSUPP);
    expect(version(target).disposition).toBe('untrapped');
    expect(start(target).smcs).toHaveLength(1);
  });

  it('boots once, and is given each other CPU by an HVC of its own', () => {
    const target = late();
    expect(start(target).smcs).toHaveLength(1);
    expect(version(target, 1).disposition).toBe('untrapped');
    const second = start(target, 1);
    expect([second.disposition, second.smcs.length, second.after.x[0]]).toEqual(['started', 0, 0n]);
    expect(version(target, 1).disposition).toBe('handled');
  });

  it('takes the next HVC for a hypercall of its own', () => {
    const target = late();
    start(target);
    expect(trap(target, hvcWord(), [0n])).toMatchObject({ disposition: 'not-supported', after: { x: { 0: neg1 } } });
  });

  it('leaves SMCs untrapped where HCR_EL2.TSC is to be 0', () => {
    const target = late('pkvm/v6.18', 'scripted', {}, false);
    start(target);
    expect(version(target).disposition).toBe('untrapped');
  });

  it('is nobody where there is no hypervisor: the first HVC returns 0, the next has nobody to take it', () => {
    const target = late('none');
    expect(start(target)).toMatchObject({ disposition: 'started', after: { x: { 0: 0n } } });
    target.writeRegisters(0, registers([0n]));
    expect(target.trap(0, hvcWord())).toBe(OUTCOME_EL2_PANIC);
  });

  it('finds what the loader before it has agreed on with the firmware', () => {
    const target = late('pkvm/v6.18', 'tfa-spmd+hafnium');
    trap(target, smcWord(), [FFA_VERSION, 0x1_0000n]);
    expect(BigInt.asIntN(64, start(target).after.x[0]!)).toBe(EOPNOTSUPP);
    expect(target.state()).toMatchObject({ spmc_version: 0x1_0000n, hyp_ffa_version: 0n });
  });
});
