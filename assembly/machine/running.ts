/** Which vCPU runs, and since when. */

import { CLOCK } from '../layout';

let running: usize = 0;
let budget: u32 = 0;
/** Another block has run since, and its working state stands. */
let disturbed: bool = false;

/** A vCPU's block is about to run for at most `instructions`; 0 where none does. */
export function setRunning(cpu: usize, instructions: u32): void {
  running = cpu;
  budget = instructions;
}

/** Block of the vCPU that runs, or 0. */
export function runningCpu(): usize {
  return running;
}

/** What {@link setRunning} was told. */
export function runningBudget(): u32 {
  return budget;
}

export function setDisturbed(value: bool): void {
  disturbed = value;
}

export function isDisturbed(): bool {
  return disturbed;
}

/** Instructions that all vCPUs have begun, the current one among them; `left` is what remains of the budget. */
export function systemCount(left: u32): u64 {
  return load<u64>(CLOCK) + (budget - left);
}
