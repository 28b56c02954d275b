/**
 * The preservation check within a run: after a trap that came back, whether the caller has the registers that the SMC
 * Calling Convention says it keeps. It judges as the convention's rules of SMCCC 1.2 do (src/check/rules/convention.ts),
 * without a report: it counts, and keeps what was wrong with the first trap that was in violation.
 */

import { FFA_ERROR, FFA_NUMBER_FIRST, FFA_NUMBER_LAST, FFA_SUCCESS } from '../ffa/ids';
import {
  CHECK_ADDRESS,
  CHECK_BEFORE_FPSR,
  CHECK_BEFORE_V,
  CHECK_COUNT,
  CHECK_FPCR,
  CHECK_FPSR,
  CHECK_FUNCTION,
  CHECK_OTHERS,
  CHECK_PSTATE,
  CHECK_SP_EL0,
  CHECK_SP_EL1,
  CHECK_UNDEFINED,
  CHECK_V,
  CHECK_VIOLATIONS,
  CHECK_X,
  OUTCOME_RESUME,
  REG_FPCR,
  REG_FPSR,
  REG_PSTATE,
  REG_SP_EL0,
  REG_SP_EL1,
  REG_V,
  REG_X,
  RESULT_MASK_OF_REPLY,
  RESULT_MASK_START,
  TRAP_BEFORE_PC,
  TRAP_BEFORE_PSTATE,
  TRAP_BEFORE_SP_EL0,
  TRAP_BEFORE_SP_EL1,
  TRAP_BEFORE_X,
  TRAP_IMMEDIATE,
  TRAP_OUTCOME,
  TRAP_VECTORS,
  TRAP_WRITER,
  WRITER_UNDEFINED,
} from '../layout';
import { SMCCC_64, SMCCC_SVE_HINT } from '../smccc/ids';
import { PSTATE_BTYPE, PSTATE_SS } from './pstate';
import { copyX0X7 } from './registers';

/** x4 to x7, x8 to x17 and x18 to x30, as masks have them. */
const X4_X7: u32 = 0xf0;
const X8_X17: u32 = 0x3ff00;
const X18_X30: u32 = 0x7ffc0000;
const X0_X30: u32 = 0x7fffffff;
/** No result that a call outside FF-A defines stands above x3. */
const X0_X3: u32 = 0xf;
const WINDOW: u32 = FFA_NUMBER_LAST - FFA_NUMBER_FIRST + 1;
const X30: u32 = REG_X + 30 * 8;
/** Bytes of all vector registers. */
const VECTORS_SIZE: usize = 32 * 16;

/** Keeps the vector registers, FPSR and FPCR, which the trap record does not. */
export function keepVectors(cpu: usize): void {
  for (let block: usize = 0; block < VECTORS_SIZE; block += 64) {
    copyX0X7(cpu + block + CHECK_BEFORE_V, cpu + block + REG_V);
  }
  store<u64>(cpu, load<u64>(cpu, REG_FPSR), CHECK_BEFORE_FPSR);
  store<u64>(cpu, load<u64>(cpu, REG_FPCR), CHECK_BEFORE_FPSR + 8);
}

/**
 * To be called before a model writes any of these in a trap: notes it, and keeps what the caller had. Where nobody has called
 * this they are what they were.
 */
export function beginVectorWrites(cpu: usize): void {
  if (load<u32>(cpu, TRAP_VECTORS) !== 0) return;
  store<u32>(cpu, 1, TRAP_VECTORS);
  keepVectors(cpu);
}

/**
 * After the trap, whose record is complete. What did not come back to its caller is not checked. `vectors`: the vector
 * registers, FPSR and FPCR may differ from what {@link keepVectors} kept.
 */
export function finishCheck(cpu: usize, vectors: bool): void {
  if (load<u32>(cpu, TRAP_OUTCOME) !== OUTCOME_RESUME) return;
  store<u64>(cpu, load<u64>(cpu, CHECK_COUNT) + 1, CHECK_COUNT);
  const undefined_ = undefinedX(cpu);
  const convention = load<u32>(cpu, TRAP_IMMEDIATE) === 0;
  if (convention && (vectors || isAnyChanged(cpu))) judge(cpu, undefined_, vectors);
  else if (undefined_) recordViolation(cpu, 0, undefined_, 0, 0);
}

