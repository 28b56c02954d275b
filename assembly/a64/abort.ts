/** Instruction and data aborts, and what is wrong with PC (DDI 0487, D1.3.5, D24.2.40). */

import {
  ACCESS_FETCH,
  CONFIG_START,
  REG_PC,
  REG_PSTATE,
  RUN_FLAG_EL2_CODE,
  RUN_FLAGS,
  STOP_ALIGNMENT,
  STOP_ILLEGAL_STATE,
  STOP_UNMAPPED,
  SYS_HCR_EL2,
  SYS_HPFAR_EL2,
} from '../layout';
import { isFetchable } from '../machine/access';
import { CONFIG_EL2_FAMILY, EL2_FAMILY_NONE } from '../machine/config';
import { BANK_FAR, bankOf } from '../machine/exception';
import {
  clearFault,
  FAULT_ALIGNMENT,
  FAULT_UNMAPPED,
  faultAccess,
  faultAddress,
  faultKind,
  faultWidth,
  setFault,
} from '../machine/fault';
import { PSTATE_IL } from '../machine/pstate';
import { isEl2Enabled } from '../machine/route';
import { SYNDROME_ILLEGAL_STATE } from '../machine/syndrome';
import {
  STATUS_ALIGNMENT,
  STATUS_EXTERNAL,
  STATUS_TRANSLATION_LEVEL_3,
  syndromeAbort,
  syndromePcAlignment,
} from '../machine/syndrome-access';
import { currentLevel } from './context';
import { describeFault } from './stop';
import { synchronousTarget, takeOrStop } from './take';

const HCR_VM: u64 = 1;

/**
 * Whether an instruction can be fetched and executed at PC, by priority: PC alignment, instruction abort, Illegal
 * Execution state. Where not, the exception is taken or the run ends.
 */
export function isPcUsable(cpu: usize): bool {
  const pc = load<u64>(cpu, REG_PC);
  if (pc & 3) return refusePc(cpu, pc);
  if (!isFetchable(pc)) {
    setFault(FAULT_UNMAPPED, pc, 4, ACCESS_FETCH);
    deliverAbort(cpu);
    return false;
  }
  if (!(load<u64>(cpu, REG_PSTATE) & PSTATE_IL)) return true;
  takeOrStop(cpu, synchronousTarget(cpu), SYNDROME_ILLEGAL_STATE, STOP_ILLEGAL_STATE);
  return false;
}

function refusePc(cpu: usize, pc: u64): bool {
  const target = synchronousTarget(cpu);
  describeFault(cpu, pc, ACCESS_FETCH, 4);
  if (takeOrStop(cpu, target, syndromePcAlignment(), STOP_ALIGNMENT)) writeFar(cpu, target, pc);
  return false;
}

/** Takes the fault of the current instruction. */
export function deliverAbort(cpu: usize): void {
  const kind = faultKind();
  describeFault(cpu, faultAddress(), faultAccess(), faultWidth());
  clearFault();
  if (kind === FAULT_ALIGNMENT) abort(cpu, synchronousTarget(cpu), STATUS_ALIGNMENT, STOP_ALIGNMENT);
  else if (hasStage2(cpu)) abortToEl2(cpu);
  else abort(cpu, synchronousTarget(cpu), STATUS_EXTERNAL, STOP_UNMAPPED);
}

/**
 * Whether the hypervisor keeps EL0 and EL1 to their memory: the modelled one does, real code where it has set
 * HCR_EL2.VM. There are no tables: all of RAM but the hypervisor's pages is mapped.
 */
function hasStage2(cpu: usize): bool {
  if (currentLevel(cpu) > 1 || !isEl2Enabled(cpu)) return false;
  if (load<u32>(cpu, RUN_FLAGS) & RUN_FLAG_EL2_CODE) return (load<u64>(cpu, SYS_HCR_EL2) & HCR_VM) !== 0;
  return load<u32>(CONFIG_START, CONFIG_EL2_FAMILY) !== EL2_FAMILY_NONE;
}

/** A stage 2 translation fault: HPFAR_EL2 has the page of the intermediate physical address. */
function abortToEl2(cpu: usize): void {
  const address = faultAddress();
  if (!abort(cpu, 2, STATUS_TRANSLATION_LEVEL_3, STOP_UNMAPPED)) return;
  store<u64>(cpu, ((address >> 12) & 0xfffffffff) << 4, SYS_HPFAR_EL2);
}

function abort(cpu: usize, target: u32, status: u64, stop: u32): bool {
  const address = faultAddress();
  const syndrome = syndromeAbort(faultAccess(), status, target === currentLevel(cpu));
  if (!takeOrStop(cpu, target, syndrome, stop)) return false;
  writeFar(cpu, target, address);
  return true;
}

function writeFar(cpu: usize, target: u32, address: u64): void {
  store<u64>(bankOf(cpu, target), address, BANK_FAR);
}
