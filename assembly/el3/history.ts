/**
 * What EL3 once did to a caller beside answering it (history-switches.ts): results of the call before, general registers
 * that were in no world's context, and SIMD registers that an interrupt lost.
 */

import { FIRMWARE_STATE_START, FIRMWARE_SWITCH_START, REG_FPCR, REG_FPSR, REG_V, SMC_OUT, WRITER_EL3 } from '../layout';
import { beginVectorWrites } from '../machine/preserve';
import { setWriter } from '../machine/record';
import { writeX } from '../machine/registers';
import { firmwareSwitch, isOn, state32 } from './access';
import { garbage } from './garbage';
import {
  FIRMWARE_BANKED,
  FIRMWARE_INTERRUPT_AFTER,
  FIRMWARE_INTERRUPT_SIMD,
  SIMD_KEPT,
  SIMD_LOST,
} from './history-switches';
import { STATE_PREVIOUS, STATE_SMC_NUMBER } from './state';
import { FIRMWARE_OTHER_UNNAMED, UNNAMED_PREVIOUS } from './switches';

/** Words of two 64-bit halves of V0 to V31, and the first of Q30. */
const VECTOR_WORDS: u32 = 64;
const LAST_PAIR: u32 = 60;
/** Bits of FPSR and FPCR that a program can set: the cumulative flags; rounding mode and flush to zero. */
const FPSR_FLAGS: u64 = 0x9f;
const FPCR_MODES: u64 = 0x1c00000;

const PREVIOUS: usize = FIRMWARE_STATE_START + STATE_PREVIOUS;

let switched: bool = false;

/** An SMC begins: nobody has left the normal world yet. */
export function stayInWorld(): void {
  switched = false;
}

/** The call is taken to the secure or the realm world. */
export function leaveWorld(): void {
  switched = true;
}

/** x0 to x3 stay in the context where the exit to the next caller finds them. */
export function keepResults(entry: usize): void {
  if (firmwareSwitch(FIRMWARE_OTHER_UNNAMED) === UNNAMED_PREVIOUS) memory.copy(PREVIOUS, entry + SMC_OUT, 32);
}

/** xn of the last answer, x0 to x3. */
export function previousResult(n: u32): u64 {
  return load<u64>(PREVIOUS + ((<usize>n) << 3));
}

/** What else has happened to the registers of a guest that called EL3 directly. */
export function ageRegisters(cpu: usize): void {
  // Both switches are 0 on all firmware of today.
  if (load<u64>(FIRMWARE_SWITCH_START + FIRMWARE_BANKED) === 0) return;
  if (switched && isOn(FIRMWARE_BANKED)) loseGeneral(cpu, 19, 29);
  if (state32(STATE_SMC_NUMBER) === firmwareSwitch(FIRMWARE_INTERRUPT_AFTER)) loseVectors(cpu);
}

/** xfirst to xlast hold what the other world left there. */
export function loseGeneral(cpu: usize, first: u32, last: u32): void {
  for (let n = first; n <= last; n++) {
    writeX(cpu, n, garbage());
    setWriter(cpu, n, WRITER_EL3, n);
  }
}

function loseVectors(cpu: usize): void {
  const rule = firmwareSwitch(FIRMWARE_INTERRUPT_SIMD);
  if (rule === SIMD_KEPT) return;
  writeVectors(cpu, rule === SIMD_LOST ? 0 : LAST_PAIR);
  if (rule !== SIMD_LOST) return;
  store<u64>(cpu, garbage() & FPSR_FLAGS, REG_FPSR);
  store<u64>(cpu, garbage() & FPCR_MODES, REG_FPCR);
}

/** The vector registers from this word on hold somebody else's values. The record keeps what they held. */
export function writeVectors(cpu: usize, first: u32): void {
  beginVectorWrites(cpu);
  for (let n = first; n < VECTOR_WORDS; n++) store<u64>(cpu + (n << 3), garbage(), REG_V);
}
