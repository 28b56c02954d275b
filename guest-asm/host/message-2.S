//! title A direct message of 14 registers, interrupted, yielded and resumed
//! asks Does the answer to FFA_MSG_SEND_DIRECT_REQ2 arrive whole in x4-x17 where it comes in reply to the second
//! asks FFA_RUN?
//! rows S1-12
//! models none pkvm/v6.17-stable pkvm/v6.18 pkvm/series-v7 pkvm/series-v8 pkvm/host-direct-messages
//! firmware version=1.2
//! reply FFA_MSG_SEND_DIRECT_REQ2 -> FFA_INTERRUPT x1=0x80010000
//! reply FFA_RUN -> FFA_YIELD x1=0x80010002
//! reply response: FFA_RUN -> FFA_MSG_SEND_DIRECT_RESP2 x1=0x80010000 x4..x17=canary
//! expect complete [!pkvm/v6.18]: x0 == FFA_MSG_SEND_DIRECT_RESP2, x1 == 0x80010000, x2..x3 == 0, x4..x17 == response
//! expect trap request [pkvm/series-*, pkvm/host-direct-messages]: handled
//! expect trap request [pkvm/v6.17-stable]: forwarded
//! expect trap run [!pkvm/v6.18, !none]: forwarded
//! expect el3 [!pkvm/v6.18]: … FFA_MSG_SEND_DIRECT_REQ2(0x8001) FFA_RUN(0x80010000) FFA_RUN(0x80010002)
//! expect complete [pkvm/v6.18]: x0 == FFA_ERROR, w2 == FFA_NOT_SUPPORTED
//! expect trap request [pkvm/v6.18]: refused, smcs == 0
//! expect finding request: x4..x7 rule=x4-x7
//! expect finding request [!pkvm/series-v7]: x8..x17 rule=smc64-x8-x17
//! expect finding run [!pkvm/v6.18]: x8..x17 rule=smc32-x8-x17
//! expect finding * [pkvm/v6.17-stable]: x1..x3 rule=undefined-value
//! expect finding * [pkvm/v6.18, pkvm/host-direct-messages]: x1..x17 rule=undefined-value
//! expect finding * [pkvm/series-v7, pkvm/series-v8]: x1..x7 rule=undefined-value
//
// In:   x2-x3 UUID (any), x4-x17 the message.
// Out:  x4-x17 the answer's.
// Clause: DEN0077A 1.2, 7.2 and 15.4.
.include "host.inc"

_start:
  negotiate FFA_VERSION_1_2
  ffa_begin FFA_MSG_SEND_DIRECT_REQ2
  mov w1, #0x8001
  .irp n, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17
  mvn x\n, xzr
  .endr
request:
  smc #0
  wait_for_completion
  brk #0
