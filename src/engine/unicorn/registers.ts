import koffi from 'koffi';
import {
  REG_FPCR,
  REG_FPSR,
  REG_PC,
  REG_PSTATE,
  REG_SP,
  REG_SP_EL0,
  REG_SP_EL1,
  REG_V,
  REG_X,
  SYS_ELR_EL1,
  SYS_ESR_EL1,
  SYS_FAR_EL1,
  SYS_SCTLR_EL1,
  SYS_SPSR_EL1,
  SYS_VBAR_EL1,
  VCPU_START,
  VCPU_STRIDE,
} from '../../../assembly/layout.ts';
import * as uc from './constants.ts';
import type { Pointer, UnicornLibrary } from './library.ts';
import { SCTLR_EL1, SPSR_EL1, SystemRegister } from './system-registers.ts';

/** A unicorn register and where it stands in a vCPU block. */
type Slot = readonly [register: number, offset: number];

function range(count: number, slot: (n: number) => Slot): Slot[] {
  return Array.from({ length: count }, (_, n) => slot(n));
}

const GENERAL: Slot[] = [
  ...range(29, (n) => [uc.UC_ARM64_REG_X0 + n, REG_X + 8 * n]),
  [uc.UC_ARM64_REG_X29, REG_X + 8 * 29],
  [uc.UC_ARM64_REG_X30, REG_X + 8 * 30],
  [uc.UC_ARM64_REG_SP, REG_SP],
  [uc.UC_ARM64_REG_SP_EL0, REG_SP_EL0],
  [uc.UC_ARM64_REG_SP_EL1, REG_SP_EL1],
  [uc.UC_ARM64_REG_PSTATE, REG_PSTATE],
  [uc.UC_ARM64_REG_FPSR, REG_FPSR],
  [uc.UC_ARM64_REG_FPCR, REG_FPCR],
  ...range(32, (n) => [uc.UC_ARM64_REG_V0 + n, REG_V + 16 * n]),
];
const EL1: Slot[] = [
  [uc.UC_ARM64_REG_ELR_EL1, SYS_ELR_EL1],
  [uc.UC_ARM64_REG_ESR_EL1, SYS_ESR_EL1],
  [uc.UC_ARM64_REG_FAR_EL1, SYS_FAR_EL1],
  [uc.UC_ARM64_REG_VBAR_EL1, SYS_VBAR_EL1],
];
/** Last, because writing the PC makes libunicorn leave its translated block. */
const PROGRAM_COUNTER: Slot = [uc.UC_ARM64_REG_PC, REG_PC];

/** The arguments of one batch call: register numbers and where their values stand. */
interface Batch {
  ids: Int32Array;
  addresses: BigUint64Array;
}

function batch(base: bigint, slots: readonly Slot[]): Batch {
  return {
    ids: Int32Array.from(slots, ([register]) => register),
    addresses: BigUint64Array.from(slots, ([, offset]) => base + BigInt(offset)),
  };
}

/**
 * Moves registers between libunicorn and vCPU 0's block in linear memory, which libunicorn reads and writes in place.
 * SP_EL0 and SP_EL1 in the block are authoritative: libunicorn keeps the stack pointer in use elsewhere.
 */
export class RegisterLink {
  /** The block, as doublewords. */
  readonly block: BigUint64Array;
  readonly #library: UnicornLibrary;
  readonly #engine: Pointer;
  readonly #load: Batch;
  readonly #store: Batch;
  readonly #storeEl1: Batch;
  readonly #spsr: SystemRegister;
  readonly #sctlr: SystemRegister;

  constructor(library: UnicornLibrary, engine: Pointer, memory: WebAssembly.Memory) {
    this.#library = library;
    this.#engine = engine;
    this.block = new BigUint64Array(memory.buffer, VCPU_START, VCPU_STRIDE / 8);
    const base = koffi.address(this.block);
    this.#load = batch(base, [...GENERAL, PROGRAM_COUNTER, ...EL1]);
    this.#store = batch(base, [...GENERAL, PROGRAM_COUNTER]);
    this.#storeEl1 = batch(base, EL1);
    this.#spsr = new SystemRegister(library, engine, SPSR_EL1);
    this.#sctlr = new SystemRegister(library, engine, SCTLR_EL1);
  }

  /** Everything from libunicorn to the block, but the PC where the caller knows it better than libunicorn does. */
  load(pc?: bigint): void {
    const { block } = this;
    // libunicorn writes 32 bits of these.
    block[REG_PSTATE / 8] = 0n;
    block[REG_FPSR / 8] = 0n;
    block[REG_FPCR / 8] = 0n;
    this.#check(this.#library.readRegisters(this.#engine, this.#load.ids, this.#load.addresses, this.#load.ids.length));
    block[this.#stackPointerSlot()] = block[REG_SP / 8]!;
    if (pc !== undefined) block[REG_PC / 8] = pc;
    block[SYS_SPSR_EL1 / 8] = this.#spsr.read();
    block[SYS_SCTLR_EL1 / 8] = this.#sctlr.read();
  }

  /** The register file from the block to libunicorn, PC included. Inside a hook, execution goes on at that PC. */
  store(): void {
    this.block[REG_SP / 8] = this.block[this.#stackPointerSlot()]!;
    this.#write(this.#store);
  }

  /** What an exception to EL1 leaves in system registers: ELR, SPSR, ESR and FAR. */
  storeExceptionRegisters(): void {
    this.#write(this.#storeEl1);
    this.#spsr.write(this.block[SYS_SPSR_EL1 / 8]!);
  }

  /** PSTATE.M selects the stack pointer in use: EL1h has SP_EL1, EL1t and EL0t have SP_EL0 (DDI 0487, D1.2.2). */
  #stackPointerSlot(): number {
    return (this.block[REG_PSTATE / 8]! & 1n) === 1n ? REG_SP_EL1 / 8 : REG_SP_EL0 / 8;
  }

  #write({ ids, addresses }: Batch): void {
    this.#check(this.#library.writeRegisters(this.#engine, ids, addresses, ids.length));
  }

  #check(error: number): void {
    if (error !== 0) throw new Error(`libunicorn: registers: ${this.#library.errorText(error)}`);
  }
}
