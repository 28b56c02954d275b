/** The exports of the trap path. Everything else that crosses the border is linear memory (layout.ts). */

import { bootEl2 } from './el2/dispatch';
import { OUTCOME_NOT_A_TRAP, VCPU_COUNT } from './layout';
import { clearOutcome } from './machine/record';
import { blockOf } from './machine/registers';
import { resetMachine } from './machine/reset';
import { takeTrap } from './machine/trap';

/** Brings registers, models and page states to where a machine starts; configuration, switches and RAM stay. */
export function reset(): void {
  resetMachine();
}

/** Boots the hypervisor on vCPU 0; the SMCs are in the log. Returns 0 or a negative errno. */
export function boot(): i32 {
  const cpu = blockOf(0);
  clearOutcome(cpu);
  return bootEl2(cpu);
}

/** Takes the trap of the SMC or HVC at a vCPU's PC; returns one of the OUTCOME_ values. */
export function trap(vcpu: i32, instruction: u32): i32 {
  if (<u32>vcpu >= VCPU_COUNT) return OUTCOME_NOT_A_TRAP;
  return takeTrap(blockOf(vcpu), instruction);
}
