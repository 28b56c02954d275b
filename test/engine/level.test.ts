import { expect, it } from 'vitest';
import * as layout from '../../assembly/layout.ts';
import { describeWith } from '../support/needs.ts';
import { FakeMachine } from './fake-machine.ts';
import * as g from './guest.ts';
import { run } from './run-guest.ts';

const at = (instruction: number) => g.START + BigInt(4 * instruction);
const VECTORS = 0x80010000n;
const { SYSTEM } = g;

/** Reads what the exception left, then ends with an immediate that names the vector. */
const handler = (immediate: number) => [
  g.mrs(20, SYSTEM.ESR_EL1),
  g.mrs(21, SYSTEM.ELR_EL1),
  g.mrs(22, SYSTEM.SPSR_EL1),
  g.mrs(23, SYSTEM.CURRENT_EL),
  g.mrs(24, SYSTEM.DAIF),
  g.mrs(25, SYSTEM.SPSEL),
  g.hlt(immediate),
];
const vectors: [bigint, number[]][] = [
  [VECTORS, handler(1)],
  [VECTORS + 0x200n, handler(2)],
  [VECTORS + 0x400n, handler(3)],
];
/** Sets VBAR_EL1; five instructions. */
const setVectors = [...g.mov(1, VECTORS), g.msr(SYSTEM.VBAR_EL1, 1)];

/** The machine's answer to a call that is undefined: an exception to the guest's EL1, as the architecture takes it. */
function undefinedCall(): FakeMachine {
  return new FakeMachine((registers, machine) => {
    machine.setSystem(layout.SYS_ELR_EL1, registers.pc);
    machine.setSystem(layout.SYS_SPSR_EL1, registers.pstate);
    machine.setSystem(layout.SYS_ESR_EL1, 0x0200_0000n);
    const offset = (registers.pstate & 0xcn) === 0n ? 0x400n : (registers.pstate & 1n) * 0x200n;
    registers.pc = machine.system(layout.SYS_VBAR_EL1) + offset;
    registers.pstate = (registers.pstate & 0xf000_0000n) | g.EL1H;
    return { outcome: layout.OUTCOME_VECTOR };
  });
}

/** x20 … x25 as the handler read them. */
function seen(words: number[], guest: g.Guest = {}, machine = new FakeMachine()) {
  const { stop, final } = run([...setVectors, ...words], { also: vectors, ...guest }, machine);
  const [esr, elr, spsr, el, daif, spsel] = final.x.slice(20, 26);
  return { stop, final, esr, elr, spsr, el, daif, spsel };
}

