/** EL3's end of an SMC. */

import { REG_X, SMC_OUT, TRAP_SMC_COUNT } from '../layout';
import { exceptionReturn } from '../machine/exception';
import { setWritersEl3 } from '../machine/record';
import { copyX0X17 } from '../machine/registers';
import { answerByRules } from './firmware';
import { entryFromRegisters } from './log';
import { answerFromScript } from './replies';

/** Answers the SMC of a log entry: by the script where a reply matches, else by the firmware's own rules. */
export function answerSmc(cpu: usize, entry: usize): void {
  if (!answerFromScript(cpu, entry)) answerByRules(entry);
  store<u32>(cpu, load<u32>(cpu, TRAP_SMC_COUNT) + 1, TRAP_SMC_COUNT);
}

/** An exception taken to EL3: answers the SMC that stands in the vCPU's own registers and returns from it. */
export function handleAtEl3(cpu: usize): void {
  const entry = entryFromRegisters(cpu, cpu + REG_X, 0);
  answerSmc(cpu, entry);
  copyX0X17(cpu + REG_X, entry + SMC_OUT);
  setWritersEl3(cpu);
  exceptionReturn(cpu);
}
