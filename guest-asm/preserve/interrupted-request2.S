//! title DIRECT_REQ2 interrupted and resumed with FFA_RUN: who returns x8-x17?
//! asks A request of 14 payload registers is interrupted; FF-A 1.2 resumes it with FFA_RUN, an SMC32 call, and the
//! asks answer is still FFA_MSG_SEND_DIRECT_RESP2 with x4-x17. Does the caller get all of it?
//! rows S1-12
//! models pkvm/series-v7 pkvm/series-v8 pkvm/series-v8+run_path=handled pkvm/v6.18
//! firmware version=1.2
//! reply interrupt: FFA_MSG_SEND_DIRECT_REQ2 -> FFA_INTERRUPT x1=0x80010000 x8..x17=keep
//! reply response: FFA_RUN -> FFA_MSG_SEND_DIRECT_RESP2 x1=0x80010000 x4..x17=canary
//! expect resumed: x0 == FFA_MSG_SEND_DIRECT_RESP2, x4..x7 == response
//! expect resumed [*, !pkvm/series-v8+run_path=handled]: x8..x17 == response
//! expect resumed [pkvm/series-v8+run_path=handled]: x8..x17 == before
//! expect interrupted [pkvm/series-*]: x0 == FFA_INTERRUPT, x1 == 0x80010000
//! expect interrupted [pkvm/v6.18]: x0 == FFA_ERROR, w2 == FFA_NOT_SUPPORTED, x3..x17 == 0
//! expect trap request [pkvm/v6.18]: refused
//! expect trap run [pkvm/series-v7, pkvm/series-v8, pkvm/v6.18]: forwarded
//! expect trap run [*run_path=handled]: handled
//! expect finding run [*, !pkvm/series-v8+run_path=handled]: x8..x17
//! expect finding * [pkvm/series-*]: x1..x7 rule=undefined-value
//! expect finding * [pkvm/v6.18*]: x1..x17 rule=undefined-value
//! expect finding request: x4..x7
//! expect finding request [pkvm/v6.18*]: x8..x17
//! note FFA_RUN is forwarded in every real version, so v8 loses nothing there.
//! note With run_path=handled its rule (the caller's function id decides) drops the second half of the answer.
//! note Mainline refuses the request itself; its FFA_RUN would return everything.
//
// In:   x0-x17 of the request; x8-x17 carry the caller's own values into FFA_RUN.
// Out:  FFA_RUN's answer in x0-x17.
// Clause: DEN0077A 1.2 section 8; DEN0028 2.6 (an SMC32 call preserves x8-x30).
.include "call.inc"

_start:
  save_arguments
  ffa_version FFA_VERSION_1_2
  smc #0
  restore_arguments                     // the payload, as random as every register at the start
  save_arguments
  load32 w0, FFA_MSG_SEND_DIRECT_REQ2
  mov w1, #0x8001                       // from 0 (the host) to the partition
request:
  smc #0
interrupted:
  restore_arguments                     // on every model the same values, and not those of the request
  invert x8, x9, x10, x11, x12, x13, x14, x15, x16, x17
  load32 w0, FFA_RUN                    // the driver resumes the target that the answer names
  load32 w1, 0x80010000
  zero x2, x3, x4, x5, x6, x7
run:
  smc #0
resumed:
  brk #0
