import { expect, it } from 'vitest';
import * as layout from '../../assembly/layout.ts';
import { describeWith } from '../support/needs.ts';
import { FakeMachine } from './fake-machine.ts';
import * as g from './guest.ts';
import { run } from './run-guest.ts';

const ISB = 0xd5033fdf;
const at = (instruction: number) => g.START + BigInt(4 * instruction);

describeWith('libunicorn', 'a run stops with a reason and the exact PC', () => {
  it('at BRK, with its immediate', () => {
    for (const immediate of [0, 1, 0xffff]) {
      const { stop, instructions } = run([g.NOP, g.NOP, g.brk(immediate)]);
      expect(stop).toMatchObject({ kind: 'brk', pc: at(2), immediate });
      expect(instructions).toBe(3);
    }
  });

  it('at HLT, with its immediate, semihosting included', () => {
    for (const immediate of [0, 7, 0xf000]) {
      expect(run([g.NOP, g.hlt(immediate)]).stop).toMatchObject({ kind: 'hlt', pc: at(1), immediate });
    }
  });

  it('at SVC, with its immediate, where the guest has no vectors', () => {
    expect(run([g.NOP, g.svc(0x42)]).stop).toMatchObject({ kind: 'svc', pc: at(1), immediate: 0x42 });
  });

  it('at undefined instructions: UDF, data, registers of EL2, DCPS', () => {
    for (const word of [g.udf(), g.udf(7), 0xffffffff, 0x00c0ffee, g.mrs(0, g.SYSTEM.HCR_EL2), 0xd4a00001]) {
      expect(run([g.NOP, g.NOP, word]).stop).toMatchObject({ kind: 'undefined-instruction', pc: at(2) });
    }
  });

  it('at WFI', () => {
    expect(run([g.NOP, g.WFI, g.END]).stop).toMatchObject({ kind: 'wfi', pc: at(1) });
  });

  it('goes on after WFE and YIELD', () => {
    expect(run([0xd503205f, 0xd503203f, g.END]).stop).toMatchObject({ kind: 'brk', pc: at(2) });
  });
});

describeWith('libunicorn', 'a memory fault names the instruction, the address, the access and the width', () => {
  const faults = (word: number, address: bigint) => {
    const x = new Array(31).fill(0n);
    x[1] = address;
    return run([g.NOP, g.NOP, word, g.NOP, g.END], { initial: { x } }).stop;
  };

  it('for reads and writes of unmapped memory', () => {
    const widths = { 960495648: 1, 2034237472: 2, 3107979296: 4, 4181721120: 8 };
    for (const [word, width] of Object.entries(widths)) {
      const fault = { address: 0x0123_4567_89a0n, access: 'read', width };
      expect(faults(Number(word), fault.address)).toMatchObject({ kind: 'memory-fault', pc: at(2), fault });
      const write = { ...fault, access: 'write' };
      expect(faults(Number(word) - 0x400000, fault.address)).toMatchObject({ pc: at(2), fault: write });
    }
  });

  it('for wild pointers with high bits set', () => {
    for (const address of [0x1234_5678_9ab0n, 0xdead_beef_dead_beefn, 0xffff_ffff_ffff_fff8n]) {
      expect(faults(g.ldr(0, 1), address)).toMatchObject({ pc: at(2), fault: { address, access: 'read', width: 8 } });
      expect(faults(g.str(0, 1), address)).toMatchObject({ pc: at(2), fault: { address, access: 'write', width: 8 } });
    }
  });

  it('for vectors and pairs, by the access that faults', () => {
    expect(faults(0xa9400420, 0x4000n).fault).toEqual({ address: 0x4000n, access: 'read', width: 8 });
    expect(faults(0x3dc00020, 0x4000n).fault).toMatchObject({ address: 0x4000n, access: 'read' });
  });

  it("at both ends of RAM, and in the hypervisor's pages", () => {
    const ends = [layout.RAM_BASE - 8, layout.RAM_BASE + layout.RAM_SIZE, layout.HYP_START, layout.HYP_END - 8];
    for (const end of ends.map(BigInt)) {
      expect(faults(g.ldr(0, 1), end)).toMatchObject({ kind: 'memory-fault', fault: { address: end, access: 'read' } });
      expect(faults(g.str(0, 1), end)).toMatchObject({
        kind: 'memory-fault',
        fault: { address: end, access: 'write' },
      });
    }
    expect(faults(g.ldr(0, 1), BigInt(layout.HYP_TX)).detail).toContain('hypervisor');
  });

  it("not for the guest's memory right beside them", () => {
    for (const address of [layout.HYP_START - 8, layout.HYP_END, layout.RAM_BASE + layout.RAM_SIZE - 8]) {
      expect(faults(g.str(0, 1), BigInt(address)).kind).toBe('brk');
    }
  });

  it("for an access that runs from the guest's memory into the hypervisor's", () => {
    const { fault } = faults(g.ldr(0, 1), BigInt(layout.HYP_START - 4));
    expect(fault).toMatchObject({ address: BigInt(layout.HYP_START), access: 'read' });
  });

  it('for the page of the trampoline, which the guest can neither read nor write', () => {
    expect(faults(g.ldr(0, 1), 0x70000000n)).toMatchObject({ pc: at(2), fault: { access: 'read' } });
    expect(faults(g.str(0, 1), 0x70000000n)).toMatchObject({ pc: at(2), fault: { access: 'write' } });
    expect(faults(g.br(1), 0x70000000n)).toMatchObject({ pc: 0x70000000n, fault: { access: 'fetch' } });
  });

  it('for jumps outside RAM, where the PC is the target', () => {
    for (const target of [0n, 4n, 0x4000n, 0xffff_ffff_ffff_fff0n, BigInt(layout.HYP_START), 0x81000000n]) {
      const stop = faults(g.br(1), target);
      expect(stop).toMatchObject({ kind: 'memory-fault', pc: target });
      expect(stop.fault).toEqual({ address: target, access: 'fetch', width: 4 });
    }
  });

  it('for running off the end of RAM', () => {
    const last = 0x81000000n - 4n;
    const { stop, instructions } = run([g.NOP], { initial: { pc: last }, also: [[last, [g.NOP]]] });
    expect(stop).toMatchObject({ kind: 'memory-fault', pc: 0x81000000n, fault: { access: 'fetch' } });
    expect(instructions).toBe(1);
  });

  it('for an unaligned PC', () => {
    for (const offset of [1n, 2n, 3n]) {
      const stop = faults(g.br(1), g.START + offset);
      expect(stop).toMatchObject({ kind: 'memory-fault', pc: g.START + offset, fault: { access: 'fetch' } });
    }
  });

  it('for exclusive, ordered and atomic accesses that are not aligned', () => {
    const words = [
      [0xc85f7c20, 'read', 8, 'ldxr x0, [x1]'],
      [0x885f7c20, 'read', 4, 'ldxr w0, [x1]'],
      [0xc87f0820, 'read', 16, 'ldxp x0, x2, [x1]'],
      [0xf8220020, 'write', 8, 'ldadd x2, x0, [x1]'],
      [0xc8a27c20, 'write', 8, 'cas x2, x0, [x1]'],
      [0x48207c22, 'write', 16, 'casp x0, x1, x2, x3, [x1]'],
    ] as const;
    for (const [word, access, width, text] of words) {
      const stop = faults(word, 0x80001001n);
      expect(stop, text).toMatchObject({ kind: 'memory-fault', pc: at(2) });
      expect(stop.fault, text).toEqual({ address: 0x80001001n, access, width });
    }
  });
});

