import {
  REG_PC,
  REG_PSTATE,
  SYS_ELR_EL1,
  SYS_ESR_EL1,
  SYS_FAR_EL1,
  SYS_SCTLR_EL1,
  SYS_SPSR_EL1,
  SYS_VBAR_EL1,
} from '../../../assembly/layout.ts';

/*
 * PSTATE in the layout of SPSR_ELx (DDI 0487, C5.2.18).
 *
 *   31 30 29 28   25  24  23  22 21 20   12    11 10  9 8 7 6   4   3  0
 *    N  Z  C  V  TCO DIT UAO PAN SS IL  SSBS  BTYPE   D A I F  nRW    M
 */
const PSTATE_KEPT = 0xf1400000n; // NZCV, DIT, PAN
const PSTATE_PAN = 1n << 22n;
export const PSTATE_IL = 1n << 20n;
const PSTATE_DAIF = 0x3c0n;
const PSTATE_NRW = 1n << 4n;
const PSTATE_M = 0xfn;
const EL0T = 0b0000n;
const EL1T = 0b0100n;
const EL1H = 0b0101n;
const SCTLR_SPAN = 1n << 23n;

const ESR_IL = 1n << 25n;

/** Exception classes, ESR_ELx.EC (DDI 0487, D24.2.40). */
export const EC_UNKNOWN = 0x00;
export const EC_ILLEGAL_STATE = 0x0e;
export const EC_SVC64 = 0x15;
export const EC_PC_ALIGNMENT = 0x22;
export const EC_BRK64 = 0x3c;

/** A synchronous exception on its way to EL1. */
export interface Exception {
  ec: number;
  iss: number;
  /** Preferred return address. */
  elr: bigint;
  /** FAR_EL1, for the classes that set it. */
  far?: bigint;
}

/** PSTATE.EL of a value in the layout of SPSR_ELx. */
export function exceptionLevel(pstate: bigint): number {
  return Number((pstate >> 2n) & 3n);
}

/** Where an exception return with this SPSR_EL1 leads (DDI 0487, D1.4.4): the illegal ones stay at EL1 and set PSTATE.IL. */
export type ReturnTarget = 'el0' | 'el1' | 'aarch32' | 'illegal';

export function returnTarget(spsr: bigint): ReturnTarget {
  const mode = spsr & PSTATE_M;
  // EL1 is AArch64 only (HCR_EL2.RW), so of the AArch32 modes only User mode is open to it.
  if ((spsr & PSTATE_NRW) !== 0n) return mode === 0n ? 'aarch32' : 'illegal';
  if (mode === EL0T) return 'el0';
  return mode === EL1T || mode === EL1H ? 'el1' : 'illegal';
}

/** Offset of the synchronous vector: which stack pointer was in use, or a lower exception level (DDI 0487, D1.3.1.3). */
function vectorOffset(pstate: bigint): bigint {
  if (exceptionLevel(pstate) === 0) return 0x400n;
  return (pstate & 1n) === 0n ? 0x000n : 0x200n;
}

/** Address of the vector that a synchronous exception goes to, by the VBAR_EL1 and the PSTATE in the block. */
export function vectorAddress(block: BigUint64Array): bigint {
  return (block[SYS_VBAR_EL1 / 8]! & ~0x7ffn) + vectorOffset(block[REG_PSTATE / 8]!);
}

/** Takes the exception to EL1: its system registers, PSTATE and PC in the block (AArch64.TakeException). */
export function enterEl1(block: BigUint64Array, exception: Exception): void {
  const pstate = block[REG_PSTATE / 8]!;
  const vector = vectorAddress(block);
  const pan = (block[SYS_SCTLR_EL1 / 8]! & SCTLR_SPAN) === 0n ? PSTATE_PAN : 0n;
  block[SYS_ESR_EL1 / 8] = (BigInt(exception.ec) << 26n) | ESR_IL | BigInt(exception.iss);
  block[SYS_ELR_EL1 / 8] = exception.elr;
  block[SYS_SPSR_EL1 / 8] = pstate;
  if (exception.far !== undefined) block[SYS_FAR_EL1 / 8] = exception.far;
  block[REG_PSTATE / 8] = (pstate & PSTATE_KEPT) | pan | PSTATE_DAIF | EL1H;
  block[REG_PC / 8] = vector;
}
