//! title A request resumed by the 64-bit FFA_RUN of FF-A 1.3
//! asks 1.3 adds an SMC64 FFA_RUN, so that a 64-bit request stays 64-bit to its end. Do all rules return the whole
//! asks answer then?
//! rows S1-14
//! models pkvm/series-v7+other_path=handled pkvm/series-v8+other_path=handled pkvm/series-v8 pkvm/v6.18
//! models pkvm/v6.18+other_path=handled
//! firmware version=1.2
//! reply FFA_MSG_SEND_DIRECT_REQ2 -> FFA_INTERRUPT x1=0x80010000 x8..x17=keep
//! reply response: FFA_RUN_64 -> FFA_MSG_SEND_DIRECT_RESP2 x1=0x80010000 x4..x17=canary
//! expect resumed: x0 == FFA_MSG_SEND_DIRECT_RESP2, x4..x17 == response
//! expect trap run [*other_path=handled]: handled
//! expect trap run [pkvm/series-v8, pkvm/v6.18]: forwarded
//! expect finding * [!pkvm/v6.18, !pkvm/v6.18+other_path=handled]: x1..x7 rule=undefined-value
//! expect finding request: x4..x7 rule=x4-x7
//! expect finding * [pkvm/v6.18, pkvm/v6.18+other_path=handled]: x1..x17 rule=undefined-value
//! expect finding request [pkvm/v6.18, pkvm/v6.18+other_path=handled]: x8..x17 rule=smc64-x8-x17
//! note With both ids 64-bit, the caller's id and the answer's say the same.
//
// In:   x8-x17 carry the caller's own values into FFA_RUN.
// Out:  x4-x17 the answer's payload.
// Clause: DEN0077A 1.3 ALP2, FFA_RUN; DEN0028 2.7.
.include "call.inc"

_start:
  ffa_version FFA_VERSION_1_2
  smc #0
  load32 w0, FFA_MSG_SEND_DIRECT_REQ2
  mov w1, #0x8001
request:
  smc #0
  invert x8, x9, x10, x11, x12, x13, x14, x15, x16, x17
  load32 w0, FFA_RUN_64
  load32 w1, 0x80010000
  zero x2, x3, x4, x5, x6, x7
run:
  smc #0
resumed:
  brk #0
