/** The end of a run, as the host reads it (layout.ts). */

import { RUN_ACCESS, RUN_ADDRESS, RUN_DETAIL, RUN_STOP, RUN_WIDTH, STOP_BUDGET } from '../layout';

/** The run ends for one of the STOP_ reasons. */
export function stopRun(cpu: usize, reason: u32, detail: u32): void {
  store<u32>(cpu, reason, RUN_STOP);
  store<u32>(cpu, detail, RUN_DETAIL);
}

export function isStopped(cpu: usize): bool {
  return load<u32>(cpu, RUN_STOP) !== STOP_BUDGET;
}

/** What a memory fault was about; read where it ends the run. */
export function describeFault(cpu: usize, address: u64, access: u32, width: u32): void {
  store<u64>(cpu, address, RUN_ADDRESS);
  store<u32>(cpu, access, RUN_ACCESS);
  store<u32>(cpu, width, RUN_WIDTH);
}
