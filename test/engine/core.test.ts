import { describe, expect, it } from 'vitest';
import * as layout from '../../assembly/layout.ts';
import { disagreement } from '../../src/engine/agreement.ts';
import type { Job } from '../../src/engine/engine.ts';
import { runJob } from '../../src/engine/job.ts';
import type { RunRecord } from '../../src/engine/record.ts';
import { unicornAvailable } from '../../src/engine/unicorn.ts';
import * as g from './guest.ts';
import { job } from './jobs.ts';

const at = (instruction: number) => g.START + BigInt(4 * instruction);
const VECTORS = 0x80010000n;
const { SYSTEM } = g;
const FFA_FEATURES = 0x84000064;
const setVectors = [...g.mov(1, VECTORS), g.msr(SYSTEM.VBAR_EL1, 1)];
const look = [
  g.mrs(20, SYSTEM.ESR_EL1),
  g.mrs(21, SYSTEM.ELR_EL1),
  g.mrs(22, SYSTEM.SPSR_EL1),
  g.mrs(23, SYSTEM.FAR_EL1),
];
const vectors: [bigint, number[]][] = [0n, 0x200n, 0x400n].map((offset) => [VECTORS + offset, [...look, g.hlt(1)]]);

/** On the interpreter; where libunicorn is there it must have come out the same, and count the same instructions. */
function run(words: readonly number[], guest: g.Guest = {}, more: Partial<Job> = {}, model = 'none'): RunRecord {
  const task = { ...job(words, guest, model), ...more };
  const record = runJob({ ...task, engine: 'core' });
  if (unicornAvailable()) {
    const other = runJob({ ...task, engine: 'unicorn' });
    expect(disagreement(record, other)).toBeUndefined();
    expect(record.instructions).toBe(other.instructions);
    expect({ ...record.stop, detail: '' }).toEqual({ ...other.stop, detail: '' });
    expect(record.traps.map(({ probes }) => probes)).toEqual(other.traps.map(({ probes }) => probes));
    const both = runJob({ ...task, engine: 'lockstep' });
    expect({ ...both.lockstep, instructions: both.instructions }).toMatchObject({ differences: [], unexplained: 0 });
    expect(both.stop).toEqual(other.stop);
  }
  return record;
}

describe('the interpreter stops with a reason and the exact PC', () => {
  it('at BRK, HLT, SVC, with their immediates', () => {
    for (const immediate of [0, 1, 0xffff]) {
      expect(run([g.NOP, g.brk(immediate)]).stop).toMatchObject({ kind: 'brk', pc: at(1), immediate });
      expect(run([g.NOP, g.hlt(immediate)]).stop).toMatchObject({ kind: 'hlt', pc: at(1), immediate });
      expect(run([g.NOP, g.svc(immediate)]).stop).toMatchObject({ kind: 'svc', pc: at(1), immediate });
    }
  });

  it('at undefined instructions and WFI, and goes on after WFE', () => {
    for (const word of [g.udf(7), 0xffffffff, 0x00c0ffee, g.mrs(0, SYSTEM.HCR_EL2), 0xd4a00001]) {
      expect(run([g.NOP, word]).stop).toMatchObject({ kind: 'undefined-instruction', pc: at(1) });
    }
    expect(run([g.NOP, g.WFI, g.END]).stop).toMatchObject({ kind: 'wfi', pc: at(1) });
    expect(run([0xd503205f, g.END]).stop).toMatchObject({ kind: 'brk', pc: at(1) });
  });

  it('at memory faults, with address, access and width', () => {
    const faults = (word: number, address: bigint) => run([g.NOP, ...g.mov(1, address), word, g.END]).stop;
    const RAM_END = BigInt(layout.RAM_BASE + layout.RAM_SIZE);
    for (const address of [
      0n,
      BigInt(layout.RAM_BASE - 8),
      RAM_END,
      BigInt(layout.HYP_START),
      0xffff_ffff_ffff_fff8n,
    ]) {
      for (const [word, access] of [
        [g.ldr(0, 1), 'read'],
        [g.str(0, 1), 'write'],
      ] as const) {
        const fault = { address, access, width: 8 };
        expect(faults(word, address)).toMatchObject({ kind: 'memory-fault', pc: at(5), fault });
      }
      const fault = { address, access: 'fetch', width: 4 };
      expect(faults(g.br(1), address)).toMatchObject({ kind: 'memory-fault', pc: address, fault });
    }
    expect(faults(g.br(1), g.START + 2n)).toMatchObject({ kind: 'memory-fault', pc: g.START + 2n });
    expect(faults(0xc85f7c20, g.START + 1n)).toMatchObject({ kind: 'memory-fault', pc: at(5) });
  });

  it('where something is not implemented, and names it', () => {
    const fmadd = runJob({ ...job([g.NOP, 0x1f420c20], {}, 'none'), engine: 'core' });
    expect(fmadd.stop).toMatchObject({ kind: 'unimplemented', pc: at(1) });
    expect(fmadd.stop.detail).toBe('not implemented: FMADD');
    const mmu = run([g.NOP, g.movz(0, 1), g.msr(SYSTEM.SCTLR_EL1, 0), g.END]);
    expect(mmu.stop).toMatchObject({ kind: 'unimplemented', pc: at(2) });
    for (const pstate of [0x1d0n, 0x1n]) {
      expect(run([g.END], { initial: { pstate } }).stop).toMatchObject({ kind: 'unimplemented', pc: g.START });
    }
  });
});

