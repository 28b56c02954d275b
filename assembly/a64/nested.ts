/** Programs that run while a trap is handled: a run within the run of the vCPU that trapped, or within a native emulator's. */

import { runningBudget, runningCpu, setDisturbed, setRunning } from '../machine/running';
import { runVcpu } from './run';

/**
 * Executes at most `budget` instructions of another block; returns one of the STOP_ values. The vCPU that trapped must load
 * its working state anew.
 */
export function runNested(cpu: usize, budget: u32): u32 {
  const outer = runningCpu();
  const outerBudget = runningBudget();
  const stop = runVcpu(cpu, budget);
  setRunning(outer, outerBudget);
  setDisturbed(true);
  return stop;
}
