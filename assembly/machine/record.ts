/** The trap record of a vCPU (layout.ts): who did what during the last trap. */

import {
  DISPOSITION_HANDLED,
  REG_PC,
  REG_PSTATE,
  REG_SP_EL0,
  REG_SP_EL1,
  REG_X,
  SMC_FLAG_CALLER,
  SMC_FLAGS,
  SMC_KEPT,
  SMC_PARTITION,
  SMC_STALE,
  TRAP_BEFORE_PC,
  TRAP_BEFORE_PSTATE,
  TRAP_BEFORE_SP_EL0,
  TRAP_BEFORE_SP_EL1,
  TRAP_BEFORE_X,
  TRAP_CAUSE,
  TRAP_DISPOSITION,
  TRAP_ESR,
  TRAP_INSTRUCTION,
  TRAP_PSTATE,
  TRAP_SOURCE,
  TRAP_SPSR,
  TRAP_TARGET_EL,
  TRAP_WARN_COUNT,
  TRAP_WRITER,
  WRITER_CALLER,
  WRITER_EL2,
  WRITER_EL3,
  WRITER_PARTITION,
  WRITER_STALE,
} from '../layout';
import { BANK_ELR, BANK_ESR, BANK_SPSR, bankOf } from './exception';
import { immediateOf, SMC_0 } from './instruction';
import { exceptionLevel } from './pstate';
import { copyX0X31, storePair, writeX } from './registers';

/**
 * Starts the record: the caller's registers, nobody has written anything. Sources stand for registers whose writer is EL3
 * alone, and are left as they are.
 */
export function beginRecord(cpu: usize, instruction: u32, pstate: u64, pc: u64): void {
  recordCaller(cpu, instruction, exceptionLevel(pstate), pstate, pc);
  clearOutcome(cpu);
}

/** The caller's registers as the exception finds them. */
function recordCaller(cpu: usize, instruction: u32, level: u32, pstate: u64, pc: u64): void {
  copyX0X31(cpu + TRAP_BEFORE_X, cpu + REG_X);
  store<u64>(cpu, load<u64>(cpu, REG_SP_EL0), TRAP_BEFORE_SP_EL0);
  store<u64>(cpu, load<u64>(cpu, REG_SP_EL1), TRAP_BEFORE_SP_EL1);
  store<u64>(cpu, pc, TRAP_BEFORE_PC);
  store<u64>(cpu, pstate, TRAP_BEFORE_PSTATE);
  store<u64>(cpu, <u64>instruction | ((<u64>level) << 32), TRAP_INSTRUCTION);
}

/** Nobody has written anything and no SMC was issued. */
export function clearOutcome(cpu: usize): void {
  const zero = i64x2.splat(0);
  v128.store(cpu, zero, TRAP_WRITER);
  v128.store(cpu, zero, TRAP_WRITER + 16);
  // Disposition, outcome, number of SMCs and cause; those that stand for none are 0.
  v128.store(cpu, zero, TRAP_DISPOSITION);
  // Warnings, and vector registers written.
  store<u64>(cpu, 0, TRAP_WARN_COUNT);
}

/** The record of an SMC #0 from EL1 on the fast path, but for its exception and for who wrote which register. */
export function recordFastTrap(cpu: usize, pstate: u64, pc: u64): void {
  recordCaller(cpu, SMC_0, 1, pstate, pc);
  recordTarget(cpu, 2, SMC_0);
  // As {@link clearOutcome}: OUTCOME_RESUME, no SMC, no cause, no warning, and nobody wrote vector registers.
  store<u64>(cpu, DISPOSITION_HANDLED, TRAP_DISPOSITION);
  store<u64>(cpu, 0, TRAP_DISPOSITION + 8);
  store<u64>(cpu, 0, TRAP_WARN_COUNT);
}

/** Records the exception right after it was taken to `target`. */
export function recordException(cpu: usize, target: u32): void {
  const bank = bankOf(cpu, target);
  const elr = load<u64>(bank, BANK_ELR);
  recordTarget(cpu, target, load<u32>(cpu, TRAP_INSTRUCTION));
  storePair(cpu + TRAP_ESR, load<u64>(bank, BANK_ESR), elr);
  storePair(cpu + TRAP_SPSR, load<u64>(bank, BANK_SPSR), load<u64>(cpu, REG_PC));
  storePair(cpu + TRAP_PSTATE, load<u64>(cpu, REG_PSTATE), elr);
}

/** Records which level the exception was taken to. */
export function recordTarget(cpu: usize, target: u32, instruction: u32): void {
  store<u64>(cpu, <u64>target | ((<u64>immediateOf(instruction)) << 32), TRAP_TARGET_EL);
}

