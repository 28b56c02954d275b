//! title FFA_ID_GET by a caller that follows FF-A 11.2
//! asks The caller writes zero to the registers that the call reserves. Can it tell a callee that preserves x4-x7 from
//! asks one that zeroes them?
//! rows S1-2
//! models pkvm/v6.17-stable pkvm/retval-v7 pkvm/retval-v8 pkvm/v6.18
//! firmware version=1.2
//! reply FFA_ID_GET at negotiate -> FFA_SUCCESS
//! reply FFA_ID_GET at call -> FFA_SUCCESS x2=0 x8..x17=keep
//! expect returned: x0 == FFA_SUCCESS, x2 == 0, x4..x7 == 0, x4..x30 == before
//! expect trap call: forwarded
//! expect finding * [pkvm/v6.17-stable]: x1..x3 rule=undefined-value
//! expect finding * [pkvm/retval-*]: x1..x7 rule=undefined-value
//! expect finding * [pkvm/v6.18*]: x1..x17 rule=undefined-value
//
// In:   x0 FFA_ID_GET, x1-x7 zero.
// Out:  x2 the caller's id; x4-x7 zero on every model.
// Clause: DEN0077A 1.2 section 11.2.
.include "call.inc"

_start:
  ffa_version FFA_VERSION_1_2
negotiate:
  smc #0
  load32 w0, FFA_ID_GET
  zero x1, x2, x3, x4, x5, x6, x7
call:
  smc #0
returned:
  brk #0
