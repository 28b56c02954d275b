import { describe, expect, it } from 'vitest';
import * as layout from '../../assembly/layout.ts';
import { booted, code, el1h, hvcWord, machine, registers, smc, smcWord } from './fixture.ts';

const vbarEl1 = 0x8000_8000n;
const vbarEl2 = 0x800f_8000n;
const vbarEl3 = 0x0e00_1000n;
/** PSTATE right after entry to EL2 and EL3 from a caller with clear flags: DAIF set, ELxh. */
const el2Entry = 0x3c9n;
const el3Entry = 0x3cdn;

describe('SMC from EL1', () => {
  it('is trapped to EL2 with itself as preferred return address, and the handler skips it', () => {
    const { exception, after } = smc(booted(), [0x8400_0063n, 0x1_0002n]);
    expect(exception).toEqual({
      sourceEl: 1,
      targetEl: 2,
      esr: 0x5e00_0000n,
      elr: code,
      spsr: el1h,
      vector: vbarEl2 + 0x400n,
      pstate: el2Entry,
      returnAddress: code + 4n,
    });
    expect([after.pc, after.pstate]).toEqual([code + 4n, el1h]);
  });

  it.each([1, 0x8000, 0xffff])('carries immediate %i in ESR_EL2', (immediate) => {
    const trap = smc(booted(), [0x8400_0063n, 0x1_0002n], immediate);
    expect(trap.exception.esr).toBe(0x5e00_0000n + BigInt(immediate));
    expect(trap.immediate).toBe(immediate);
  });

  it('is trapped by TSC even where SCR_EL3.SMD disables SMC', () => {
    const target = booted({ control: { smd: true } });
    expect(smc(target, [0x8400_0063n, 0x1_0002n]).exception.targetEl).toBe(2);
  });

  it('goes to EL3 without TSC, with the next instruction as preferred return address', () => {
    const { exception, disposition, after, smcCount } = smc(booted({ control: { tsc: false } }), [0x8400_0069n]);
    expect(exception).toEqual({
      sourceEl: 1,
      targetEl: 3,
      esr: 0x5e00_0000n,
      elr: code + 4n,
      spsr: el1h,
      vector: vbarEl3 + 0x400n,
      pstate: el3Entry,
      returnAddress: code + 4n,
    });
    expect([disposition, after.pc, after.pstate, smcCount]).toEqual(['untrapped', code + 4n, el1h, 1]);
  });

  it('goes to EL3 under the model without a hypervisor, whatever the control bits say', () => {
    const trap = smc(booted({ model: 'none', control: { tsc: true } }), [0x8400_0063n, 0x1_0001n]);
    expect([trap.disposition, trap.exception.targetEl, trap.after.x[0]]).toEqual(['untrapped', 3, 0x1_0002n]);
    expect(trap.writers.slice(0, 19)).toEqual([...Array(18).fill('el3'), 'caller']);
    expect(trap.sources.slice(0, 18)).toEqual(Array.from({ length: 18 }, (_, n) => n));
  });
});

describe('HVC from EL1', () => {
  it('goes to EL2 with the next instruction as preferred return address, and the handler skips nothing', () => {
    const target = booted();
    target.writeRegisters(0, registers([0x8600_0000n]));
    expect(target.trap(0, hvcWord(7))).toBe(layout.OUTCOME_RESUME);
    const { exception, after, conduit, immediate } = target.readTrap(0);
    expect(exception).toMatchObject({ targetEl: 2, esr: 0x5a00_0007n, elr: code + 4n, returnAddress: code + 4n });
    expect([after.pc, conduit, immediate]).toEqual([code + 4n, 'hvc', 7]);
  });

  it('is UNDEFINED where SCR_EL3.HCE is 0', () => {
    const target = booted({ control: { hce: false } });
    target.writeSystemRegister(0, layout.SYS_VBAR_EL1, vbarEl1);
    target.writeRegisters(0, registers([0x8600_0000n]));
    expect(target.trap(0, hvcWord())).toBe(layout.OUTCOME_VECTOR);
    expect(target.readTrap(0)).toMatchObject({ disposition: 'undefined', after: { pc: vbarEl1 + 0x200n } });
  });

  it('stops the machine where no software stands at EL2', () => {
    const target = booted({ model: 'none' });
    target.writeRegisters(0, registers([0x8600_0000n]));
    expect(target.trap(0, hvcWord())).toBe(layout.OUTCOME_EL2_PANIC);
    expect(target.readTrap(0).cause).toBe(layout.CAUSE_UNEXPECTED_EXCEPTION);
  });
});

