import { analysisOf } from '../influence/analysis.ts';
import { runPair } from '../lockstep/pair.ts';
import { describeDisagreement } from './agreement.ts';
import { CoreEngine } from './core.ts';
import type { Job } from './engine.ts';
import { Machine } from './machine.ts';
import type { BootRecord, LockstepRecord, RunRecord, StopReason } from './record.ts';
import type { Progress } from './unicorn/instruction-hook.ts';
import { UnicornEngine, unicornAvailable } from './unicorn.ts';

/**
 * Runs one job in this process: boots a machine, then the guest, unless the hypervisor did not come up.
 * Throws EnvironmentError where the engine or the built trap path is missing, InputError for a program that does not
 * fit the guest's memory.
 */
export function runJob(job: Job, progress?: Progress): RunRecord {
  switch (job.engine) {
    case 'core':
      return runOn(new CoreEngine(), job);
    case 'unicorn':
      return runOn(new UnicornEngine(progress), job);
    case 'lockstep':
      return runOnBoth(job, progress);
    case 'auto':
      return unicornAvailable() ? runOn(new UnicornEngine(progress), job) : runUnchecked(job);
  }
}

/** On the interpreter because there is nothing else, and the record says so. */
function runUnchecked(job: Job): RunRecord {
  const run = runOn(new CoreEngine(), job);
  return { ...run, engine: `${run.engine} (not cross-checked: libunicorn is not installed)` };
}

/**
 * The machines of the job before: an instance has 40 MiB of memory, and to make one for each of thousands of jobs keeps
 * the garbage collector busier than the jobs do.
 */
const spares: { machine: Machine; tracked: boolean }[] = [];

/** A machine as new, which nobody else has. */
function takeMachine(options: Job['machine']): Machine {
  const taken = spares.pop();
  if (!taken) return new Machine(options);
  taken.machine.renew(options, taken.tracked);
  return taken.machine;
}

/** For the next jobs; of use only for a machine that came through: nobody knows what an error has left behind. */
function giveBack(machine: Machine, tracked: boolean): void {
  spares.push({ machine, tracked });
}

function runOn(engine: CoreEngine | UnicornEngine, job: Job): RunRecord {
  const machine = takeMachine(job.machine);
  const boot = bootFor(job, machine);
  const description = described(engine.description, machine);
  const record =
    boot.result !== 0
      ? notBooted(job, boot, description)
      : { engine: description, boot, ...engine.run(machine, job.program), ...secureCount(machine) };
  // libunicorn writes to RAM past the machine.
  giveBack(machine, engine instanceof CoreEngine);
  return record;
}

function bootFor(job: Job, machine: Machine): BootRecord {
  machine.beforeTrap = analysisOf(job, machine);
  machine.limitSecure(job.program.limits.instructions);
  return machine.boot();
}

/** They run within the trap, whatever executes the guest. */
const ON_CORE = ', partitions that are programs on core';

/** Who executes what, for the report. */
function described(description: string, machine: Machine): string {
  return machine.hasPrograms ? `${description}${ON_CORE}` : description;
}

/** What programs of partitions executed; nothing where there are none. */
function secureCount(machine: Machine): Pick<RunRecord, 'partitionInstructions'> {
  return machine.hasPrograms ? { partitionInstructions: machine.secureInstructions() } : {};
}

/** On both engines, step by step; a run that failed where nothing explains what they differ in. */
function runOnBoth(job: Job, progress?: Progress): RunRecord {
  const unicornEngine = new UnicornEngine(progress);
  const [core, unicorn] = [takeMachine(job.machine), takeMachine(job.machine)];
  const engine = described(`${unicornEngine.description} and ${new CoreEngine().description}`, core);
  const [boot] = [core, unicorn].map((machine) => bootFor(job, machine)) as [BootRecord, BootRecord];
  if (boot.result !== 0) return notBooted(job, boot, engine);
  const { outcome, lockstep } = runPair(core, unicorn, job.program, { engine: unicornEngine });
  for (const machine of [core, unicorn]) giveBack(machine, false);
  return { engine, boot, ...outcome, ...secureCount(unicorn), stop: stopOf(lockstep), lockstep };
}

/** A difference that nothing explains is no result to go by. */
function stopOf({ stop, differences }: LockstepRecord): StopReason {
  const found = differences.find(({ divergence }) => divergence === undefined);
  if (found === undefined) return stop;
  const detail = `the engines differ: ${describeDisagreement(found.items[0]!)}`;
  return { kind: 'engine-failure', pc: found.pc, detail };
}

/** The guest never starts. */
function notBooted(job: Job, boot: BootRecord, engine: string): RunRecord {
  const { initial } = job.program;
  const detail = `the hypervisor does not come up: its initialisation returns ${boot.result}`;
  const stop: StopReason = { kind: 'boot-failed', pc: initial.pc, detail };
  return { engine, boot, traps: [], arrivals: [], stop, final: initial, instructions: 0 };
}
