import koffi from 'koffi';
import { UC_ARM64_REG_CP_REG } from './constants.ts';
import type { Pointer, UnicornLibrary } from './library.ts';

/** op0, op1, CRn, CRm and op2 of an MRS or MSR (DDI 0487, C5.3). */
export type Encoding = readonly [op0: number, op1: number, crn: number, crm: number, op2: number];

export const SCTLR_EL1: Encoding = [3, 0, 1, 0, 0];
export const SPSR_EL1: Encoding = [3, 0, 4, 0, 0];
export const ELR_EL1: Encoding = [3, 0, 4, 0, 1];
export const TPIDR_EL0: Encoding = [3, 3, 13, 0, 2];
export const HCR_EL2: Encoding = [3, 4, 1, 1, 0];
export const SCR_EL3: Encoding = [3, 6, 1, 1, 0];

/**
 * One system register of one engine, reached through libunicorn's `uc_arm64_cp_reg`:
 *
 *   00 u32 CRn | 04 u32 CRm | 08 u32 op0 | 0C u32 op1 | 10 u32 op2 | 18 u64 value
 *
 * Only registers with storage of their own may be named: libunicorn 2.0 aborts the process on NZCV and CurrentEL.
 */
export class SystemRegister {
  readonly #library: UnicornLibrary;
  readonly #engine: Pointer;
  readonly #value: BigUint64Array;
  readonly #ids = Int32Array.of(UC_ARM64_REG_CP_REG);
  readonly #addresses: BigUint64Array;

  constructor(library: UnicornLibrary, engine: Pointer, [op0, op1, crn, crm, op2]: Encoding) {
    this.#library = library;
    this.#engine = engine;
    // An ArrayBuffer of its own keeps its address for as long as #value refers to it.
    const structure = new ArrayBuffer(0x20);
    new Uint32Array(structure).set([crn, crm, op0, op1, op2]);
    this.#value = new BigUint64Array(structure, 0x18, 1);
    this.#addresses = BigUint64Array.of(koffi.address(structure));
  }

  read(): bigint {
    this.#check(this.#library.readRegisters(this.#engine, this.#ids, this.#addresses, 1));
    return this.#value[0]!;
  }

  write(value: bigint): void {
    this.#value[0] = value;
    this.#check(this.#library.writeRegisters(this.#engine, this.#ids, this.#addresses, 1));
  }

  #check(error: number): void {
    if (error !== 0) throw new Error(`libunicorn: system register: ${this.#library.errorText(error)}`);
  }
}
