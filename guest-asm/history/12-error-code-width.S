//! title The status code of FFA_ERROR has 64 bits
//! asks FF-A's status codes are 32-bit numbers. Is x2 of the dispatcher's FFA_ERROR one, and x0 of a refused
//! asks FFA_VERSION?
//! rows H12
//! models none
//! firmware tfa-spmd+hafnium+dispatcher_error_width=64+neg1=64 tfa-spmd+hafnium
//! profile ffa-1.2
//! red finding call [*@*=64]: x2 rule=status-width
//! red refused [*@*=64]: x0 == 0xffffffff
//! red waited [*@*=64]: x2 == 0xffffffff
//! expect refused: w0 == FFA_NOT_SUPPORTED
//! expect waited: x0 == FFA_ERROR, w2 == FFA_NOT_SUPPORTED
//! red finding version [*@*=64]: x0 rule=status-width
//! note TF-A e46b2fd210e2 (March 2021).
//! note The opposite of what SMCCC has for unknown ids, and done three years after that.
//
// In:   FFA_VERSION 2.0; FFA_MSG_WAIT, which the normal world may not call.
// Out:  x0, x2.
// Clause: DEN0077A 1.2, 12.1: w2 is an int32.
.include "call.inc"

_start:
  ffa_version 0x20000
version:
  smc #0
refused:
  load32 w0, FFA_MSG_WAIT
  zero x1, x2, x3, x4, x5, x6, x7
call:
  smc #0
waited:
  brk #0
