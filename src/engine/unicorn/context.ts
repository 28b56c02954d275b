import * as layout from '../../../assembly/layout.ts';
import type { Program } from '../engine.ts';
import type { Machine } from '../machine.ts';
import type { Arrival, StopReason, TrapRecord } from '../record.ts';
import { TRAMPOLINE, type UnicornCpu } from './cpu.ts';
import { type Exception, enterEl1, exceptionLevel, PSTATE_IL, vectorAddress } from './exception.ts';
import { isGuestMemory } from './memory.ts';

/** What a run needs of the machine. */
export type TrapMachine = Pick<
  Machine,
  | 'memory'
  | 'trap'
  | 'limitSecure'
  | 'secureInstructions'
  | 'readRegisters'
  | 'writeRegisters'
  | 'readTrap'
  | 'state'
  | 'writeMemory'
>;

/** Somebody who looks on while libunicorn executes a guest. */
export interface Witness {
  /** Before every instruction, exceptions that come before it included. False: it is not to be executed now. */
  instruction(context: RunContext, address: number): boolean;
  /** Before the guest writes to memory. */
  write(address: number, width: number): void;
  /** The guest has stopped. True: it is to go on from the block's register file, which libunicorn was given. */
  resumes(context: RunContext): boolean;
}

/** What the hooks of one run share. */
export class RunContext {
  readonly cpu: UnicornCpu;
  readonly machine: TrapMachine;
  readonly program: Program;
  /** vCPU 0's block, as doublewords. */
  readonly block: BigUint64Array;
  readonly traps: TrapRecord[] = [];
  readonly arrivals: Arrival[] = [];
  /** The trampoline was executed. */
  entered = false;
  /** Instructions begun: the one that ends the run counts, the one that a limit keeps from executing does not. */
  instructions = 0;
  /** Those of secure partitions, besides. */
  secure = 0;
  /** Address of the instruction that executes. */
  pc = TRAMPOLINE;
  /** Where execution must go on after a trap or exception; undefined once it did. */
  resumeAt: bigint | undefined;
  /** PSTATE.IL is set: the next instruction raises an Illegal Execution state exception. */
  illegalState = false;
  stop: StopReason | undefined;
  readonly witness: Witness | undefined;
  #deferred: (() => void) | undefined;
  readonly #ram: Uint32Array;

  constructor(cpu: UnicornCpu, machine: TrapMachine, program: Program, witness?: Witness) {
    this.cpu = cpu;
    this.witness = witness;
    this.machine = machine;
    this.program = program;
    this.block = cpu.link.block;
    this.#ram = new Uint32Array(machine.memory.buffer, layout.RAM_START, layout.RAM_SIZE / 4);
  }

  /** The instruction word at an aligned address in RAM. */
  wordAt(address: number): number {
    return this.#ram[(address - layout.RAM_BASE) >>> 2] ?? 0;
  }

  /** The PC in the block. */
  programCounter(): bigint {
    return this.block[layout.REG_PC / 8]!;
  }

  /** Ends the run. The first reason stands. */
  halt(reason: StopReason): void {
    this.stop ??= reason;
    this.cpu.stop();
  }

  /** Takes an exception to the guest's own vector at EL1, or stops where it has none. The PC is exact. */
  raise(exception: Exception, otherwise: StopReason): void {
    this.cpu.link.load(BigInt(this.pc));
    if (!this.hasVector(vectorAddress(this.block))) {
      this.halt(otherwise);
      return;
    }
    const from = this.block[layout.REG_PSTATE / 8]!;
    enterEl1(this.block, exception);
    this.resume(from);
    this.cpu.link.storeExceptionRegisters();
  }

  /**
   * {@link raise} once libunicorn has stopped: before an instruction executes, not every version of it lets a hook
   * change the PC.
   */
  raiseLater(exception: Exception, otherwise: StopReason): void {
    this.defer(() => this.raise(exception, otherwise));
  }

  /** Changes the register file once libunicorn has stopped; the guest goes on from there. */
  defer(work: () => void): void {
    this.#deferred = work;
    this.cpu.stop();
  }

  /** Does what was deferred. Returns whether the guest goes on. */
  doDeferred(): boolean {
    const work = this.#deferred;
    this.#deferred = undefined;
    work?.();
    return work !== undefined && this.stop === undefined;
  }

  /** Whether the guest has set up vectors, and `vector` can be fetched. */
  hasVector(vector: bigint): boolean {
    return this.block[layout.SYS_VBAR_EL1 / 8] !== 0n && isGuestMemory(vector, 4);
  }

  /** Goes on with the register file in the block. `from` is the PSTATE that libunicorn has. */
  resume(from: bigint): void {
    const to = this.block[layout.REG_PSTATE / 8]!;
    if (exceptionLevel(from) === 0 && exceptionLevel(to) === 1) this.cpu.returnToEl1();
    this.cpu.link.store();
    this.resumeAt = this.programCounter();
    this.illegalState = (to & PSTATE_IL) !== 0n;
  }
}
