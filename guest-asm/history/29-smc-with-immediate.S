//! title An SMC with an immediate passes for a call
//! asks The host executes smc #1. Is it a call of the convention, and does it reach EL3?
//! rows H29
//! models pkvm/v6.18+smc_immediate=ignored pkvm/v6.18+smc_immediate=refused
//! firmware version=1.2
//! profile smccc-1.0
//! red asked [*=ignored]: x0 == 0xffffffffffffffff
//! red asked [*=ignored]: x1..x17 == before
//! red trap call [*=ignored]: not-supported
//! expect trap call: immediate == 1, esr == 0x5e000001
//! expect finding call [*=ignored]: x1..x17 rule=undefined-value
//! note Linux cf6348af645b (v7.1). EL2 issued an SMC #0 of its own, so that EL3 never saw the 1.
//
// In:   x0 FFA_VERSION, w1 1.2.
// Out:  x0 -1, and nothing else written.
// Clause: DEN0028 2.10: the immediate of a call is 0.
.include "call.inc"

_start:
  ffa_version FFA_VERSION_1_2
call:
  smc #1
asked:
  brk #0
