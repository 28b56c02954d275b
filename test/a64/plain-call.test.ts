import { describe, expect, it } from 'vitest';
import * as ids from '../../assembly/ffa/ids.ts';
import * as layout from '../../assembly/layout.ts';
import type { Machine } from '../../src/engine/machine.ts';
import { listModels } from '../../src/engine/models.ts';
import type { RegisterFile } from '../../src/engine/record.ts';
import { booted, hvcWord, negotiated, smc, smcWord } from '../machine/fixture.ts';
import { Random } from '../machine/random.ts';

/*
 * The run loop takes the trap of a call that has a plain answer on a way of its own (assembly/machine/trap.ts, takePlain);
 * the host's `trap` takes every trap on the way of all. What they leave must be the same, whatever stands in the registers.
 */

const CODE = 0x8000_1000n;
const EL1H = 0x3c5n;
const queried = [ids.FFA_MEM_SHARE, ids.FFA_MEM_LEND, ids.FFA_MEM_SHARE_64, ids.FFA_MEM_LEND_64];
const functionIds = Object.values(ids).filter((value) => value > 0xffff);
/** To EL1t, EL0t and EL2h, and single bits of PSTATE; with IL no SMC is executed at all. */
const stateChanges = [0x1n, 0x5n, 0xcn, ...[6, 7, 10, 11, 12, 22, 23, 24].map((bit) => 1n << BigInt(bit))];
/** Bits that say where an SMC goes and what it finds there: E2H, RW, TGE, TSC; EEL2, RW, SMD, NS; DSSBS, SPAN. */
const controls: [register: number, bits: number[]][] = [
  [layout.SYS_HCR_EL2, [34, 31, 27, 19]],
  [layout.SYS_SCR_EL3, [18, 10, 7, 0]],
  [layout.SYS_SCTLR_EL2, [44, 23]],
  [layout.SYS_VBAR_EL2, [3, 10, 11, 40]],
];

interface Call {
  file: RegisterFile;
  word: number;
  control: [register: number, value: bigint][];
}

function registerFile(random: Random): RegisterFile {
  const x = Array.from({ length: 31 }, () => random.u64());
  x[0] = BigInt(ids.FFA_FEATURES);
  x[1] = BigInt(random.pick(queried)) | (random.u64() << 32n);
  const v = Array.from({ length: 32 }, () => random.u64());
  const pstate = EL1H | ((random.u64() & 0xfn) << 28n);
  return { x, spEl0: random.u64(), spEl1: random.u64(), pc: CODE, pstate, v, fpsr: 0n, fpcr: 0n };
}

/** A call that has a plain answer, and in most cases one thing about it that is not plain. */
function call(random: Random): Call {
  const file = registerFile(random);
  const made: Call = { file, word: smcWord(), control: [] };
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
      file.pstate ^= random.pick(stateChanges);
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

/** Sets the registers, and flips bits of control registers. */
function prepare(target: Machine, { file, word, control }: Call): void {
  target.writeMemory(CODE, new Uint8Array(Uint32Array.of(word).buffer));
  target.writeRegisters(0, file);
  flip(target, control);
}

function flip(target: Machine, control: Call['control']): void {
  for (const [register, bits] of control) {
    target.writeSystemRegister(0, register, target.readSystemRegister(0, register) ^ bits);
  }
}

/** Everything that a trap may leave: the registers, EL1's to EL3's system registers, the record, and the models' state. */
function left(target: Machine) {
  const banks = Array.from({ length: 32 }, (_, n) => target.readSystemRegister(0, layout.SYS_START + 8 * n));
  return { registers: target.readRegisters(0), banks, trap: target.readTrap(0), state: target.state() };
}

const models = listModels().filter(({ family }) => family === 'pkvm');

describe('a call that the run loop takes on the plain way', () => {
  it.each(models.map(({ name }) => name))('leaves what the way of all leaves: %s', (model) => {
    const random = new Random(0x9a1e + model.length);
    const [running, trapping] = [booted({ model }), booted({ model })];
    for (let n = 0; n < 300; n++) {
      // Nothing is plain before a version is negotiated.
      if (n === 40) for (const target of [running, trapping]) smc(target, [BigInt(ids.FFA_VERSION), 0x1_0002n]);
      const made = call(random);
      prepare(running, made);
      prepare(trapping, made);
      running.run(0, 1);
      trapping.trap(0, made.word);
      expect(
        left(running),
        `call ${n}: ${JSON.stringify(made, (_, v) => (typeof v === 'bigint' ? `0x${v.toString(16)}` : v))}`,
      ).toEqual(left(trapping));
      flip(running, made.control);
      flip(trapping, made.control);
    }
  });
});

/** What DDI 0487 says of an SMC at EL1 by the control registers: where it goes, the vector there, PSTATE.IL on return. */
const routes: [what: string, changed: Call['control'], disposition: string, vector: bigint, illegal: boolean][] = [
  ['as it is', [], 'handled', 0x400n, false],
  ['with EL2 not enabled', [[layout.SYS_SCR_EL3, 1n]], 'untrapped', 0x400n, false],
  ['with EL2 enabled in the Secure state', [[layout.SYS_SCR_EL3, (1n << 18n) | 1n]], 'handled', 0x400n, false],
  ['with HCR_EL2.TSC 0', [[layout.SYS_HCR_EL2, 1n << 19n]], 'untrapped', 0x400n, false],
  ['with HCR_EL2.TGE 1', [[layout.SYS_HCR_EL2, 1n << 27n]], 'handled', 0x400n, true],
  ['with HCR_EL2.RW 0', [[layout.SYS_HCR_EL2, 1n << 31n]], 'handled', 0x600n, false],
];

describe.each(['run', 'trap'])('an SMC that has a plain answer, taken by %s', (way) => {
  it.each(routes)('goes where the architecture says: %s', (_, control, disposition, vector, illegal) => {
    const target = negotiated();
    const made: Call = { file: registerFile(new Random(7)), word: smcWord(), control };
    prepare(target, made);
    if (way === 'run') target.run(0, 1);
    else target.trap(0, made.word);
    const { exception, ...trap } = target.readTrap(0);
    expect([trap.disposition, exception.vector & 0x7ffn]).toEqual([disposition, vector]);
    expect((target.readRegisters(0).pstate >> 20n) & 1n).toBe(illegal ? 1n : 0n);
  });
});
