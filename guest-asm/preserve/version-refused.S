//! title FFA_VERSION refused: -1 looks like a 64-bit function id
//! asks The rule of the posted v7 series reads bit 30 of the answer's x0. -1 has bit 30 set; does a refused
//! asks FFA_VERSION, an SMC32 call, overwrite x8-x17?
//! rows S1-17
//! models pkvm/v6.17-stable pkvm/retval-v7 pkvm/retval-v7+retval=response-id-any pkvm/retval-v8 pkvm/v6.18
//! firmware version=1.2
//! expect refused: x0 == -1
//! expect refused [pkvm/v6.17-stable]: x4..x30 == before
//! expect refused [pkvm/retval-v7, pkvm/retval-v8]: x8..x30 == before
//! expect refused [pkvm/retval-v7+*, pkvm/v6.18]: x8..x17 != before, x18..x30 == before
//! expect refused [pkvm/v6.17-stable]: x1..x3 undefined
//! expect refused [pkvm/retval-*]: x1..x7 undefined
//! expect refused [pkvm/retval-v7+*, pkvm/v6.18]: x8..x17 undefined
//! expect trap call: handled, smcs == 0
//! expect finding * [pkvm/v6.17-stable]: x1..x3 rule=undefined-value
//! expect finding * [pkvm/retval-v7, pkvm/retval-v8]: x1..x7 rule=undefined-value
//! expect finding * [*response-id-any, pkvm/v6.18]: x1..x17 rule=undefined-value
//
// In:   x0 FFA_VERSION, w1 2.0: a major version that no callee supports.
// Out:  x0 -1.
// Clause: DEN0077A 1.2 section 13.2; DEN0028 2.6 (SMC32 preserves x8-x30).
.include "call.inc"

_start:
  ffa_version 0x20000
call:
  smc #0
refused:
  brk #0
