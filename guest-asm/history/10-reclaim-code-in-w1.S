//! title The status code of a refused reclaim is in w1
//! asks FFA_MEM_RECLAIM of an unknown handle is refused. Does the caller find the reason where it looks, in w2?
//! rows H10
//! models none
//! firmware tfa-spmd+optee+reclaim_error=w1 tfa-spmd+optee
//! profile ffa-1.2
//! red finding call [*@*=w1]: x2 rule=status-code
//! red reclaimed [*@*=w1]: w2 == FFA_INVALID_PARAMETERS, w1 == 0
//! expect reclaimed [*@*=w1]: w1 == FFA_INVALID_PARAMETERS, w2 == 0
//! expect reclaimed: x0 == FFA_ERROR
//! note OP-TEE a3915ecec (November 2023). A driver that maps the code 0 to no error takes the memory for reclaimed.
//
// In:   FFA_VERSION 1.2; FFA_MEM_RECLAIM with a handle that nobody gave out.
// Out:  w2 INVALID_PARAMETERS.
// Clause: DEN0077A 1.2, 12.1: the error code is in w2.
.include "call.inc"

_start:
  ffa_version FFA_VERSION_1_2
version:
  smc #0
  load32 w0, FFA_MEM_RECLAIM
  mov w1, #0x77
  zero x2, x3, x4, x5, x6, x7
call:
  smc #0
reclaimed:
  brk #0
