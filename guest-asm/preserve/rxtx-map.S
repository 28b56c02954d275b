//! title FFA_RXTX_MAP_64 answered by FFA_SUCCESS (32-bit)
//! asks FF-A answers an SMC64 call with FFA_SUCCESS_64 only where a result is 64 bits wide. Does the id of the answer
//! asks say anything about the calling convention?
//! rows S1-10, S1-11
//! models pkvm/v6.17-stable pkvm/retval-v7 pkvm/retval-v8 pkvm/v6.18
//! firmware version=1.2
//! expect mapped: x0 == FFA_SUCCESS, x1..x3 == 0
//! expect mapped [pkvm/v6.17-stable]: x4..x30 == before
//! expect mapped [pkvm/retval-v7]: x4..x7 == 0, x8..x30 == before
//! expect mapped [pkvm/retval-v8, pkvm/v6.18]: x4..x17 == 0, x18..x30 == before
//! expect trap call: handled, smcs == 1
//! expect finding call [pkvm/retval-v7]: x4..x7
//! expect finding call [pkvm/retval-v8, pkvm/v6.18]: x4..x17
//! expect finding * [pkvm/v6.17-stable]: x1..x3 rule=undefined-value
//! expect finding * [pkvm/retval-*]: x1..x7 rule=undefined-value
//! expect finding * [pkvm/v6.18*]: x1..x17 rule=undefined-value
//
// In:   x0 FFA_RXTX_MAP_64, x1 TX buffer, x2 RX buffer, w3 pages.
// Out:  x0 FFA_SUCCESS; no result registers.
// Clause: DEN0028 2.7, DEN0077A 1.2 section 13.5.
.include "call.inc"

_start:
  ffa_version FFA_VERSION_1_2
  smc #0
  load32 w0, FFA_RXTX_MAP_64
  load32 w1, 0x80040000
  load32 w2, 0x80041000
  mov w3, #1
call:
  smc #0
mapped:
  brk #0
