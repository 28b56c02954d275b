import type { Engine, EngineOutcome, Program } from './engine.ts';
import type { TrapMachine, Witness } from './unicorn/context.ts';
import { UnicornCpu } from './unicorn/cpu.ts';
import type { Progress } from './unicorn/instruction-hook.ts';
import { loadUnicorn } from './unicorn/library.ts';
import { loadSegments } from './unicorn/memory.ts';
import { runProgram } from './unicorn/run.ts';

export { unicornAvailable, unicornVersion } from './unicorn/library.ts';

/**
 * Runs guests on the system's libunicorn. libunicorn can abort its process: `runJobs` in isolate.ts keeps it in one of
 * its own.
 *
 * Known differences from hardware: a trap does not clear the exclusive monitor; with the MMU off, only exclusive and
 * atomic accesses must be aligned; FP and SIMD are never trapped; ESR_EL1 of an undefined instruction is always of the
 * unknown class; the counters count host time; code that EL2 writes over code which the guest has run stays as it was.
 */
export class UnicornEngine implements Engine {
  readonly name = 'unicorn';
  readonly #progress: Progress;

  /** `progress` is told the address and the number of the instruction that executes. */
  constructor(progress: Progress = new Float64Array(2)) {
    this.#progress = progress;
  }

  get description(): string {
    return `libunicorn ${loadUnicorn().version}`;
  }

  /**
   * Runs a program on a booted machine, on a fresh libunicorn engine. Never throws on guest input. Throws
   * EnvironmentError where there is no libunicorn, InputError where the program does not fit the guest's memory.
   */
  run(machine: TrapMachine, program: Program, witness?: Witness): EngineOutcome {
    const library = loadUnicorn();
    loadSegments(machine, program.segments);
    const cpu = new UnicornCpu(library, machine.memory);
    try {
      return runProgram(cpu, machine, program, this.#progress, witness);
    } finally {
      cpu.close();
    }
  }
}
