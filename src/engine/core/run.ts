import * as layout from '../../../assembly/layout.ts';
import type { EngineOutcome, Program } from '../engine.ts';
import { hex } from '../hex.ts';
import type { Machine } from '../machine.ts';
import { LinearMemory } from '../memory.ts';
import type { Arrival, RegisterFile, StopReason, TrapRecord } from '../record.ts';
import { el2Stop, exhaustion, stopReason } from '../unicorn/stops.ts';
import { describeStop } from './stops.ts';

/** Instructions between two looks at the clock: few enough for the limit, many enough not to matter. */
const chunk = 50_000;
/** The mode bits of a PSTATE that an exception level and a stack pointer of AArch64 have (DDI 0487, C5.2.18). */
const modes = new Set([0x0n, 0x4n, 0x5n, 0x8n, 0x9n, 0xcn, 0xdn]);
const MODE = 0x1fn;

/** One run of one program on one vCPU. */
export class CoreRun {
  readonly #machine: Machine;
  readonly #vcpu: number;
  /** Where the vCPU's block stands. */
  readonly #base: number;
  readonly #program: Program;
  readonly #memory: LinearMemory;
  readonly #traps: TrapRecord[] = [];
  readonly #arrivals: Arrival[] = [];
  readonly #deadline: number;
  readonly #start: number;
  /** The next trap was announced to the machine, or need not be. */
  #announced = false;
  #stop: StopReason | undefined;

  constructor(machine: Machine, program: Program, vcpu = 0) {
    this.#machine = machine;
    this.#vcpu = vcpu;
    this.#base = layout.VCPU_START + vcpu * layout.VCPU_STRIDE;
    this.#program = program;
    this.#memory = new LinearMemory(machine.memory.buffer);
    this.#deadline = performance.now() + program.limits.milliseconds;
    this.#start = this.#count();
  }

  /** Runs to the end, and leaves the machine without watches and flags. */
  run(): EngineOutcome {
    this.begin();
    while (this.#stop === undefined) this.#advance(chunk);
    return this.end(this.#stop);
  }

  /** Puts the machine where the guest starts. */
  begin(): void {
    const { initial, watch } = this.#program;
    this.#machine.writeRegisters(this.#vcpu, initial);
    this.#memory.setU32(this.#base + layout.RUN_STOP, layout.STOP_BUDGET);
    for (const address of watch) this.#machine.watch(address, true);
    if (!modes.has(initial.pstate & MODE)) this.#stop = refusal(initial);
  }

  /** Executes one instruction, or takes the exception that it raises; nothing once the guest has stopped. */
  step(): void {
    while (this.#stop === undefined && isAnnouncement(this.#advance(1)));
  }

  /** Why the guest has stopped, if it has. */
  get stop(): StopReason | undefined {
    return this.#stop;
  }

  get traps(): readonly TrapRecord[] {
    return this.#traps;
  }

  /** The guest goes on after all, from the register file in linear memory. */
  resume(): void {
    this.#stop = undefined;
  }

  /** What there is to know once the guest has stopped; leaves the machine without watches and flags. */
  end(stop: StopReason): EngineOutcome {
    for (const address of this.#program.watch) this.#machine.watch(address, false);
    this.#memory.setU32(this.#base + layout.RUN_FLAGS, 0);
    const final = this.#machine.readRegisters(this.#vcpu);
    // The trap that had no room began, as the instruction of any other stop did.
    const instructions = this.#instructions() + (stop.kind === 'trap-limit' ? 1 : 0);
    return { traps: this.#traps, arrivals: this.#arrivals, stop, final, instructions };
  }

  /** Up to a stop of the interpreter, or the end of the budget. Returns one of the STOP_ values. */
  #advance(budget: number): number {
    const { limits } = this.#program;
    const left = limits.instructions - this.#together();
    const pc = this.#programCounter();
    if (left <= 0) this.#stop = this.#exhausted(pc);
    else if (performance.now() > this.#deadline) {
      this.#stop = stopReason('time-limit', pc, `${limits.milliseconds} ms passed`);
    } else {
      // A trap that was announced is the next instruction.
      this.#machine.limitSecure(limits.instructions - this.#instructions() - (this.#announced ? 1 : 0));
      this.#setFlags();
      const code = this.#machine.run(this.#vcpu, Math.min(left, budget));
      this.#attend(code);
      return code;
    }
    return layout.STOP_BUDGET;
  }

  #attend(code: number): void {
    switch (code) {
      case layout.STOP_BUDGET:
        break;
      case layout.STOP_WATCH:
        this.#arrive();
        break;
      case layout.STOP_AFTER_TRAP:
        this.#record();
        break;
      case layout.STOP_WFE:
        // Nobody can send an event, and a WFE may complete for any other reason (DDI 0487, D1.6.1).
        this.#memory.setU64(this.#base + layout.REG_PC, this.#programCounter() + 4n);
        break;
      case layout.STOP_EL2_FAULT:
      case layout.STOP_EL2_PANIC:
      case layout.STOP_UNDEFINED_TRAP:
        this.#stop = this.#abandonTrap(code);
        break;
      case layout.STOP_BEFORE_TRAP:
        this.#announce();
        break;
      default:
        this.#stop = describeStop(code, this.#memory, this.#base);
    }
  }

  #setFlags(): void {
    const before = this.#isFull() || !this.#announced ? layout.RUN_FLAG_STOP_BEFORE_TRAP : 0;
    this.#memory.setU32(this.#base + layout.RUN_FLAGS, layout.RUN_FLAG_STOP_AFTER_TRAP | before);
  }

  #isFull(): boolean {
    return this.#traps.length >= this.#program.limits.traps;
  }

  /** The trap at PC is taken when the run goes on, if there is room for its record. */
  #announce(): void {
    if (this.#isFull()) {
      this.#stop = stopReason('trap-limit', this.#programCounter(), `${this.#traps.length} traps taken`);
      return;
    }
    this.#machine.noteTrap(this.#vcpu, this.#memory.u32(this.#base + layout.RUN_WORD));
    this.#announced = true;
  }

