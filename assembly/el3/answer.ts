/**
 * The answer to a call that the dispatcher or the SPMC makes (state.ts): which of x0 to x17 it defines, and their values.
 * Who gets it, and what becomes of the registers that it does not define, is decided in delivery.ts.
 */

import { FFA_ERROR, FFA_SUCCESS } from '../ffa/ids';
import { FFA_DENIED, FFA_INVALID_PARAMETERS, FFA_NOT_SUPPORTED } from '../ffa/status';
import { FIRMWARE_STATE_START } from '../layout';
import { copyX0X17, zeroX0X17 } from '../machine/registers';
import { registerMask } from '../machine/undefined';
import { bankW, bankX, firmwareSwitch, isOn, setBankX } from './access';
import { FIRMWARE_DISPATCHER_ERROR_WIDTH } from './history-switches';
import { ANSWER_DEFINED, ANSWER_EXTENDED, ANSWER_PARTITION, STATE_ANSWER } from './state';
import { CODE_DENIED, CODE_NOT_SUPPORTED, ERROR_32, FIRMWARE_ERROR_WIDTH } from './switches';

export const ANSWER: usize = FIRMWARE_STATE_START + STATE_ANSWER;

/** x0 and x2 of an FFA_ERROR. */
const ERROR_MASK: u32 = 0b101;

/** An answer with this x0 and nothing else. */
export function answer(x0: u64): void {
  zeroX0X17(ANSWER);
  setBankX(ANSWER, 0, x0);
  store<u32>(ANSWER, 1, ANSWER_DEFINED);
  store<u32>(ANSWER, 0, ANSWER_PARTITION);
  store<u32>(ANSWER, 0, ANSWER_EXTENDED);
}

/** xn is a result too. */
export function answerX(n: u32, value: u64): void {
  setBankX(ANSWER, n, value);
  store<u32>(ANSWER, load<u32>(ANSWER, ANSWER_DEFINED) | (1 << n), ANSWER_DEFINED);
}

/** x8 to x17 belong to the answer. */
export function extendAnswer(): void {
  store<u32>(ANSWER, 1, ANSWER_EXTENDED);
}

export function answerSuccess(): void {
  answer(FFA_SUCCESS);
}

/** FFA_ERROR of the SPMC, its status code in the width of the switch `error_width`. */
export function answerError(status: i32): void {
  answer(FFA_ERROR);
  answerX(2, firmwareSwitch(FIRMWARE_ERROR_WIDTH) === ERROR_32 ? <u64>(<u32>status) : <u64>status);
}

/** FFA_ERROR of the dispatcher: its status code is zero-extended, but for early ones. */
export function answerDispatcherError(status: i32): void {
  answer(FFA_ERROR);
  answerX(2, isOn(FIRMWARE_DISPATCHER_ERROR_WIDTH) ? <u64>status : <u64>(<u32>status));
}

/** The error that is being made keeps x1 and x3 to x7 of the request, which were moved to it in 32 bits. */
export function keepRequest(bank: usize): void {
  for (let n: u32 = 1; n <= 7; n++) if (n !== 2) setBankX(ANSWER, n, bankW(bank, n));
}

/** The status code moves to w1, and w2 is 0. */
export function misplaceStatus(): void {
  answerX(1, bankX(ANSWER, 2));
  setBankX(ANSWER, 2, 0);
}

/** FFA_ERROR with the status code that a switch of CODE_ values names. */
export function answerCode(offset: u32): void {
  const code = firmwareSwitch(offset);
  if (code === CODE_DENIED) answerError(FFA_DENIED);
  else answerError(code === CODE_NOT_SUPPORTED ? FFA_NOT_SUPPORTED : FFA_INVALID_PARAMETERS);
}

/**
 * A message of a partition: x0 to x17 of a bank. It defines the registers of one mask, and those of the other hold what
 * the partition put there; where any of x8 to x17 does, all of them travel.
 */
export function answerMessage(bank: usize, defined: u32, ofPartition: u32): void {
  copyX0X17(ANSWER, bank);
  store<u32>(ANSWER, defined, ANSWER_DEFINED);
  store<u32>(ANSWER, ofPartition, ANSWER_PARTITION);
  store<u32>(ANSWER, (ofPartition & registerMask(8, 17)) !== 0 ? 1 : 0, ANSWER_EXTENDED);
}

export function definedMask(): u32 {
  return load<u32>(ANSWER, ANSWER_DEFINED);
}

export function partitionMask(): u32 {
  return load<u32>(ANSWER, ANSWER_PARTITION);
}

export function isExtended(): bool {
  return load<u32>(ANSWER, ANSWER_EXTENDED) !== 0;
}

export function isError(): bool {
  return bankW(ANSWER, 0) === FFA_ERROR && definedMask() === ERROR_MASK;
}
