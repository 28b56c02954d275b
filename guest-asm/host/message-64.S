//! title A direct message of 64 bits, interrupted, yielded and resumed
//! asks Does the answer to FFA_MSG_SEND_DIRECT_REQ_64 arrive whole where it comes in reply to the second FFA_RUN, an
//! asks SMC32 call?
//! models none pkvm/v6.6 pkvm/v6.17-stable pkvm/v6.18 pkvm/host-direct-messages
//! firmware version=1.2
//! reply FFA_MSG_SEND_DIRECT_REQ_64 -> FFA_INTERRUPT x1=0x80010000
//! reply FFA_RUN -> FFA_YIELD x1=0x80010002
//! reply response: FFA_RUN -> FFA_MSG_SEND_DIRECT_RESP_64 x1=0x80010000 x3..x7=canary
//! expect complete: x0 == FFA_MSG_SEND_DIRECT_RESP_64, x1 == 0x80010000, x2 == 0, x3..x7 == response, x8..x17 == 0
//! expect trap request [!none, !pkvm/host-direct-messages]: forwarded
//! expect trap request [pkvm/host-direct-messages]: handled
//! expect el3: … FFA_MSG_SEND_DIRECT_REQ_64(0x8001) FFA_RUN(0x80010000) FFA_RUN(0x80010002)
//! expect finding request: x4 rule=x4-x7
//! expect finding * [pkvm/v6.17-stable]: x1..x3 rule=undefined-value
//! expect finding * [pkvm/v6.18, pkvm/host-direct-messages]: x1..x17 rule=undefined-value
//
// In:   x3-x7 the message.
// Out:  x3-x7 the answer's.
// Clause: DEN0077A 1.2, 7.2 and 15.2.
.include "host.inc"

_start:
  negotiate FFA_VERSION_1_2
  ffa_begin FFA_MSG_SEND_DIRECT_REQ_64
  mov w1, #0x8001
  mvn x3, xzr
  mvn x4, xzr
request:
  smc #0
  wait_for_completion
  brk #0