describe('an UNDEFINED SMC or HVC', () => {
  const cases = [
    { what: 'SMC at EL1h with SMD', pstate: 0x3c5n, word: smcWord(3), offset: 0x200n },
    { what: 'SMC at EL1t with SMD', pstate: 0x3c4n, word: smcWord(3), offset: 0x000n },
    { what: 'SMC at EL0', pstate: 0x3c0n, word: smcWord(), offset: 0x400n },
    { what: 'HVC at EL0', pstate: 0x3c0n, word: hvcWord(), offset: 0x400n },
  ];
  it.each(cases)('is an exception to EL1 with ESR 0x02000000: $what', ({ pstate, word, offset }) => {
    const target = booted({ control: { tsc: false, smd: true } });
    target.writeSystemRegister(0, layout.SYS_VBAR_EL1, vbarEl1);
    const before = registers([0x8400_0063n, 0x1_0002n], { pstate: pstate | 0x6000_0000n });
    target.writeRegisters(0, before);
    expect(target.trap(0, word)).toBe(layout.OUTCOME_VECTOR);
    const { exception, after, disposition } = target.readTrap(0);
    expect(exception).toMatchObject({ targetEl: 1, esr: 0x0200_0000n, elr: code, spsr: before.pstate });
    expect([after.pc, after.pstate, disposition]).toEqual([vbarEl1 + offset, 0x6000_03c5n, 'undefined']);
    expect(after.x).toEqual(before.x);
    expect(target.readSystemRegister(0, layout.SYS_ELR_EL1)).toBe(code);
    expect(target.readSystemRegister(0, layout.SYS_SPSR_EL1)).toBe(before.pstate);
    expect(target.readSystemRegister(0, layout.SYS_ESR_EL1)).toBe(0x0200_0000n);
  });

  it('goes from EL0 to EL2 where HCR_EL2.TGE is 1', () => {
    const target = booted();
    target.writeSystemRegister(0, layout.SYS_HCR_EL2, 0x8800_0000n);
    target.writeRegisters(0, registers([], { pstate: 0x3c0n }));
    expect(target.trap(0, smcWord())).toBe(layout.OUTCOME_VECTOR);
    expect(target.readTrap(0).exception).toMatchObject({ targetEl: 2, vector: vbarEl2 + 0x400n });
  });

  it('is an Illegal Execution state exception where PSTATE.IL is set', () => {
    const target = booted();
    target.writeSystemRegister(0, layout.SYS_VBAR_EL1, vbarEl1);
    target.writeRegisters(0, registers([0x8400_0063n], { pstate: el1h | (1n << 20n) }));
    expect(target.trap(0, smcWord())).toBe(layout.OUTCOME_VECTOR);
    const { exception, after } = target.readTrap(0);
    expect([exception.esr, exception.elr]).toEqual([0x3a00_0000n, code]);
    expect(after.pstate).toBe(el1h);
  });
});

describe('PSTATE', () => {
  it('keeps flags, DIT and PAN and loses UAO, IL, SS and BTYPE on entry; the caller gets all of it back but SS', () => {
    const target = booted();
    const callerState = 0xf1e0_0c45n;
    target.writeRegisters(0, registers([0x8400_0063n, 0x1_0002n], { pstate: callerState }));
    expect(target.trap(0, smcWord())).toBe(layout.OUTCOME_RESUME);
    const { exception, after } = target.readTrap(0);
    expect(exception.pstate).toBe(0xf140_03c9n);
    expect(exception.spsr).toBe(callerState);
    expect(after.pstate).toBe(callerState & ~(1n << 21n));
  });

  it('takes SSBS from SCTLR_EL2.DSSBS on entry', () => {
    const target = booted();
    target.writeSystemRegister(0, layout.SYS_SCTLR_EL2, 1n << 44n);
    target.writeRegisters(0, registers([0x8400_0063n, 0x1_0002n]));
    target.trap(0, smcWord());
    expect(target.readTrap(0).exception.pstate).toBe(el2Entry | (1n << 12n));
  });

  it('gets PAN on an exception to EL1 where SCTLR_EL1.SPAN is 0', () => {
    const target = booted();
    target.writeSystemRegister(0, layout.SYS_SCTLR_EL1, 0n);
    target.writeRegisters(0, registers([], { pstate: 0x3c0n }));
    target.trap(0, smcWord());
    expect(target.readTrap(0).after.pstate).toBe(el1h | (1n << 22n));
  });

  it('has SS in SPSR_EL2 for a trapped SMC, which did not execute, and not for HVC, which did', () => {
    const target = booted();
    const stepping = registers([0x8400_0063n, 0x1_0002n], { pstate: el1h | (1n << 21n) });
    target.writeRegisters(0, stepping);
    target.trap(0, smcWord());
    expect(target.readTrap(0).exception.spsr).toBe(stepping.pstate);
    target.writeRegisters(0, stepping);
    target.trap(0, hvcWord());
    expect(target.readTrap(0).exception.spsr).toBe(el1h);
  });
});

