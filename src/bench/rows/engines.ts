import { RAM_BASE } from '../../../assembly/layout.ts';
import type { Engine, EngineOutcome, Program } from '../../engine/engine.ts';
import type { Machine } from '../../engine/machine.ts';
import type { RegisterFile } from '../../engine/record.ts';
import { type CallClass, callClasses } from '../calls.ts';
import * as guest from '../guest-loop.ts';
import { BENCH_MODEL, bootedMachine, registersWith, trapInstructions, trapRegisters } from '../guest-machine.ts';
import { type CompiledProgram, loadCompiled, programNames } from '../programs.ts';
import { type Availability, BenchError, type BenchRow, clock, timed } from '../row.ts';

/** An engine of ours, behind the common interface. */
export interface EngineSpec {
  name: string;
  /** What a reader of the figures must know about how it runs here. */
  note: string;
  available(): Availability;
  create(): Engine;
}

const HOUR = 3_600_000;

function programOf(bytes: Uint8Array, initial: RegisterFile, instructions: number, traps: number): Program {
  return {
    segments: [{ address: BigInt(RAM_BASE), bytes }],
    initial,
    watch: [],
    limits: { instructions, traps, milliseconds: HOUR },
  };
}

/** The guest of a class of calls, with n trips through the loop after the negotiation. */
export function trapProgram(call: CallClass, n: number): Program {
  const bytes = guest.wordBytes(guest.guestWords(call.conduit));
  return programOf(bytes, trapRegisters(call, n), trapInstructions(n), n + guest.TRAPS_BEFORE_LOOP);
}

/** Throws BenchError where the run is not n calls of this class with this class's answer. */
export function checkTraps(id: string, call: CallClass, n: number, { traps, stop, final }: EngineOutcome): void {
  const last = traps.at(-1);
  if (stop.kind !== 'brk') throw new BenchError(`${id}: stopped with ${stop.kind}: ${stop.detail}`);
  if (traps.length !== n + guest.TRAPS_BEFORE_LOOP) throw new BenchError(`${id}: ${traps.length - 1} traps, not ${n}`);
  if (last?.disposition !== call.disposition || final.x[0] !== call.answer) {
    const x0 = final.x[0]?.toString(16);
    throw new BenchError(`${id}: ${last?.disposition} with x0 = 0x${x0}, not ${call.disposition}`);
  }
}

/**
 * A stopwatch in the machine's place: what the engine needs before the first trap and after the last one is not part of a
 * round trip. From the loop's first trap to the trap after its n-th there are n round trips.
 */
class TrapWatch {
  readonly machine: Machine;
  #traps = 0;
  #start = 0;
  #end = 0;

  constructor(machine: Machine, n: number) {
    const first = guest.TRAPS_BEFORE_LOOP + 1;
    this.machine = Object.create(machine, {
      trap: {
        value: (vcpu: number, instruction: number) => {
          this.#traps += 1;
          if (this.#traps === first) this.#start = clock();
          else if (this.#traps === first + n) this.#end = clock();
          return machine.trap(vcpu, instruction);
        },
      },
    }) as Machine;
  }

  get elapsed(): number {
    return this.#end - this.#start;
  }
}

function trapRow(spec: EngineSpec, call: CallClass): BenchRow {
  const id = `${call.conduit}/${spec.name}/${call.name}`;
  const engine = spec.create();
  let machine: Machine | undefined;
  return {
    id,
    unit: 'ns',
    what: `${call.conduit.toUpperCase()} ${call.disposition} by ${BENCH_MODEL} (${spec.note})`,
    // A record of every trap is kept until the run ends.
    largestBatch: 5000,
    available: () => spec.available(),
    setUp() {
      machine = bootedMachine();
    },
    round(n) {
      const watch = new TrapWatch(machine!, n);
      checkTraps(id, call, n + 1, engine.run(watch.machine, trapProgram(call, n + 1)));
      return watch.elapsed;
    },
    tearDown() {
      machine = undefined;
    },
    versions: () => ({ [spec.name]: engine.description }),
  };
}

/** A run of a compiled program. */
export function compiledRun(program: CompiledProgram, iterations: number): Program {
  return programOf(program.image, registersWith({ 0: iterations }), program.instructions(iterations) + 1, 1);
}

/** Throws BenchError where the program did not end by itself with its checksum. */
export function checkCompiled(id: string, program: CompiledProgram, { stop, final }: EngineOutcome): void {
  if (stop.kind !== 'brk') throw new BenchError(`${id}: stopped with ${stop.kind}: ${stop.detail}`);
  if (final.x[0] !== program.checksum) throw new BenchError(`${id}: checksum 0x${final.x[0]?.toString(16)}`);
}

function programRow(spec: EngineSpec, name: string): BenchRow {
  const id = `mips/${spec.name}/${name}`;
  const program = loadCompiled(name);
  const engine = spec.create();
  let machine: Machine | undefined;
  return {
    id,
    unit: 'MIPS',
    what: `${name}, compiled by gcc -O2, bare-metal (${spec.note})`,
    work: program.instructionsPerIteration,
    available: () => spec.available(),
    setUp() {
      machine = bootedMachine();
    },
    round(n) {
      let outcome: EngineOutcome | undefined;
      const elapsed = timed(() => {
        outcome = engine.run(machine!, compiledRun(program, n));
      });
      checkCompiled(id, program, outcome!);
      return elapsed;
    },
    tearDown() {
      machine = undefined;
    },
    versions: () => ({ [spec.name]: engine.description }),
  };
}

/** Round trips through an engine, a row for each class of calls. */
export function engineTrapRows(spec: EngineSpec): BenchRow[] {
  return callClasses.map((call) => trapRow(spec, call));
}

/** The compiled programs on an engine. */
export function engineProgramRows(spec: EngineSpec): BenchRow[] {
  return programNames().map((name) => programRow(spec, name));
}
