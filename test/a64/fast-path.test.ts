import { describe, expect, it } from 'vitest';
import * as ids from '../../assembly/ffa/ids.ts';
import * as layout from '../../assembly/layout.ts';
import type { Machine } from '../../src/engine/machine.ts';
import { LinearMemory } from '../../src/engine/memory.ts';
import { listModels } from '../../src/engine/models.ts';
import type { RegisterFile } from '../../src/engine/record.ts';
import { booted, code, el1h, hvcWord, negotiated, smc, smcWord } from '../machine/fixture.ts';
import { Random } from '../machine/random.ts';

/*
 * The interpreter takes the trap of some calls on a fast path (assembly/machine/trap.ts, takeFast); the host's `trap` takes
 * every trap on the slow path. What they leave must be the same, whatever stands in the registers.
 */

const DATA = 0x8000_4000n;
const SMC = smcWord();
const BRK = 0xd420_0000;
const queried = [ids.FFA_MEM_SHARE, ids.FFA_MEM_LEND, ids.FFA_MEM_SHARE_64, ids.FFA_MEM_LEND_64];
const functionIds = Object.values(ids).filter((value) => value > 0xffff);
/** To EL1t, EL0t and EL2h, and single bits of PSTATE, reserved ones too; with IL no SMC is executed at all. */
const states = [0x1n, 0x5n, 0xcn, ...[5, 6, 7, 10, 11, 12, 13, 21, 22, 23, 24, 25, 40].map((bit) => 1n << BigInt(bit))];
/** Bits that say where an SMC goes and what it finds there: E2H, RW, TGE, TSC; EEL2, RW, SMD, NS; DSSBS, SPAN. */
const controls: [register: number, bits: number[]][] = [
  [layout.SYS_HCR_EL2, [34, 31, 27, 19]],
  [layout.SYS_SCR_EL3, [18, 10, 7, 0]],
  [layout.SYS_SCTLR_EL2, [44, 23]],
  [layout.SYS_VBAR_EL2, [3, 10, 11, 40]],
];

type Control = [register: number, bits: bigint][];

interface Call {
  file: RegisterFile;
  word: number;
  control: Control;
}

function registerFile(random: Random): RegisterFile {
  const x = Array.from({ length: 31 }, () => random.u64());
  x[0] = BigInt(ids.FFA_FEATURES);
  x[1] = BigInt(random.pick(queried)) | (random.u64() << 32n);
  const v = Array.from({ length: 32 }, () => random.u64());
  const pstate = el1h | ((random.u64() & 0xfn) << 28n);
  return { x, spEl0: random.u64(), spEl1: random.u64(), pc: code, pstate, v, fpsr: 0n, fpcr: 0n };
}

/** A call for the fast path, and in most cases one thing about it that is not. */
function call(random: Random): Call {
  const file = registerFile(random);
  const made: Call = { file, word: SMC, control: [] };
  const changes: (() => void)[] = [
    () => {},
    () => {
      file.x[0] = BigInt(random.pick(functionIds));
    },
    () => {
      file.x[0] = file.x[0]! ^ (1n << BigInt(random.below(64)));
    },
    () => {
      file.x[1] = BigInt(random.pick(functionIds));
    },
    () => {
      file.x[1] = file.x[1]! ^ (1n << BigInt(random.below(64)));
    },
    () => {
      file.pstate ^= random.pick(states);
    },
    () => {
      made.word = random.pick([smcWord(1), smcWord(0x8000), hvcWord()]);
    },
    () => {
      const [register, bits] = random.pick(controls);
      made.control = [[register, 1n << BigInt(random.pick(bits))]];
    },
  ];
  random.pick(changes)();
  return made;
}

function placeWords(target: Machine, words: readonly number[]): void {
  target.writeMemory(code, new Uint8Array(Uint32Array.from(words).buffer));
}

function flip(target: Machine, control: Control): void {
  for (const [register, bits] of control) {
    target.writeSystemRegister(0, register, target.readSystemRegister(0, register) ^ bits);
  }
}

/** Everything that a trap may leave: the registers, EL1's to EL3's system registers, the record, and the models' state. */
function stateAfter(target: Machine) {
  const banks = Array.from({ length: 32 }, (_, n) => target.readSystemRegister(0, layout.SYS_START + 8 * n));
  const record = Buffer.from(recordBytes(target)).toString('hex');
  return { registers: target.readRegisters(0), banks, record, trap: target.readTrap(0), state: target.state() };
}

