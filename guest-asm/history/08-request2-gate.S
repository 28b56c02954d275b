//! title DIRECT_REQ2 of a 1.1 caller passes the dispatcher
//! asks The call is new in 1.2, and the caller has asked for 1.1. Does the dispatcher refuse it, or the SPMC?
//! rows H8
//! models none
//! firmware tfa-spmd+hafnium+request2_gate=off tfa-spmd+hafnium
//! red refused [*@*=off]: w2 == FFA_NOT_SUPPORTED
//! expect refused: x0 == FFA_ERROR
//! expect finding * [*@*]: x4..x7 rule=x4-x7
//! note TF-A bb9fc8c0bbf5 (February 2025): no version was looked at, and the SPMC was left to answer, here with DENIED.
//
// In:   FFA_VERSION 1.1; FFA_MSG_SEND_DIRECT_REQ2.
// Out:  w2 NOT_SUPPORTED.
// Clause: DEN0077A 1.2, 15.4.
.include "call.inc"

_start:
  ffa_version FFA_VERSION_1_1
  smc #0
  load32 w0, FFA_MSG_SEND_DIRECT_REQ2
  mov w1, #0x8001
  zero x2, x3
call:
  smc #0
refused:
  brk #0
