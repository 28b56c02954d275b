/** The end of a trap: what the record says came of it, and the exception return where there is one. */

import { OUTCOME_RESUME, OUTCOME_VECTOR, TRAP_OUTCOME } from '../layout';
import { exceptionReturn } from './exception';

/** What EL2 survives it returns from, to whichever address it has put into ELR_EL2. */
export function endAtEl2(cpu: usize, outcome: i32): i32 {
  if (outcome === OUTCOME_RESUME || outcome === OUTCOME_VECTOR) exceptionReturn(cpu, 2);
  return endTrap(cpu, outcome);
}

/** Returns the outcome. */
export function endTrap(cpu: usize, outcome: i32): i32 {
  store<u32>(cpu, outcome, TRAP_OUTCOME);
  return outcome;
}
