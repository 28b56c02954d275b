import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import * as layout from '../../assembly/layout.ts';
import { WRITER_UNDEFINED } from '../../assembly/layout.ts';
import { checkRun } from '../../src/check/preserve.ts';
import { smccc12 } from '../../src/check/profiles.ts';
import type { MachineOptions } from '../../src/engine/engine.ts';
import { Machine } from '../../src/engine/machine.ts';
import { resolveFirmware, resolveModel } from '../../src/engine/models.ts';
import type { RegisterFile } from '../../src/engine/record.ts';
import { UnicornEngine } from '../../src/engine/unicorn.ts';
import { assembleText } from '../../src/guest/assemble.ts';

/** A negotiation, then one call by each convention that EL2 answers itself. */
const stub = `
.include "call.inc"
_start:
  ffa_version FFA_VERSION_1_1
  smc #0
  load32 w0, FFA_FEATURES
  load32 w1, FFA_MEM_SHARE
  smc #0
  load32 w0, FFA_MEM_SHARE_64
  smc #0
  brk #0
`;
const [SMC32_CALL, SMC64_CALL] = [1, 2];

/** A model that writes x0 to x3 and nothing else, with no uninitialised stack in them: it breaks no rule. */
const sound: MachineOptions = {
  model: resolveModel('pkvm/v6.12', [{ name: 'result', value: 'zeroed' }]),
  firmware: resolveFirmware([{ name: 'version', value: '1.1' }]),
  replies: [],
  control: { tsc: true, smd: false, hce: true },
  undefinedFill: 0n,
};

const random64 = (): bigint => randomBytes(8).readBigUInt64LE() | (1n << 63n);

function randomRegisters(pc: bigint): RegisterFile {
  return {
    x: Array.from({ length: 31 }, random64),
    spEl0: random64() & ~0xfn,
    spEl1: 0x800f0000n,
    pc,
    pstate: 0xa00003c5n,
    v: Array.from({ length: 32 }, () => (random64() << 64n) | random64()),
    fpsr: 0n,
    fpcr: 0n,
  };
}

type Damage = (file: RegisterFile, bytes: DataView) => void;

/** The sound model with one fault of its own, at one of the traps. */
class BrokenMachine extends Machine {
  private traps = 0;
  private readonly at: number;
  private readonly damage: Damage;

  constructor(at: number, damage: Damage) {
    super(sound);
    this.at = at;
    this.damage = damage;
  }

  override trap(vcpu: number, instruction: number): number {
    const outcome = super.trap(vcpu, instruction);
    if (this.traps++ === this.at) {
      const file = this.readRegisters(vcpu);
      this.damage(file, new DataView(this.memory.buffer, layout.VCPU_START));
      this.writeRegisters(vcpu, file);
    }
    return outcome;
  }
}

/** Which rules complain about a run on this machine, and about which registers. */
function complaints(machine: Machine): string[] {
  const image = assembleText(stub, 'stub.S');
  const boot = machine.boot();
  const outcome = new UnicornEngine().run(machine, {
    segments: image.segments,
    initial: randomRegisters(image.entry),
    watch: [],
    limits: { instructions: 1000, traps: 10, milliseconds: 5000 },
  });
  expect([boot.result, outcome.traps.length, outcome.stop.kind]).toEqual([0, 3, 'brk']);
  const { findings } = checkRun({ engine: 'test', boot, ...outcome }, smccc12);
  return findings.map(({ rule, registers }) => `${rule}: ${registers.map(({ register }) => register).join(' ')}`);
}

const flip =
  (n: number): Damage =>
  (file) => {
    file.x[n] = file.x[n]! ^ (1n << BigInt(randomBytes(1)[0]! & 63));
  };

/** One fault a rule: a single bit of one register, or an undefined value. */
const broken: [rule: string, registers: string, trap: number, damage: Damage][] = [
  ['undefined-value', 'x2', SMC32_CALL, (_, vcpu) => vcpu.setUint8(layout.TRAP_WRITER + 2, WRITER_UNDEFINED)],
  ['x4-x7', 'x6', SMC32_CALL, flip(6)],
  ['smc32-x8-x17', 'x13', SMC32_CALL, flip(13)],
  ['smc64-x8-x17', 'x8', SMC64_CALL, flip(8)],
  ['x18-x30', 'x30', SMC64_CALL, flip(30)],
  ['stack-pointers', 'sp_el0', SMC32_CALL, (file) => Object.assign(file, { spEl0: file.spEl0 ^ 0x10n })],
  ['pstate', 'pstate', SMC32_CALL, (file) => Object.assign(file, { pstate: file.pstate ^ (1n << 30n) })],
  ['simd', 'v31', SMC64_CALL, (file) => Object.assign(file.v, { 31: file.v[31]! ^ (1n << 127n) })],
  ['floating-point-status', 'fpsr', SMC32_CALL, (file) => Object.assign(file, { fpsr: 1n })],
];

describe('a model that breaks one rule, run for real', () => {
  it('has a sound twin that no rule complains about', () => {
    expect(complaints(new Machine(sound))).toEqual([]);
  });

  it.each(broken)('is caught by %s alone, in %s', (rule, registers, at, damage) => {
    expect(complaints(new BrokenMachine(at, damage))).toEqual([`${rule}: ${registers}`]);
  });

  it('exists for every rule of the profile', () => {
    expect(broken.map(([rule]) => rule).toSorted()).toEqual(smccc12.rules.map(({ id }) => id).toSorted());
  });
});
