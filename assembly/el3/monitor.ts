/** EL3's end of an SMC. */

import {
  OUTCOME_EL3_LOOP,
  OUTCOME_RESUME,
  REG_X,
  SMC_FLAG_CALLER,
  SMC_OUT,
  SYS_SPSR_EL3,
  TRAP_SMC_COUNT,
} from '../layout';
import { setContextHost } from '../machine/contexts';
import { exceptionReturn } from '../machine/exception';
import { PSTATE_NZCV } from '../machine/pstate';
import { setWritersFromSmc } from '../machine/record';
import { copyX0X17 } from '../machine/registers';
import { firmwareSwitch, setState32, state32 } from './access';
import { openOrigins } from './delivery';
import { answerByRules } from './firmware';
import { garbage } from './garbage';
import { ageRegisters, keepResults, stayInWorld } from './history';
import { entryFromRegisters } from './log';
import { renewPatience } from './program';
import { takeLost } from './realm';
import { answerFromScript } from './replies';
import { spoil } from './spoil';
import { STATE_SMC_NUMBER } from './state';
import { FILL_GARBAGE, FIRMWARE_BEYOND } from './switches';

/** Answers the SMC of a log entry: by the script where a reply matches, else by the firmware's own rules. */
export function answerSmc(cpu: usize, entry: usize): void {
  setState32(STATE_SMC_NUMBER, state32(STATE_SMC_NUMBER) + 1);
  openOrigins(entry);
  setContextHost(cpu);
  renewPatience();
  if (!answerFromScript(cpu, entry)) answerByRules(entry);
  keepResults(entry);
  store<u32>(cpu, load<u32>(cpu, TRAP_SMC_COUNT) + 1, TRAP_SMC_COUNT);
}

/**
 * An exception taken to EL3: answers the SMC that stands in the vCPU's own registers and returns from it. Returns one of
 * the OUTCOME_ values.
 */
export function handleAtEl3(cpu: usize): i32 {
  stayInWorld();
  const entry = entryFromRegisters(cpu, cpu + REG_X, SMC_FLAG_CALLER);
  answerSmc(cpu, entry);
  if (takeLost()) return OUTCOME_EL3_LOOP;
  copyX0X17(cpu + REG_X, entry + SMC_OUT);
  setWritersFromSmc(cpu, entry);
  if (firmwareSwitch(FIRMWARE_BEYOND) === FILL_GARBAGE) spoilCaller(cpu);
  ageRegisters(cpu);
  exceptionReturn(cpu, 3);
  return OUTCOME_RESUME;
}

/**
 * Registers that no call may change, where the caller is the guest itself. A hypervisor's own registers are not modelled:
 * the guest's are safe in its memory.
 */
function spoilCaller(cpu: usize): void {
  spoil(cpu);
  const flags = load<u64>(cpu, SYS_SPSR_EL3);
  store<u64>(cpu, (flags & ~PSTATE_NZCV) | (garbage() & PSTATE_NZCV), SYS_SPSR_EL3);
}