describeWith('libunicorn', "an exception that the architecture takes to EL1 goes to the guest's vector", () => {
  const level = { el: 4n, daif: 0x3c0n, spsel: 1n };

  it('for SVC, with the immediate in ESR_EL1 and the next instruction in ELR_EL1', () => {
    const result = seen([g.subs(31, 0, 0), g.svc(0xabcd)]);
    expect(result.stop).toMatchObject({ kind: 'hlt', immediate: 2, pc: VECTORS + 0x218n });
    expect(result).toMatchObject({ ...level, esr: 0x5600_abcdn, elr: at(7) });
    expect(result.spsr! & 0xf000_03ffn).toBe(0x6000_03c5n);
  });

  it('for undefined instructions and for BRK with an immediate other than 0, at the instruction', () => {
    expect(seen([g.NOP, g.udf()])).toMatchObject({ ...level, esr: 0x0200_0000n, elr: at(6) });
    expect(seen([g.NOP, g.brk(7)])).toMatchObject({ ...level, esr: 0xf200_0007n, elr: at(6) });
  });

  it('for an unaligned PC and for an illegal exception return', () => {
    const unaligned = seen([...g.mov(2, at(0) + 2n), g.br(2)]);
    expect(unaligned).toMatchObject({ ...level, esr: 0x8a00_0000n, elr: at(0) + 2n });
    const illegal = seen([
      ...g.mov(2, at(20)),
      g.msr(SYSTEM.ELR_EL1, 2),
      g.movz(2, 9),
      g.msr(SYSTEM.SPSR_EL1, 2),
      g.ERET,
    ]);
    expect(illegal).toMatchObject({ ...level, esr: 0x3a00_0000n, elr: at(20) });
    expect(illegal.spsr! & (1n << 20n), 'SPSR_EL1.IL').toBe(1n << 20n);
  });

  it('for a call that the machine finds undefined, with what the machine put into the system registers', () => {
    for (const call of [g.smc(3), g.hvc(3)]) {
      const result = seen([g.NOP, call], {}, undefinedCall());
      expect(result.stop).toMatchObject({ kind: 'hlt', immediate: 2 });
      expect(result).toMatchObject({ ...level, esr: 0x0200_0000n, elr: at(6), spsr: g.EL1H });
    }
  });

  it('at the vector of EL1t where SP_EL0 is in use, and goes on with SP_EL1', () => {
    const result = seen([g.svc()], { initial: { pstate: g.EL1T } });
    expect(result.stop).toMatchObject({ kind: 'hlt', immediate: 1 });
    expect(result).toMatchObject({ ...level, spsr: g.EL1T });
    expect(result.final).toMatchObject({ pstate: g.EL1H, spEl0: 0x80080000n, spEl1: 0x800f0000n });
  });

  it('from which the guest returns with ERET, and goes on', () => {
    const skip = [g.mrs(20, SYSTEM.ELR_EL1), g.add(20, 20, 4), g.msr(SYSTEM.ELR_EL1, 20), g.ERET];
    const words = [...setVectors, g.subs(31, 0, 0), g.udf(), g.mrs(9, SYSTEM.NZCV), g.END];
    const { stop, final } = run(words, { also: [[VECTORS + 0x200n, skip]] });
    expect(stop).toMatchObject({ kind: 'brk', pc: at(8) });
    expect(final.x[9]).toBe(0x6000_0000n);
  });

  it("but not where VBAR_EL1 points outside the guest's memory, nor for BRK #0 and HLT", () => {
    for (const vbar of [0x4000_0000n, 0x800ff800n]) {
      const words = [...g.mov(1, vbar), g.msr(SYSTEM.VBAR_EL1, 1), g.svc(1)];
      expect(run(words).stop).toMatchObject({ kind: 'svc', pc: at(5) });
    }
    expect(seen([g.brk(0)]).stop).toMatchObject({ kind: 'brk', pc: at(5) });
    expect(seen([g.hlt(9)]).stop).toMatchObject({ kind: 'hlt', pc: at(5), immediate: 9 });
  });

  it('and a call stays where it is, undefined, where there is no vector', () => {
    const { stop, traps, final } = run([g.NOP, g.smc()], {}, undefinedCall());
    expect(stop).toMatchObject({ kind: 'undefined-instruction', pc: at(1) });
    expect(traps).toHaveLength(1);
    expect(final).toMatchObject({ pstate: g.EL1H, pc: at(1) });
  });
});

describeWith('libunicorn', 'a guest that starts at EL0', () => {
  const EL0 = { initial: { pstate: g.EL0T | 0x9000_0000n } };

  it('runs there for real: EL0 cannot read CurrentEL, and its flags and stack pointer are as given', () => {
    expect(run([g.NOP, g.mrs(0, SYSTEM.CURRENT_EL)], EL0).stop).toMatchObject({
      kind: 'undefined-instruction',
      pc: at(1),
    });
    const { final, stop } = run([g.mrs(0, SYSTEM.NZCV), g.add(1, 31, 0), g.END], EL0);
    expect(stop).toMatchObject({ kind: 'brk', pc: at(2) });
    expect(final).toMatchObject({ pstate: g.EL0T | 0x9000_0000n, spEl0: 0x80080000n, spEl1: 0x800f0000n });
    expect(final.x.slice(0, 2)).toEqual([0x9000_0000n, 0x80080000n]);
  });

  it("finds SMC and HVC undefined, by the machine's word", () => {
    for (const call of [g.smc(), g.hvc()]) {
      const machine = undefinedCall();
      const { stop, traps } = run([g.NOP, call], EL0, machine);
      expect(machine.words).toEqual([call]);
      expect(traps[0]!.before.pstate).toBe(g.EL0T | 0x9000_0000n);
      expect(stop).toMatchObject({ kind: 'undefined-instruction', pc: at(1) });
    }
  });

  it('sees nothing of how it got there', () => {
    const words = [g.mrs(0, SYSTEM.ELR_EL1), g.mrs(1, SYSTEM.SPSR_EL1), g.mrs(2, SYSTEM.TPIDR_EL1), g.END];
    expect(run(words).final.x.slice(0, 3)).toEqual([0n, 0n, 0n]);
    const { instructions, arrivals } = run([g.NOP, g.END], { ...EL0, watch: [0x70000000n, at(0)] });
    expect(instructions).toBe(2);
    expect(arrivals.map(({ address }) => address)).toEqual([at(0)]);
  });
});

