import fc from 'fast-check';
import { expect, it } from 'vitest';
import * as layout from '../../assembly/layout.ts';
import type { RegisterFile } from '../../src/engine/record.ts';
import { describeWith } from '../support/needs.ts';
import { FakeMachine } from './fake-machine.ts';
import * as g from './guest.ts';
import { run } from './run-guest.ts';

const at = (instruction: number) => g.START + BigInt(4 * instruction);
const u64 = fc.bigInt({ min: 0n, max: (1n << 64n) - 1n });
const u128 = fc.bigInt({ min: 0n, max: (1n << 128n) - 1n });
const list = <T>(value: fc.Arbitrary<T>, length: number) => fc.array(value, { minLength: length, maxLength: length });
const nzcv = fc.integer({ min: 0, max: 15 }).map((flags) => BigInt(flags) << 28n);
const daif = fc.integer({ min: 0, max: 15 }).map((masks) => BigInt(masks) << 6n);
/** FPSR: QC and the cumulative exception bits. FPCR: DN, FZ and the rounding mode. */
const fpsr = fc.integer({ min: 0, max: 63 }).map((bits) => BigInt(((bits >> 5) << 27) | (bits & 0x1f)));
const fpcr = fc.integer({ min: 0, max: 15 }).map((bits) => BigInt(bits) << 22n);
const flags = fc.tuple(nzcv, daif).map(([condition, masks]) => condition | masks);

/** A register file at EL1, all of it random but the PC and PSTATE.M. */
const file = (mode: bigint) =>
  fc.record({
    x: list(u64, 31),
    spEl0: u64,
    spEl1: u64,
    v: list(u128, 32),
    fpsr,
    fpcr,
    pstate: flags.map((bits) => bits | mode),
  });

const EL1 = [
  ['EL1h', 5n],
  ['EL1t', 4n],
] as const;

describeWith('libunicorn', 'a call hands the whole register file over', () => {
  it.each(EL1)('as it stood at %s, and nothing of it changes where the hypervisor changes nothing', (_, mode) => {
    fc.assert(
      fc.property(file(mode), (initial) => {
        const { traps, final } = run([g.smc(), g.hvc(), g.END], { initial });
        expect(traps[0]!.before).toEqual({ ...initial, pc: at(0) });
        expect(traps[0]!.after).toEqual({ ...initial, pc: at(1) });
        expect(traps[1]!.before).toEqual({ ...initial, pc: at(1) });
        expect(final).toEqual({ ...initial, pc: at(2) });
      }),
      { numRuns: 40 },
    );
  });

  it.each(EL1)('and takes every register back as the hypervisor left it, at %s', (_, mode) => {
    fc.assert(
      fc.property(file(mode), file(mode), (initial, reply) => {
        const machine = new FakeMachine((registers) => {
          Object.assign(registers, reply, { pc: registers.pc + 4n });
          return {};
        });
        const { traps, final } = run([g.smc(), g.END], { initial }, machine);
        expect(traps[0]!.before).toEqual({ ...initial, pc: at(0) });
        expect(traps[0]!.after).toEqual({ ...reply, pc: at(1) });
        expect(final).toEqual({ ...reply, pc: at(1) });
      }),
      { numRuns: 40 },
    );
  });

  it('and the guest itself computes with what came back: registers, flags, stack pointers, vectors', () => {
    const machine = new FakeMachine((registers) => {
      registers.x[3] = 40n;
      registers.spEl1 = 0x80001000n;
      registers.spEl0 = 0x80002000n;
      registers.pstate |= 0xa000_0000n; // N and C
      registers.v[5] = (7n << 64n) | 5n;
      registers.pc += 4n;
      return {};
    });
    const words = [
      g.smc(),
      g.mrs(10, g.SYSTEM.NZCV),
      g.add(11, 3, 2),
      g.add(12, 31, 8),
      g.mrs(13, g.SYSTEM.SP_EL0),
      0x4e183cae, // mov x14, v5.d[1]
      0x9a9f37ef, // cset x15, hs
      g.END,
    ];
    const { final } = run(words, {}, machine);
    expect(final.x.slice(10, 16)).toEqual([0xa000_0000n, 42n, 0x80001008n, 0x80002000n, 7n, 1n]);
  });
});