describeWith('libunicorn', 'a limit is exact', () => {
  it('on instructions, in straight code and in a loop that was translated before', () => {
    const straight = new Array(100).fill(g.NOP);
    for (const instructions of [0, 1, 2, 37, 99]) {
      const outcome = run(straight, { limits: { instructions } });
      expect(outcome.stop).toMatchObject({ kind: 'instruction-limit', pc: at(instructions) });
      expect(outcome.instructions).toBe(instructions);
    }
    const loop = run([g.add(0, 0, 1), g.NOP, g.b(-2)], { limits: { instructions: 3001 } });
    expect(loop.stop).toMatchObject({ kind: 'instruction-limit', pc: at(1) });
    expect(loop.final.x[0]).toBe(1001n);
  });

  it('on traps: as many are taken, and the next one stops the run', () => {
    const machine = new FakeMachine();
    const outcome = run([g.NOP, g.smc(), g.b(-1)], { limits: { traps: 5 } }, machine);
    expect(outcome.stop).toMatchObject({ kind: 'trap-limit', pc: at(1) });
    expect(outcome.traps).toHaveLength(5);
    expect(machine.words).toHaveLength(5);
  });

  it('on wall time', () => {
    const { stop } = run([g.b(0)], { limits: { milliseconds: 50, instructions: 1e12 } });
    expect(stop).toMatchObject({ kind: 'time-limit', pc: g.START });
  });
});

describeWith('libunicorn', 'nothing that a guest does at EL1 crashes', () => {
  it('code that changes itself runs as changed, after an ISB', () => {
    const patched = at(8);
    const words = [...g.mov(1, patched), g.movz(0, 0x0120), g.movk(0, 0xd420, 1), g.strw(0, 1), ISB, g.NOP, g.END];
    expect(run(words).stop).toMatchObject({ kind: 'brk', pc: patched, immediate: 9 });
  });

  it('the MMU cannot be turned on', () => {
    const words = [g.mrs(0, g.SYSTEM.SCTLR_EL1), g.add(0, 0, 1), g.msr(g.SYSTEM.SCTLR_EL1, 0), g.END];
    expect(run(words).stop).toMatchObject({ kind: 'unimplemented', pc: at(2) });
  });

  it('software step is not there, and says so where it would strike', () => {
    const enable = [...g.mov(0, 0xa001n), g.msr(g.SYSTEM.MDSCR_EL1, 0)];
    const drop = [...g.mov(1, at(16)), g.msr(g.SYSTEM.ELR_EL1, 1), ...g.mov(1, 1n << 21n), g.msr(g.SYSTEM.SPSR_EL1, 1)];
    const { stop } = run([...enable, ...drop, g.ERET, g.NOP, g.NOP, g.NOP, g.END]);
    expect(stop).toMatchObject({ kind: 'unimplemented', pc: at(17) });
  });

  it('a guest cannot start on the trampoline', () => {
    const { stop, instructions } = run([g.END], { initial: { pc: 0x70000000n } });
    expect(stop).toMatchObject({ kind: 'memory-fault', pc: 0x70000000n, fault: { access: 'fetch' } });
    expect(instructions).toBe(0);
  });

  it('a guest cannot start at EL2, at EL3 or in AArch32', () => {
    for (const pstate of [0x3c9n, 0x3cdn, 0x1d0n, 0x1n]) {
      expect(run([g.END], { initial: { pstate } }).stop).toMatchObject({ kind: 'unimplemented', pc: g.START });
    }
  });
});
