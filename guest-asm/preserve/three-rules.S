//! title Three rules and the calls that tell them apart
//! asks "The answer's id decides" (v7), "the caller's id decides" (v8), "always" (v9 as discussed, and as merged):
//! asks which delivers what was sent, and which keeps what SMCCC preserves?
//! rows S1-15
//! models pkvm/series-v7+run_path=handled pkvm/series-v8+run_path=handled pkvm/series-v8+run_path=handled+retval=always
//! firmware version=1.2
//! reply response: FFA_MSG_SEND_DIRECT_REQ2 -> FFA_MSG_SEND_DIRECT_RESP2 x1=0x80010000 x4..x17=canary
//! reply resumed: FFA_RUN -> FFA_MSG_SEND_DIRECT_RESP2 x1=0x80010000 x4..x17=canary
//! expect simple: x4..x17 == response
//! expect after_run: x4..x7 == resumed
//! expect after_run [pkvm/series-v7+*, *retval=always]: x8..x17 == resumed
//! expect after_run [pkvm/series-v8+run_path=handled]: x8..x17 == before
//! expect mapped [pkvm/series-v7+*]: x8..x17 == before
//! expect mapped [pkvm/series-v8+*]: x8..x17 == 0
//! expect features [pkvm/series-v7+*, pkvm/series-v8+run_path=handled]: x8..x17 == before
//! expect features [*retval=always]: x8..x17 == 0
//! expect finding * [!pkvm/series-v8+run_path=handled+retval=always]: x1..x7 rule=undefined-value
//! expect finding * [!pkvm/series-v8+run_path=handled]: x8..x17 rule=smc32-x8-x17
//! expect finding *: x4..x7 rule=x4-x7
//! expect finding * [!pkvm/series-v7+run_path=handled]: x8..x17 rule=smc64-x8-x17
//! expect finding * [pkvm/series-v8+run_path=handled+retval=always]: x1..x17 rule=undefined-value
//! note v7 breaks a promise of SMCCC in FFA_RUN alone, and v8 loses half of a message there.
//! note `always` breaks the promise in every SMC32 call that EL2 answers.
//! note In the real code FFA_RUN is forwarded, and the second case does not arise.
//
// In:   four calls; x8-x17 hold other values before each.
// Out:  x4-x17 after each.
// Clause: DEN0028 2.6 and 2.7; DEN0077A 1.2, 8 and 11.2.
.include "call.inc"

.macro other_values
  invert x8, x9, x10, x11, x12, x13, x14, x15, x16, x17
.endm

_start:
  ffa_version FFA_VERSION_1_2
  smc #0
  load32 w0, FFA_MSG_SEND_DIRECT_REQ2
  mov w1, #0x8001
  smc #0
simple:
  other_values
  load32 w0, FFA_RUN
  load32 w1, 0x80010000
  smc #0
after_run:
  other_values
  load32 w0, FFA_RXTX_MAP_64
  load32 w1, 0x80040000
  load32 w2, 0x80041000
  mov w3, #1
  smc #0
mapped:
  load32 w19, 0x5a5a5a5a                // nothing of these is 0
  .irp n, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17
  orr x\n, x\n, x19
  .endr
  load32 w0, FFA_FEATURES
  load32 w1, FFA_MEM_SHARE_64
  smc #0
features:
  brk #0