describeWith('libunicorn', 'SMC and HVC at EL1', () => {
  it('reach the machine with every immediate, and with the PC on the instruction', () => {
    for (const immediate of [0, 1, 0x1234, 0xffff]) {
      const machine = new FakeMachine();
      const { traps, stop } = run([g.NOP, g.smc(immediate), g.NOP, g.hvc(immediate), g.END], {}, machine);
      expect(machine.words).toEqual([g.smc(immediate), g.hvc(immediate)]);
      expect(traps.map((trap) => trap.before.pc)).toEqual([at(1), at(3)]);
      expect(traps.map((trap) => [trap.conduit, trap.immediate])).toEqual([
        ['smc', immediate],
        ['hvc', immediate],
      ]);
      expect(stop).toMatchObject({ kind: 'brk', pc: at(4) });
    }
  });

  it('are numbered, and count the instructions before them', () => {
    const { traps, instructions } = run([g.NOP, g.smc(), g.NOP, g.NOP, g.hvc(), g.END]);
    expect(traps.map(({ index, instructionsBefore }) => [index, instructionsBefore])).toEqual([
      [0, 1],
      [1, 4],
    ]);
    expect(instructions).toBe(6);
  });

  it('go on wherever the machine says: back to the call itself, or anywhere in RAM', () => {
    let calls = 0;
    const machine = new FakeMachine((registers) => {
      calls += 1;
      registers.x[0] = BigInt(calls);
      registers.pc = calls < 3 ? registers.pc : 0x80200000n;
      return {};
    });
    const { stop, traps, final } = run([g.smc(), g.END], { also: [[0x80200000n, [g.NOP, g.brk(5)]]] }, machine);
    expect(traps.map((trap) => trap.before.pc)).toEqual([at(0), at(0), at(0)]);
    expect(final.x[0]).toBe(3n);
    expect(stop).toMatchObject({ kind: 'brk', pc: 0x80200004n, immediate: 5 });
  });

  it('stop the run at the address that the machine resumes at, where it cannot be fetched', () => {
    const machine = new FakeMachine((registers) => {
      registers.pc = 0x4000n;
      return {};
    });
    expect(run([g.smc()], {}, machine).stop).toMatchObject({ kind: 'memory-fault', pc: 0x4000n });
  });

  it('keep PAN, UAO and BTYPE, which is not 0 where the call is the target of a branch', () => {
    const extra = (1n << 22n) | (1n << 23n);
    const words = [...g.mov(16, at(6)), g.br(16), g.NOP, g.smc(), g.NOP, g.smc(), g.END];
    const { traps } = run(words, { initial: { pstate: g.EL1H | extra } });
    const [branched, straight] = traps.map((trap) => trap.before.pstate);
    expect(branched).toBe(g.EL1H | extra | (1n << 10n));
    expect(traps[0]!.after.pstate).toBe(branched);
    expect(straight).toBe(g.EL1H | extra);
  });

  it('change the stack pointer in use where the machine changes PSTATE.SP', () => {
    const machine = new FakeMachine((registers) => {
      registers.pstate ^= 1n;
      registers.pc += 4n;
      return {};
    });
    const initial = { spEl0: 0x80010000n, spEl1: 0x80020000n };
    const words = [g.smc(), g.add(0, 31, 0), g.add(31, 31, 16), g.smc(), g.add(1, 31, 0), g.END];
    const { final } = run(words, { initial }, machine);
    expect(final).toMatchObject({ spEl0: 0x80010010n, spEl1: 0x80020000n, pstate: g.EL1H });
    expect(final.x.slice(0, 2)).toEqual([0x80010000n, 0x80020000n]);
  });

  it('see guest memory as the guest wrote it, and the guest sees what EL2 writes, with no copy', () => {
    const machine = new FakeMachine((registers, self) => {
      expect(self.readMemory(0x80300000n, 8)).toEqual(new Uint8Array(8).fill(0x5a));
      self.writeMemory(0x80300000n, new Uint8Array(8).fill(0xa5));
      registers.pc += 4n;
      return {};
    });
    const words = [...g.mov(1, 0x80300000n), ...g.mov(2, 0x5a5a_5a5a_5a5a_5a5an), g.str(2, 1), g.smc(), g.ldr(3, 1)];
    expect(run([...words, g.END], {}, machine).final.x[3]).toBe(0xa5a5_a5a5_a5a5_a5a5n);
  });
});

