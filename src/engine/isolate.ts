import { EnvironmentError, InputError } from '../guest/source.ts';
import type { Job, JobResult } from './engine.ts';
import type { SentError } from './messages.ts';
import { type Ending, EngineProcess } from './process.ts';
import type { StopKind } from './record.ts';

export interface IsolationOptions {
  /** How long after a job's own time limit its process is killed, in ms: start-up included. */
  grace?: number;
}

const GRACE = 5_000;

let spare: EngineProcess | undefined;

/**
 * Starts the engine's process before there is a job, so that its start-up overlaps with reading the guest. Does nothing
 * where one waits already. Throws EnvironmentError where the project has not been built.
 */
export function startEngineProcess(): void {
  if (spare?.usable) return;
  stopEngineProcess();
  spare = new EngineProcess();
}

/** Ends the process that waits for jobs, if there is one. Jobs that run are not touched. */
export function stopEngineProcess(): void {
  spare?.close();
  spare = undefined;
}

/** The spare process, or a new one. */
function takeProcess(): EngineProcess {
  startEngineProcess();
  const taken = spare!;
  spare = undefined;
  return taken;
}

/** Keeps a process for the next jobs; one is enough. */
function giveBack(engine: EngineProcess): void {
  if (spare?.usable || !engine.usable) engine.close();
  else spare = engine;
}

/**
 * Runs jobs in a process of their own, one after another. A job that ends the process or does not end by itself becomes
 * a record with the stop kind `engine-failure` or `time-limit`; the jobs after it run in a new process.
 * Throws EnvironmentError where libunicorn or a built file is missing, InputError for a program that does not fit the
 * guest's memory.
 */
export async function runJobs(jobs: Job[], options: IsolationOptions = {}): Promise<JobResult[]> {
  const results: JobResult[] = [];
  for (const job of jobs) results.push(await runIsolated(job, options.grace ?? GRACE));
  return results;
}

async function runIsolated(job: Job, grace: number): Promise<JobResult> {
  const engine = takeProcess();
  try {
    const ending = await engine.run(job, job.program.limits.milliseconds + grace);
    if (ending.kind !== 'answer') return lostRun(job, ending, engine.progress());
    if ('error' in ending.message) throw reviveError(ending.message.error);
    return ending.message.record;
  } finally {
    giveBack(engine);
  }
}

/** The error with its class again. */
export function reviveError({ name, message, remedy, diagnostics, stack }: SentError): Error {
  if (remedy !== undefined) return new EnvironmentError(message, remedy);
  if (name === 'InputError') return new InputError(message, diagnostics ?? []);
  const error = new Error(message);
  if (stack !== undefined) error.stack = stack;
  return error;
}

/** The record of a run whose process is gone: nothing is known but where it was. */
export function lostRun(
  job: Job,
  ending: Exclude<Ending<unknown>, { kind: 'answer' }>,
  progress: { pc: bigint; instructions: number } | undefined,
): JobResult {
  const { initial, limits } = job.program;
  const pc = progress?.pc ?? initial.pc;
  const [kind, what]: [StopKind, string] =
    ending.kind === 'timeout'
      ? ['time-limit', `the engine's process did not stop within ${limits.milliseconds} ms`]
      : ['engine-failure', describeDeath(ending)];
  return {
    engine: job.engine,
    boot: { result: 0, smcs: [], state: {} },
    traps: [],
    arrivals: [],
    stop: { kind, pc, detail: progress === undefined ? `${what}, before the first instruction` : what },
    final: { ...initial, pc },
    instructions: progress?.instructions ?? 0,
  };
}

function describeDeath({ code, signal, errors }: Extract<Ending, { kind: 'death' }>): string {
  const how = signal === null ? `ended with code ${code}` : `was ended by ${signal}`;
  const said = errors.trim().split('\n').slice(0, 3).join(' / ');
  return said === '' ? `the engine's process ${how}` : `the engine's process ${how}: ${said}`;
}
