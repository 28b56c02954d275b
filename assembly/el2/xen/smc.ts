/** SMCs that the mediator issues, and what it makes of their answers. */

import { answerOf, emptyEntry, setArgument } from '../../el3/log';
import { answerSmc } from '../../el3/monitor';
import { FFA_ERROR, FFA_NUMBER_FIRST, FFA_SUCCESS, FFA_SUCCESS_64 } from '../../ffa/ids';
import { FFA_NOT_SUPPORTED, FFA_STATUS_SUCCESS } from '../../ffa/status';
import { XEN_STATE_START } from '../../layout';
import { SMCCC_64, SMCCC_NUMBER_MASK } from '../../smccc/ids';
import { STATE_FIRMWARE_CALLS } from './state';

/** Bytes of the bitmap: numbers from 0x60 to 0x8e, 32 and 64 bits. */
const CALLS_SIZE: u32 = 12;
const CALLS_COUNT: u32 = (0x8e - 0x60 + 1) * 2;

/** An SMC with this function id and every other register 0, yet to be answered. */
export function prepareSmc(cpu: usize, id: u32): usize {
  const entry = emptyEntry(cpu, 18, 0);
  setArgument(entry, 0, id);
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

/** The same, for calls whose answer is nothing but a status. */
export function callFirmware(cpu: usize, id: u32, x1: u64 = 0, x2: u64 = 0, x3: u64 = 0, x4: u64 = 0): i32 {
  return statusOf(issueSmc(cpu, id, x1, x2, x3, x4));
}

/**
 * Status of an answer. x0 counts with all 64 bits; x2 of FFA_ERROR is NOT_SUPPORTED where all 64 bits of it are zero and
 * its low half else, which may be 0 and then means success.
 */
export function statusOf(entry: usize): i32 {
  const x0 = answerOf(entry, 0);
  if (x0 === FFA_ERROR) return errorOf(entry);
  return x0 === FFA_SUCCESS || x0 === FFA_SUCCESS_64 ? FFA_STATUS_SUCCESS : FFA_NOT_SUPPORTED;
}

/** Status code of an answer that is FFA_ERROR. */
export function errorOf(entry: usize): i32 {
  const code = answerOf(entry, 2);
  return code !== 0 ? <i32>code : FFA_NOT_SUPPORTED;
}

/** Whether the probe found that the firmware supports a call. */
export function firmwareSupports(id: u32): bool {
  const bit = bitOf(id);
  return bit < CALLS_COUNT && ((load<u8>(byteOf(bit)) >> <u8>(bit & 7)) & 1) !== 0;
}

export function setFirmwareSupports(id: u32): void {
  const at = byteOf(bitOf(id));
  store<u8>(at, load<u8>(at) | <u8>((<u32>1) << (bitOf(id) & 7)));
}

/** As without firmware. */
export function clearFirmwareSupports(): void {
  memory.fill(XEN_STATE_START + STATE_FIRMWARE_CALLS, 0, CALLS_SIZE);
}

function bitOf(id: u32): u32 {
  return (((id & SMCCC_NUMBER_MASK) - FFA_NUMBER_FIRST) << 1) | (id & SMCCC_64 ? 1 : 0);
}

function byteOf(bit: u32): usize {
  return XEN_STATE_START + STATE_FIRMWARE_CALLS + (bit >> 3);
}
