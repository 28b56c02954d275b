import { describe, expect, it } from 'vitest';
import * as layout from '../../assembly/layout.ts';
import type { Machine, TrapReadout } from '../../src/engine/machine.ts';
import { code, el1h, hvcWord, machine, neg1, registers, type Setup, smcWord } from '../machine/fixture.ts';
import { ERROR, ID_GET, models, partitionList, SUCCESS, VERSION, v12, Xen } from './xen-fixture.ts';

const vbar = 0x8000_8000n;
const flags = 0xf000_0000n;

/** Xen with the VM of a run: domain 1. */
function booted(setup: Setup = {}): Machine {
  const target = machine({ model: 'xen/v1.2', replies: [partitionList([{ id: 0x8001 }])], ...setup });
  expect(target.boot().result).toBe(0);
  target.writeSystemRegister(0, layout.SYS_VBAR_EL1, vbar);
  return target;
}

/** Takes a trap of EL1 with the condition flags set. */
function take(target: Machine, word: number, first: readonly bigint[]): TrapReadout {
  target.writeRegisters(0, registers(first, { pstate: el1h | flags }));
  target.trap(0, word);
  return target.readTrap(0);
}

function changed({ before, after }: TrapReadout): number[] {
  return before.x.flatMap((value, n) => (after.x[n] === value ? [] : [n]));
}

const conduits = [
  ['SMC', smcWord],
  ['HVC', hvcWord],
] as const;

describe('the exception that an UNDEFINED instruction becomes', () => {
  /** HVC #1 from AArch64, with a syndrome whose IL says what no A64 instruction has: 16 bits. */
  const short = 0x5800_0001;

  it.each([
    ['copied', 0n],
    ['one', 0x0200_0000n],
  ])('has the length bit of its own, but where it was %s from the trap', (value, esr) => {
    const target = booted({ set: { undefined_il: value } });
    target.writeRegisters(0, registers([VERSION, v12], { pstate: el1h }));
    expect(target.xen.trap(0, short)).toBe(layout.OUTCOME_VECTOR);
    expect(target.readSystemRegister(0, layout.SYS_ESR_EL1)).toBe(esr);
  });

  it('has it by a trap with a length of 32 bits in any case', () => {
    for (const value of ['copied', 'one']) {
      const target = booted({ set: { undefined_il: value } });
      take(target, hvcWord(1), [VERSION, v12]);
      expect(target.readSystemRegister(0, layout.SYS_ESR_EL1)).toBe(0x0200_0000n);
    }
  });
});

describe('an SMC or HVC from a VM', () => {
  it.each(conduits)('reaches the mediator with immediate 0: %s', (_name, word) => {
    const target = booted();
    const version = take(target, word(), [VERSION, v12]);
    expect(version.after.x.slice(0, 9)).toEqual([v12, 0n, 0n, 0n, 0n, 0n, 0n, 0n, version.before.x[8]]);
    const call = take(target, word(), [ID_GET]);
    expect(call.after.x.slice(0, 18)).toEqual([SUCCESS, 0n, 2n, ...Array<bigint>(15).fill(0n)]);
    expect([call.outcome, call.disposition]).toEqual([layout.OUTCOME_RESUME, 'handled']);
    expect(call.after).toMatchObject({ pc: code + 4n, pstate: el1h | flags, x: { 18: call.before.x[18] } });
  });

  it.each(
    models.flatMap((model) =>
      conduits.flatMap(([name, word]) => [1, 0xea2, 0xffff].map((n) => [model, name, n, word])),
    ),
  )('on %s %s #%i is UNDEFINED: to the vector, and no register changes', (model, _name, immediate, word) => {
    const target = booted({ model: model as string });
    const encode = word as (immediate: number) => number;
    const trap = take(target, encode(immediate as number), [VERSION, v12]);
    expect([trap.outcome, trap.disposition, changed(trap)]).toEqual([layout.OUTCOME_VECTOR, 'undefined', []]);
    expect(trap.after).toMatchObject({ pc: vbar + 0x200n, pstate: 0x3c5n });
    const system = (offset: number) => target.readSystemRegister(0, offset);
    // An SMC is trapped before it executes, an HVC returns behind itself: the real code does not step back.
    expect(system(layout.SYS_ELR_EL1)).toBe(word === smcWord ? code : code + 4n);
    expect([system(layout.SYS_SPSR_EL1), system(layout.SYS_ESR_EL1)]).toEqual([el1h | flags, 0x0200_0000n]);
  });

  it('is a hypercall of Xen where it is HVC #0xEA1, which no model answers', () => {
    const trap = take(booted(), hvcWord(0xea1), [VERSION, v12]);
    expect([trap.disposition, changed(trap), trap.after.pc]).toEqual(['hypercall', [], code + 4n]);
  });

  it('is UNDEFINED where it is SMC #0xEA1', () => {
    expect(take(booted(), smcWord(0xea1), [VERSION, v12]).disposition).toBe('undefined');
  });
});

