/** The engine's own process: takes jobs from its parent, one at a time, and sends back records. Ends with its parent. */
import koffi from 'koffi';
import { runJob } from './job.ts';
import { type JobMessage, PROGRESS_FD, PROGRESS_SIZE, type ResultMessage, type SentError } from './messages.ts';
import { instantiateTrapPath } from './module.ts';
import type { Progress } from './unicorn/instruction-hook.ts';
import { unicornAvailable } from './unicorn/library.ts';

const PROT_READ_WRITE = 3;
const MAP_SHARED = 1;
const PR_SET_PDEATHSIG = 1;
const SIGKILL = 9;

/** The parent's page, mapped: what is written there outlives this process. */
function sharedProgress(): Progress {
  try {
    const mmap = koffi.load(null).func('uintptr_t mmap(void *, size_t, int, int, int, int64_t)');
    const address = mmap(null, PROGRESS_SIZE, PROT_READ_WRITE, MAP_SHARED, PROGRESS_FD, 0);
    if (BigInt(address) >= 1n << 48n) return new Float64Array(2);
    return new Float64Array(koffi.view(BigInt(address), PROGRESS_SIZE));
  } catch {
    return new Float64Array(2);
  }
}

/** A guest can keep this process from ever hearing that its parent is gone; Linux ends it all the same. */
function endWithParent(): void {
  process.on('disconnect', () => process.exit(0));
  if (process.platform !== 'linux') return;
  koffi.load(null).func('int prctl(int, unsigned long)')(PR_SET_PDEATHSIG, SIGKILL);
}

function describe(error: unknown): SentError {
  const { name, message, stack } = error instanceof Error ? error : new Error(String(error));
  const remedy = (error as { remedy?: unknown }).remedy;
  return { name, message, stack, remedy: typeof remedy === 'string' ? remedy : undefined };
}

function answer({ job }: JobMessage, progress: Progress): ResultMessage {
  try {
    return { record: runJob(job, progress) };
  } catch (error) {
    return { error: describe(error) };
  }
}

/** Does what the first job would wait for, while the parent is still busy. What fails here fails again with the job. */
function warmUp(): void {
  try {
    if (unicornAvailable()) instantiateTrapPath();
  } catch {
    // The job reports it.
  }
}

endWithParent();
const progress = sharedProgress();
process.on('message', (message: JobMessage) => process.send?.(answer(message, progress)));
warmUp();