/** The trap record as it lies in memory. */
function recordBytes(target: Machine): Uint8Array {
  const length = layout.RUN_STOP - layout.TRAP_BEFORE_X;
  return new Uint8Array(target.memory.buffer, layout.VCPU_START + layout.TRAP_BEFORE_X, length);
}

/** What no trap has written shows. */
function spoilRecord(target: Machine): void {
  recordBytes(target).fill(0xee);
}

function describeCall(made: Call): string {
  return JSON.stringify(made, (_, value) => (typeof value === 'bigint' ? `0x${value.toString(16)}` : value));
}

const models = listModels().filter(({ family }) => family === 'pkvm');
const names = models.map(({ name }) => name);

describe('a call that the interpreter takes on the fast path, or nearly', () => {
  it.each(names)('leaves what the slow path leaves: %s', (model) => {
    const random = new Random(0x9a1e + model.length);
    const [running, trapping] = [booted({ model }), booted({ model })];
    for (let n = 0; n < 300; n++) {
      // There is no fast path before a version is negotiated.
      if (n === 40) for (const target of [running, trapping]) smc(target, [BigInt(ids.FFA_VERSION), 0x1_0002n]);
      const made = call(random);
      for (const target of [running, trapping]) {
        placeWords(target, [made.word]);
        target.writeRegisters(0, made.file);
        flip(target, made.control);
        spoilRecord(target);
      }
      running.run(0, 1);
      trapping.trap(0, made.word);
      expect(stateAfter(running), `call ${n}: ${describeCall(made)}`).toEqual(stateAfter(trapping));
      for (const target of [running, trapping]) flip(target, made.control);
    }
  });
});

/** What may stand around a call: `nop`, `cmp x8, #1`, `ldxr x9, [x10]`, `stxr w11, x9, [x10]`, `mvn v5.16b, v5.16b`. */
const around = [0xd503_201f, 0xf100_051f, 0xc85f_7d49, 0xc80b_7d49, 0x6e20_58a5];
/** `mov x0, x20`, `mov x1, x21` and the call. */
const query = [0xaa14_03e0, 0xaa15_03e1, SMC];

function program(random: Random): number[] {
  const some = (limit: number) => Array.from({ length: random.below(limit) }, () => random.pick(around));
  return [...some(3), ...query, ...some(4), ...query, ...some(4), BRK];
}

function setFlags(target: Machine, flags: number): void {
  new LinearMemory(target.memory.buffer).setU32(layout.VCPU_START + layout.RUN_FLAGS, flags);
}

/** Runs to `brk #0` or until `limit` instructions have begun, with every trap taken by the host; returns how many began. */
function runByTraps(target: Machine, limit: number): number {
  setFlags(target, layout.RUN_FLAG_STOP_BEFORE_TRAP);
  let begun = 0;
  while (begun < limit) {
    const before = target.readSystemRegister(0, layout.RUN_COUNT);
    const stop = target.run(0, limit - begun);
    begun += Number(target.readSystemRegister(0, layout.RUN_COUNT) - before);
    if (stop !== layout.STOP_BEFORE_TRAP) break;
    target.trap(0, SMC);
    // An exception return opens the exclusive monitor.
    new LinearMemory(target.memory.buffer).setU32(layout.VCPU_START + layout.MONITOR_SIZE, 0);
    begun++;
  }
  setFlags(target, 0);
  return begun;
}

function runAtOnce(target: Machine, limit: number): number {
  const before = target.readSystemRegister(0, layout.RUN_COUNT);
  target.run(0, limit);
  return Number(target.readSystemRegister(0, layout.RUN_COUNT) - before);
}

