import type { Job } from './engine.ts';
import { Machine } from './machine.ts';
import type { BootRecord, RunRecord, StopReason } from './record.ts';
import type { Progress } from './unicorn/instruction-hook.ts';
import { UnicornEngine } from './unicorn.ts';

/**
 * Runs one job in this process: boots a machine, then the guest, unless the hypervisor did not come up.
 * Throws EnvironmentError where libunicorn or the built trap path is missing, InputError for a program that does not
 * fit the guest's memory.
 */
export function runJob(job: Job, progress?: Progress): RunRecord {
  const machine = new Machine(job.machine);
  const engine = new UnicornEngine(progress);
  const boot = machine.boot();
  if (boot.result !== 0) return notBooted(job, boot, engine.description);
  return { engine: engine.description, boot, ...engine.run(machine, job.program) };
}

/** The guest never starts. */
function notBooted(job: Job, boot: BootRecord, engine: string): RunRecord {
  const { initial } = job.program;
  const detail = `the hypervisor does not come up: its initialisation returns ${boot.result}`;
  const stop: StopReason = { kind: 'boot-failed', pc: initial.pc, detail };
  return { engine, boot, traps: [], arrivals: [], stop, final: initial, instructions: 0 };
}
