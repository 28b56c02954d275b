import type { EngineOutcome } from '../../src/engine/engine.ts';
import { UnicornEngine } from '../../src/engine/unicorn.ts';
import { FakeMachine } from './fake-machine.ts';
import { type Guest, program } from './guest.ts';

/** Runs words placed at the start of RAM, in this process. */
export function run(words: readonly number[], guest: Guest = {}, machine = new FakeMachine()): EngineOutcome {
  return new UnicornEngine().run(machine, program(words, guest));
}
