/** The log of the partitions' calls (layout.ts): registers when a call was made, and when it returned. */

import {
  PARTITION_CALL_ID,
  PARTITION_CALL_IN,
  PARTITION_CALL_MADE,
  PARTITION_CALL_OPEN,
  PARTITION_CALL_OUT,
  PARTITION_CALL_RETURNED,
  PARTITION_CALL_STATE,
  PARTITION_CALL_STEP,
  PARTITION_LOG_CAPACITY,
  PARTITION_LOG_START,
  PARTITION_LOG_STRIDE,
} from '../layout';
import { copyX0X17, zeroX0X17 } from '../machine/registers';
import { setState32, state32 } from './access';
import { bankOf, field, idOf, setField } from './partition';
import { P_OPEN_CALL, P_STATE, STATE_CALL_COUNT, STATE_SMC_NUMBER } from './state';

/**
 * A call with the registers that the partition has now. `step` is 1 + the number of the step, or 0. Calls past the
 * capacity are counted and not kept.
 */
export function openCall(p: usize, step: u32): void {
  const count = state32(STATE_CALL_COUNT);
  setState32(STATE_CALL_COUNT, count + 1);
  setField(p, P_OPEN_CALL, 0);
  if (count >= PARTITION_LOG_CAPACITY) return;
  const entry = entryAt(count);
  copyX0X17(entry + PARTITION_CALL_IN, bankOf(p));
  zeroX0X17(entry + PARTITION_CALL_OUT);
  store<u32>(entry, idOf(p), PARTITION_CALL_ID);
  store<u32>(entry, state32(STATE_SMC_NUMBER), PARTITION_CALL_MADE);
  store<u32>(entry, PARTITION_CALL_OPEN, PARTITION_CALL_RETURNED);
  store<u32>(entry, field(p, P_STATE), PARTITION_CALL_STATE);
  store<u32>(entry, step, PARTITION_CALL_STEP);
  setField(p, P_OPEN_CALL, count + 1);
}

/** The open call of a partition returns with the registers that it has now. */
export function closeCall(p: usize): void {
  const open = field(p, P_OPEN_CALL);
  if (open === 0) return;
  const entry = entryAt(open - 1);
  copyX0X17(entry + PARTITION_CALL_OUT, bankOf(p));
  store<u32>(entry, state32(STATE_SMC_NUMBER), PARTITION_CALL_RETURNED);
  store<u32>(entry, field(p, P_STATE), PARTITION_CALL_STATE);
  setField(p, P_OPEN_CALL, 0);
}

/** The state in which its call left a partition that does not go on. */
export function noteState(p: usize): void {
  const open = field(p, P_OPEN_CALL);
  if (open !== 0) store<u32>(entryAt(open - 1), field(p, P_STATE), PARTITION_CALL_STATE);
}

function entryAt(index: u32): usize {
  return PARTITION_LOG_START + index * PARTITION_LOG_STRIDE;
}
