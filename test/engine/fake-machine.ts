import * as layout from '../../assembly/layout.ts';
import { LinearMemory, ramOffset } from '../../src/engine/memory.ts';
import type { RegisterFile, TrapRecord } from '../../src/engine/record.ts';
import type { TrapMachine } from '../../src/engine/unicorn/context.ts';

type Readout = ReturnType<TrapMachine['readTrap']>;

const NO_EXCEPTION: TrapRecord['exception'] = {
  sourceEl: 1,
  targetEl: 2,
  esr: 0n,
  elr: 0n,
  spsr: 0n,
  vector: 0n,
  pstate: 0n,
  returnAddress: 0n,
};

/**
 * A machine whose "hypervisor" is a function of the test's: it gets the register file of the trap and the word, changes
 * what it likes and returns the outcome. The PC must be the return address.
 */
export class FakeMachine implements TrapMachine {
  readonly memory = new WebAssembly.Memory({ initial: 320, maximum: 320 });
  readonly words: number[] = [];
  readonly #linear = new LinearMemory(this.memory.buffer);
  readonly #hypervisor: Hypervisor;
  #cause = layout.CAUSE_NONE;
  #address = 0n;

  constructor(hypervisor: Hypervisor = skip) {
    this.#hypervisor = hypervisor;
  }

  trap(vcpu: number, instruction: number): number {
    const file = this.readRegisters(vcpu);
    this.#address = file.pc;
    this.words.push(instruction);
    const { outcome = layout.OUTCOME_RESUME, cause = layout.CAUSE_NONE } = this.#hypervisor(file, this);
    this.#cause = cause;
    this.writeRegisters(vcpu, file);
    return outcome;
  }

  readRegisters(vcpu: number): RegisterFile {
    const base = layout.VCPU_START + vcpu * layout.VCPU_STRIDE;
    const [spEl0, spEl1] = this.#linear.u64s(base + layout.REG_SP_EL0, 2) as [bigint, bigint];
    const [pc, pstate, fpsr, fpcr] = this.#linear.u64s(base + layout.REG_PC, 4) as [bigint, bigint, bigint, bigint];
    const halves = this.#linear.u64s(base + layout.REG_V, 64);
    const v = Array.from({ length: 32 }, (_, n) => (halves[2 * n + 1]! << 64n) | halves[2 * n]!);
    return { x: this.#linear.u64s(base + layout.REG_X, 31), spEl0, spEl1, pc, pstate, v, fpsr, fpcr };
  }

  writeRegisters(vcpu: number, file: RegisterFile): void {
    const base = layout.VCPU_START + vcpu * layout.VCPU_STRIDE;
    this.#linear.setU64s(base + layout.REG_X, file.x);
    this.#linear.setU64s(base + layout.REG_SP_EL0, [file.spEl0, file.spEl1]);
    this.#linear.setU64s(base + layout.REG_PC, [file.pc, file.pstate, file.fpsr, file.fpcr]);
    this.#linear.setU64s(
      base + layout.REG_V,
      file.v.flatMap((value) => [BigInt.asUintN(64, value), value >> 64n]),
    );
  }

  system(offset: number): bigint {
    return this.#linear.u64(layout.VCPU_START + offset);
  }

  setSystem(offset: number, value: bigint): void {
    this.#linear.setU64(layout.VCPU_START + offset, value);
  }

  readTrap(): Readout {
    const file = this.readRegisters(0);
    return {
      address: this.#address,
      instruction: this.words.at(-1)!,
      conduit: (this.words.at(-1)! & 3) === 3 ? 'smc' : 'hvc',
      immediate: (this.words.at(-1)! >>> 5) & 0xffff,
      before: file,
      after: file,
      exception: NO_EXCEPTION,
      disposition: 'handled',
      writers: [],
      sources: [],
      smcs: [],
      smcCount: 0,
      warnings: 0,
      state: {},
      outcome: layout.OUTCOME_RESUME,
      cause: this.#cause,
    };
  }

  limitSecure(): void {}

  secureInstructions(): number {
    return 0;
  }

  state(): Record<string, bigint> {
    return { traps: BigInt(this.words.length) };
  }

  writeMemory(address: bigint, bytes: Uint8Array): void {
    new Uint8Array(this.memory.buffer).set(bytes, ramOffset(address, bytes.length));
  }

  readMemory(address: bigint, length: number): Uint8Array {
    const offset = ramOffset(address, length);
    return new Uint8Array(this.memory.buffer).slice(offset, offset + length);
  }
}

export type Hypervisor = (file: RegisterFile, machine: FakeMachine) => { outcome?: number; cause?: number };

/** Comes back after the call and changes nothing else. */
export function skip(file: RegisterFile): Record<string, never> {
  file.pc += 4n;
  return {};
}
