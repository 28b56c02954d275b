//! title Two vector registers are stored where they should be loaded
//! asks EL3's code that loads the vector registers of a world stores one pair. Which registers come back otherwise?
//! rows H25
//! models none
//! firmware no-ffa+interrupt_after=1+interrupt_simd=pair-lost no-ffa+interrupt_after=1
//! registers v0..v31=canary
//! red finding call [*@*=pair-lost]: v30..v31 rule=simd
//! red back [*@*=pair-lost]: v30..v31 == initial
//! expect back: v0..v29 == initial
//! note TF-A pull request 457 (December 2015). Which pair it was is unconfirmed; Q30 and Q31 stand for it.
//
// In:   V0-V31; any call, after which the interrupt is pending.
// Out:  the same.
// Clause: DEN0028: SIMD and floating-point registers are preserved.
.include "call.inc"

_start:
  load32 w0, SMCCC_VERSION
call:
  smc #0
back:
  brk #0