/** Something may not be as it was: whether it had to be. */
function judge(cpu: usize, undefined_: u32, vectors: bool): void {
  const x = changedX(cpu) & preservedX(cpu) & ~undefined_;
  const others = changedOthers(cpu) | (vectors ? changedStatus(cpu) : 0);
  const v = vectors ? changedV(cpu) : 0;
  if (x | undefined_ | others | v) recordViolation(cpu, x, undefined_, others, v);
}

/** Whether any register that a call may have to preserve, vector registers, FPSR and FPCR aside, is not what it was. */
function isAnyChanged(cpu: usize): bool {
  const others =
    (load<u64>(cpu, X30) ^ load<u64>(cpu, TRAP_BEFORE_X + X30)) |
    (load<u64>(cpu, REG_SP_EL0) ^ load<u64>(cpu, TRAP_BEFORE_SP_EL0)) |
    (load<u64>(cpu, REG_SP_EL1) ^ load<u64>(cpu, TRAP_BEFORE_SP_EL1)) |
    (load<u64>(cpu, REG_PSTATE) ^ load<u64>(cpu, TRAP_BEFORE_PSTATE));
  return others !== 0 || isX4X29Changed(cpu);
}

/**
 * Whether any of x4 to x29 is. One answer is asked for after the other: V8 loads first whatever an answer needs, and has
 * sixteen registers for it. x4 to x7 are read one by one, as copyX0X31 has just written those of the record.
 */
function isX4X29Changed(cpu: usize): bool {
  const now = cpu + REG_X;
  const before = cpu + TRAP_BEFORE_X;
  if (changedX4X7(now, before) !== 0) return true;
  if (v128.any_true(changedOfFour(now, before, 64)) || v128.any_true(changedOfFour(now, before, 128))) return true;
  return v128.any_true(v128.or(changedOfTwo(now, before, 192), changed(now, before, 224)));
}

function changedX4X7(now: usize, before: usize): u64 {
  const x4 = load<u64>(now, 32) ^ load<u64>(before, 32);
  const x5 = load<u64>(now, 40) ^ load<u64>(before, 40);
  const x6 = load<u64>(now, 48) ^ load<u64>(before, 48);
  return x4 | x5 | x6 | (load<u64>(now, 56) ^ load<u64>(before, 56));
}

/** The bits that differ in any of four times 16 bytes; below, in two, and in one. */
function changedOfFour(now: usize, before: usize, offset: usize): v128 {
  return v128.or(changedOfTwo(now, before, offset), changedOfTwo(now, before, offset + 32));
}

function changedOfTwo(now: usize, before: usize, offset: usize): v128 {
  return v128.or(changed(now, before, offset), changed(now, before, offset + 16));
}

function changed(now: usize, before: usize, offset: usize): v128 {
  return v128.xor(v128.load(now + offset), v128.load(before + offset));
}

/** The general registers that this call preserves, by its id and its reply (DEN0028, 2.6 and 2.7). */
function preservedX(cpu: usize): u32 {
  const call = load<u32>(cpu, TRAP_BEFORE_X) & ~SMCCC_SVE_HINT;
  const free = resultsOf(call, load<u32>(cpu, REG_X));
  return X18_X30 | (X4_X7 & ~free) | (call & SMCCC_64 ? X8_X17 & ~free : X8_X17);
}

/** The registers that hold results. FF-A defines them by the reply; FFA_SUCCESS carries those of the call. */
function resultsOf(call: u32, reply: u32): u32 {
  const number = (reply & ~SMCCC_64) - FFA_ERROR;
  if (number >= WINDOW) return X0_X3;
  const form = reply & SMCCC_64 ? 4 : 0;
  const own = load<u32>(RESULT_MASK_START + number * 8 + form, RESULT_MASK_OF_REPLY);
  const asked = (call & ~SMCCC_64) - FFA_ERROR;
  if (number !== FFA_SUCCESS - FFA_ERROR || asked >= WINDOW) return own;
  return own | load<u32>(RESULT_MASK_START + asked * 8 + form);
}