describe('a guest with vectors handles its own exceptions', () => {
  it.each([
    ['UDF', g.udf(1), 0x0200_0000n],
    ['SVC', g.svc(0x42), 0x5600_0042n],
    ['BRK', g.brk(9), 0xf200_0009n],
  ])('%s', (_, word, syndrome) => {
    const { stop, final } = run([...setVectors, word], { also: vectors });
    expect(stop).toMatchObject({ kind: 'hlt', immediate: 1 });
    expect(final.x[20]).toBe(syndrome);
    expect(final.x[21]).toBe(word === g.svc(0x42) ? at(6) : at(5));
  });
});

describe('limits are exact', () => {
  it('on instructions', () => {
    for (const instructions of [0, 1, 2, 37, 99]) {
      const { stop, instructions: count } = run(new Array(100).fill(g.NOP), { limits: { instructions } });
      expect(stop).toMatchObject({ kind: 'instruction-limit', pc: at(instructions) });
      expect(count).toBe(instructions);
    }
    const loop = run([g.add(0, 0, 1), g.NOP, g.b(-2)], { limits: { instructions: 3001 } });
    expect(loop.stop).toMatchObject({ kind: 'instruction-limit', pc: at(1) });
    expect(loop.final.x[0]).toBe(1001n);
  });

  it('on instructions, of which some are calls', () => {
    const words = [g.smc(), g.NOP, g.smc(), g.smc(), g.END];
    for (const probe of [false, true]) {
      for (let instructions = 0; instructions < 6; instructions++) {
        const limited = run(words, { limits: { instructions } }, { probe }, 'pkvm/v6.18');
        expect(limited.instructions).toBe(Math.min(instructions, 5));
      }
    }
  });

  it('on traps', () => {
    for (const traps of [0, 1, 5]) {
      const { stop, traps: taken } = run([g.NOP, g.smc(), g.b(-1)], { limits: { traps } }, {}, 'pkvm/v6.18');
      expect(stop).toMatchObject({ kind: 'trap-limit', pc: at(1) });
      expect(taken).toHaveLength(traps);
    }
  });

  it('on wall time', () => {
    const { stop } = runJob({
      ...job([g.b(0)], { limits: { milliseconds: 50, instructions: 1e12 } }, 'none'),
      engine: 'core',
    });
    expect(stop).toMatchObject({ kind: 'time-limit', pc: g.START });
  });
});

describe('the interpreter and the trap path', () => {
  const call = [g.movz(0, FFA_FEATURES & 0xffff), g.movk(0, FFA_FEATURES >>> 16, 1)];

  it('record a call with the registers before and after', () => {
    const { traps } = run([...call, ...g.mov(4, 77n), g.smc(), g.END], {}, {}, 'pkvm/v6.18');
    expect(traps).toHaveLength(1);
    expect(traps[0]!.before.x[0]).toBe(BigInt(FFA_FEATURES));
    expect(traps[0]).toMatchObject({ address: at(6), instructionsBefore: 6, disposition: 'refused' });
  });

  it('record arrivals at watched addresses, calls among them, once for each time', () => {
    for (const probe of [false, true]) {
      const watch = [at(0), at(2), at(3)];
      const words = [...call, g.smc(), g.subs(25, 25, 1), 0x54ffff81, g.END];
      const guest = { watch, initial: { x: new Array(31).fill(3n) } };
      const { arrivals } = run(words, guest, { probe }, 'pkvm/v6.18');
      expect(arrivals.map(({ address }) => address)).toEqual([0, 2, 3, 0, 2, 3, 0, 2, 3].map(at));
    }
  });

  it('try every call with other upper halves where that is asked for, and as many traps are recorded', () => {
    const words = [...call, g.smc(), ...call, g.smc(), g.END];
    const plain = run(words, {}, {}, 'pkvm/v6.18');
    const probed = run(words, {}, { probe: true }, 'pkvm/v6.18');
    expect(probed.traps.every(({ probes }) => probes !== undefined && probes.length > 0)).toBe(true);
    expect(probed.traps.map(({ after }) => after)).toEqual(plain.traps.map(({ after }) => after));
    expect(plain.traps.every(({ probes }) => probes === undefined)).toBe(true);
  });
});