describe('the owner of a call', () => {
  it.each([
    ['an old id', 0x0000_0000n],
    ['the last old id', 0x0100_ffffn],
    ['silicon', 0x8200_0063n],
    ['the vendor of the hypervisor', 0x8600_0063n],
    ['one with no owner', 0x8700_0063n],
    ['the last owner before trusted applications', 0xaf00_0063n],
    ['a standard call before FF-A', 0x8400_005fn],
    ['a standard call after FF-A', 0x8400_008fn],
    ['an architecture call', 0x8000_0002n],
    ['a query as an ordinary call', 0x0400_ff00n],
  ])('%s is NOT_SUPPORTED in x0 alone', (_what, id) => {
    const target = booted();
    take(target, smcWord(), [VERSION, v12]);
    const trap = take(target, smcWord(), [id]);
    expect([trap.after.x[0], changed(trap), trap.disposition]).toEqual([neg1, [0], 'not-supported']);
  });

  it.each([
    ['FF-A as an ordinary call', 0x0400_0063n],
    ['FF-A with the hint bit', 0x8401_0063n],
    ['FFA_VERSION with 64 bits', 0xc400_0063n],
    ['the last FF-A number', 0x8400_008en],
    ['the first trusted application', 0xb000_0000n],
    ['a trusted OS', 0xb200_0000n],
    ['the last trusted OS', 0xbf00_ffffn],
  ])('%s reaches the mediator and is no call to it, and ends negotiation', (_what, id) => {
    const target = booted();
    take(target, smcWord(), [VERSION, v12]);
    const trap = take(target, smcWord(), [id]);
    expect(trap.after.x.slice(0, 8)).toEqual([ERROR, 0n, 0xffff_ffffn, 0n, 0n, 0n, 0n, 0n]);
    expect(trap.state).toMatchObject({ guest_vers: v12 });
  });

  it.each([
    ['SMCCC_VERSION', [0x8000_0000n], 0x1_0002n],
    ['SMCCC_ARCH_FEATURES', [0x8000_0001n, 0x8000_0000n], neg1],
    ['PSCI_VERSION', [0x8400_0000n], 0x1_0001n],
    ['PSCI_FEATURES of PSCI_VERSION', [0x8400_000an, 0x8400_0000n], 0n],
    ['PSCI_FEATURES of FFA_VERSION', [0x8400_000an, 0x8400_0063n], neg1],
    ['PSCI_MIGRATE_INFO_TYPE', [0x8400_0006n], 2n],
    ['the count of standard calls', [0x8400_ff00n], 29n],
    ["the count of Xen's own calls", [0x8500_ff00n], 3n],
  ])('%s is answered in x0 alone', (_what, first, value) => {
    const trap = take(booted(), smcWord(), first);
    expect([trap.after.x[0], changed(trap)]).toEqual([value, [0]]);
  });

  it('gets a revision in x0 and x1', () => {
    expect(changed(take(booted(), smcWord(), [0x8400_ff03n]))).toEqual([0, 1]);
  });

  it.each([0x8000_8000n, 0x8000_7fffn, 0x8000_3fffn])('has nothing to work around: %i', (id) => {
    const trap = take(booted(), smcWord(), [id]);
    expect([changed(trap), trap.disposition]).toEqual([[], 'handled']);
  });

  it('is looked for in the lower half of x0', () => {
    const trap = take(booted(), smcWord(), [0xdead_beef_0000_0000n | VERSION, v12]);
    expect(trap.after.x[0]).toBe(v12);
  });
});

describe('without firmware', () => {
  const noFirmware = { replies: [], firmware: { version: '1.0' } };

  it('there is no mediator: FF-A is NOT_SUPPORTED in x0 alone', () => {
    const trap = take(booted(noFirmware), smcWord(), [VERSION, v12]);
    expect([trap.after.x[0], changed(trap), trap.disposition]).toEqual([neg1, [0], 'not-supported']);
  });

  it('there is one where VMs may talk to each other', () => {
    const trap = take(booted({ ...noFirmware, set: { vm_to_vm: 'on' } }), smcWord(), [VERSION, v12]);
    expect(trap.after.x[0]).toBe(v12);
  });
});

describe('a 32-bit domain', () => {
  const [ec32Hvc, ec32Smc] = [0x12, 0x13];
  const syndrome = (ec: number, immediate = 0) => ec * 0x400_0000 + 0x200_0000 + immediate;

  function trap32(ec: number, first: readonly bigint[], immediate = 0): { xen: Xen; outcome: number; x: bigint[] } {
    const xen = new Xen({ aarch64: false });
    xen.machine.writeRegisters(0, registers(first));
    const outcome = xen.control.trap(0, syndrome(ec, immediate));
    return { xen, outcome, x: xen.machine.readRegisters(0).x };
  }

  it.each([ec32Hvc, ec32Smc])('reaches the mediator: exception class %i', (ec) => {
    const { outcome, x, xen } = trap32(ec, [VERSION, v12]);
    expect([outcome, x[0]]).toEqual([layout.OUTCOME_RESUME, v12]);
    expect(xen.machine.readRegisters(0).pc).toBe(ec === ec32Smc ? code + 4n : code);
  });

  it('may make no 64-bit call: x0 alone is written', () => {
    const { x } = trap32(ec32Smc, [0xc400_0066n]);
    expect([x[0], x[1]]).toEqual([neg1, registers([]).x[1]]);
  });

  it('is not told the immediate of its SMC, only that of its HVC', () => {
    expect(trap32(ec32Smc, [VERSION, v12], 1).x[0]).toBe(v12);
    expect(trap32(ec32Hvc, [VERSION, v12], 1).outcome).toBe(layout.OUTCOME_VECTOR);
  });
});
