import { availableParallelism, cpus, loadavg, release, totalmem } from 'node:os';

/** What the figures were measured on. */
export interface HostDescription {
  /** Model name of the first processor. */
  cpu: string;
  cores: number;
  /** Memory in MiB. */
  memory: number;
  /** Operating system, its release, and the instruction set. */
  system: string;
  node: string;
  /** Runnable processes over the last minute, at the end of the run. */
  load: number;
  /** Programs that were measured or used, by name. */
  versions: Record<string, string>;
}

export function describeHost(versions: Record<string, string>): HostDescription {
  return {
    cpu: cpus()[0]?.model.trim() || 'unknown',
    cores: availableParallelism(),
    memory: Math.round(totalmem() / 2 ** 20),
    system: `${process.platform} ${release()} ${process.arch}`,
    node: process.versions.node,
    load: loadavg()[0]!,
    versions: { v8: process.versions.v8, ...versions },
  };
}
