/** What every process of an engine's does: tell how far it is, send errors on, and end with its parent. */
import koffi from 'koffi';
import { InputError } from '../guest/source.ts';
import { PROGRESS_FD, PROGRESS_SIZE, type SentError } from './messages.ts';
import { instantiateTrapPath } from './module.ts';
import type { Progress } from './unicorn/instruction-hook.ts';
import { unicornAvailable } from './unicorn/library.ts';

const PROT_READ_WRITE = 3;
const MAP_SHARED = 1;
const PR_SET_PDEATHSIG = 1;
const SIGKILL = 9;

/** The parent's page, mapped: what is written there outlives this process. */
export function sharedProgress(): Progress {
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
export function endWithParent(): void {
  process.on('disconnect', () => process.exit(0));
  if (process.platform !== 'linux') return;
  koffi.load(null).func('int prctl(int, unsigned long)')(PR_SET_PDEATHSIG, SIGKILL);
}

/** An error, fit to be sent to another process. */
export function describeError(error: unknown): SentError {
  const { name, message, stack } = error instanceof Error ? error : new Error(String(error));
  const { remedy } = error as { remedy?: unknown };
  return {
    name,
    message,
    stack,
    remedy: typeof remedy === 'string' ? remedy : undefined,
    diagnostics: error instanceof InputError ? error.diagnostics : undefined,
  };
}

/** Does what the first job would wait for, while the parent is still busy. What fails here fails again with the job. */
export function warmUp(): void {
  try {
    if (unicornAvailable()) instantiateTrapPath();
  } catch {
    // The job reports it.
  }
}