describe('the rest of the machine state', () => {
  it('passes through a trap: x18 to x30, both stack pointers, vectors, FPSR and FPCR', () => {
    const target = booted();
    const before = registers([0x8400_0063n, 0x1_0002n]);
    target.writeRegisters(0, before);
    target.trap(0, smcWord());
    const after = target.readRegisters(0);
    expect(after.x.slice(18)).toEqual(before.x.slice(18));
    expect({ ...after, x: [], pc: 0n }).toEqual({ ...before, x: [], pc: 0n });
  });

  it('is separate for every vCPU', () => {
    const target = booted();
    for (let vcpu = 0; vcpu < layout.VCPU_COUNT; vcpu++) target.writeRegisters(vcpu, registers([BigInt(vcpu)]));
    target.trap(5, smcWord());
    const others = Array.from({ length: layout.VCPU_COUNT }, (_, vcpu) => vcpu).filter((vcpu) => vcpu !== 5);
    expect(target.readRegisters(5).pc).toBe(code + 4n);
    for (const vcpu of others) expect(target.readRegisters(vcpu)).toEqual(registers([BigInt(vcpu)]));
  });

  it.each([0xd400_0001, 0xd503_201f, 0xd420_0000, 0xd4a0_0001, 0])('does not change for the word %i', (word) => {
    const target = booted();
    target.writeRegisters(0, registers([0x8400_0063n]));
    expect(target.trap(0, word)).toBe(layout.OUTCOME_NOT_A_TRAP);
    expect(target.readRegisters(0)).toEqual(registers([0x8400_0063n]));
  });

  it('has no vCPU beyond the last', () => {
    const target = machine();
    expect(target.trap(layout.VCPU_COUNT, smcWord())).toBe(layout.OUTCOME_NOT_A_TRAP);
    expect(target.trap(-1, smcWord())).toBe(layout.OUTCOME_NOT_A_TRAP);
    expect(() => target.readRegisters(layout.VCPU_COUNT)).toThrow(RangeError);
  });
});

describe('an illegal exception return', () => {
  it('sets PSTATE.IL, keeps the level, and takes flags and masks from SPSR', () => {
    const target = booted();
    const impossible = 0xf000_0007n;
    target.writeRegisters(0, registers([0x8400_0063n, 0x1_0002n], { pstate: impossible }));
    target.trap(0, smcWord());
    const { after } = target.readTrap(0);
    expect([after.pc, after.pstate]).toEqual([code + 4n, 0xf010_0009n]);
  });
});

describe('software at EL2', () => {
  it('panics on an HVC of its own, which pKVM has no handler for', () => {
    const target = booted();
    target.writeRegisters(0, registers([0n], { pstate: 0x3c9n }));
    expect(target.trap(0, hvcWord())).toBe(layout.OUTCOME_EL2_PANIC);
    const { exception, cause } = target.readTrap(0);
    expect(exception).toMatchObject({ sourceEl: 2, targetEl: 2, vector: vbarEl2 + 0x200n });
    expect(cause).toBe(layout.CAUSE_UNEXPECTED_EXCEPTION);
  });

  it('reaches EL3 with its SMCs, since TSC applies to EL1 alone', () => {
    const target = booted();
    target.writeRegisters(0, registers([0x8400_0069n], { pstate: 0x3c9n }));
    expect(target.trap(0, smcWord())).toBe(layout.OUTCOME_RESUME);
    expect(target.readTrap(0)).toMatchObject({ exception: { sourceEl: 2, targetEl: 3 }, after: { pstate: 0x3c9n } });
  });
});

describe('guest memory', () => {
  it('is read and written within RAM and nowhere else', () => {
    const target = machine();
    target.writeMemory(0x80ff_fffcn, new Uint8Array([1, 2, 3, 4]));
    expect([...target.readMemory(0x80ff_fffcn, 4)]).toEqual([1, 2, 3, 4]);
    expect(() => target.writeMemory(0x80ff_fffdn, new Uint8Array(4))).toThrow(RangeError);
    expect(() => target.readMemory(0x7fff_ffffn, 1)).toThrow(RangeError);
    expect(() => target.readMemory(0xffff_ffff_8000_0000n, 1)).toThrow(RangeError);
  });
});
