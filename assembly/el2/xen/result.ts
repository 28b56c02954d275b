/** What the mediator writes to a VM's registers. */

import { answerOf } from '../../el3/log';
import { FFA_ERROR, FFA_SUCCESS } from '../../ffa/ids';
import { FFA_STATUS_SUCCESS, FFA_VERSION_1_2 } from '../../ffa/status';
import { WRITER_EL3 } from '../../layout';
import { setWriter, setWritersFromSmc, writeFromEl2, writerInSmc } from '../../machine/record';
import { writeX } from '../../machine/registers';
import { xenSwitch } from './access';
import { VM_AARCH64, VM_VERSION } from './state';
import { RETVAL_X0_X17, SWITCH_RETVAL } from './switches';

/** x0, x2 and x3; x1 and x4 to x7 are 0. */
export function setResult(cpu: usize, vm: usize, x0: u64, x2: u64 = 0, x3: u64 = 0): void {
  writeFromEl2(cpu, 0, x0);
  writeFromEl2(cpu, 1, 0);
  writeFromEl2(cpu, 2, x2);
  writeFromEl2(cpu, 3, x3);
  for (let n: u32 = 4; n <= 7; n++) writeFromEl2(cpu, n, 0);
  zeroUpper(cpu, vm);
}

/** From version 1.2 on whatever the mediator answers zeroes x8 to x17 of a 64-bit domain. */
export function zeroUpper(cpu: usize, vm: usize): void {
  const wide = load<u32>(vm, VM_VERSION) >= FFA_VERSION_1_2 && load<u32>(vm, VM_AARCH64) !== 0;
  if (!wide || xenSwitch(SWITCH_RETVAL) !== RETVAL_X0_X17) return;
  for (let n: u32 = 8; n <= 17; n++) writeFromEl2(cpu, n, 0);
}

/** FFA_ERROR; the status code is zero-extended. */
export function setError(cpu: usize, vm: usize, status: i32): void {
  setResult(cpu, vm, FFA_ERROR, <u32>status);
}

/** FFA_SUCCESS with w2 and w3. */
export function setSuccess(cpu: usize, vm: usize, w2: u32 = 0, w3: u32 = 0): void {
  setResult(cpu, vm, FFA_SUCCESS, w2, w3);
}

/** FFA_SUCCESS where the status is 0, else FFA_ERROR. */
export function setStatus(cpu: usize, vm: usize, status: i32): void {
  if (status === FFA_STATUS_SUCCESS) setSuccess(cpu, vm);
  else setError(cpu, vm, status);
}

/** Writes a value that comes from register `source` of the firmware's answer. */
export function writeFromEl3(cpu: usize, n: u32, value: u64, source: u32): void {
  writeX(cpu, n, value);
  setWriter(cpu, n, WRITER_EL3, source);
}

/** xn of the firmware's answer, with the upper half or without. */
function writeAnswer(cpu: usize, entry: usize, n: u32, mask: u64): void {
  writeX(cpu, n, answerOf(entry, n) & mask);
  setWriter(cpu, n, writerInSmc(entry, n), n);
}

/** Hands on x0 to x7 of the firmware's answer, x1 to x7 cut by a mask. */
export function setResultFrom(cpu: usize, vm: usize, entry: usize, mask: u64): void {
  writeAnswer(cpu, entry, 0, u64.MAX_VALUE);
  for (let n: u32 = 1; n <= 7; n++) writeAnswer(cpu, entry, n, mask);
  zeroUpper(cpu, vm);
}

/** Hands on x0 to x17 of the firmware's answer as they came. */
export function setWholeResultFrom(cpu: usize, entry: usize): void {
  for (let n: u32 = 0; n <= 17; n++) writeX(cpu, n, answerOf(entry, n));
  setWritersFromSmc(cpu, entry);
}
