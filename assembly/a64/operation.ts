/**
 * A predecoded operation, one per instruction word:
 *
 *   0      2      4      6      8              12             16
 *  ┌──────┬──────┬──────┬──────┬──────────────┬───────┬──────┐
 *  │ code │  d   │  n   │  m   │     low      │ high         │
 *  │      │      │      │      │              │       │second│   second: the code behind a stack pointer check
 *  └──────┴──────┴──────┴──────┴──────────────┴───────┴──────┘
 *                                └──── immediate, 64 bits ───┘
 *
 * d, n and m are offsets of registers in a vCPU block (layout.ts), so that register 31 needs no test while executing; an
 * operation may keep small numbers there instead.
 */

import { REG_SP, REG_V, REG_X, REG_XZR_WRITE } from '../layout';

export const OPERATION_CODE: u32 = 0;
export const OPERATION_D: u32 = 2;
export const OPERATION_N: u32 = 4;
export const OPERATION_M: u32 = 6;
export const OPERATION_IMMEDIATE: u32 = 8;
export const OPERATION_HIGH: u32 = 12;
export const OPERATION_SECOND: u32 = 14;

/** Codes that the run loop knows by itself; those of operations follow (scripts/decoder/generate.ts). */
export const CODE_UNDECODED: u32 = 0;
/** Behind the last operation of a page. */
export const CODE_CROSS: u32 = 1;
/** The run ends before the instruction. */
export const CODE_WATCH: u32 = 2;
/** The stack pointer must be aligned, then the second code is executed. */
export const CODE_CHECK_STACK: u32 = 3;

// ---- what executing reads and writes --------------------------------------------------------------------------------

/** The register that the operation names d, in the width of T. */
export function readD<T>(cpu: usize, op: usize): T {
  return load<T>(cpu + load<u16>(op, OPERATION_D));
}

export function readN<T>(cpu: usize, op: usize): T {
  return load<T>(cpu + load<u16>(op, OPERATION_N));
}

export function readM<T>(cpu: usize, op: usize): T {
  return load<T>(cpu + load<u16>(op, OPERATION_M));
}

/** Writes all 64 bits of the register that the operation names d. */
export function writeD(cpu: usize, op: usize, value: u64): void {
  store<u64>(cpu + load<u16>(op, OPERATION_D), value);
}

export function writeN(cpu: usize, op: usize, value: u64): void {
  store<u64>(cpu + load<u16>(op, OPERATION_N), value);
}

export function writeM(cpu: usize, op: usize, value: u64): void {
  store<u64>(cpu + load<u16>(op, OPERATION_M), value);
}

export function numberD(op: usize): u32 {
  return load<u16>(op, OPERATION_D);
}

export function numberN(op: usize): u32 {
  return load<u16>(op, OPERATION_N);
}

export function numberM(op: usize): u32 {
  return load<u16>(op, OPERATION_M);
}

export function immediate(op: usize): u64 {
  return load<u64>(op, OPERATION_IMMEDIATE);
}

/**
 * The lower half of the immediate, signed. Loaded unsigned, because the compiler's optimiser extends what is loaded signed
 * by its sign even where it is cast to an unsigned type first.
 */
export function low(op: usize): i32 {
  return <i32>load<u32>(op, OPERATION_IMMEDIATE);
}

/** The upper half of the immediate. */
export function high(op: usize): u32 {
  return load<u32>(op, OPERATION_HIGH);
}

/** Bits 47:32 of the immediate, signed: the part that a stack pointer check leaves alone. */
export function middle(op: usize): i32 {
  return load<i16>(op, OPERATION_HIGH);
}

// ---- what decoding writes -------------------------------------------------------------------------------------------

/** Writes a whole operation. */
export function encode(op: usize, code: u32, d: u32, n: u32, m: u32, immediate: u64): void {
  store<u16>(op, code, OPERATION_CODE);
  store<u16>(op, d, OPERATION_D);
  store<u16>(op, n, OPERATION_N);
  store<u16>(op, m, OPERATION_M);
  store<u64>(op, immediate, OPERATION_IMMEDIATE);
}

/** Slot of register n that reads as zero for 31. */
export function from(n: u32): u32 {
  return REG_X + n * 8;
}

/** Slot of register n that swallows what is written to 31. */
export function to(n: u32): u32 {
  return n === 31 ? REG_XZR_WRITE : REG_X + n * 8;
}

/** Slot of register n where 31 is the stack pointer. */
export function sp(n: u32): u32 {
  return n === 31 ? REG_SP : REG_X + n * 8;
}

/** Slot of vector register n. */
export function vector(n: u32): u32 {
  return REG_V + n * 16;
}

/** A field of `width` bits as a signed number. */
export function signed(value: u32, width: u32): i64 {
  const unused = 64 - <i64>width;
  return ((<i64>value) << unused) >> unused;
}

/** Two halves of an immediate: an offset, and the amount that is written back. */
export function halves(offset: i64, writeback: i64): u64 {
  return (<u64>offset & 0xffffffff) | ((<u64>writeback) << 32);
}