describeWith('libunicorn', 'a guest goes down to EL0 and comes back', () => {
  /** ERET to EL0 at `target`. */
  const drop = (target: bigint) => [
    ...g.mov(2, target),
    g.msr(SYSTEM.ELR_EL1, 2),
    g.movz(2, 0),
    g.msr(SYSTEM.SPSR_EL1, 2),
    g.ERET,
  ];

  it('by SVC to the vector of a lower level, with its registers as EL0 left them', () => {
    const user = [g.movz(5, 77), 0x4f03e7e3, g.msr(SYSTEM.TPIDR_EL0, 5), g.add(31, 31, 32), g.svc(4)];
    const service = [...handler(3).slice(0, -1), g.mrs(6, SYSTEM.TPIDR_EL0), g.mrs(7, SYSTEM.VBAR_EL1), g.hlt(3)];
    const also: [bigint, number[]][] = [
      [VECTORS + 0x400n, service],
      [0x80020000n, user],
    ];
    const { stop, final } = run([...setVectors, ...drop(0x80020000n)], { also });
    expect(stop).toMatchObject({ kind: 'hlt', immediate: 3 });
    expect(final.x.slice(5, 8)).toEqual([77n, 77n, VECTORS]);
    expect(final.x.slice(20, 26)).toEqual([0x5600_0004n, 0x80020014n, 0n, 4n, 0x3c0n, 1n]);
    expect(final).toMatchObject({ spEl0: 0x80080020n, spEl1: 0x800f0000n, pstate: g.EL1H });
    expect(final.v[3]).toBe(0x7f7f_7f7f_7f7f_7f7f_7f7f_7f7f_7f7f_7f7fn);
  });

  it('and takes calls at EL1 again after that', () => {
    const machine = new FakeMachine();
    const also: [bigint, number[]][] = [
      [VECTORS + 0x400n, [g.smc(1), g.hvc(2), g.ERET]],
      [0x80020000n, [g.svc(0), g.svc(0), g.END]],
    ];
    const { stop, traps } = run([...setVectors, ...drop(0x80020000n)], { also }, machine);
    expect(machine.words).toEqual([g.smc(1), g.hvc(2), g.smc(1), g.hvc(2)]);
    expect(traps.every((trap) => (trap.before.pstate & 0xfn) === 5n)).toBe(true);
    expect(stop).toMatchObject({ kind: 'brk', pc: 0x80020008n });
  });

  it('by an undefined call, where the machine takes the exception', () => {
    const also: [bigint, number[]][] = [...vectors, [0x80020000n, [g.NOP, g.smc()]]];
    const { stop, final } = run([...setVectors, ...drop(0x80020000n)], { also }, undefinedCall());
    expect(stop).toMatchObject({ kind: 'hlt', immediate: 3 });
    expect(final.x.slice(20, 24)).toEqual([0x0200_0000n, 0x80020004n, 0n, 4n]);
  });

  it('but not to AArch32, which is not implemented', () => {
    const words = [g.movz(2, 0x10), g.msr(SYSTEM.SPSR_EL1, 2), g.msr(SYSTEM.ELR_EL1, 31), g.ERET];
    expect(run(words).stop).toMatchObject({ kind: 'unimplemented', pc: at(3) });
  });

  it('and an illegal exception return without vectors stops at its target', () => {
    for (const spsr of [0x1, 0x2, 0x6, 0x8, 0x9, 0xc, 0xd, 0xf, 0x13, 0x1a]) {
      const words = [...g.mov(2, at(20)), g.msr(SYSTEM.ELR_EL1, 2), g.movz(2, spsr), g.msr(SYSTEM.SPSR_EL1, 2), g.ERET];
      expect(run(words).stop, `SPSR_EL1 ${spsr}`).toMatchObject({ kind: 'undefined-instruction', pc: at(20) });
    }
  });
});