  /** Adds the machine's account of the trap to the run's, and returns it with its outcome and cause. */
  #record(): { trap: TrapRecord; outcome: number; cause: number } {
    const { outcome, cause, ...readout } = this.#machine.readTrap(this.#vcpu);
    const after = this.#machine.readRegisters(this.#vcpu);
    // The models leave the vector registers alone, but for some firmware that does not.
    const { v, fpsr, fpcr } = this.#machine.vectorsBefore(this.#vcpu) ?? after;
    const before: RegisterFile = { ...readout.before, v, fpsr, fpcr };
    const index = this.#traps.length;
    const trap = { ...readout, index, before, after, instructionsBefore: this.#instructions() - 1 };
    this.#traps.push(trap);
    this.#announced = !this.#machine.wantsTraps;
    return { trap, outcome, cause };
  }

  /** The guest does not go on after this trap: its registers are those that it came with. */
  #abandonTrap(code: number): StopReason {
    const { trap, outcome, cause } = this.#record();
    this.#machine.writeRegisters(this.#vcpu, trap.before);
    if (code !== layout.STOP_UNDEFINED_TRAP) return el2Stop(outcome, cause, trap.address);
    return stopReason('undefined-instruction', trap.address, 'SMC or HVC is undefined here');
  }

  #arrive(): void {
    if (this.#arrivals.length >= this.#program.limits.traps) return;
    const registers = this.#machine.readRegisters(this.#vcpu);
    const state = this.#machine.state();
    this.#arrivals.push({ address: registers.pc, registers, traps: this.#traps.length, state });
  }

  #programCounter(): bigint {
    return this.#memory.u64(this.#base + layout.REG_PC);
  }

  /** Instructions that the vCPU has begun since the machine's reset. */
  #count(): number {
    return Number(this.#memory.u64(this.#base + layout.RUN_COUNT));
  }

  /** Those of both worlds. */
  #together(): number {
    return this.#instructions() + this.#machine.secureInstructions();
  }

  #exhausted(pc: bigint): StopReason {
    return stopReason('instruction-limit', pc, exhaustion(this.#instructions(), this.#machine.secureInstructions()));
  }

  #instructions(): number {
    return this.#count() - this.#start;
  }
}

/** Whether the interpreter came back before an instruction, only to say so. */
function isAnnouncement(code: number): boolean {
  return code === layout.STOP_WATCH || code === layout.STOP_BEFORE_TRAP;
}

function refusal({ pc, pstate }: RegisterFile): StopReason {
  return stopReason('unimplemented', pc, `a guest cannot start with PSTATE ${hex(pstate)}`);
}
