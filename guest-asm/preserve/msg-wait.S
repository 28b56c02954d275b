//! title Can the host be the caller whose FFA_MSG_WAIT ends with a 64-bit request?
//! asks FFA_MSG_WAIT is an SMC32 call and may return FFA_MSG_SEND_DIRECT_REQ2 with x4-x17 to a partition. Does a host
//! asks behind pKVM ever see that?
//! rows S1-6, S1-8
//! models pkvm/v6.6 pkvm/v6.17-stable pkvm/series-v7 pkvm/series-v8 pkvm/v6.18 pkvm/mainline-2026b
//! firmware version=1.2
//! reply request: FFA_MSG_WAIT -> FFA_MSG_SEND_DIRECT_REQ2 x1=0x18001 x2..x17=canary
//! expect waited: x0 == FFA_ERROR, w2 == FFA_NOT_SUPPORTED
//! expect trap wait: refused, smcs == 0
//! expect finding * [pkvm/v6.17-stable]: x1..x3 rule=undefined-value
//! expect finding * [pkvm/series-v7, pkvm/series-v8]: x1..x7 rule=undefined-value
//! expect finding * [pkvm/v6.18]: x1..x17 rule=undefined-value
//! note Every version refuses the call: the case needs a partition as caller, or a guest with a proxy of its own.
//
// In:   x0 FFA_MSG_WAIT.
// Out:  x0 FFA_ERROR.
// Clause: DEN0077A 1.2, 4.10, 8.2, 8.3.
.include "host.inc"

_start:
  negotiate FFA_VERSION_1_2
  ffa_begin FFA_MSG_WAIT
wait:
  smc #0
waited:
  brk #0
