import { systemRegisterSlots } from '../../assembly/a64/system-register-slots.ts';
import * as layout from '../../assembly/layout.ts';
import type { Machine } from '../../src/engine/machine.ts';
import { LinearMemory } from '../../src/engine/memory.ts';
import { assembleText } from '../../src/guest/assemble.ts';
import { machine } from '../machine/fixture.ts';

export const CODE = 0x80000000n;
/** A table of vectors stands here in most tests. */
export const VECTORS = 0x80002000n;
export const DATA = 0x80010000n;
export const STACK = 0x80080000n;

/** PSTATE with all interrupts masked, by exception level and stack pointer. */
export const EL0T = 0x3c0n;
export const EL1T = 0x3c4n;
export const EL1H = 0x3c5n;
export const EL2H = 0x3c9n;
export const EL3H = 0x3cdn;

const slots = systemRegisterSlots();
const stopNames = new Map(
  Object.entries(layout)
    .filter(([name]) => name.startsWith('STOP_'))
    .map(([name, value]) => [value as number, name]),
);

/** One vCPU of a machine, with names for what tests look at. */
export class Processor {
  readonly machine: Machine;
  readonly memory: LinearMemory;
  readonly vcpu: number;
  private readonly base: number;

  constructor(target: Machine = machine({ model: 'none' }), vcpu = 0) {
    this.machine = target;
    this.memory = new LinearMemory(target.memory.buffer);
    this.vcpu = vcpu;
    this.base = layout.VCPU_START + vcpu * layout.VCPU_STRIDE;
    this.setSp(0, STACK);
    this.setSp(1, STACK - 0x1000n);
    this.setSp(2, STACK - 0x2000n);
    this.pc = CODE;
  }

  /** Assembles text and places it. Symbols of `symbols` can be used. */
  place(text: string, address = CODE, symbols: Record<string, bigint> = {}): this {
    const image = assembleText(text, 'test.S', { base: address, symbols });
    for (const segment of image.segments) this.machine.writeMemory(segment.address, segment.bytes);
    return this;
  }

  /** Places instruction words. */
  placeWords(words: readonly number[], address = CODE): this {
    this.machine.writeMemory(address, new Uint8Array(Uint32Array.from(words).buffer));
    return this;
  }

  /** Runs up to `budget` instructions; the name of the stop. */
  run(budget = 1000): string {
    const code = this.machine.run(this.vcpu, budget);
    return stopNames.get(code) ?? `stop ${code}`;
  }

  /** Assembles and runs text from {@link CODE} on. */
  execute(text: string, budget = 1000): string {
    this.place(text);
    this.pc = CODE;
    return this.run(budget);
  }

  x(n: number): bigint {
    return this.memory.u64(this.base + layout.REG_X + 8 * n);
  }

  setX(n: number, value: bigint): void {
    this.memory.setU64(this.base + layout.REG_X + 8 * n, BigInt.asUintN(64, value));
  }

  sp(level: number): bigint {
    return this.memory.u64(this.base + layout.REG_SP_EL0 + 8 * level);
  }

  setSp(level: number, value: bigint): void {
    this.memory.setU64(this.base + layout.REG_SP_EL0 + 8 * level, value);
  }

  /** 128 bits. */
  v(n: number): bigint {
    const at = this.base + layout.REG_V + 16 * n;
    return this.memory.u64(at) | (this.memory.u64(at + 8) << 64n);
  }

  setV(n: number, value: bigint): void {
    const at = this.base + layout.REG_V + 16 * n;
    this.memory.setU64(at, BigInt.asUintN(64, value));
    this.memory.setU64(at + 8, value >> 64n);
  }

  get pc(): bigint {
    return this.memory.u64(this.base + layout.REG_PC);
  }

  set pc(value: bigint) {
    this.memory.setU64(this.base + layout.REG_PC, value);
  }

  get pstate(): bigint {
    return this.memory.u64(this.base + layout.REG_PSTATE);
  }

  set pstate(value: bigint) {
    this.memory.setU64(this.base + layout.REG_PSTATE, value);
  }

  /** NZCV, N first. */
  get flags(): number {
    return Number((this.pstate >> 28n) & 15n);
  }

  /** A system register that has a place in the block. */
  system(name: string): bigint {
    return this.memory.u64(this.base + slotOf(name));
  }

  setSystem(name: string, value: bigint): void {
    this.memory.setU64(this.base + slotOf(name), value);
  }

  /** A word of the run's own (RUN_ offsets). */
  word(offset: number): number {
    return this.memory.u32(this.base + offset);
  }

  setFlags(flags: number): void {
    this.memory.setU32(this.base + layout.RUN_FLAGS, flags);
  }

  /** Instructions begun since reset. */
  get count(): number {
    return Number(this.memory.u64(this.base + layout.RUN_COUNT));
  }

  /** 64 bits of RAM. */
  read(address: bigint): bigint {
    return new DataView(this.machine.readMemory(address, 8).buffer).getBigUint64(0, true);
  }

  write(address: bigint, value: bigint): void {
    this.machine.writeMemory(address, new Uint8Array(BigUint64Array.of(value).buffer));
  }
}

function slotOf(name: string): number {
  const slot = slots.get(name);
  if (slot === undefined) throw new Error(`no slot for ${name}`);
  return slot;
}

/** Exception class, IL and ISS of an ESR. */
export function syndrome(esr: bigint): { ec: number; il: number; iss: number } {
  return { ec: Number(esr >> 26n), il: Number((esr >> 25n) & 1n), iss: Number(esr & 0x1ffffffn) };
}
