/** Takes an exception, or ends the run where its handler cannot be entered. */

import { REG_PC, RUN_SYNDROME } from '../layout';
import { takeException } from '../machine/exception';
import { undefinedTarget } from '../machine/route';
import { currentLevel, enter, save } from './context';
import { eventDetail } from './event';
import { stopRun } from './stop';
import { canEnter } from './vector';

/** Target level of an exception that no control register routes elsewhere. */
export function synchronousTarget(cpu: usize): u32 {
  return undefinedTarget(cpu, currentLevel(cpu));
}

/**
 * Takes an exception whose preferred return address is PC, or ends the run where `target` has no handler. Returns
 * whether it was taken.
 */
export function takeOrStop(cpu: usize, target: u32, syndrome: u64, stop: u32): bool {
  return takeAt(cpu, target, syndrome, stop, load<u64>(cpu, REG_PC), false);
}

/** `completed` as in {@link takeException}. */
export function takeAt(cpu: usize, target: u32, syndrome: u64, stop: u32, returnTo: u64, completed: bool): bool {
  if (!canEnter(cpu, target)) {
    store<u64>(cpu, syndrome, RUN_SYNDROME);
    stopRun(cpu, stop, eventDetail());
    return false;
  }
  save(cpu);
  takeException(cpu, target, syndrome, returnTo, completed);
  enter(cpu);
  return true;
}