export function setDisposition(cpu: usize, disposition: u32): void {
  store<u32>(cpu, disposition, TRAP_DISPOSITION);
}

export function setCause(cpu: usize, cause: u32): void {
  store<u32>(cpu, cause, TRAP_CAUSE);
}

export function causeOf(cpu: usize): u32 {
  return load<u32>(cpu, TRAP_CAUSE);
}

/** A WARN_ON condition held. */
export function countWarning(cpu: usize): void {
  store<u32>(cpu, load<u32>(cpu, TRAP_WARN_COUNT) + 1, TRAP_WARN_COUNT);
}

/** EL2 writes a register of the caller. */
export function writeFromEl2(cpu: usize, n: u32, value: u64): void {
  writeX(cpu, n, value);
  setWriter(cpu, n, WRITER_EL2, 0);
}

/** `source` is the reply register that the value came from, for WRITER_EL3. */
export function setWriter(cpu: usize, n: u32, writer: u32, source: u32): void {
  store<u8>(cpu + n, writer, TRAP_WRITER);
  store<u8>(cpu + n, source, TRAP_SOURCE);
}

/** x0 to x`last`, which is 3, 7 or 17, hold EL2's own values, and nobody has written any other register. */
export function setWritersEl2(cpu: usize, last: u32): void {
  if (last === 17) {
    v128.store(cpu, i8x16.splat(<u8>WRITER_EL2), TRAP_WRITER);
    storePair(cpu + TRAP_WRITER + 16, 0x101 * WRITER_EL2, 0);
  } else {
    const upper: u64 = last === 7 ? 0x01010101 * WRITER_EL2 : 0;
    storePair(cpu + TRAP_WRITER, (0x01010101 * WRITER_EL2) | (upper << 32), 0);
    v128.store(cpu, i64x2.splat(0), TRAP_WRITER + 16);
  }
}

/** x0 to x17 hold what EL3 answered, each from the register of the same number. */
export function setWritersEl3(cpu: usize): void {
  v128.store(cpu, i8x16(2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2), TRAP_WRITER);
  store<u16>(cpu, 0x0202, TRAP_WRITER + 16);
  v128.store(cpu, i8x16(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15), TRAP_SOURCE);
  store<u16>(cpu, 0x1110, TRAP_SOURCE + 16);
}

/** The same, where parts of the answer are somebody else's than EL3's own: {@link writerInSmc} of each register. */
export function setWritersFromSmc(cpu: usize, entry: usize): void {
  setWritersEl3(cpu);
  const kept = load<u32>(entry, SMC_KEPT);
  const partition = load<u32>(entry, SMC_PARTITION);
  const stale = load<u32>(entry, SMC_STALE);
  if ((kept | partition | stale) === 0) return;
  let writers = whereSet(stale, WRITER_STALE, i8x16.splat(<u8>WRITER_EL3));
  writers = whereSet(partition, WRITER_PARTITION, writers);
  v128.store(cpu, whereSet(kept, keeperOf(entry), writers), TRAP_WRITER);
  store<u8>(cpu, writerInSmc(entry, 16), TRAP_WRITER + 16);
  store<u8>(cpu, writerInSmc(entry, 17), TRAP_WRITER + 17);
}

/** Byte n is `value` where bit n of a mask is set, 0 to 15, and else as it was. */
function whereSet(mask: u32, value: u32, otherwise: v128): v128 {
  const bits = i8x16(1, 2, 4, 8, 16, 32, 64, -128, 1, 2, 4, 8, 16, 32, 64, -128);
  const low = <u64>(mask & 0xff) * 0x0101010101010101;
  const high = <u64>((mask >> 8) & 0xff) * 0x0101010101010101;
  const spread = i64x2.replace_lane(i64x2.splat(low), 1, high);
  return v128.bitselect(i8x16.splat(<u8>value), otherwise, i8x16.eq(v128.and(spread, bits), bits));
}

/** Whose a register is that EL3 left alone. */
function keeperOf(entry: usize): u32 {
  return load<u32>(entry, SMC_FLAGS) & SMC_FLAG_CALLER ? WRITER_CALLER : WRITER_EL2;
}

/** Whose value xn of an answer is: one of the WRITER_ values. What EL3 left alone is whoever's it was before. */
export function writerInSmc(entry: usize, n: u32): u32 {
  if ((load<u32>(entry, SMC_KEPT) >> n) & 1) return keeperOf(entry);
  if ((load<u32>(entry, SMC_PARTITION) >> n) & 1) return WRITER_PARTITION;
  return (load<u32>(entry, SMC_STALE) >> n) & 1 ? WRITER_STALE : WRITER_EL3;
}