describeWith('libunicorn', 'the CPU that the guest runs on', () => {
  it('has LSE atomics, pointer authentication and branch targets', () => {
    const words = [
      ...g.mov(1, 0x80300000n),
      g.movz(2, 5),
      0xf8220023, // ldadd x2, x3, [x1]
      0xf8220024, // ldadd x2, x4, [x1]
      0xd503245f, // bti c
      0xd503233f, // paciasp
      0xdac143e5, // xpaci x5
      g.END,
    ];
    const { stop, final } = run(words);
    expect(stop).toMatchObject({ kind: 'brk', pc: at(10) });
    expect(final.x.slice(3, 5)).toEqual([0n, 5n]);
  });

  it('traps SMC and HVC alike with LSE and exclusives around them', () => {
    const machine = new FakeMachine();
    const words = [...g.mov(1, 0x80300000n), 0xf8220023, g.smc(), 0xf8220023, g.hvc(), 0xf8220023, g.END];
    const { final } = run(words, { initial: { x: new Array(31).fill(0n).with(2, 3n) } }, machine);
    expect(machine.words).toEqual([g.smc(), g.hvc()]);
    expect(final.x[3]).toBe(6n);
  });
});

describeWith('libunicorn', 'an outcome other than a return ends the run at the call', () => {
  const outcomes = [
    [layout.OUTCOME_EL2_FAULT, layout.CAUSE_NULL_DEREFERENCE, 'el2-fault', 'NULL'],
    [layout.OUTCOME_EL2_FAULT, layout.CAUSE_BUFFER_OVERFLOW, 'el2-fault', 'buffer'],
    [layout.OUTCOME_EL2_PANIC, layout.CAUSE_ENDLESS_LOOP, 'el2-panic', 'loop'],
    [layout.OUTCOME_EL2_PANIC, layout.CAUSE_UNEXPECTED_EXCEPTION, 'el2-panic', 'exception'],
  ] as const;

  it.each(outcomes)('outcome %i with cause %i is %s', (outcome, cause, kind, word) => {
    const machine = new FakeMachine((registers) => {
      registers.x[0] = 99n;
      return { outcome, cause };
    });
    const ended = run([g.NOP, g.smc(), g.END], {}, machine);
    expect(ended.stop).toMatchObject({ kind, pc: at(1) });
    expect(ended.stop.detail).toContain(word);
    expect(ended.traps).toHaveLength(1);
    expect(ended.final.x[0], 'the guest never gets the registers of a hypervisor that is gone').toBe(0n);
  });
});

describeWith('libunicorn', 'a watched address', () => {
  it('records the register file before its instruction, at every arrival', () => {
    const words = [g.movz(0, 3), g.subs(0, 0, 1), 0x54ffffe1, g.END]; // b.ne back to the subs
    const { arrivals } = run(words, { watch: [at(1), at(3)] });
    expect(arrivals.map(({ address, registers }) => [address, registers.x[0], registers.pc])).toEqual([
      [at(1), 3n, at(1)],
      [at(1), 2n, at(1)],
      [at(1), 1n, at(1)],
      [at(3), 0n, at(3)],
    ]);
    expect(arrivals[3]!.registers.pstate).toBe(g.EL1H | 0x6000_0000n);
  });

  it('knows how many traps came before, and the state that they left', () => {
    const { arrivals } = run([g.smc(), g.smc(), g.END], { watch: [at(0), at(2)] });
    expect(arrivals.map(({ traps, state }) => [traps, state])).toEqual([
      [0, { traps: 0n }],
      [2, { traps: 2n }],
    ]);
  });

  it('is recorded as often as the trap limit allows, and addresses outside RAM never', () => {
    const guest = { watch: [at(0), 0n, 1n << 63n], limits: { traps: 4, instructions: 50 } };
    expect(run([g.b(0)], guest).arrivals).toHaveLength(4);
  });

  it('sees what the last trap left in every register', () => {
    const left = new Array(31).fill(0n).map((_, n) => 0xf00d_0000_0000_0000n + BigInt(n));
    const machine = new FakeMachine((registers: RegisterFile) => {
      registers.x = [...left];
      registers.pc += 4n;
      return {};
    });
    const { arrivals } = run([g.smc(), g.END], { watch: [at(1)] }, machine);
    expect(arrivals[0]!.registers.x).toEqual(left);
  });
});
