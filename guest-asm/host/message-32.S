//! title A direct message of 32 bits, interrupted, yielded and resumed
//! asks Does the answer to FFA_MSG_SEND_DIRECT_REQ arrive whole where it comes in reply to the second FFA_RUN?
//! models none pkvm/v6.6 pkvm/v6.17-stable pkvm/v6.18 pkvm/host-direct-messages
//! firmware version=1.2
//! reply FFA_MSG_SEND_DIRECT_REQ -> FFA_INTERRUPT x1=0x80010000
//! reply FFA_RUN -> FFA_YIELD x1=0x80010002
//! reply response: FFA_RUN -> FFA_MSG_SEND_DIRECT_RESP x1=0x80010000 w3..w7=canary
//! expect complete [!pkvm/v6.6]: x0 == FFA_MSG_SEND_DIRECT_RESP, x1 == 0x80010000, x2 == 0
//! expect complete [!pkvm/v6.6]: x3..x7 == response, x8..x17 == 0
//! expect trap run [!pkvm/v6.6, !none]: forwarded
//! expect el3 [!pkvm/v6.6]: … FFA_MSG_SEND_DIRECT_REQ(0x8001) FFA_RUN(0x80010000) FFA_RUN(0x80010002)
//! expect complete [pkvm/v6.6]: x0 == FFA_ERROR, w2 == FFA_NOT_SUPPORTED
//! expect trap request [pkvm/v6.6]: refused, smcs == 0
//! expect finding request [!pkvm/v6.6]: x4 rule=x4-x7
//! expect finding * [pkvm/v6.17-stable]: x1..x3 rule=undefined-value
//! expect finding * [pkvm/v6.18, pkvm/host-direct-messages]: x1..x17 rule=undefined-value
//! note The first proxy refuses the 32-bit request and lets the 64-bit one pass.
//
// In:   w3-w7 the message.
// Out:  w3-w7 the answer's.
// Clause: DEN0077A 1.2, 7.2 and 15.2.
.include "host.inc"

_start:
  negotiate FFA_VERSION_1_2
  ffa_begin FFA_MSG_SEND_DIRECT_REQ
  mov w1, #0x8001                       // from 0 (the host) to the partition
  mov w3, #3
  mov w4, #4
request:
  smc #0
  wait_for_completion
  brk #0
