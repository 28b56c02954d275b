import type { ChildProcess } from 'node:child_process';

/** Processes that must not outlive this one. */
const live = new Set<ChildProcess>();
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Ends a child with this process, however it ends (SIGKILL apart). Returns the function that says that the child has ended.
 */
export function endWithUs(child: ChildProcess): () => void {
  if (live.size === 0) {
    process.on('exit', endAll);
    for (const signal of SIGNALS) process.on(signal, endAllAndUs);
  }
  live.add(child);
  return () => {
    if (!live.delete(child) || live.size > 0) return;
    process.off('exit', endAll);
    for (const signal of SIGNALS) process.off(signal, endAllAndUs);
  };
}

function endAll(): void {
  for (const child of live) child.kill('SIGKILL');
}

/** What the signal would have done without us comes after. */
function endAllAndUs(signal: NodeJS.Signals): void {
  endAll();
  process.off(signal, endAllAndUs);
  if (process.listenerCount(signal) === 0) process.kill(process.pid, signal);
}