/** Bit n: xn is not what it was. */
function changedX(cpu: usize): u32 {
  const low = maskOfEight(cpu) | (maskOfEight(cpu + 64) << 8);
  return (low | (maskOfEight(cpu + 128) << 16) | (maskOfEight(cpu + 192) << 24)) & X0_X30;
}

/** Bit n: xn of the eight at `at`, which counts like a vCPU block. */
function maskOfEight(at: usize): u32 {
  return maskOfTwo(at) | (maskOfTwo(at + 16) << 2) | (maskOfTwo(at + 32) << 4) | (maskOfTwo(at + 48) << 6);
}

function maskOfTwo(at: usize): u32 {
  return i64x2.bitmask(i64x2.ne(v128.load(at, REG_X), v128.load(at, TRAP_BEFORE_X)));
}

/** Bit n: xn holds what nobody has written, whatever its value. */
function undefinedX(cpu: usize): u32 {
  const writer = i8x16.splat(<u8>WRITER_UNDEFINED);
  const low = <u32>i8x16.bitmask(i8x16.eq(v128.load(cpu, TRAP_WRITER), writer));
  return (low | ((<u32>i8x16.bitmask(i8x16.eq(v128.load(cpu, TRAP_WRITER + 16), writer))) << 16)) & X0_X30;
}

/** CHECK_ bits. SS and BTYPE of PSTATE may clear, as they do when any instruction completes. */
function changedOthers(cpu: usize): u32 {
  const before = load<u64>(cpu, TRAP_BEFORE_PSTATE);
  const pstate = (before ^ load<u64>(cpu, REG_PSTATE)) & ~(before & (PSTATE_SS | PSTATE_BTYPE));
  return (
    (load<u64>(cpu, TRAP_BEFORE_SP_EL0) !== load<u64>(cpu, REG_SP_EL0) ? CHECK_SP_EL0 : 0) |
    (load<u64>(cpu, TRAP_BEFORE_SP_EL1) !== load<u64>(cpu, REG_SP_EL1) ? CHECK_SP_EL1 : 0) |
    (pstate !== 0 ? CHECK_PSTATE : 0)
  );
}

function changedStatus(cpu: usize): u32 {
  return (
    (load<u64>(cpu, CHECK_BEFORE_FPSR) !== load<u64>(cpu, REG_FPSR) ? CHECK_FPSR : 0) |
    (load<u64>(cpu, CHECK_BEFORE_FPSR + 8) !== load<u64>(cpu, REG_FPCR) ? CHECK_FPCR : 0)
  );
}

/** Counts the trap, and keeps what was wrong with it where it is the first. */
function recordViolation(cpu: usize, x: u32, undefined_: u32, others: u32, v: u32): void {
  const count = load<u64>(cpu, CHECK_VIOLATIONS);
  store<u64>(cpu, count + 1, CHECK_VIOLATIONS);
  if (count !== 0) return;
  store<u32>(cpu, x, CHECK_X);
  store<u32>(cpu, undefined_, CHECK_UNDEFINED);
  store<u32>(cpu, v, CHECK_V);
  store<u32>(cpu, others, CHECK_OTHERS);
  store<u64>(cpu, load<u64>(cpu, TRAP_BEFORE_PC), CHECK_ADDRESS);
  store<u64>(cpu, load<u64>(cpu, TRAP_BEFORE_X), CHECK_FUNCTION);
}

/** Bit n: Vn is not what it was. */
function changedV(cpu: usize): u32 {
  let mask: u32 = 0;
  for (let n: u32 = 0; n < 32; n++) {
    mask |= (<u32>v128.any_true(changed(cpu + REG_V, cpu + CHECK_BEFORE_V, n * 16))) << n;
  }
  return mask;
}
