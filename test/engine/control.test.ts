import { expect, it } from 'vitest';
import type { EngineOutcome, MachineOptions } from '../../src/engine/engine.ts';
import { Machine } from '../../src/engine/machine.ts';

import { UnicornEngine } from '../../src/engine/unicorn.ts';
import { describeWith } from '../support/needs.ts';
import * as g from './guest.ts';
import { job } from './jobs.ts';

const at = (instruction: number) => g.START + BigInt(4 * instruction);
const VECTORS = 0x80010000n;
const setVectors = [...g.mov(1, VECTORS), g.msr(g.SYSTEM.VBAR_EL1, 1)];
const { SYSTEM } = g;
const look = [
  g.mrs(20, SYSTEM.ESR_EL1),
  g.mrs(21, SYSTEM.ELR_EL1),
  g.mrs(22, SYSTEM.SPSR_EL1),
  g.mrs(23, SYSTEM.CURRENT_EL),
];

/** Runs on the real machine, with these bits of HCR_EL2 and SCR_EL3. */
function run(words: number[], control: Partial<MachineOptions['control']> = {}, guest: g.Guest = {}, model?: string) {
  const { program, machine } = job(words, guest, model);
  const real = new Machine({ ...machine, control: { ...machine.control, ...control } });
  expect(real.boot().result).toBe(0);
  return new UnicornEngine().run(real, program);
}

const route = ({ traps }: EngineOutcome) =>
  traps.map(({ disposition, exception }) => [disposition, exception.targetEl]);

describeWith('libunicorn', 'the machine, not libunicorn, decides where a call goes', () => {
  it('SMC to EL2 with HCR_EL2.TSC set, whatever SCR_EL3.SMD says: return address on the call, moved by the handler', () => {
    for (const smd of [false, true]) {
      const outcome = run([g.NOP, g.smc(), g.END], { tsc: true, smd });
      expect(outcome.traps[0]!.exception).toMatchObject({ targetEl: 2, elr: at(1), returnAddress: at(2) });
      expect(outcome.stop).toMatchObject({ kind: 'brk', pc: at(2) });
    }
  });

  it('SMC to EL3 with TSC clear, and its preferred return address is the next instruction', () => {
    const outcome = run([g.NOP, g.smc(), g.END], { tsc: false });
    expect(route(outcome)).toEqual([['untrapped', 3]]);
    expect(outcome.traps[0]!.exception).toMatchObject({ elr: at(2), returnAddress: at(2) });
    expect(outcome.stop).toMatchObject({ kind: 'brk', pc: at(2) });
  });

  it('SMC undefined with TSC clear and SMD set, HVC undefined with SCR_EL3.HCE clear', () => {
    for (const [call, control] of [
      [g.smc(1), { tsc: false, smd: true }],
      [g.hvc(1), { hce: false }],
    ] as const) {
      const stopped = run([g.NOP, call], control);
      expect(stopped.stop).toMatchObject({ kind: 'undefined-instruction', pc: at(1) });
      expect(route(stopped)).toEqual([['undefined', 1]]);
    }
  });

  it('HVC to EL2, and its preferred return address is the next instruction', () => {
    const outcome = run([g.NOP, g.hvc(), g.END]);
    expect(outcome.traps[0]!.exception).toMatchObject({ targetEl: 2, elr: at(2), returnAddress: at(2) });
    expect(outcome.stop).toMatchObject({ kind: 'brk', pc: at(2) });
  });

  it('SMC and HVC undefined at EL0', () => {
    for (const call of [g.smc(), g.hvc()]) {
      const outcome = run([g.NOP, call], {}, { initial: { pstate: g.EL0T } });
      expect(outcome.stop).toMatchObject({ kind: 'undefined-instruction', pc: at(1) });
      expect(outcome.traps[0]!.exception).toMatchObject({ sourceEl: 0, targetEl: 1 });
    }
  });
});

describeWith('libunicorn', 'an undefined call is the same exception to the guest as any undefined instruction', () => {
  const also: [bigint, number[]][] = [0n, 0x200n, 0x400n].map((offset) => [VECTORS + offset, [...look, g.hlt(1)]]);

  it.each([
    ['EL1h', g.EL1H],
    ['EL1t', g.EL1T],
  ])('at %s, in every register that the vector can see', (_, pstate) => {
    const initial = { pstate: pstate | 0x9000_0000n };
    const call = run([...setVectors, g.smc()], { tsc: false, smd: true }, { initial, also });
    const other = run([...setVectors, g.udf()], { tsc: false, smd: true }, { initial, also });
    expect(call.stop).toEqual(other.stop);
    expect(call.final).toEqual(other.final);
    expect(call.final.x.slice(20, 24)).toEqual([0x0200_0000n, at(5), initial.pstate, 4n]);
  });

  it('at EL0, reached by an exception return', () => {
    const drop = [...g.mov(2, 0x80020000n), g.msr(SYSTEM.ELR_EL1, 2), g.msr(SYSTEM.SPSR_EL1, 31), g.ERET];
    const at0 = (word: number) => run([...setVectors, ...drop], {}, { also: [...also, [0x80020000n, [g.NOP, word]]] });
    const call = at0(g.smc());
    expect(call.final).toEqual(at0(g.udf()).final);
    expect(call.final.x.slice(20, 24)).toEqual([0x0200_0000n, 0x80020004n, 0n, 4n]);
  });
});
