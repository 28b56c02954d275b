import { CoreRun } from '../../engine/core/run.ts';
import type { Machine } from '../../engine/machine.ts';
import type { BootRecord, ModelState, RunRecord, StopReason, TrapRecord } from '../../engine/record.ts';
import { InputError } from '../../guest/source.ts';
import type { StubSystem } from './load.ts';
import { startMachine } from './search.ts';
import { type Granularity, Stepper } from './stepper.ts';

/** One thing that others can notice, in the order in which it took place. */
export interface StubEvent {
  vcpu: number;
  /** `P0:24`: vCPU and line of the program, or its address where it has no lines. */
  label: string;
  /** The instruction as written. */
  text: string;
  address: bigint;
  trap: TrapRecord | undefined;
}

/** One schedule, with everything that each vCPU went through. */
export interface StubReplay {
  events: StubEvent[];
  runs: RunRecord[];
  /** Variables of EL2 and EL3 in the end. */
  state: ModelState;
  /** All vCPUs have stopped. */
  complete: boolean;
}

const notRun: StopReason = { kind: 'time-limit', pc: 0n, detail: 'the schedule ends before it' };

const notBooted = (result: number): StopReason => ({
  kind: 'boot-failed',
  pc: 0n,
  detail: `the hypervisor does not come up: its initialisation returns ${result}`,
});

/** vCPUs of a system that go on as a schedule says, and write down what happens. */
export class StubReplayer {
  private readonly system: StubSystem;
  private readonly machine: Machine;
  private readonly boot: BootRecord;
  private readonly stepper: Stepper;
  private readonly runs: CoreRun[];
  private readonly events: StubEvent[] = [];

  constructor(system: StubSystem, granularity: Granularity) {
    this.system = system;
    const { machine, boot } = startMachine(system);
    this.machine = machine;
    this.boot = boot;
    this.stepper = new Stepper(machine, granularity, new Set());
    const { limits } = system;
    this.runs = system.threads.map(
      ({ initial, plan }, vcpu) => new CoreRun(machine, { segments: [], initial, watch: plan.watch, limits }, vcpu),
    );
    for (const run of this.runs) run.begin();
    this.runs.forEach((_, vcpu) => {
      if (boot.result === 0) this.advance(vcpu, false);
    });
  }

  /** Lets a vCPU go on. Throws InputError where it has stopped. */
  step(vcpu: number): StubEvent {
    const run = this.runs[vcpu];
    if (!run) throw new InputError(`the schedule names P${vcpu}, and there are ${this.runs.length} vCPUs`);
    if (this.boot.result !== 0) throw new InputError('the hypervisor does not come up, so that nobody starts');
    if (run.stop) throw new InputError(`P${vcpu} has stopped before step ${this.events.length + 1} of the schedule`);
    const event = this.eventAt(vcpu);
    const traps = run.traps.length;
    this.advance(vcpu, true);
    const trap = run.traps[traps];
    const done = { ...event, trap };
    this.events.push(done);
    return done;
  }

  /** What there is to know; nobody goes on after it. */
  finish(): StubReplay {
    const state = this.machine.state();
    const { result } = this.boot;
    const complete = result !== 0 || this.runs.every(({ stop }) => stop !== undefined);
    const runs = this.runs.map((run): RunRecord => {
      const stop = result === 0 ? (run.stop ?? notRun) : notBooted(result);
      return { engine: 'core', boot: this.boot, ...run.end(stop) };
    });
    return { events: this.events, runs, state, complete };
  }

  private advance(vcpu: number, first: boolean): void {
    const run = this.runs[vcpu]!;
    this.machine.limitSecure(this.system.limits.instructions);
    this.stepper.advance(vcpu, first, () => {
      run.step();
      return run.stop === undefined;
    });
  }

  private eventAt(vcpu: number): StubEvent {
    const address = this.stepper.programCounter(vcpu);
    const line = this.system.threads[vcpu]!.stub.image.lines.get(address);
    const place = line === undefined ? `0x${address.toString(16)}` : String(line.line);
    return { vcpu, label: `P${vcpu}:${place}`, text: line?.text ?? '', address, trap: undefined };
  }
}

/** Runs the vCPUs in an order. Throws InputError where one that is to go on has stopped. */
export function replayVcpus(system: StubSystem, granularity: Granularity, order: readonly number[]): StubReplay {
  const replayer = new StubReplayer(system, granularity);
  for (const vcpu of order) replayer.step(vcpu);
  return replayer.finish();
}

/** Runs a schedule as it is printed. Throws InputError where it is none, or the stubs do not go that way. */
export function replayLabels(system: StubSystem, granularity: Granularity, text: string): StubReplay {
  const replayer = new StubReplayer(system, granularity);
  for (const label of text.trim().split(/[\s,]+/)) {
    const match = /^P(\d+):(\d+|0x[0-9a-f]+)$/.exec(label);
    if (!match) throw new InputError(`'${label}' in the schedule is no label such as P0:24`);
    const { label: done } = replayer.step(Number(match[1]));
    if (done !== label) throw new InputError(`P${match[1]} goes on with ${done}, the schedule says ${label}`);
  }
  return replayer.finish();
}
