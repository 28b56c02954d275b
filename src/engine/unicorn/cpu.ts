import koffi from 'koffi';
import { RAM_BASE, RAM_START } from '../../../assembly/layout.ts';
import { HCR_RW, HCR_TSC, SCR_HCE, SCR_NS, SCR_RW } from '../../../assembly/machine/config.ts';
import { LinearMemory } from '../memory.ts';
import * as uc from './constants.ts';
import { type HookHandlers, installHooks } from './hooks.ts';
import type { Pointer, UnicornLibrary } from './library.ts';
import { guestRanges } from './memory.ts';
import { RegisterLink } from './registers.ts';
import { ELR_EL1, HCR_EL2, SCR_EL3, SPSR_EL1, SystemRegister, TPIDR_EL0 } from './system-registers.ts';

/**
 * Address of the one instruction that libunicorn executes before the guest's first: an ERET, because writing PSTATE
 * does not change the exception level for real. Its page can be neither read nor written, only executed, so that the
 * guest cannot see it.
 */
export const TRAMPOLINE = 0x70000000;
const ERET = Uint8Array.of(0xe0, 0x03, 0x9f, 0xd6);
/** The address that libunicorn runs up to: one that is not mapped, so that the hooks alone end a run. */
const END = 0;

/** One libunicorn engine, set up so that SMC and HVC at EL1 arrive as exceptions taken to EL2. */
export class UnicornCpu {
  readonly link: RegisterLink;
  readonly #library: UnicornLibrary;
  readonly #engine: Pointer;
  /** The guest's RAM is in here; libunicorn holds its address. */
  readonly #memory: WebAssembly.Memory;
  #context: Pointer | undefined;
  #release: () => void = () => {};

  constructor(library: UnicornLibrary, memory: WebAssembly.Memory) {
    const engine: Pointer[] = [0];
    const error = library.open(uc.UC_ARCH_ARM64, uc.UC_MODE_LITTLE_ENDIAN, engine);
    if (error !== 0) throw new Error(`libunicorn: open: ${library.errorText(error)}`);
    this.#library = library;
    this.#engine = engine[0]!;
    this.#memory = memory;
    this.link = new RegisterLink(library, this.#engine, memory);
    try {
      this.#check(library.control(this.#engine, uc.UC_CTL_WRITE_CPU_MODEL, 'int', uc.UC_CPU_ARM64_MAX), 'CPU model');
      this.#map();
      this.#configure();
    } catch (failure) {
      this.close();
      throw failure;
    }
  }

  /** Registers the hooks and runs from the block's register file on, until a hook stops it. Returns a `uc_err`. */
  run(handlers: HookHandlers, pc: bigint, pstate: bigint): number {
    this.#release = installHooks(this.#library, this.#engine, handlers);
    this.link.store();
    this.#system(ELR_EL1).write(pc);
    this.#system(SPSR_EL1).write(pstate);
    return this.#library.start(this.#engine, TRAMPOLINE, END, 0, 0);
  }

  /** Goes on after {@link run} came back. Not for every trap: libunicorn leaks a little each time. */
  resume(pc: bigint): number {
    return this.#library.start(this.#engine, pc, END, 0, 0);
  }

  /** The trampoline is done: takes what it left in ELR_EL1 and SPSR_EL1 away. */
  clearTrampoline(): void {
    this.#system(ELR_EL1).write(0n);
    this.#system(SPSR_EL1).write(0n);
  }

  /** Ends {@link run}, from within a hook. */
  stop(): void {
    this.#library.stop(this.#engine);
  }

  /** Keeps the state of EL1, which libunicorn needs to come back from EL0. Called before the ERET to EL0 executes. */
  rememberEl1(): void {
    if (this.#context === undefined) {
      const context: Pointer[] = [0];
      this.#check(this.#library.allocateContext(this.#engine, context), 'context');
      this.#context = context[0]!;
    }
    this.#check(this.#library.saveContext(this.#engine, this.#context), 'context');
  }

  /**
   * Takes libunicorn from EL0 to EL1, where writing PSTATE would not: the whole state goes back to where EL1 left it,
   * then the register file is stored over it. Of what EL0 can write, only TPIDR_EL0 is not in the register file.
   */
  returnToEl1(): void {
    if (this.#context === undefined) throw new Error('EL0 was not entered through an exception return');
    const thread = this.#system(TPIDR_EL0);
    const value = thread.read();
    this.#check(this.#library.restoreContext(this.#engine, this.#context), 'context');
    thread.write(value);
  }

  /** Writes to the guest's memory; what was translated from it is translated anew. */
  writeMemory(address: number, bytes: Uint8Array): void {
    this.#check(this.#library.writeMemory(this.#engine, address, bytes, bytes.length), 'memory');
  }

  errorText(error: number): string {
    return this.#library.errorText(error);
  }

  /** Frees everything. The engine is of no use after it. */
  close(): void {
    if (this.#context !== undefined) this.#library.freeContext(this.#context);
    this.#library.close(this.#engine);
    this.#release();
  }

  #map(): void {
    const host = koffi.address(new Uint8Array(this.#memory.buffer, RAM_START));
    for (const [first, end] of guestRanges(new LinearMemory(this.#memory.buffer))) {
      const from = host + BigInt(first - RAM_BASE);
      this.#check(
        this.#library.mapPointer(this.#engine, first, end - first, uc.UC_PROT_ALL, from),
        'mapping of guest RAM',
      );
    }
    this.#check(this.#library.map(this.#engine, TRAMPOLINE, 0x1000, uc.UC_PROT_EXEC), 'mapping');
    this.#check(this.#library.writeMemory(this.#engine, TRAMPOLINE, ERET, ERET.length), 'mapping');
  }

  /**
   * HVC raises exception 11 with SCR_EL3.HCE set, SMC raises 12 with the PC on itself with HCR_EL2.TSC set. What the
   * modelled EL2 and EL3 have in these bits does not matter here: the machine decides, libunicorn only delivers.
   */
  #configure(): void {
    this.#system(SCR_EL3).write(BigInt(SCR_NS | SCR_HCE | SCR_RW));
    this.#system(HCR_EL2).write(BigInt(HCR_TSC) | BigInt(HCR_RW));
  }

  #system(encoding: typeof ELR_EL1): SystemRegister {
    return new SystemRegister(this.#library, this.#engine, encoding);
  }

  #check(error: number, what: string): void {
    if (error !== 0) throw new Error(`libunicorn: ${what}: ${this.#library.errorText(error)}`);
  }
}
