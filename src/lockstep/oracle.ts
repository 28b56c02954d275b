import koffi from 'koffi';
import { HYP_END, HYP_START, RAM_BASE, RAM_SIZE, RAM_START, REG_PC } from '../../assembly/layout.ts';
import * as uc from '../engine/unicorn/constants.ts';
import { type HookHandlers, installHooks } from '../engine/unicorn/hooks.ts';
import { loadUnicorn, type Pointer, type UnicornLibrary } from '../engine/unicorn/library.ts';
import { RegisterLink } from '../engine/unicorn/registers.ts';
import { CODE_BASE, CODE_SIZE } from './state.ts';

/** WebAssembly pages up to the end of RAM. */
const memoryPages = (RAM_START + RAM_SIZE) / 0x10000;
const codeEnd = CODE_BASE + CODE_SIZE;
const READ_WRITE = uc.UC_PROT_ALL & ~uc.UC_PROT_EXEC;
/** Only code can be executed: libunicorn translates what it jumps to before it asks, and aborts on some words. */
const REGIONS: readonly (readonly [first: number, end: number, permissions: number])[] = [
  [RAM_BASE, HYP_START, READ_WRITE],
  [HYP_END, CODE_BASE, READ_WRITE],
  [CODE_BASE, codeEnd, uc.UC_PROT_ALL],
  [codeEnd, RAM_BASE + RAM_SIZE, READ_WRITE],
];

/** What stopped a block. */
export interface OracleStop {
  /** libunicorn's number of the exception, or undefined. */
  exception: number | undefined;
  /** An access that hit nothing. */
  fault: { type: number; address: bigint; width: number } | undefined;
  /** The `uc_err` of the run. */
  error: number;
}

/**
 * libunicorn as a witness: it has memory and a register file of its own, in the layout of the machine's linear memory,
 * and asks before every instruction whether to go on. Guests run at EL1h.
 */
export class Oracle {
  readonly memory = new WebAssembly.Memory({ initial: memoryPages, maximum: memoryPages });
  /** All of RAM. */
  readonly ram = new Uint8Array(this.memory.buffer, RAM_START, RAM_SIZE);
  /** Called before every instruction with its address; false ends the run. */
  onInstruction: (address: number) => boolean = () => true;
  /** Called before every write to memory. */
  onWrite: (address: number, width: number) => void = () => {};
  #engine: Pointer = 0;
  #link: RegisterLink | undefined;
  #release: () => void = () => {};
  #stop: OracleStop = { exception: undefined, fault: undefined, error: 0 };
  readonly #library: UnicornLibrary = loadUnicorn();

  /** vCPU 0's block, as doublewords. */
  get block(): BigUint64Array {
    return this.#opened().block;
  }

  /** Register file from libunicorn to the block. */
  load(pc: bigint): void {
    this.#opened().load(pc);
  }

  /** Executes from the register file in the block until `end`, or until something stops it. */
  run(end: bigint): OracleStop {
    const link = this.#opened();
    this.#stop = { exception: undefined, fault: undefined, error: 0 };
    link.store();
    const pc = link.block[REG_PC / 8]!;
    this.#stop.error = this.#library.start(this.#engine, pc, end, 0, 0);
    return this.#stop;
  }

  /** Frees libunicorn's engine; the next use opens another. Translated code is forgotten. */
  close(): void {
    if (this.#link === undefined) return;
    this.#library.close(this.#engine);
    this.#release();
    this.#link = undefined;
  }

  #opened(): RegisterLink {
    if (this.#link !== undefined) return this.#link;
    const engine: Pointer[] = [0];
    this.#check(this.#library.open(uc.UC_ARCH_ARM64, uc.UC_MODE_LITTLE_ENDIAN, engine));
    this.#engine = engine[0]!;
    this.#check(this.#library.control(this.#engine, uc.UC_CTL_WRITE_CPU_MODEL, 'int', uc.UC_CPU_ARM64_MAX));
    this.#map();
    this.#link = new RegisterLink(this.#library, this.#engine, this.memory);
    this.#release = installHooks(this.#library, this.#engine, this.#handlers());
    return this.#link;
  }

  #map(): void {
    const host = koffi.address(this.ram);
    for (const [first, end, permissions] of REGIONS) {
      const from = BigInt(host) + BigInt(first - RAM_BASE);
      this.#check(this.#library.mapPointer(this.#engine, first, end - first, permissions, from));
    }
  }

  #handlers(): HookHandlers {
    return {
      instruction: (_engine, address) => {
        if (!this.onInstruction(address)) this.#library.stop(this.#engine);
      },
      exception: (_engine, exception) => {
        this.#stop.exception ??= exception;
        this.#library.stop(this.#engine);
      },
      badAccess: (_engine, type, address, width) => {
        this.#stop.fault ??= { type, address: BigInt(address), width };
        return false;
      },
      write: (_engine, _type, address, width) => this.onWrite(Number(address), width),
    };
  }

  #check(error: number): void {
    if (error !== 0) throw new Error(`libunicorn: ${this.#library.errorText(error)}`);
  }
}
