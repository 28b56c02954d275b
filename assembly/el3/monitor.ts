/** EL3's end of an SMC. */

import {
  REG_SP_EL0,
  REG_V,
  REG_X,
  SMC_FLAG_CALLER,
  SMC_OUT,
  SYS_SPSR_EL3,
  TRAP_SMC_COUNT,
  WRITER_EL3,
} from '../layout';
import { exceptionReturn } from '../machine/exception';
import { PSTATE_NZCV } from '../machine/pstate';
import { setWriter, setWritersFromSmc } from '../machine/record';
import { copyX0X17, writeX } from '../machine/registers';
import { firmwareSwitch, setState32, state32 } from './access';
import { openOrigins } from './delivery';
import { answerByRules } from './firmware';
import { garbage } from './garbage';
import { entryFromRegisters } from './log';
import { answerFromScript } from './replies';
import { STATE_SMC_NUMBER } from './state';
import { FILL_GARBAGE, FIRMWARE_BEYOND } from './switches';

/** Answers the SMC of a log entry: by the script where a reply matches, else by the firmware's own rules. */
export function answerSmc(cpu: usize, entry: usize): void {
  setState32(STATE_SMC_NUMBER, state32(STATE_SMC_NUMBER) + 1);
  openOrigins(entry);
  if (!answerFromScript(cpu, entry)) answerByRules(entry);
  store<u32>(cpu, load<u32>(cpu, TRAP_SMC_COUNT) + 1, TRAP_SMC_COUNT);
}

/** An exception taken to EL3: answers the SMC that stands in the vCPU's own registers and returns from it. */
export function handleAtEl3(cpu: usize): void {
  const entry = entryFromRegisters(cpu, cpu + REG_X, SMC_FLAG_CALLER);
  answerSmc(cpu, entry);
  copyX0X17(cpu + REG_X, entry + SMC_OUT);
  setWritersFromSmc(cpu, entry);
  if (firmwareSwitch(FIRMWARE_BEYOND) === FILL_GARBAGE) spoil(cpu);
  exceptionReturn(cpu);
}

/**
 * Registers that no call may change, where the caller is the guest itself. A hypervisor's own registers are not modelled:
 * the guest's are safe in its memory.
 */
function spoil(cpu: usize): void {
  for (let n: u32 = 18; n <= 30; n++) {
    writeX(cpu, n, garbage());
    setWriter(cpu, n, WRITER_EL3, n);
  }
  store<u64>(cpu, garbage() & ~(<u64>15), REG_SP_EL0);
  for (let n: u32 = 0; n < 64; n++) store<u64>(cpu + (n << 3), garbage(), REG_V);
  const flags = load<u64>(cpu, SYS_SPSR_EL3);
  store<u64>(cpu, (flags & ~PSTATE_NZCV) | (garbage() & PSTATE_NZCV), SYS_SPSR_EL3);
}
