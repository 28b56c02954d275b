/** Runs a vCPU. */

import {
  CLOCK,
  REG_PC,
  RUN_ADDRESS,
  RUN_COUNT,
  RUN_STOP,
  RUN_WORD,
  STOP_BEFORE_TRAP,
  STOP_BUDGET,
  STOP_WATCH,
} from '../layout';
import { ramPointer } from '../machine/ram';
import { setRunning } from '../machine/running';
import { isPcUsable } from './abort';
import { decodeUnwatched, openOperation } from './code';
import { enter, save } from './context';
import { attend } from './deliver';
import { execute } from './generated/dispatch';
import { CODE_UNDECODED, OPERATION_CODE } from './operation';
import { isStepActive } from './software-step';
import { stepOnce } from './step-exception';
import { isStopped } from './stop';

/** Executes at most `budget` instructions; returns one of the STOP_ values, which is in the block as well. */
export function runVcpu(cpu: usize, budget: u32): u32 {
  const watched = endedBefore(cpu) && load<u64>(cpu, RUN_ADDRESS) === load<u64>(cpu, REG_PC);
  setRunning(cpu, budget);
  store<u32>(cpu, STOP_BUDGET, RUN_STOP);
  enter(cpu);
  let left = budget;
  let begun: u64 = 0;
  if (watched && left !== 0 && isPcUsable(cpu)) {
    left -= leaveWatch(cpu);
    begun += budget - left;
  }
  while (left !== 0 && !isStopped(cpu)) {
    const remaining = runOn(cpu, left);
    // An exception before the first instruction costs budget but counts as none, so that a run always ends.
    if (remaining === left) left--;
    else {
      begun += left - remaining;
      left = remaining;
    }
  }
  const undone: u32 = load<u32>(cpu, RUN_STOP) === STOP_BEFORE_TRAP ? 1 : 0;
  finish(cpu, begun - undone, budget - left - undone);
  return load<u32>(cpu, RUN_STOP);
}

/** Whether the last run ended before an instruction that nobody has to be told of again. */
function endedBefore(cpu: usize): bool {
  const stop = load<u32>(cpu, RUN_STOP);
  return stop === STOP_WATCH || stop === STOP_BEFORE_TRAP;
}

/** Executes until something needs attention, and attends to it. Returns what is left of the budget. */
function runOn(cpu: usize, budget: u32): u32 {
  if (isStepActive(cpu)) return stepOnce(cpu, budget);
  if (!isPcUsable(cpu)) return budget;
  const left = execute(cpu, openOperation(load<u64>(cpu, REG_PC)), budget);
  attend(cpu);
  return left;
}

/** Executes the one instruction that the last run ended before, watched or not. Returns how many that were. */
function leaveWatch(cpu: usize): u32 {
  const op = openOperation(load<u64>(cpu, REG_PC));
  decodeUnwatched(op);
  const left = execute(cpu, op, 1);
  store<u16>(op, CODE_UNDECODED, OPERATION_CODE);
  attend(cpu);
  return 1 - left;
}

function finish(cpu: usize, begun: u64, used: u32): void {
  save(cpu);
  setRunning(0, 0);
  store<u64>(cpu, load<u64>(cpu, RUN_COUNT) + begun, RUN_COUNT);
  store<u64>(CLOCK, load<u64>(CLOCK) + used);
  const at = ramPointer(load<u64>(cpu, REG_PC), 4);
  store<u32>(cpu, at ? load<u32>(at) : 0, RUN_WORD);
  if (endedBefore(cpu)) store<u64>(cpu, load<u64>(cpu, REG_PC), RUN_ADDRESS);
}
