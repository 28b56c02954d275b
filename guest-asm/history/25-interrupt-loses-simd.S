//! title A secure interrupt destroys the vector registers
//! asks A secure interrupt comes right after a call, before the caller's next instruction. Has it still its V0 to V31?
//! rows H25
//! models none
//! firmware no-ffa+interrupt_after=1+interrupt_simd=lost no-ffa+interrupt_after=1
//! registers v0..v31=canary fpcr=0x400000
//! red finding call [*@*=lost]: v0..v31 rule=simd
//! red finding call [*@*=lost]: fpsr, fpcr rule=floating-point-status
//! red back [*@*=lost]: v0..v31 == initial
//! expect back: x4..x30 == before
//! note TF-A 8f60d99f4 (February 2025), with an SPMC at S-EL2: the normal world's context was never saved.
//! note Background: tf-issues#93 (March 2014), no floating-point registers banked at all.
//
// In:   V0-V31, FPCR; any call, after which the interrupt is pending.
// Out:  the same.
// Clause: DEN0028: SIMD and floating-point registers are preserved; an interrupt is transparent.
.include "call.inc"

_start:
  load32 w0, SMCCC_VERSION
call:
  smc #0
back:
  brk #0