describe('a program with calls for the fast path', () => {
  it.each(names)(
    'ends as it does when the host takes every trap, decoded or not, wherever its budget ends: %s',
    (model) => {
      const random = new Random(0xdec0 + model.length);
      const [running, trapping] = [negotiated({ model }), negotiated({ model })];
      let handled = 0;
      for (let n = 0; n < 60; n++) {
        const words = program(random);
        for (const target of [running, trapping]) placeWords(target, words);
        // The first run decodes it.
        for (let round = 0; round < 4; round++) {
          const file = registerFile(random);
          file.x[10] = DATA;
          file.x[20] = file.x[0]!;
          file.x[21] = file.x[1]!;
          if (random.once(3)) file.pstate ^= random.pick(states);
          for (const target of [running, trapping]) target.writeRegisters(0, file);
          const limit = random.pick([100, 100, 1 + random.below(words.length)]);
          const begun = [runAtOnce(running, limit), runByTraps(trapping, limit)];
          const what = `program ${n}, round ${round}: ${words.map((word) => word.toString(16))}, ${limit} instructions`;
          expect(begun[0], what).toBe(begun[1]);
          expect(stateAfter(running), what).toEqual(stateAfter(trapping));
          if (running.readTrap(0).disposition === 'handled') handled++;
        }
      }
      expect(handled).toBeGreaterThan(100);
    },
  );
});

describe('the fast path', () => {
  /** What is left of the budget waits in memory while a model is called, which the fast path does not need. */
  function isTaken(x0: number, x1: number): boolean {
    const target = negotiated();
    const memory = new LinearMemory(target.memory.buffer);
    placeWords(target, [SMC, BRK]);
    const file = registerFile(new Random(9));
    [file.x[0], file.x[1]] = [BigInt(x0), BigInt(x1)];
    // The first run decodes it.
    for (let run = 0; run < 2; run++) {
      target.writeRegisters(0, file);
      memory.setU32(layout.VCPU_START + layout.RUN_LEFT, 0xeeee);
      target.run(0, 10);
    }
    return memory.u32(layout.VCPU_START + layout.RUN_LEFT) === 0xeeee;
  }

  it.each(queried)('is taken by FFA_FEATURES on %d', (id) => expect(isTaken(ids.FFA_FEATURES, id)).toBe(true));

  it('is not taken by what EL3 has to be asked about, or is refused', () => {
    expect(isTaken(ids.FFA_FEATURES, ids.FFA_RXTX_MAP_64)).toBe(false);
    expect(isTaken(ids.FFA_RXTX_MAP, 0)).toBe(false);
  });
});

/** What DDI 0487 says of an SMC at EL1 by the control registers: where it goes, the vector there, PSTATE.IL on return. */
const routes: [what: string, changed: Control, disposition: string, vector: bigint, illegal: boolean][] = [
  ['as it is', [], 'handled', 0x400n, false],
  ['with EL2 not enabled', [[layout.SYS_SCR_EL3, 1n]], 'untrapped', 0x400n, false],
  ['with EL2 enabled in the Secure state', [[layout.SYS_SCR_EL3, (1n << 18n) | 1n]], 'handled', 0x400n, false],
  ['with HCR_EL2.TSC 0', [[layout.SYS_HCR_EL2, 1n << 19n]], 'untrapped', 0x400n, false],
  ['with HCR_EL2.TGE 1', [[layout.SYS_HCR_EL2, 1n << 27n]], 'handled', 0x400n, true],
  ['with HCR_EL2.RW 0', [[layout.SYS_HCR_EL2, 1n << 31n]], 'handled', 0x600n, false],
];

describe.each(['run', 'trap'])('an SMC with a request for the fast path, taken by %s', (way) => {
  it.each(routes)('goes where the architecture says: %s', (_, control, disposition, vector, illegal) => {
    const target = negotiated();
    placeWords(target, [SMC]);
    target.writeRegisters(0, registerFile(new Random(7)));
    flip(target, control);
    if (way === 'run') target.run(0, 1);
    else target.trap(0, SMC);
    const { exception, ...trap } = target.readTrap(0);
    expect([trap.disposition, exception.vector & 0x7ffn]).toEqual([disposition, vector]);
    expect((target.readRegisters(0).pstate >> 20n) & 1n).toBe(illegal ? 1n : 0n);
  });

  it.each([5n, 13n, 21n, 25n, 40n])('comes back without bit %s of PSTATE: SS, and what is not implemented', (bit) => {
    const target = negotiated();
    placeWords(target, [SMC]);
    const file = registerFile(new Random(8));
    target.writeRegisters(0, { ...file, pstate: file.pstate | (1n << bit) });
    if (way === 'run') target.run(0, 1);
    else target.trap(0, SMC);
    expect(target.readTrap(0).disposition).toBe('handled');
    expect(target.readRegisters(0).pstate).toBe(file.pstate);
  });
});
