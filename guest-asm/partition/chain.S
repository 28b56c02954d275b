//! title A program at S-EL1 that asks another one
//! asks A partition passes a request on to a second one, and its answer back: two programs, each with registers of its
//! asks own, in one SMC of the normal world. What does each find after its calls?
//! rows S1-8
//! models none
//! firmware tfa-spmd+hafnium preserving
//! partition 0x8001 code=asks.inc
//! partition 0x8002 code=echo.inc
//! expect answered: x0 == FFA_MSG_SEND_DIRECT_RESP2, w1 == 0x80010000, x4..x17 == initial
//! expect calls 0x8001: FFA_MSG_WAIT FFA_MSG_SEND_DIRECT_REQ2(0x80018002) FFA_MSG_SEND_DIRECT_RESP2(0x80010000)
//! expect calls 0x8002: FFA_MSG_WAIT FFA_MSG_SEND_DIRECT_RESP2(0x80028001)
//! expect partition 0x8001#2: x0 == FFA_MSG_SEND_DIRECT_RESP2, x4..x17 == before
//! expect state answered: partition_8001 == 1, partition_8002 == 1
//! expect finding negotiate [*@tfa-*]: x4..x7 rule=x4-x7
//! expect finding partition 0x8001: x8..x17 rule=smc32-x8-x17
//! expect finding partition 0x8002: x8..x17 rule=smc32-x8-x17
//
// In:   x4-x17 of the request.
// Out:  the same in the response.
// Clause: DEN0077A 1.2, 8.3 and 15.4.
.include "call.inc"

_start:
  save_arguments
  ffa_version FFA_VERSION_1_2
negotiate:
  smc #0
  restore_arguments
  load32 w0, FFA_MSG_SEND_DIRECT_REQ2
  mov w1, #0x8001
  zero x2, x3
request:
  smc #0
answered:
  brk #0
