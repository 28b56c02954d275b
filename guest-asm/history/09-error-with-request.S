//! title FFA_ERROR brings the request back
//! asks A request is refused because w2 is not 0. What do w1 and w3 to w7 of the error hold?
//! rows H9
//! models none
//! firmware tfa-spmd+optee+error_rest=request tfa-spmd+optee
//! profile ffa-1.2
//! registers x3..x7=canary
//! red finding call [*@*=request]: x4..x7 rule=reserved-results
//! red refused [*@*=request]: x1 == 0, x3..x7 == 0
//! expect refused: x0 == FFA_ERROR, w2 == FFA_INVALID_PARAMETERS
//! note OP-TEE 649e9731d (August 2023): only x0 and x2 were replaced, the others moved back in 32 bits.
//! note Its sibling 44a414396 mends to whom the error goes, which was read from the lower half of that w1.
//
// In:   FFA_VERSION 1.2; FFA_MSG_SEND_DIRECT_REQ with w2 = 1 and a payload.
// Out:  x1-x7.
// Clause: DEN0077A 1.2, 12.1: w1 and w3-w7 must be zero.
.include "call.inc"

_start:
  ffa_version FFA_VERSION_1_2
version:
  smc #0
  load32 w0, FFA_MSG_SEND_DIRECT_REQ
  mov w1, #0x8001
  mov w2, #1
  invert x3, x4, x5, x6, x7
call:
  smc #0
refused:
  brk #0
