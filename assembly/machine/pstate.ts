/**
 * PSTATE in the layout of SPSR_ELx (DDI 0487, C5.2.18).
 *
 *  31 30 29 28  25  24  23  22  21 20  12   11:10  9 8 7 6  4   3:2 1 0
 *  N  Z  C  V  TCO DIT UAO PAN SS IL SSBS  BTYPE  D A I F nRW  EL  0 SP
 */

export const PSTATE_NZCV: u64 = 0xf0000000;
export const PSTATE_DIT: u64 = 1 << 24;
export const PSTATE_UAO: u64 = 1 << 23;
export const PSTATE_PAN: u64 = 1 << 22;
export const PSTATE_SS: u64 = 1 << 21;
export const PSTATE_IL: u64 = 1 << 20;
export const PSTATE_SSBS: u64 = 1 << 12;
export const PSTATE_BTYPE: u64 = 3 << 10;
export const PSTATE_DAIF: u64 = 0xf << 6;
export const PSTATE_D: u64 = 1 << 9;
export const PSTATE_NRW: u64 = 1 << 4;
export const PSTATE_EL_SHIFT: u64 = 2;
export const PSTATE_EL_MASK: u64 = 3;
export const PSTATE_SP: u64 = 1;
/** M[1], which no AArch64 mode has. */
export const PSTATE_M1: u64 = 2;

/** Exception level, SP selection and register width. */
export const PSTATE_MODE: u64 = 0x1f;

/** Fields that an exception return takes from SPSR: those of Armv8.5 without MTE (TCO) and FEAT_NMI (ALLINT). */
export const PSTATE_IMPLEMENTED: u64 = 0xf1f01fdf;

/** SCTLR_ELx fields that decide PSTATE on entry. */
export const SCTLR_SPAN: u64 = 1 << 23;
/** DSSBS is bit 44, SSBS of PSTATE bit 12. */
export const SCTLR_DSSBS_TO_SSBS: u64 = 44 - 12;

/** Exception level, 0 to 3. */
export function exceptionLevel(pstate: u64): u32 {
  return <u32>((pstate >> PSTATE_EL_SHIFT) & PSTATE_EL_MASK);
}
