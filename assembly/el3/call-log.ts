/** The log of the partitions' calls (layout.ts): registers when a call was made, and when it returned. */

import {
  PARTITION_CALL_ADDRESS,
  PARTITION_CALL_COUNT,
  PARTITION_CALL_ID,
  PARTITION_CALL_IN,
  PARTITION_CALL_IN_X18,
  PARTITION_CALL_MADE,
  PARTITION_CALL_OPEN,
  PARTITION_CALL_OUT,
  PARTITION_CALL_OUT_X18,
  PARTITION_CALL_RETURNED,
  PARTITION_CALL_STATE,
  PARTITION_CALL_STEP,
  PARTITION_CALL_STOP,
  PARTITION_LOG_CAPACITY,
  PARTITION_LOG_START,
  PARTITION_LOG_STRIDE,
  REG_PC,
  REG_X,
} from '../layout';
import { contextOf } from '../machine/contexts';
import { copyX0X17, zeroX0X17 } from '../machine/registers';
import { setState32, state32, state64 } from './access';
import { DEFINITION_PROGRAM } from './definition';
import { bankOf, field, hasFlag, idOf, setField } from './partition';
import { P_INDEX, P_OPEN_CALL, P_STATE, STATE_CALL_COUNT, STATE_SECURE_COUNT, STATE_SMC_NUMBER } from './state';

/**
 * A call with the registers that the partition has now. `step` is 1 + the number of the step, or 0. Calls past the
 * capacity are counted and not kept.
 */
export function openCall(p: usize, step: u32): void {
  const count = state32(STATE_CALL_COUNT);
  setState32(STATE_CALL_COUNT, count + 1);
  setField(p, P_OPEN_CALL, 0);
  if (count < PARTITION_LOG_CAPACITY) fill(p, count, step);
}

function fill(p: usize, index: u32, step: u32): void {
  const entry = entryAt(index);
  copyX0X17(entry + PARTITION_CALL_IN, bankOf(p));
  zeroX0X17(entry + PARTITION_CALL_OUT);
  store<u32>(entry, idOf(p), PARTITION_CALL_ID);
  store<u32>(entry, state32(STATE_SMC_NUMBER), PARTITION_CALL_MADE);
  store<u32>(entry, PARTITION_CALL_OPEN, PARTITION_CALL_RETURNED);
  store<u32>(entry, field(p, P_STATE), PARTITION_CALL_STATE);
  store<u32>(entry, step, PARTITION_CALL_STEP);
  store<u32>(entry, 0, PARTITION_CALL_STOP);
  describeProgram(p, entry);
  setField(p, P_OPEN_CALL, index + 1);
}

/** A program was stopped, and does not go on: `stop` is one of the STOP_ values. */
export function noteStop(p: usize, stop: u32): void {
  closeCall(p);
  openCall(p, 0);
  // Where the log is full the reason takes the place of the last call in it.
  if (field(p, P_OPEN_CALL) === 0) fill(p, PARTITION_LOG_CAPACITY - 1, 0);
  store<u32>(entryAt(field(p, P_OPEN_CALL) - 1), stop + 1, PARTITION_CALL_STOP);
}

/** What there is to know of a program besides: where it is, and its x18 to x30. */
function describeProgram(p: usize, entry: usize): void {
  const program = hasFlag(p, DEFINITION_PROGRAM);
  const cpu = contextOf(field(p, P_INDEX));
  store<u64>(entry, program ? load<u64>(cpu, REG_PC) : 0, PARTITION_CALL_ADDRESS);
  store<u64>(entry, state64(STATE_SECURE_COUNT), PARTITION_CALL_COUNT);
  copyHigh(entry + PARTITION_CALL_IN_X18, cpu);
}

/** x18 to x30. */
function copyHigh(to: usize, cpu: usize): void {
  memory.copy(to, cpu + REG_X + 18 * 8, 13 * 8);
}

/** The open call of a partition returns with the registers that it has now. */
export function closeCall(p: usize): void {
  const open = field(p, P_OPEN_CALL);
  if (open === 0) return;
  const entry = entryAt(open - 1);
  copyX0X17(entry + PARTITION_CALL_OUT, bankOf(p));
  copyHigh(entry + PARTITION_CALL_OUT_X18, contextOf(field(p, P_INDEX)));
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
