//! title An SMC32 answer to an SMC64 request
//! asks FFA_MSG_SEND_DIRECT_REQ2 is interrupted: the answer FFA_INTERRUPT is an SMC32 id. Does the caller still have
//! asks its payload in x8-x17, to send it again?
//! rows S1-20
//! models pkvm/series-v7 pkvm/series-v8 pkvm/series-v8+retval=always
//! firmware version=1.2
//! reply FFA_MSG_SEND_DIRECT_REQ2 at first -> FFA_INTERRUPT x1=0x80010000 x8..x17=keep
//! reply FFA_MSG_SEND_DIRECT_REQ2 at second -> FFA_INTERRUPT x1=0x80010000
//! expect kept: x0 == FFA_INTERRUPT, x4..x7 == 0, x8..x30 == before
//! expect zeroed [pkvm/series-v7]: x8..x30 == before
//! expect zeroed [pkvm/series-v8*]: x8..x17 == 0
//! expect finding * [!pkvm/series-v8+retval=always]: x1..x7 rule=undefined-value
//! expect finding first: x4..x7 rule=x4-x7
//! expect finding second [!pkvm/series-v7]: x8..x17 rule=smc64-x8-x17
//! expect finding * [pkvm/series-v8+retval=always]: x1..x17 rule=undefined-value
//! note EL2 passes the caller's registers on, so firmware that writes x0-x7 alone leaves the payload by any rule.
//! note By the rule of v7 it stays whatever firmware does.
//
// In:   x4-x17 the payload, twice: firmware that leaves x8-x17, firmware that zeroes them.
// Out:  x8-x17.
// Clause: DEN0077A 1.2, 8 and 15.4; DEN0028 2.7.
.include "call.inc"

_start:
  save_arguments
  ffa_version FFA_VERSION_1_2
  smc #0
  restore_arguments
  load32 w0, FFA_MSG_SEND_DIRECT_REQ2
  mov w1, #0x8001
first:
  smc #0
kept:
  load32 w0, FFA_MSG_SEND_DIRECT_REQ2
  mov w1, #0x8001
second:
  smc #0
zeroed:
  brk #0
