/** SMCs that the proxy itself issues. */

import { emptyEntry, entryFromRegisters, setArgument } from '../../el3/log';
import { answerSmc } from '../../el3/monitor';
import {
  DISPOSITION_FORWARDED,
  REG_X,
  SMC_FLAG_CALLER,
  SMC_FLAG_FORWARDED,
  SMC_OUT,
  SMC_REGISTERS,
  SMC_UNDEFINED_IN,
} from '../../layout';
import { setDisposition, setWritersFromSmc } from '../../machine/record';
import { copyX0X17 } from '../../machine/registers';
import { registerMask, undefinedValue } from '../../machine/undefined';
import { pkvmSwitch } from './access';
import { SMCCC_1_1, SWITCH_SMCCC } from './switches';

/**
 * An SMC with this function id and every other register 0. With SMCCC 1.1 only x0 to x7 are passed; x8 to x17 reach EL3
 * with whatever EL2 last had in them.
 */
export function prepareSmc(cpu: usize, id: u32): usize {
  const narrow = pkvmSwitch(SWITCH_SMCCC) === SMCCC_1_1;
  const entry = narrow ? emptyEntry(cpu, 8, registerMask(8, 17)) : emptyEntry(cpu, 18, 0);
  setArgument(entry, 0, id);
  if (narrow) leaveUndefined(entry);
  return entry;
}

function leaveUndefined(entry: usize): void {
  for (let n: u32 = 8; n <= 17; n++) setArgument(entry, n, undefinedValue(n));
}

/** An SMC with the host's x0 to x17 as they stand; with SMCCC 1.1 only its x0 to x7. */
export function prepareHostSmc(cpu: usize): usize {
  const entry = entryFromRegisters(cpu, cpu + REG_X, SMC_FLAG_CALLER);
  if (pkvmSwitch(SWITCH_SMCCC) === SMCCC_1_1) {
    store<u32>(entry, 8, SMC_REGISTERS);
    store<u32>(entry, registerMask(8, 17), SMC_UNDEFINED_IN);
    leaveUndefined(entry);
  }
  return entry;
}

/** Issues an SMC of up to four arguments and returns its log entry. */
export function issueSmc(cpu: usize, id: u32, x1: u64 = 0, x2: u64 = 0, x3: u64 = 0, x4: u64 = 0): usize {
  const entry = prepareSmc(cpu, id);
  setArgument(entry, 1, x1);
  setArgument(entry, 2, x2);
  setArgument(entry, 3, x3);
  setArgument(entry, 4, x4);
  answerSmc(cpu, entry);
  return entry;
}

/** The generic forwarder: the host's x0 to x17 go to EL3 and come back, hint and upper bits of x0 included. */
export function forwardHostSmc(cpu: usize): void {
  setDisposition(cpu, DISPOSITION_FORWARDED);
  const entry = entryFromRegisters(cpu, cpu + REG_X, SMC_FLAG_FORWARDED | SMC_FLAG_CALLER);
  answerSmc(cpu, entry);
  copyX0X17(cpu + REG_X, entry + SMC_OUT);
  setWritersFromSmc(cpu, entry);
}
