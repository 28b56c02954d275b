import { REG_PSTATE, REG_X, SYS_SPSR_EL1 } from '../../../assembly/layout.ts';
import { hex } from '../hex.ts';
import type { RunContext } from './context.ts';
import { TRAMPOLINE } from './cpu.ts';
import { EC_ILLEGAL_STATE, EC_PC_ALIGNMENT, exceptionLevel, returnTarget } from './exception.ts';
import { exhaustion, faultStop, stopReason } from './stops.ts';
import { isEret, isSystemGroup, sctlrSource } from './words.ts';

/** Where a run is, for whoever reports on it after the process is gone: address of the instruction, and their count. */
export type Progress = Float64Array;

/** How often the clock is read, in instructions; a power of two. */
const CLOCK_INTERVAL = 1024;
const SCTLR_M = 1n;

/**
 * Runs before every instruction, at about 0.1 µs each (0.001 µs without). It is the only source of the PC and of the
 * count: libunicorn's own PC is imprecise after a fault, and its own count is ignored in blocks translated earlier.
 */
export class InstructionHook {
  readonly #context: RunContext;
  readonly #progress: Progress;
  readonly #limit: number;
  readonly #watched: ReadonlySet<number>;
  readonly #deadline: number;

  constructor(context: RunContext, progress: Progress) {
    const { limits, watch } = context.program;
    this.#context = context;
    this.#progress = progress;
    this.#limit = limits.instructions;
    this.#watched = new Set(watch.map(Number));
    this.#deadline = performance.now() + limits.milliseconds;
  }

  /** `address` is in the guest's memory, or the trampoline. */
  run(address: number): void {
    const context = this.#context;
    if (context.stop !== undefined) return;
    if (address !== TRAMPOLINE) this.#begin(address);
    else if (context.entered) this.#strayIntoTrampoline();
    else this.#enter();
  }

  /** The trampoline's ERET, the one instruction that is not the guest's. */
  #enter(): void {
    const { cpu, program } = this.#context;
    this.#context.entered = true;
    if (exceptionLevel(program.initial.pstate) === 0) cpu.rememberEl1();
  }

  /** The guest jumped there. The page is none of its own. */
  #strayIntoTrampoline(): void {
    const fault = { address: BigInt(TRAMPOLINE), access: 'fetch' as const, width: 4 };
    this.#context.halt(faultStop(fault.address, fault));
  }

  #begin(address: number): void {
    const context = this.#context;
    if (context.instructions === 0) context.cpu.clearTrampoline();
    context.pc = address;
    if (context.resumeAt !== undefined) this.#checkResumed(address);
    if (this.#outOfLimits() || context.witness?.instruction(context, address) === false) return;
    if (this.#faulty(address)) return;
    this.#progress[0] = address;
    this.#progress[1] = ++context.instructions;
    if (this.#watched.has(address)) this.#arrive(address);
    const word = context.wordAt(address);
    if (isSystemGroup(word)) this.#inspect(word);
  }

  /** What was written to libunicorn must have taken effect; anything else is a fault of libunicorn or of ours. */
  #checkResumed(address: number): void {
    const { resumeAt } = this.#context;
    this.#context.resumeAt = undefined;
    if (resumeAt !== BigInt(address)) {
      throw new Error(`libunicorn went on at ${hex(address)} after a trap, not at ${hex(resumeAt!)}`);
    }
  }

  #outOfLimits(): boolean {
    const { instructions, secure, program, pc } = this.#context;
    if (instructions + secure >= this.#limit) {
      this.#context.halt(stopReason('instruction-limit', BigInt(pc), exhaustion(instructions, secure)));
      return true;
    }
    if ((instructions & (CLOCK_INTERVAL - 1)) === 0 && performance.now() > this.#deadline) {
      this.#context.halt(stopReason('time-limit', BigInt(pc), `${program.limits.milliseconds} ms passed`));
      return true;
    }
    return false;
  }

  /** Exceptions that come before the instruction itself, in order of priority (DDI 0487, D1.3.5.4). */
  #faulty(address: number): boolean {
    const pc = BigInt(address);
    if ((address & 3) !== 0) {
      const detail = `the PC, ${hex(address)}, is not aligned`;
      const stop = {
        ...stopReason('memory-fault', pc, detail),
        fault: { address: pc, access: 'fetch', width: 4 },
      } as const;
      this.#context.raiseLater({ ec: EC_PC_ALIGNMENT, iss: 0, elr: pc, far: pc }, stop);
      return true;
    }
    if (!this.#context.illegalState) return false;
    const stop = stopReason('undefined-instruction', pc, 'PSTATE.IL is set by an illegal exception return');
    this.#context.raiseLater({ ec: EC_ILLEGAL_STATE, iss: 0, elr: pc }, stop);
    return true;
  }

  #arrive(address: number): void {
    const { cpu, machine, arrivals, traps, program } = this.#context;
    if (arrivals.length >= program.limits.traps) return;
    const pc = BigInt(address);
    cpu.link.load(pc);
    arrivals.push({ address: pc, registers: machine.readRegisters(0), traps: traps.length, state: machine.state() });
  }

  #inspect(word: number): void {
    const source = sctlrSource(word);
    if (isEret(word)) this.#beforeReturn();
    else if (source !== undefined && source !== 31) this.#beforeSctlr(source);
  }

  /** libunicorn needs help to come back from EL0, ignores PSTATE.IL, and does not survive a return to AArch32. */
  #beforeReturn(): void {
    const { cpu, block, pc } = this.#context;
    cpu.link.load(BigInt(pc));
    if (exceptionLevel(block[REG_PSTATE / 8]!) === 0) return;
    const spsr = block[SYS_SPSR_EL1 / 8]!;
    const target = returnTarget(spsr);
    if (target === 'el0') cpu.rememberEl1();
    this.#context.illegalState = target === 'illegal';
    if (target !== 'aarch32') return;
    const detail = `exception return to AArch32, SPSR_EL1 ${hex(spsr)}`;
    this.#context.halt(stopReason('unimplemented', BigInt(pc), detail));
  }

  /** Memory is mapped by physical address, and so are the program's labels: there is no running with the MMU on. */
  #beforeSctlr(source: number): void {
    const { cpu, block, pc } = this.#context;
    cpu.link.load(BigInt(pc));
    if (exceptionLevel(block[REG_PSTATE / 8]!) === 0) return;
    if ((block[(REG_X + 8 * source) / 8]! & SCTLR_M) === 0n) return;
    this.#context.halt(stopReason('unimplemented', BigInt(pc), 'the guest turns the MMU on, SCTLR_EL1.M = 1'));
  }
}
