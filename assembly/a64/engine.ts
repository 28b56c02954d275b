/** The interpreter at reset. */

import { CLOCK, CONTEXT_COUNT, REG_XZR_READ, VCPU_COUNT } from '../layout';
import { setInterpreter } from '../machine/interpreter';
import { resetPages } from '../machine/pages';
import { blockOf } from '../machine/registers';
import { dropSnapshot } from '../machine/snapshot';
import { flushCode } from './code';
import { SYS_VMPIDR_EL2 } from './generated/system-registers';
import { runNested } from './nested';
import { resetRegisters } from './system-register';
import { affinity } from './system-register-special';

/** Nothing decoded, no snapshot, the system registers of every vCPU as after a reset. RAM and watches stay. */
export function resetEngine(): void {
  setInterpreter(runNested);
  flushCode();
  dropSnapshot();
  resetPages();
  store<u64>(CLOCK, 0);
  for (let vcpu: u32 = 0; vcpu < VCPU_COUNT + CONTEXT_COUNT; vcpu++) resetVcpu(blockOf(vcpu));
}

function resetVcpu(cpu: usize): void {
  resetRegisters(cpu);
  store<u64>(cpu, affinity(cpu), SYS_VMPIDR_EL2);
  store<u64>(cpu, 0, REG_XZR_READ);
}
