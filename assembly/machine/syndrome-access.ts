/** ESR_ELx of the exceptions that are not SMC, HVC or UNDEFINED (DDI 0487, D24.2.40). */

import { ACCESS_FETCH, ACCESS_WRITE } from '../layout';

const EC_SHIFT: u32 = 26;
const IL: u64 = 1 << 25;
const EC_WFX: u64 = 0x01;
const EC_FP: u64 = 0x07;
const EC_SVC64: u64 = 0x15;
const EC_SYSTEM: u64 = 0x18;
/** From a lower level; from the same level it is one more. */
const EC_INSTRUCTION_ABORT: u64 = 0x20;
const EC_PC_ALIGNMENT: u64 = 0x22;
const EC_DATA_ABORT: u64 = 0x24;
const EC_SP_ALIGNMENT: u64 = 0x26;
const EC_STEP: u64 = 0x32;
const EC_BRK64: u64 = 0x3c;

/** Fault status codes, ISS[5:0] of aborts. */
export const STATUS_TRANSLATION_LEVEL_3: u64 = 0x07;
export const STATUS_EXTERNAL: u64 = 0x10;
export const STATUS_ALIGNMENT: u64 = 0x21;
const STATUS_DEBUG: u64 = 0x22;
/** ISS[6] of a data abort. */
const WRITE_NOT_READ: u64 = 1 << 6;
/** Conditional fields of WFx: CV is set, COND is 0xe in AArch64. */
const ALWAYS: u64 = 0x1e << 20;

function syndrome(ec: u64, iss: u64): u64 {
  return (ec << EC_SHIFT) | IL | iss;
}

/** An instruction or data abort; `same` where it is taken to the level that it comes from. */
export function syndromeAbort(access: u32, status: u64, same: bool): u64 {
  if (access === ACCESS_FETCH) return syndrome(EC_INSTRUCTION_ABORT + <u64>same, status);
  return syndrome(EC_DATA_ABORT + <u64>same, status | (access === ACCESS_WRITE ? WRITE_NOT_READ : 0));
}

export function syndromePcAlignment(): u64 {
  return syndrome(EC_PC_ALIGNMENT, 0);
}

export function syndromeSpAlignment(): u64 {
  return syndrome(EC_SP_ALIGNMENT, 0);
}

/** A use of the SIMD and FP registers that traps. */
export function syndromeFp(): u64 {
  return syndrome(EC_FP, ALWAYS);
}

/** A trapped WFI or WFE: ISS[1:0] tells them apart. */
export function syndromeWait(event: bool): u64 {
  return syndrome(EC_WFX, ALWAYS | <u64>event);
}

export function syndromeSvc(immediate: u32): u64 {
  return syndrome(EC_SVC64, immediate);
}

export function syndromeBrk(immediate: u32): u64 {
  return syndrome(EC_BRK64, immediate);
}

/** A software step: whether an instruction was stepped (ISV), and whether it was a load-exclusive (EX). */
export function syndromeStep(stepped: bool, exclusive: bool, same: bool): u64 {
  const valid: u64 = stepped ? 1 << 24 : 0;
  return syndrome(EC_STEP + <u64>same, valid | (exclusive ? 1 << 6 : 0) | STATUS_DEBUG);
}

/**
 * A trapped MSR, MRS or system instruction.
 *
 *   24 22 21 20 19 17 16 14 13 10 9  5 4   1  0
 *  ┌─────┬─────┬─────┬─────┬─────┬────┬─────┬───┐
 *  │  0  │ op0 │ op2 │ op1 │ CRn │ Rt │ CRm │ R │   R: 1 for a read
 *  └─────┴─────┴─────┴─────┴─────┴────┴─────┴───┘
 *
 * `key` is op0 15:14, op1 13:11, CRn 10:7, CRm 6:3, op2 2:0.
 */
export function syndromeSystem(key: u32, rt: u32, read: bool): u64 {
  const iss =
    ((key >> 14) << 20) |
    ((key & 7) << 17) |
    (((key >> 11) & 7) << 14) |
    (((key >> 7) & 15) << 10) |
    (rt << 5) |
    (((key >> 3) & 15) << 1);
  return syndrome(EC_SYSTEM, <u64>iss | <u64>read);
}
