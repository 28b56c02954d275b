import type { RunRecord } from '../engine/record.ts';
import type { Image } from '../guest/image.ts';

/** A program in lockstep, on one model. */
export interface LockstepRun {
  /** As the user or the stub writes it. */
  model: string;
  seed: bigint;
  image: Image;
  /** Without `lockstep` where the hypervisor does not come up, or where the run was lost. */
  run: RunRecord;
}

/** Whether both engines did the same, known divergences apart. */
export function agrees({ run }: LockstepRun): boolean {
  return run.lockstep === undefined ? run.stop.kind === 'boot-failed' : run.lockstep.unexplained === 0;
}
