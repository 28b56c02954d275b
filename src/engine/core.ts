import { CoreRun } from './core/run.ts';
import type { Engine, EngineOutcome, Program } from './engine.ts';
import type { Machine } from './machine.ts';
import { loadSegments } from './unicorn/memory.ts';

/**
 * Trapline's own interpreter: it stands in the same WebAssembly module as the trap path, so that a trap is a function
 * call, and needs nothing from the system.
 */
export class CoreEngine implements Engine {
  readonly name = 'core';
  readonly description = 'core, an A64 interpreter in WebAssembly';

  /**
   * Runs a program on a booted machine. Never throws on guest input. Throws InputError where the program does not fit
   * the guest's memory.
   */
  run(machine: Machine, program: Program): EngineOutcome {
    machine.forgetCode();
    loadSegments(machine, program.segments);
    return new CoreRun(machine, program).run();
  }
}
