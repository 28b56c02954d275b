/** The log of the SMCs that reached EL3 (layout.ts). An SMC is made, answered and kept in its log entry. */

import {
  SCRATCH_SIZE,
  SCRATCH_START,
  SMC_FLAGS,
  SMC_IN,
  SMC_LOG_CAPACITY,
  SMC_LOG_START,
  SMC_LOG_STRIDE,
  SMC_OUT,
  SMC_REGISTERS,
  SMC_UNDEFINED_IN,
  SMC_UNDEFINED_OUT,
  TRAP_SMC_COUNT,
} from '../layout';
import { copyX0X17, zeroX0X17 } from '../machine/registers';

/** SMCs past the log's capacity are made here, each over the one before. */
const OVERFLOW_ENTRY: u32 = SCRATCH_START + SCRATCH_SIZE - SMC_LOG_STRIDE;

/** The entry for the next SMC of this trap. */
export function nextEntry(cpu: usize): usize {
  const count = load<u32>(cpu, TRAP_SMC_COUNT);
  return count < SMC_LOG_CAPACITY ? SMC_LOG_START + count * SMC_LOG_STRIDE : OVERFLOW_ENTRY;
}

/** An SMC with these 18 registers, all of them defined. */
export function entryFromRegisters(cpu: usize, registers: usize, flags: u32): usize {
  const entry = describeEntry(cpu, 18, 0, flags);
  copyX0X17(entry + SMC_IN, registers);
  return entry;
}

/** An SMC of which the caller has yet to set the arguments; they are 0 until then. */
export function emptyEntry(cpu: usize, registers: u32, undefinedIn: u32): usize {
  const entry = describeEntry(cpu, registers, undefinedIn, 0);
  zeroX0X17(entry + SMC_IN);
  return entry;
}

function describeEntry(cpu: usize, registers: u32, undefinedIn: u32, flags: u32): usize {
  const entry = nextEntry(cpu);
  store<u32>(entry, undefinedIn, SMC_UNDEFINED_IN);
  store<u32>(entry, 0, SMC_UNDEFINED_OUT);
  store<u32>(entry, registers, SMC_REGISTERS);
  store<u32>(entry, flags, SMC_FLAGS);
  return entry;
}

/** xn as the SMC passes it. */
export function setArgument(entry: usize, n: u32, value: u64): void {
  store<u64>(entry + ((<usize>n) << 3), value, SMC_IN);
}

/** xn of EL3's answer, 64 bits. */
export function answerOf(entry: usize, n: u32): u64 {
  return load<u64>(entry + ((<usize>n) << 3), SMC_OUT);
}
