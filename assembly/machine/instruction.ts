/**
 * The exception-generating instructions that trap (DDI 0487, exception generation).
 *
 *  31      24 23 21 20                5 4 2 1 0
 * ┌──────────┬─────┬───────────────────┬───┬───┐
 * │ 11010100 │ 000 │       imm16       │000│ LL│   LL: 01 SVC, 10 HVC, 11 SMC
 * └──────────┴─────┴───────────────────┴───┴───┘
 */

const FIXED_MASK: u32 = 0xffe0001f;
const HVC_BITS: u32 = 0xd4000002;
const SMC_BITS: u32 = 0xd4000003;

/** Bytes of an instruction. */
export const INSTRUCTION_SIZE: u64 = 4;

/** `smc #0`, what SMCCC calls are made with. */
export const SMC_0: u32 = SMC_BITS;

export function isSmc(instruction: u32): bool {
  return (instruction & FIXED_MASK) === SMC_BITS;
}

export function isHvc(instruction: u32): bool {
  return (instruction & FIXED_MASK) === HVC_BITS;
}

export function immediateOf(instruction: u32): u32 {
  return (instruction >> 5) & 0xffff;
}
