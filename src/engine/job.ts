import { probeUpperHalves } from '../influence/upper-halves.ts';
import { disagreement } from './agreement.ts';
import { CoreEngine } from './core.ts';
import type { Engine, Job } from './engine.ts';
import { Machine } from './machine.ts';
import type { BootRecord, RunRecord, StopReason } from './record.ts';
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
 * The machine of the job before: an instance has 40 MiB of memory, and to make one for each of thousands of jobs keeps
 * the garbage collector busier than the jobs do.
 */
let spare: { machine: Machine; tracked: boolean } | undefined;

/** A machine as new, which nobody else has. */
function takeMachine(options: Job['machine']): Machine {
  const taken = spare;
  spare = undefined;
  if (!taken) return new Machine(options);
  taken.machine.renew(options, taken.tracked);
  return taken.machine;
}

function runOn(engine: Engine, job: Job): RunRecord {
  const machine = takeMachine(job.machine);
  const record = runOnMachine(engine, machine, job);
  // Only one that came through: nobody knows what an error has left behind. libunicorn writes to RAM past the machine.
  spare = { machine, tracked: engine instanceof CoreEngine };
  return record;
}

function runOnMachine(engine: Engine, machine: Machine, job: Job): RunRecord {
  if (job.probe) machine.beforeTrap = (vcpu, instruction) => ({ probes: probeUpperHalves(machine, vcpu, instruction) });
  const boot = machine.boot();
  if (boot.result !== 0) return notBooted(job, boot, engine.description);
  return { engine: engine.description, boot, ...engine.run(machine, job.program) };
}

/** The run on libunicorn, once the interpreter has done the same; else a run that failed where they differ. */
function runOnBoth(job: Job, progress?: Progress): RunRecord {
  const unicorn = runOn(new UnicornEngine(progress), job);
  const core = runOn(new CoreEngine(), job);
  const engine = `${unicorn.engine} and ${core.engine}`;
  const difference = disagreement(core, unicorn);
  if (difference === undefined) return { ...unicorn, engine };
  const stop: StopReason = { kind: 'engine-failure', pc: unicorn.stop.pc, detail: `the engines differ: ${difference}` };
  return { ...unicorn, engine, stop };
}

/** The guest never starts. */
function notBooted(job: Job, boot: BootRecord, engine: string): RunRecord {
  const { initial } = job.program;
  const detail = `the hypervisor does not come up: its initialisation returns ${boot.result}`;
  const stop: StopReason = { kind: 'boot-failed', pc: initial.pc, detail };
  return { engine, boot, traps: [], arrivals: [], stop, final: initial, instructions: 0 };
}
