//! title DIRECT_REQ2 answered by DIRECT_RESP2 at once
//! asks Both rules, "the answer's id decides" (v7) and "the caller's id decides" (v8), see a 64-bit id here. Does the
//! asks whole payload come back?
//! rows S1-13
//! models pkvm/series-v7 pkvm/series-v8 pkvm/v6.18
//! firmware version=1.2
//! reply response: FFA_MSG_SEND_DIRECT_REQ2 -> FFA_MSG_SEND_DIRECT_RESP2 x1=0x80010000 x4..x17=canary
//! expect answered [pkvm/series-*]: x0 == FFA_MSG_SEND_DIRECT_RESP2, x4..x17 == response
//! expect trap request [pkvm/series-*]: handled, smcs == 1
//! expect answered [pkvm/v6.18]: x0 == FFA_ERROR, w2 == FFA_NOT_SUPPORTED, x3..x17 == 0
//! expect trap request [pkvm/v6.18]: refused, smcs == 0
//! expect answered: x18..x30 == before, sp == before
//! expect finding * [pkvm/series-*]: x1..x7 rule=undefined-value
//! expect finding * [pkvm/v6.18*]: x1..x17 rule=undefined-value
//! expect finding request [pkvm/v6.18]: x4..x17
//
// In:   x0 FFA_MSG_SEND_DIRECT_REQ2, x1 sender and receiver, x2-x3 UUID, x4-x17 payload.
// Out:  x4-x17 the answer's payload.
// Clause: DEN0077A 1.2 section 15.4; DEN0028 2.7.
.include "call.inc"

_start:
  save_arguments
  ffa_version FFA_VERSION_1_2
  smc #0
  restore_arguments                     // the payload, as random as every register at the start
  load32 w0, FFA_MSG_SEND_DIRECT_REQ2
  mov w1, #0x8001
request:
  smc #0
answered:
  brk #0
